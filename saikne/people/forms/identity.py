"""Who somebody is: every field may be unknown, with the reason beside it."""

from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from saikne.core import clock
from saikne.core.errors import Refusal
from saikne.people.actions import Identity
from saikne.people.actions.identity import identity_problems
from saikne.people.enums import Language, Reading, Sex, UnknownReason
from saikne.people.models import PersonRecord
from saikne.people.queries.codes import code_doubts
from saikne.people.rules import CodeReading, format_code, read_code
from saikne.ui.fields import DayField
from saikne.ui.forms import Layout, SaikneForm

IDENTITY = ("given_name", "family_name", "born_on", "code", "sex")
UNKNOWN = "unknown_"
NOT_CHOSEN = ("", "–")


class PastDay(DayField):
    """A day of a life that has begun: two digits of a year never mean one that has not come."""

    def __init__(self, **kwargs: Any) -> None:
        """Judged with all the others, so it may stay empty here."""
        super().__init__(future=False, required=False, **kwargs)

    def to_python(self, value: Any) -> date | None:
        """Read what was typed; 01.01.45 is a day of 1945 until 2045 has come."""
        found = super().to_python(value)
        if found and found > clock.today() and str(found.year) not in str(value):
            return found.replace(year=found.year - 100)
        return found


def _text(label: Any, longest: int) -> forms.CharField:
    return forms.CharField(label=label, max_length=longest, required=False)


def _choice(label: Any, choices: Sequence[tuple[str, Any]]) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=[NOT_CHOSEN, *choices], required=False)


def _why() -> forms.ChoiceField:
    return _choice(_("If not known, why?"), UnknownReason.choices)


class IdentityForm(SaikneForm):
    """A new person; the act judges again, but here all reasons are told at once with what cannot be read.

    `obstacles` are those of the gate; an odd code is doubted once: `sent` is the doubt that she has read, `known`
    what was doubted or not before.
    """

    given_name = _text(_("Given name"), 100)
    unknown_given_name = _why()
    family_name = _text(_("Surname"), 100)
    unknown_family_name = _why()
    born_on = PastDay(label=_("Date of birth"))
    unknown_born_on = _why()
    code = _text(_("Personal code"), 20)
    unknown_code = _why()
    sex = _choice(_("Sex"), Sex.choices)
    unknown_sex = _why()
    language = _choice(_("Language to talk in"), Language.choices)
    reading = _choice(_("Reading"), Reading.choices)
    interpreter = forms.BooleanField(label=_("An interpreter is needed"), required=False)

    layout: ClassVar[Layout] = (
        ("given_name", "unknown_given_name"),
        ("family_name", "unknown_family_name"),
        ("born_on", "unknown_born_on"),
        ("code", "unknown_code"),
        ("sex", "unknown_sex"),
        ("language", "reading"),
        "interpreter",
    )
    widths = {"given_name": "m", "family_name": "m", "born_on": "m", "code": "m"}
    unmarked = frozenset({*IDENTITY, *(f"{UNKNOWN}{name}" for name in IDENTITY)})

    def __init__(
        self,
        *args: Any,
        obstacles: Sequence[str] = (),
        sent: str = "",
        known: tuple[str, date | None] = ("", None),
        **kwargs: Any,
    ) -> None:
        """What stands in the way besides the fields."""
        super().__init__(*args, **kwargs)
        self.obstacles, self.sent, self.known = obstacles, sent, known
        self.accepted = ""

    def clean(self) -> dict[str, Any]:
        """Every reason at once; beside a field that cannot be read nothing more is said."""
        identity = identity_of(self.cleaned_data)
        problems = identity_problems(identity)
        if doubt := self._doubt(identity):
            problems.setdefault("code", doubt)
        told = {name: said for name, said in problems.items() if name not in self.errors}
        self.refuse(Refusal(*self.obstacles, **told))
        return self.cleaned_data

    def _doubt(self, identity: Identity) -> str:
        """What looks odd about the code, said once; saved again as it is, it is accepted."""
        asked = (identity.code, identity.born_on)
        doubts = code_doubts(*asked) if asked != self.known else []
        self.accepted = f"{identity.code} {identity.born_on or ''}" if doubts else ""
        if not doubts or self.accepted == self.sent:
            return ""
        return " ".join([*doubts, gettext("If the code is right, save once more.")])

    def clean_code(self) -> str:
        """Eleven digits, however they were written; what cannot be read is judged by the act."""
        typed = str(self.cleaned_data["code"]).strip()
        reading = read_code(typed) if typed else None
        return reading.digits if isinstance(reading, CodeReading) else typed


def identity_of(cleaned: dict[str, Any]) -> Identity:
    """What the form says of a person, as far as it can be read."""
    reasons = {name: cleaned.get(f"{UNKNOWN}{name}", "") for name in IDENTITY}
    return Identity(
        given_name=cleaned.get("given_name", "").strip(),
        family_name=cleaned.get("family_name", "").strip(),
        born_on=cleaned.get("born_on"),
        died_on=cleaned.get("died_on"),
        sex=cleaned.get("sex", ""),
        code=cleaned.get("code", ""),
        language=cleaned.get("language", ""),
        reading=cleaned.get("reading", ""),
        interpreter=cleaned.get("interpreter", False),
        unknown={name: why for name, why in reasons.items() if why},
    )


class AmendForm(IdentityForm):
    """A correction or completion, with its reason."""

    code_mistaken = forms.BooleanField(label=_("The earlier code was a mistake: it was never hers"), required=False)
    died_on = PastDay(label=_("Date of death"))
    why = forms.CharField(
        label=pgettext_lazy("correction", "Why is it corrected?"),
        help_text=_("What you saw or who told you: a passport, a marriage certificate, the person herself."),
        max_length=200,
    )

    layout: ClassVar[Layout] = (
        ("given_name", "unknown_given_name"),
        ("family_name", "unknown_family_name"),
        ("born_on", "unknown_born_on"),
        ("code", "unknown_code"),
        "code_mistaken",
        ("sex", "unknown_sex"),
        ("language", "reading"),
        "interpreter",
        "died_on",
        "why",
    )


def said_before(face: PersonRecord, code: str) -> dict[str, Any]:
    """The form as it stands for a person who is known."""
    names = ("given_name", "family_name", "born_on", "sex", "language", "reading", "interpreter", "died_on")
    reasons = {f"{UNKNOWN}{name}": face.unknown.get(name, "") for name in IDENTITY}
    return {**{name: getattr(face, name) for name in names}, "code": format_code(code) if code else "", **reasons}
