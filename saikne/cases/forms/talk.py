"""Statements, the summary, problems."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from saikne.cases.actions.talk import Said
from saikne.cases.actions.talk_problems import Trouble
from saikne.cases.enums import ProblemKind, Severity, StatementKind, Topic
from saikne.cases.models import Problem, Statement
from saikne.cases.queries.frame import Member
from saikne.core import clock
from saikne.ui.fields import DayField
from saikne.ui.forms import SaikneForm


def _people(people: Iterable[Member], now: tuple[int, str] | None = None) -> list[tuple[str, str]]:
    """The whole family, each of its people, and whoever is named now though she has left; one person stands alone."""
    found = {str(member.record_no): member.name for member in people}
    if now:
        found.setdefault(str(now[0]), now[1])
    if len(found) == 1:
        return list(found.items())
    return [("", _("The whole family")), *found.items()]


class PersonField(forms.ChoiceField):
    """One of the file's people by number; nobody chosen means the whole family."""

    def validate(self, value: Any) -> None:
        """The whole family is an answer; anybody else must be offered."""
        if value:
            super().validate(value)

    def clean(self, value: Any) -> Any:
        """The number, or None for the whole family."""
        chosen = super().clean(value)
        return int(chosen) if chosen else None


class StatementForm(SaikneForm):
    """One thing that is so, that somebody thinks, or that the client said."""

    kind = forms.ChoiceField(label=gettext_lazy("What it is"), choices=StatementKind.choices, widget=forms.RadioSelect)
    text = forms.CharField(
        label=gettext_lazy("Statement"),
        help_text=gettext_lazy(
            "What was said or seen, not what somebody is: “missed 11 lessons in October”, never a word for the person. "
            "The client's own words stand as they were said."
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    source = forms.CharField(
        label=gettext_lazy("Source"),
        help_text=gettext_lazy(
            "Who said it, or where it is seen: a talk with Elza, the electricity bill, the school's letter."
        ),
        max_length=200,
    )
    said_on = DayField(label=gettext_lazy("When it was said or seen"), future=False)
    about = PersonField(label=gettext_lazy("About whom"))
    topic = forms.ChoiceField(label=gettext_lazy("What it is about"), choices=Topic.choices, widget=forms.RadioSelect)
    layout = ("kind", "topic", "text", ("about", "said_on"), "source")

    def __init__(self, *args: Any, people: Iterable[Member], now: tuple[int, str] | None = None, **kwargs: Any) -> None:
        """The people of the file to choose from."""
        super().__init__(*args, **kwargs)
        about: Any = self.fields["about"]
        about.choices = _people(people, now)


def said_of(cleaned: dict[str, Any]) -> Said:
    """What was typed, as the action takes it."""
    return Said(**{name: cleaned[name] for name in ("kind", "topic", "text", "source", "about", "said_on")})


def statement_fields(statement: Statement) -> dict[str, Any]:
    """What stands in the statement, for the form that replaces it; the day is today."""
    return {
        "kind": statement.kind,
        "topic": statement.topic,
        "text": statement.text,
        "source": statement.source,
        "about": statement.about_id,
        "said_on": clock.today(),
    }


class EndStatementForm(SaikneForm):
    """Why a statement no longer holds."""

    text = forms.CharField(
        label=gettext_lazy("What has changed"),
        help_text=gettext_lazy("The statement stays readable with this reason under it."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    source = forms.CharField(label=gettext_lazy("Source"), max_length=200)
    said_on = DayField(label=gettext_lazy("Known since"), future=False)
    layout = ("text", "source", "said_on")


class SummaryForm(SaikneForm):
    """The situation in short."""

    summary = forms.CharField(
        label=gettext_lazy("Situation summary"),
        help_text=gettext_lazy(
            "Three or four sentences for a colleague who must act today: what is happening, what is agreed."
        ),
        widget=forms.Textarea(attrs={"rows": 7}),
    )


class ProblemForm(SaikneForm):
    """A problem with its holder, kind, cause, beginning and severity."""

    what = forms.CharField(
        label=gettext_lazy("The problem, in plain words"),
        help_text=gettext_lazy("Name the problem, never the person: “drinks every weekend since the spring”."),
        max_length=200,
    )
    record_id = PersonField(label=gettext_lazy("Whose problem it is"))
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=ProblemKind.choices)
    since = DayField(label=gettext_lazy("Since when"), future=False)
    cause = forms.CharField(label=gettext_lazy("Cause, as far as it is known"), max_length=200, required=False)
    severity = forms.ChoiceField(label=gettext_lazy("How heavy"), choices=Severity.choices, widget=forms.RadioSelect)
    hinders = forms.BooleanField(label=gettext_lazy("It hinders daily life"), required=False)
    layout = ("what", ("record_id", "kind", "since"), "cause", "severity", "hinders")

    def __init__(self, *args: Any, people: Iterable[Member], now: tuple[int, str] | None = None, **kwargs: Any) -> None:
        """The people of the file to choose from."""
        super().__init__(*args, **kwargs)
        holder: Any = self.fields["record_id"]
        holder.choices = _people(people, now)


PROBLEM_FIELDS = ("record_id", "kind", "what", "cause", "severity", "hinders", "since")


def trouble_of(cleaned: dict[str, Any]) -> Trouble:
    """What was typed, as the action takes it."""
    return Trouble(**{name: cleaned[name] for name in PROBLEM_FIELDS})


def problem_fields(problem: Problem) -> dict[str, Any]:
    """What stands in the problem, for its form."""
    return {name: getattr(problem, name) for name in PROBLEM_FIELDS}


class EndProblemForm(SaikneForm):
    """Since when a problem is no more."""

    until = DayField(label=gettext_lazy("It is no more since"), future=False)
