"""Who took part in a decision: for each person yes or no, what she said, or why she was not asked."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from saikne.cases.actions.talk_voices import voice_problems
from saikne.cases.queries.frame import Member
from saikne.cases.rules.talk_voices import Voice
from saikne.core.errors import Refusal
from saikne.ui.forms import SaikneForm


class DependingField(forms.CharField):
    """A text that is asked for or not, depending on the answer beside it: the rule says so, not the field."""

    def validate(self, value: Any) -> None:
        """Nothing by itself."""


class DependingChoice(forms.ChoiceField):
    """The same for one of several words: nothing chosen is left to the rule."""

    def validate(self, value: Any) -> None:
        """Only a word that is not offered is wrong by itself."""
        if value:
            super().validate(value)


class ReasonField(DependingField):
    """The same for a reason: a line as wide as the frame."""

    width = "full"


@dataclass(frozen=True, slots=True)
class VoiceRow:
    """The fields of one person, in one frame with her name."""

    member: Member
    part: BoundField
    said: BoundField
    why: BoundField


class VoicesForm(SaikneForm):
    """A form that asks of each of the file's people whether she took part; children are heard or the reason is told."""

    def __init__(self, *args: Any, people: Iterable[Member], **kwargs: Any) -> None:
        """Three fields for each person."""
        super().__init__(*args, **kwargs)
        self.people = list(people)
        for member in self.people:
            self._add(member)

    def _add(self, member: Member) -> None:
        number = member.record_no
        self.fields[f"part_{number}"] = forms.TypedChoiceField(
            label=pgettext("participation", "Took part"),
            choices=[("yes", _("Yes")), ("no", _("No"))],
            coerce=lambda value: value == "yes",
            empty_value=None,
            widget=forms.RadioSelect,
            error_messages={"required": _("Say whether this person took part.")},
        )
        self.fields[f"said_{number}"] = (
            DependingField(label=_("What the child said"), widget=forms.Textarea(attrs={"rows": 2}))
            if member.child
            else forms.CharField(label=_("What she or he said"), required=False)
        )
        self.fields[f"why_{number}"] = ReasonField(label=_("If no: why"), max_length=200)
        self.whose |= {f"{part}_{number}": member.name for part in ("part", "said", "why")}

    def voice_rows(self) -> list[VoiceRow]:
        """One for each person, adults first."""
        return [
            VoiceRow(
                member,
                self[f"part_{member.record_no}"],
                self[f"said_{member.record_no}"],
                self[f"why_{member.record_no}"],
            )
            for member in self.people
        ]

    def clean(self) -> dict[str, Any]:
        """All that is missing in these answers stands beside the rest at once."""
        cleaned = super().clean() or self.cleaned_data
        problems = voice_problems(self.voices(cleaned))
        self.refuse(Refusal(**{name: text for name, text in problems.items() if name not in self.errors}))
        return cleaned

    def voices(self, cleaned: dict[str, Any]) -> list[Voice]:
        """What was told of each person."""
        return [_voice(member, cleaned) for member in self.people]


def voices_of_form(people: Iterable[Member], cleaned: dict[str, Any]) -> list[Voice]:
    """What was told of each person, from the cleaned data of a `VoicesForm`."""
    return [_voice(member, cleaned) for member in people]


def _voice(member: Member, cleaned: dict[str, Any]) -> Voice:
    number = member.record_no
    return Voice(
        number,
        child=member.child,
        took_part=cleaned.get(f"part_{number}"),
        said=cleaned.get(f"said_{number}", ""),
        why_not_asked=cleaned.get(f"why_{number}", ""),
    )
