"""Reviews, evaluations, closing, reopening, follow-ups, birthdays."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from saikne.cases.actions.results import ChildLine, Judged
from saikne.cases.enums import ClosingReason, Level, Outcome, Satisfaction
from saikne.cases.forms.talk_voices import DependingChoice, DependingField, VoicesForm
from saikne.cases.models import Goal
from saikne.cases.queries.frame import Member
from saikne.ui.fields import DayField
from saikne.ui.forms import SaikneForm
from saikne.ui.templatetags.saikne import signed


class ReviewForm(VoicesForm):
    """What was found when the plan was looked at together."""

    on = DayField(label=gettext_lazy("When it was held"), future=False)
    next_due = DayField(label=gettext_lazy("Next review due"))
    found = forms.CharField(
        label=gettext_lazy("What was found"),
        help_text=gettext_lazy("What has changed for each one, what works, what is to be changed in the plan."),
        widget=forms.Textarea(attrs={"rows": 5}),
    )


@dataclass(frozen=True, slots=True)
class GoalRow:
    """A goal with the field of its level."""

    goal: Goal
    level: BoundField

    @property
    def levels(self) -> list[tuple[int, str]]:
        """How one would see each level, as it was agreed."""
        return [(level, text) for level in Level.values if (text := self.goal.levels.get(str(level), ""))]


@dataclass(frozen=True, slots=True)
class ChildRow:
    """A child with the fields of its outcome."""

    member: Member
    outcome: BoundField
    line: BoundField
    aim: str = ""


class EvaluationForm(VoicesForm):
    """Goal by goal, child by child, and how the client sees it."""

    on = DayField(label=gettext_lazy("When it was made"), future=False)
    summary = forms.CharField(label=gettext_lazy("What the work led to"), widget=forms.Textarea(attrs={"rows": 4}))
    client_view = DependingField(
        label=gettext_lazy("How the client sees it"),
        help_text=gettext_lazy("In the client's own words: what helped, what did not."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    client_not_asked_because = DependingField(label=gettext_lazy("If the client was not asked: why"), max_length=200)
    satisfaction = DependingChoice(
        label=gettext_lazy("How satisfied the client is with the work"),
        choices=Satisfaction.choices,
        widget=forms.RadioSelect,
    )

    def __init__(
        self, *args: Any, people: Iterable[Member], goals: Iterable[Goal], aims: Mapping[int, str], **kwargs: Any
    ) -> None:
        """One row for each goal, one for each child with what the plan aimed at for it."""
        super().__init__(*args, people=people, **kwargs)
        self.goals, self.aims = list(goals), aims
        self.children = [member for member in self.people if member.child]
        levels = [(level.value, f"{signed(level.value)}: {str(level.label).lower()}") for level in Level]
        for goal in self.goals:
            self.fields[f"level_{goal.pk}"] = forms.TypedChoiceField(
                label=goal.title,
                choices=levels,
                coerce=int,
                widget=forms.RadioSelect,
                error_messages={"required": _("Choose how far this goal was attained.")},
            )
        for child in self.children:
            self._add_child(child)

    def _add_child(self, child: Member) -> None:
        number = child.record_no
        self.fields[f"outcome_{number}"] = forms.ChoiceField(
            label=_("How it is for the child now"),
            choices=Outcome.choices,
            widget=forms.RadioSelect,
            error_messages={"required": _("Choose the outcome for this child.")},
        )
        self.fields[f"line_{number}"] = forms.CharField(
            label=_("In one line"),
            max_length=300,
            error_messages={"required": _("Write one line about this child.")},
        )
        self.whose |= {f"outcome_{number}": child.name, f"line_{number}": child.name}

    def goal_rows(self) -> list[GoalRow]:
        """Each goal with its level."""
        return [GoalRow(goal, self[f"level_{goal.pk}"]) for goal in self.goals]

    def child_rows(self) -> list[ChildRow]:
        """Each child with its outcome."""
        return [
            ChildRow(
                child,
                self[f"outcome_{child.record_no}"],
                self[f"line_{child.record_no}"],
                self.aims.get(child.record_no, ""),
            )
            for child in self.children
        ]

    def clean(self) -> dict[str, Any]:
        """The client's view, or why she was not asked; with a view, how satisfied."""
        cleaned = super().clean()
        view, reason = cleaned.get("client_view", ""), cleaned.get("client_not_asked_because", "")
        if not view and not reason:
            self.add_error("client_view", _("Write how the client sees it, or why she was not asked."))
        if view and not cleaned.get("satisfaction"):
            self.add_error("satisfaction", _("Mark how satisfied the client is; “hard to say” is an answer too."))
        return cleaned


def judged_of(form_people: Iterable[Member], goals: Iterable[Goal], cleaned: dict[str, Any]) -> Judged:
    """What was typed, as the action takes it."""
    children = [member.record_no for member in form_people if member.child]
    return Judged(
        on=cleaned["on"],
        summary=cleaned["summary"],
        client_view=cleaned["client_view"],
        client_not_asked_because=cleaned["client_not_asked_because"],
        satisfaction=cleaned["satisfaction"],
        levels={goal.pk: cleaned[f"level_{goal.pk}"] for goal in goals},
        children={number: ChildLine(cleaned[f"outcome_{number}"], cleaned[f"line_{number}"]) for number in children},
    )


class CloseForm(SaikneForm):
    """Why the file is closed."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Why the file is closed"), choices=ClosingReason.choices, widget=forms.RadioSelect
    )
    words = forms.CharField(
        label=gettext_lazy("In your own words"),
        help_text=gettext_lazy("It will stand in the journal."),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )


class ReopenForm(SaikneForm):
    """Why the file is reopened."""

    reason = forms.CharField(
        label=gettext_lazy("Why the file is reopened"),
        help_text=gettext_lazy("It will stand in the journal."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class FollowUpForm(SaikneForm):
    """How the family fares some months after closing."""

    done_on = DayField(label=gettext_lazy("When you asked"), future=False)
    found = forms.CharField(
        label=gettext_lazy("What you found"),
        help_text=gettext_lazy("What the client says; if nobody could be reached, say how you tried."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    outcome = forms.ChoiceField(
        label=pgettext_lazy("follow-up", "How the client fares compared with the day of closing"),
        choices=Outcome.choices,
        widget=forms.RadioSelect,
    )


class MilestoneForm(SaikneForm):
    """What was done for a birthday."""

    done_on = DayField(label=gettext_lazy("Date"), future=False)
    what = forms.CharField(label=gettext_lazy("What was done"), max_length=200, required=False)
    widths = {"what": "full"}
