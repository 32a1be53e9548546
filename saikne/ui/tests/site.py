"""A small site of example pages: what the tests of this room, and eyes, look at."""

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.contrib.auth import get_user_model, login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import engines
from django.urls import include, path
from django_cotton.compiler_regex import CottonCompiler

from saikne.core.acts import act
from saikne.core.drafts import DraftKey
from saikne.core.errors import Clash, Refusal
from saikne.ui.fields import ClockField, DayField, MinutesField
from saikne.ui.forms import SaikneForm
from saikne.ui.pages import confirm_page, deed_button, form_page

KEY = DraftKey("note", "case", 7)


class NoteForm(SaikneForm):
    """A little of every kind of field."""

    kind = forms.ChoiceField(
        label="Veids",
        choices=[("visit", "Apsekošana"), ("office", "Tikšanās dienestā"), ("call", "Tālruņa saruna")],
        widget=forms.RadioSelect,
    )
    day = DayField(label="Datums", future=False)
    start = ClockField(label="Sākums", required=False)
    minutes = MinutesField(label="Minūtes")
    work = forms.ChoiceField(label="Darba veids", choices=[("sw", "Sociālais darbs"), ("as", "Sociālā palīdzība")])
    who = forms.MultipleChoiceField(
        label="Piedalījās",
        choices=[("1", "Sanita"), ("2", "Raivis"), ("3", "Elza")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    text = forms.CharField(
        label="Kas notika un par ko vienojāties",
        help_text="Rakstiet to, ko redzējāt vai dzirdējāt, nevis to, ko secinājāt.",
        widget=forms.Textarea,
    )
    step = forms.CharField(label="Nākamais solis", required=False)
    due = DayField(label="Termiņš", required=False)
    seen = forms.BooleanField(label="Apskatīju visas sakritības")

    layout = ("kind", ("day", "start", "minutes", "work"), "who", "text", ("step", "due"))


class TitleForm(SaikneForm):
    """Two texts, for two people to change at once."""

    title = forms.CharField(label="Nosaukums")
    summary = forms.CharField(label="Kopsavilkums", widget=forms.Textarea)
    live = forms.BooleanField(label="Spēkā", required=False)


PARTS = """
{% extends "base.html" %}
{% block title %}Daļas{% endblock %}
{% block heading %}Ozoliņu ģimene{% endblock %}
{% block subtitle %}Ģimenes lieta ĢL-2026/014{% endblock %}
{% block actions %}<a class="govuk-button" href="/note/">Jauns ieraksts</a>{% endblock %}
{% block before %}<c-stages :stages="stages" />{% endblock %}
{% block main %}
<c-section id="goals" title="{% translate 'Source' %}" note="tumšais – tagad">
  <article class="app-goal"><div><h3><a href="#">Elza apmeklē skolu</a></h3></div>
  <div><c-gas :now="-1" :start="-2" /></div><div><c-tag colour="blue">Izpildē</c-tag></div></article>
  <article class="app-goal"><div><h3>Nav mērīts</h3></div><div><c-gas :now="None" /></div><div></div></article>
  <c-slot name="end"><a href="#">Atvērt plānu</a></c-slot>
</c-section>
<c-statement kind="own" source="Elza, 24.11.2026." about="Elza">„Ja Marta iet, tad eju arī es.”</c-statement>
<c-statement kind="opinion">Viedoklis.<c-slot name="end"><a href="#">Labot</a></c-slot></c-statement>
<c-statement>Krāsns salabota.</c-statement>
<c-note kind="warn" title="Uzmanību"><p>Beidzas vienošanās.</p></c-note>
<c-note kind="out"><p><strong>S… O…</strong> nav pieejams.</p></c-note>
<c-empty>Mērķu vēl nav. Pievienojiet pirmo.</c-empty>
<p><c-hat>Lieta</c-hat> <c-unverified /> {% due day %}</p>
<p><c-deed to="/push/" label="Pieņemt lietu" about="Vītolu ģimene" primary />
<c-deed to="/push/" label="Atgriezt" name="refuse" value="1" link /></p>
<c-filters :filters="tabs" label="Rādīt" /><c-tabs :tabs="tabs" label="Daļas" />
<c-pager :page="page" />
{% endblock %}
{% block aside %}
<c-panel id="who" title="Kas strādā" line>
  <p>Maija Liepa</p>
  <c-slot name="end"><a href="#">Viss</a></c-slot>
</c-panel>
<c-panel id="last" title="Kas skatīja">
  <ul class="app-rows"><li>Maija Liepa<span class="app-sub">24.11.2026.</span></li></ul>
</c-panel>
{% endblock %}
"""


def drawn(source: str, request: HttpRequest | None = None, **context: Any) -> str:
    """Render a piece of template with components in it."""
    compiled = engines["django"].from_string(CottonCompiler().process(source))
    return str(compiled.render({**SAMPLES, **context}, request))


SAMPLES = {
    "stages": [
        {"label": "Uzņemšana", "detail": "02.03.2026.", "state": "done"},
        {"label": "Intervence", "detail": "kopš 12.10.2026.", "state": "now"},
        {"label": "Novērtēšana", "detail": "", "state": ""},
    ],
    "tabs": [
        {"label": "Viss", "url": "#", "current": True, "count": 1000},
        {"label": "Lietas", "url": "#", "current": False, "count": None},
    ],
    "page": {"first": "/a", "next": "/b"},
    "day": date(2020, 1, 1),
}
DONE: list[dict[str, Any]] = []


@act
def write(cleaned: dict[str, Any]) -> str:
    """Refuses what begins with „nē”, keeps the rest."""
    if cleaned["text"].startswith("nē"):
        raise Refusal("Lieta ir slēgta.", "Termiņš ir pagājis.", text="Te jāraksta cits teksts.")
    DONE.append(cleaned)
    return "/done/"


class Record:
    """What stands in the record, and at which version each field was written."""

    held: ClassVar[dict[str, Any]] = {}
    written: ClassVar[dict[str, int]] = {}
    version: ClassVar[int] = 3

    @classmethod
    def anew(cls) -> None:
        """As before each test."""
        cls.held = {"title": "Kopsavilkums", "summary": "Elza kavē skolu.", "live": True}
        cls.written, cls.version = {}, 3

    @classmethod
    def write(cls, **fields: Any) -> None:
        """Somebody writes these fields."""
        cls.version += 1
        cls.held.update(fields)
        cls.written.update(dict.fromkeys(fields, cls.version))


Record.anew()


@act
def edit(cleaned: dict[str, Any]) -> str:
    """Writes the changed fields unless others changed the same since the version that was seen."""
    base = cleaned.pop("base_version")
    changes = {name: value for name, value in cleaned.items() if Record.held[name] != value}
    if both := [name for name in changes if Record.written.get(name, 0) > base]:
        theirs = {name: Record.held[name] for name in both}
        raise Clash(theirs, version=Record.version, by="Dace Krūmiņa")
    Record.write(**changes)
    return "/done/"


def note(request: HttpRequest) -> HttpResponse:
    """An example of a form with a draft."""
    context = {"title": "Jauns žurnāla ieraksts", "subtitle": "Redzēs komanda: 3 cilvēki.", "back": "/done/"}
    return form_page(
        request,
        template="ui/form_page.html",
        form_class=NoteForm,
        deed=write,
        done=str,
        context={**context, "save": "Saglabāt ierakstu"},
        initial={"kind": "visit"},
        draft=KEY,
        message="Saglabāts.",
    )


def title(request: HttpRequest) -> HttpResponse:
    """An example of an edit."""
    return form_page(
        request,
        template="ui/form_page.html",
        form_class=TitleForm,
        deed=edit,
        done=str,
        context={"title": "Kopsavilkuma labošana"},
        initial=dict(Record.held),
        base_version=Record.version,
        draft=DraftKey("title", "case", 7),
    )


def close(request: HttpRequest) -> HttpResponse:
    """An example of a question."""
    return confirm_page(
        request,
        title="Lietas slēgšana",
        question="Vai slēgt lietu?",
        verb="Slēgt lietu",
        deed=_never,
        done=str,
        back="/done/",
        consequence="To joprojām varēs lasīt, bet jaunus ierakstus pievienot nevarēs.",
    )


def push(request: HttpRequest) -> HttpResponse:
    """An example of a button."""
    return deed_button(request, _never if request.POST.get("refuse") else _gladly, "/done/", "Saglabāts.")


def _never() -> str:
    raise Refusal("Diviem mērķiem nav rezultāta.", "Vienošanās vēl ir spēkā.")


def _gladly() -> str:
    return "done"


def done(request: HttpRequest) -> HttpResponse:
    """Where examples lead."""
    return render(request, "base.html")


def parts(request: HttpRequest) -> HttpResponse:
    """Every component once."""
    return HttpResponse(drawn(PARTS, request))


def boom(request: HttpRequest) -> HttpResponse:
    """A failure."""
    raise RuntimeError("boom")


def enter(request: HttpRequest, username: str) -> HttpResponse:
    """Sign in without asking, for screenshots."""

    login(request, get_user_model().objects.get(username=username), backend=settings.AUTHENTICATION_BACKENDS[0])
    return HttpResponse("ok")


urlpatterns = [
    path("", include("saikne.ui.urls")),
    path("accounts/", include("allauth.urls")),
    path("note/", note),
    path("title/", title),
    path("close/", close),
    path("push/", push),
    path("done/", done),
    path("parts/", parts),
    path("boom/", boom),
    path("enter/<str:username>/", enter),
]
handler400 = "saikne.ui.errors.bad_request"
handler403 = "saikne.ui.errors.forbidden"
handler404 = "saikne.ui.errors.not_found"
handler500 = "saikne.ui.errors.failed"
