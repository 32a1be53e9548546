"""Forms of steps and of what hinders them."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from saikne.cases.actions.plan_steps import Doer, StepText, doer_of
from saikne.cases.enums import ObstacleKind
from saikne.cases.models import Step
from saikne.core import clock
from saikne.ui.fields import DayField
from saikne.ui.forms import SaikneForm

STEP_DAYS = 14
Choices = Sequence[tuple[str, str]]


class StepForm(SaikneForm):
    """Who does what until when, with a free line beside."""

    text = forms.CharField(label=gettext_lazy("What is to be done"), max_length=200)
    doer = forms.ChoiceField(label=gettext_lazy("Who does it"))
    due = DayField(label=gettext_lazy("Due date"))
    remark = forms.CharField(
        label=gettext_lazy("In your own words"),
        help_text=gettext_lazy(
            "Who exactly, where, or what to keep in mind. Whoever is not in the list is named here."
        ),
        required=False,
        max_length=200,
    )
    layout = ("text", ("doer", "due"), "remark")

    def __init__(self, *args: Any, people: Choices, workers: Choices, partners: Choices, **kwargs: Any) -> None:
        """Doers in three groups."""
        super().__init__(*args, **kwargs)
        client = _("The family") if len(people) > 1 else pgettext("who does a step", "Client")
        groups = [(client, people), (_("The service"), workers), (_("Partners"), partners)]
        doer: Any = self.fields["doer"]
        doer.choices = [("", "–"), *((label, list(found)) for label, found in groups if found)]


def new_step() -> dict[str, Any]:
    """What stands in an empty form."""
    return {"due": clock.today() + timedelta(days=STEP_DAYS)}


def step_fields(step: Step) -> dict[str, Any]:
    """A step as the form shows it."""
    return {"text": step.text, "doer": doer_of(step).word, "due": step.due, "remark": step.remark}


def step_text(cleaned: dict[str, Any]) -> StepText:
    """What the form says of a step."""
    name, _dash, number = cleaned["doer"].partition("-")
    return StepText(Doer(**{name: int(number)}), cleaned["text"], cleaned["due"], cleaned["remark"])


class ObstacleForm(SaikneForm):
    """What hinders a step."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What hinders it"), choices=ObstacleKind.choices, widget=forms.RadioSelect
    )
    what = forms.CharField(label=gettext_lazy("In your own words"), required=False, max_length=200)
    on = DayField(label=gettext_lazy("Since when"), future=False)
