"""Forms of the plan: goals, answers, levels, the line of a child."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from saikne.cases.actions.plan import LEVEL_KEYS, AimText, GoalText, Said, level_field
from saikne.cases.enums import Answer, AskedBy, Level, PlanPart
from saikne.cases.forms.plan_quiet import QuietChoice, QuietText
from saikne.cases.models import ChildAim, Goal
from saikne.cases.queries.plan import Person
from saikne.core import clock
from saikne.ui.fields import DayField
from saikne.ui.forms import SaikneForm

SIGNED = {"-2": "−2", "-1": "−1", "0": "0", "1": "+1", "2": "+2"}
SCAFFOLD = {
    "-2": gettext_lazy("Nothing has changed, or it is worse than at the start"),
    "-1": gettext_lazy("A beginning has been made, but it happens seldom"),
    "0": gettext_lazy("It happens as we agreed"),
    "1": gettext_lazy("It happens more often or better than we agreed"),
    "2": gettext_lazy("It happens by itself, without help"),
}
GOAL_DAYS = 90


# Who may wish for a goal of somebody who is alone in the file.
ALONE = frozenset(AskedBy.values) - {AskedBy.FAMILY}


class GoalForm(SaikneForm):
    """A goal in words: whose, who asked for it, how one would see each level."""

    title = forms.CharField(
        label=gettext_lazy("What is to change"),
        help_text=gettext_lazy("In one line, in words that the client would use."),
        max_length=200,
    )
    record = QuietChoice(label=gettext_lazy("Whom it is about"))
    asked_by = forms.ChoiceField(label=gettext_lazy("Who asked for it"), choices=AskedBy.choices)
    asked_words = forms.CharField(label=gettext_lazy("Who exactly"), required=False, max_length=120)
    part = forms.ChoiceField(label=gettext_lazy("Part of the plan"), choices=PlanPart.choices)
    due = DayField(label=gettext_lazy("Due date"))
    wish = forms.CharField(
        label=gettext_lazy("The client's own wish, in her words"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    start_level = forms.TypedChoiceField(
        label=gettext_lazy("Level at the start"), choices=Level.choices, coerce=int, widget=forms.RadioSelect
    )
    level_m2 = forms.CharField(max_length=200)
    level_m1 = forms.CharField(max_length=200)
    level_0 = forms.CharField(max_length=200)
    level_1 = forms.CharField(max_length=200)
    level_2 = forms.CharField(max_length=200)
    layout = ("title", ("record", "part", "due"), ("asked_by", "asked_words"), "wish")
    widths = {"asked_words": "full"}

    def __init__(self, *args: Any, people: Sequence[Person], edited: bool = False, **kwargs: Any) -> None:
        """The people of the client to choose from; a goal that is edited keeps its start."""
        super().__init__(*args, **kwargs)
        record: Any = self.fields["record"]
        whole = [("", _("The whole family"))] if len(people) > 1 else []
        record.choices = whole + [(str(one.number), one.name) for one in people]
        asked_by: Any = self.fields["asked_by"]
        asked = self.initial.get("asked_by")
        offered = [one for one in AskedBy.choices if whole or one[0] in {*ALONE, asked}]
        asked_by.choices = offered if asked else [("", "–"), *offered]
        for key in LEVEL_KEYS:
            label = str(Level(int(key)).label)
            self.fields[level_field(key)].label = f"{SIGNED[key]}: {label[0].lower()}{label[1:]}"
        if edited:
            del self.fields["start_level"]
        else:
            self.order_fields([*(name for name in self.fields if name != "start_level"), "start_level"])


def new_goal() -> dict[str, Any]:
    """What stands in an empty form: scaffolding for the five levels, all of it to be reworded."""
    levels = {level_field(key): str(text) for key, text in SCAFFOLD.items()}
    return {**levels, "start_level": Level.MUCH_LESS, "due": clock.today() + timedelta(days=GOAL_DAYS)}


def goal_fields(goal: Goal) -> dict[str, Any]:
    """A goal as the form shows it."""
    levels = {level_field(key): goal.levels.get(key, "") for key in LEVEL_KEYS}
    return {
        **levels,
        "title": goal.title,
        "record": str(goal.record_id or ""),
        "asked_by": goal.asked_by,
        "asked_words": goal.asked_words,
        "part": goal.part,
        "due": goal.due,
        "wish": goal.wish,
    }


def goal_text(cleaned: dict[str, Any]) -> GoalText:
    """What the form says of a goal."""
    return GoalText(
        part=cleaned["part"],
        record=int(cleaned["record"]) if cleaned["record"] else None,
        title=cleaned["title"],
        wish=cleaned["wish"],
        asked_by=cleaned["asked_by"],
        asked_words=cleaned["asked_words"],
        levels={key: cleaned[level_field(key)] for key in LEVEL_KEYS},
        due=cleaned["due"],
    )


class AnswersForm(SaikneForm):
    """What each person said of a goal: a line for everybody, those not spoken of stay empty."""

    on = DayField(label=gettext_lazy("When they said it"), future=False)

    def __init__(self, *args: Any, people: Sequence[Person], **kwargs: Any) -> None:
        """One row for each person."""
        super().__init__(*args, **kwargs)
        self.people = list(people)
        for one in self.people:
            age = f", {one.age}" if one.age is not None else ""
            self.fields[f"answer_{one.number}"] = QuietChoice(
                label=f"{one.name}{age}",
                choices=[("", pgettext_lazy("answer", "Nothing new")), *Answer.choices],
                widget=forms.Select(attrs={"class": "w-m"}),
            )
            words = _("In their own words; if not asked, why")
            whose = format_html('{}<span class="govuk-visually-hidden">: {}</span>', words, one.name)
            self.fields[f"said_{one.number}"] = QuietText(label=whose, max_length=200)

    def rows(self) -> list[list[BoundField]]:
        """The answer and the words of each person side by side, the day last."""
        people = [[self[f"answer_{one.number}"], self[f"said_{one.number}"]] for one in self.people]
        return [*people, [self["on"]]]

    @staticmethod
    def said_in(cleaned: dict[str, Any], people: Sequence[Person]) -> list[Said]:
        """The answers that were filled in."""
        return [
            Said(one.number, cleaned[f"answer_{one.number}"], cleaned[f"said_{one.number}"])
            for one in people
            if cleaned[f"answer_{one.number}"]
        ]

    def clean(self) -> dict[str, Any]:
        """Words without an answer would be lost: ask for the answer."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for one in self.people:
            if cleaned.get(f"said_{one.number}") and not cleaned.get(f"answer_{one.number}"):
                self.add_error(f"answer_{one.number}", _("Choose one answer."))
        return cleaned


