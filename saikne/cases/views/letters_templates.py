"""The service's templates of letters: the list, writing one, looking at one on paper."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from saikne.accounts.http import StaffRequest, needs
from saikne.cases.access import Perm
from saikne.cases.actions.letters_templates import end_template, save_template
from saikne.cases.enums import LetterKind
from saikne.cases.forms.letters import TemplateForm, template_from
from saikne.cases.queries.letters_paper import sample_paper
from saikne.cases.queries.letters_templates import Wording, place_words, wording_of, wordings_of
from saikne.core.drafts import DraftKey
from saikne.organisation.models import Municipality
from saikne.organisation.queries import municipality_of
from saikne.ui.pages import deed_button, form_page
from saikne.ui.paper import pdf_response


def _mine(request: StaffRequest) -> Municipality:
    found = municipality_of(request.user)
    if found is None:
        raise Http404
    return found


def _asked(request: StaffRequest, municipality: Municipality) -> Wording | None:
    """The template that the address names; without a name a new one is written."""
    code = request.GET.get("code", "")
    found = wording_of(municipality, code) if code else None
    if code and found is None:
        raise Http404
    return found


@needs(Perm.HEAD)
def letter_templates(request: StaffRequest) -> HttpResponse:
    """All templates that are offered now."""
    municipality = _mine(request)
    rows = [(one, LetterKind(one.kind).label) for one in wordings_of(municipality)]
    return render(request, "cases/letters/templates.html", {"rows": rows})


@needs(Perm.HEAD)
def letter_template(request: StaffRequest) -> HttpResponse:
    """Write a template; what stood there before ends with the new wording."""
    municipality = _mine(request)
    wording = _asked(request, municipality)
    code, base = (wording.code, wording.number) if wording else ("", 0)
    names = ("name", "kind", "subject", "text", "reply_days")
    return form_page(
        request,
        template="cases/letters/template.html",
        form_class=TemplateForm,
        deed=lambda cleaned: save_template(
            municipality=municipality, code=code, base=base, what=template_from(cleaned), by=request.user
        ),
        done=lambda made: reverse("cases:letter_templates"),
        initial={name: getattr(wording, name) for name in names} if wording else {"kind": LetterKind.OTHER},
        draft=DraftKey(f"letter_template_{code}"[:60], "municipality", municipality.pk),
        context={
            "title": wording.name if wording else _("New template"),
            "subtitle": _("Version %(number)s") % {"number": base} if base else "",
            "wording": wording,
            "places": [(f"{{{place}}}", words) for place, words in place_words().items()],
            "back": reverse("cases:letter_templates"),
        },
        message=_("The template is saved. Letters written before keep their wording."),
    )


@needs(Perm.HEAD)
def letter_template_sample(request: StaffRequest) -> HttpResponse:
    """The template on paper, filled with an invented letter."""
    municipality = _mine(request)
    wording = _asked(request, municipality)
    if wording is None:
        raise Http404
    return pdf_response(sample_paper(wording, municipality, request.user), name=f"sample-{wording.code}")


@needs(Perm.HEAD)
def letter_template_end(request: StaffRequest) -> HttpResponse:
    """It is offered no longer."""
    wording = _asked(request, _mine(request))
    row = wording.row if wording else None
    if row is None:
        raise Http404
    return deed_button(
        request, lambda: end_template(template=row, by=request.user), reverse("cases:letter_templates"), _("Saved.")
    )
