"""Forms of emergency access and of restrictions."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from saikne.accounts.models import User
from saikne.cases.queries.access import Candidate
from saikne.privacy.enums import EmergencyAnswer, EmergencyReason, RestrictionReason
from saikne.ui.fields import DayField
from saikne.ui.forms import SaikneForm


class EmergencyForm(SaikneForm):
    """Why a file must be opened now."""

    number = forms.CharField(label=_("Number of the file"), help_text=_("For example: ĢL-2026/014"), max_length=30)
    reason = forms.ChoiceField(label=_("Why now?"), choices=EmergencyReason.choices, widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("What happened, in your own words"),
        help_text=_("The head of service reads this. Do not copy the client's data here."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    widths = {"number": "mid"}

    def __init__(self, *args: Any, asks_number: bool = True, **kwargs: Any) -> None:
        """A person found by search needs no number."""
        super().__init__(*args, **kwargs)
        if not asks_number:
            del self.fields["number"]


class AnswerForm(SaikneForm):
    """The head's word on an emergency access."""

    answer = forms.ChoiceField(
        label=_("Was it justified?"),
        choices=[choice for choice in EmergencyAnswer.choices if choice[0] != EmergencyAnswer.WAITING],
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=_("Your words to the colleague"),
        help_text=_("Needed when it was not justified."),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ExplainForm(SaikneForm):
    """The explanation that the head asked for."""

    words = forms.CharField(
        label=_("Why did you need to open it?"), max_length=500, widget=forms.Textarea(attrs={"rows": 4})
    )


WHOLE = "file"


class NamingForm(SaikneForm):
    """A form in which colleagues are named; the chosen stand in `people`."""

    named = forms.MultipleChoiceField(label=_("Who may still see it"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, candidates: Sequence[Candidate], **kwargs: Any) -> None:
        """`candidates` are the colleagues who may be named."""
        super().__init__(*args, **kwargs)
        self._users = {str(one.user.pk): one.user for one in candidates}
        named = cast("forms.MultipleChoiceField", self.fields["named"])
        named.choices = [(str(one.user.pk), _named(one)) for one in candidates]

    def clean(self) -> dict[str, Any]:
        """The chosen as users."""
        cleaned = super().clean() or self.cleaned_data
        return {**cleaned, "people": [self._users[number] for number in cleaned.get("named", [])]}


class RestrictForm(NamingForm):
    """Who may still see it, why, until when."""

    what = forms.ChoiceField(
        label=_("What is restricted"),
        help_text=_("All other files of the same people in your municipality are restricted too."),
        widget=forms.RadioSelect,
    )
    reason = forms.ChoiceField(label=_("Reason"), choices=RestrictionReason.choices, widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("Remark"), help_text=_("Do not enter names in this field."), required=False, max_length=200
    )
    until = DayField(label=_("Last day"), help_text=_("Then it ends by itself; you can lift it earlier."), past=False)
    aware = forms.BooleanField(
        label=_("I know that I shall not see this file myself"),
        help_text=_("Needed only when you are not among the named. You can lift the restriction all the same."),
        required=False,
    )
    layout = ("what", "reason", "note", "until", "named", "aware")

    def __init__(self, *args: Any, people: Mapping[int, str], head: User, **kwargs: Any) -> None:
        """The people of the file, the colleagues who may be named, and the head herself."""
        super().__init__(*args, **kwargs)
        self._head, what = head, cast("forms.ChoiceField", self.fields["what"])
        what.choices = [(WHOLE, gettext("The file with all its people")), *_numbered(people)]

    def clean(self) -> dict[str, Any]:
        """A head who locks herself out says that she knows it."""
        cleaned = super().clean()
        named = cleaned.get("named")
        if named and str(self._head.pk) not in named and not cleaned.get("aware"):
            self.add_error("aware", gettext("You are not among the named: tick this box, or name yourself."))
        return cleaned


def _numbered(people: Mapping[int, str]) -> list[tuple[str, str]]:
    return [(str(number), gettext("Only: %(name)s") % {"name": name}) for number, name in people.items()]


def _named(one: Candidate) -> str:
    name = f"{one.user.last_name}, {one.user.first_name}"
    if one.role == "lead":
        return f"{name} – {gettext('leads the case')}"
    about = one.role or one.user.title
    return f"{name} – {about}" if about else name