class LevelForm(SaikneForm):
    """How far the goal has come."""

    level = forms.TypedChoiceField(label=gettext_lazy("Now"), coerce=int, widget=forms.RadioSelect)
    reached = forms.BooleanField(
        label=gettext_lazy("This is enough: the goal is reached"),
        required=False,
    )

    def __init__(self, *args: Any, goal: Goal, **kwargs: Any) -> None:
        """The five levels in the words of this goal."""
        super().__init__(*args, **kwargs)
        level: Any = self.fields["level"]
        level.choices = [(int(key), f"{SIGNED[key]}: {goal.levels.get(key, '')}") for key in LEVEL_KEYS]


class AsideForm(SaikneForm):
    """Why a goal is not pursued now."""

    because = forms.CharField(label=gettext_lazy("Why the goal is set aside"), max_length=200)


class ChildAimForm(SaikneForm):
    """The line of one child: the aim, how it is now, what the child says."""

    aim = forms.CharField(
        label=gettext_lazy("What is to change for the child"),
        help_text=gettext_lazy("One line. Write what will be different in this child's day."),
        max_length=200,
    )
    now = forms.CharField(label=gettext_lazy("How it is now"), required=False, max_length=200)
    own_words = forms.CharField(label=gettext_lazy("What the child said"), required=False, max_length=300)
    why_not_asked = forms.CharField(
        label=gettext_lazy("If the child was not asked: why"), required=False, max_length=200
    )


def aim_fields(aim: ChildAim | None) -> dict[str, Any]:
    """A child's line as the form shows it."""
    return {name: getattr(aim, name, "") for name in ("aim", "now", "own_words", "why_not_asked")}


def aim_text(cleaned: dict[str, Any]) -> AimText:
    """What the form says of a child's line."""
    return AimText(cleaned["aim"], cleaned["now"], cleaned["own_words"], cleaned["why_not_asked"])
