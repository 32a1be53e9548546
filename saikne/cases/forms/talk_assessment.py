"""Writing and signing an assessment."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from saikne.cases.actions.talk_assessment import Wording
from saikne.cases.enums import RiskLevel, StatementKind, Topic
from saikne.cases.forms.talk_voices import DependingChoice, DependingField, VoicesForm
from saikne.cases.models import Assessment, Statement
from saikne.cases.queries.frame import Member
from saikne.cases.queries.talk_assessment import column_names, columns_of
from saikne.ui import words
from saikne.ui.forms import SaikneForm


class AssessmentForm(SaikneForm):
    """Strengths first, then needs in columns, the conclusion, the risk and the statements it rests on."""

    strengths = DependingField(
        label=gettext_lazy("Strengths and resources"),
        help_text=gettext_lazy("What works, who helps, what the family can do itself. The assessment begins here."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    conclusion = DependingField(label=gettext_lazy("Conclusion"), widget=forms.Textarea(attrs={"rows": 4}))
    risk = DependingChoice(label=gettext_lazy("Level of risk"), choices=RiskLevel.choices, widget=forms.RadioSelect)
    statements = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Statements it rests on"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, people: Iterable[Member], statements: Sequence[Statement], **kwargs: Any) -> None:
        """One column for the parents, one for each child; the statements that hold today."""
        super().__init__(*args, **kwargs)
        everyone = list(people)
        self.columns = columns_of(everyone)
        names = column_names(everyone)
        for column in self.columns:
            self.fields[f"needs_{column}"] = DependingField(
                label=names[column] or _("Parents or caregivers"),
                widget=forms.Textarea(attrs={"rows": 6}),
            )
        offered: Any = self.fields["statements"]
        offered.choices = [(row.pk, _in_a_line(row)) for row in statements]

    def need_fields(self) -> list[BoundField]:
        """The columns of needs, side by side."""
        return [self[f"needs_{column}"] for column in self.columns]


def _in_a_line(row: Statement) -> str:
    kind, topic = StatementKind(row.kind).label, Topic(row.topic).label
    return f"{topic} · {kind}: {row.text} ({row.source}, {words.day(row.said_on)})"


def wording_of(cleaned: dict[str, Any], *, before: Mapping[str, str]) -> Wording:
    """What was typed, as the action takes it; needs `before` of people who have left the family are kept."""
    typed = {name.removeprefix("needs_"): text for name, text in cleaned.items() if name.startswith("needs_")}
    needs = {column: text for column, text in {**before, **typed}.items() if text}
    return Wording(
        strengths=cleaned["strengths"],
        needs=needs,
        conclusion=cleaned["conclusion"],
        risk=cleaned["risk"],
        statements=tuple(cleaned["statements"]),
    )


def assessment_fields(assessment: Assessment) -> dict[str, Any]:
    """What stands in the assessment, for its form."""
    needs = {f"needs_{column}": text for column, text in assessment.needs.items()}
    return {
        "strengths": assessment.strengths,
        "conclusion": assessment.conclusion,
        "risk": assessment.risk,
        "statements": list(assessment.statements),
        **needs,
    }


class SignForm(VoicesForm):
    """Before signing: who took part, what each child said."""


class ReturnForm(SaikneForm):
    """Why an assessment is returned to its author."""

    because = forms.CharField(
        label=gettext_lazy("What is to be corrected"),
        help_text=gettext_lazy("The author reads this and writes on from the same text; what was signed stays."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
