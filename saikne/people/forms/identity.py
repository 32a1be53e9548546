"""Who somebody is: every field may be unknown, with the reason beside it."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from saikne.people.actions import Identity
from saikne.people.enums import Language, Reading, Sex, UnknownReason
from saikne.people.models import PersonRecord
from saikne.people.rules import CodeReading, format_code, read_code
from saikne.ui.fields import DayField
from saikne.ui.forms import Layout, SaikneForm

IDENTITY = ("given_name", "family_name", "born_on", "code", "sex")
UNKNOWN = "unknown_"
NOT_CHOSEN = ("", "–")


class Judged:
    """A field that is needed, but its absence is judged with all others by the act itself."""

    def validate(self, value: Any) -> None:
        """Leave emptiness to the act."""
        needed = self.required
        self.required = False
        try:
            super().validate(value)  # type: ignore[misc]
        finally:
            self.required = needed

    required: bool


class JudgedText(Judged, forms.CharField):
    """Words."""


class JudgedDay(Judged, DayField):
    """A day."""


class JudgedChoice(Judged, forms.ChoiceField):
    """One of a list."""


def _why() -> JudgedChoice:
    return JudgedChoice(label=_("If not known, why?"), choices=[NOT_CHOSEN, *UnknownReason.choices])


class IdentityForm(SaikneForm):
    """A new person."""

    given_name = JudgedText(label=_("Given name"), max_length=100)
    unknown_given_name = _why()
    family_name = JudgedText(label=_("Surname"), max_length=100)
    unknown_family_name = _why()
    born_on = JudgedDay(label=_("Date of birth"), future=False)
    unknown_born_on = _why()
    code = JudgedText(label=_("Personal code"), max_length=20)
    unknown_code = _why()
    sex = JudgedChoice(label=_("Sex"), choices=[NOT_CHOSEN, *Sex.choices])
    unknown_sex = _why()
    language = forms.ChoiceField(
        label=_("Language to talk in"), choices=[NOT_CHOSEN, *Language.choices], required=False
    )
    reading = forms.ChoiceField(label=_("Reading"), choices=[NOT_CHOSEN, *Reading.choices], required=False)
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

    def clean_code(self) -> str:
        """Eleven digits, however they were written; what cannot be read is judged by the act."""
        typed = str(self.cleaned_data["code"]).strip()
        reading = read_code(typed) if typed else None
        return reading.digits if isinstance(reading, CodeReading) else typed


def identity_of(cleaned: dict[str, Any]) -> Identity:
    """What the form says of a person."""
    reasons = {name: cleaned[f"{UNKNOWN}{name}"] for name in IDENTITY}
    return Identity(
        given_name=cleaned["given_name"].strip(),
        family_name=cleaned["family_name"].strip(),
        born_on=cleaned["born_on"],
        died_on=cleaned.get("died_on"),
        sex=cleaned["sex"],
        code=cleaned["code"],
        language=cleaned["language"],
        reading=cleaned["reading"],
        interpreter=cleaned["interpreter"],
        unknown={name: why for name, why in reasons.items() if why},
    )


class AmendForm(IdentityForm):
    """A correction or completion, with its reason."""

    code_mistaken = forms.BooleanField(label=_("The earlier code was a mistake: it was never hers"), required=False)
    died_on = DayField(label=_("Date of death"), required=False, future=False)
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
