"""Assessments of a file: the latest, the earlier ones, and exactly what was signed."""

from collections.abc import Iterable
from typing import Any

from saikne.accounts.models import User
from saikne.cases.enums import Topic
from saikne.cases.models import Assessment, Case, Participation, Statement
from saikne.cases.queries.frame import Member
from saikne.cases.rules.talk_assessment import PARENTS, fingerprint

DECISION = "assessment"


def assessments_of(user: User, case_no: int) -> list[Assessment]:
    """All assessments of a file within reach, the latest first; one query."""
    found = Assessment.objects.visible_to(user, case=case_no).filter(case=case_no)
    return list(
        found.select_related("begun_by", "signed_by", "approved_by", "returned_by").order_by("-begun_at", "-pk")
    )


def voices_of(decision: str, numbers: Iterable[int]) -> dict[int, list[Participation]]:
    """Who took part in these decisions: decision number → rows; one query."""
    rows = Participation.objects.filter(decision=decision, decision_no__in=list(numbers)).order_by("pk")
    found: dict[int, list[Participation]] = {}
    for row in rows:
        found.setdefault(row.decision_no, []).append(row)
    return found


def rests_on(assessment: Assessment) -> list[Statement]:
    """The statements on which an assessment rests, as they were worded; strengths first."""
    order = {topic: place for place, topic in enumerate(Topic.values)}
    rows = Statement.objects.filter(pk__in=assessment.statements, case=assessment.case_id)
    return sorted(rows, key=lambda row: (order[row.topic], row.said_on, row.pk))


def signed_content(assessment: Assessment) -> dict[str, Any]:
    """Exactly what a signature stands under: the text, the statements word for word, who was heard, who signed."""
    voices = Participation.objects.filter(decision=DECISION, decision_no=assessment.pk).order_by("record_id")
    return {
        "assessment": assessment.pk,
        "case": assessment.case_id,
        "strengths": assessment.strengths,
        "needs": assessment.needs,
        "conclusion": assessment.conclusion,
        "risk": assessment.risk,
        "statements": list(
            Statement.objects.filter(pk__in=assessment.statements)
            .order_by("pk")
            .values("pk", "kind", "topic", "about_id", "source", "text", "said_on")
        ),
        "voices": list(voices.values("record_id", "took_part", "said", "why_not_asked")),
        "begun_by": assessment.begun_by_id,
        "signed_at": assessment.signed_at,
        "signed_by": assessment.signed_by_id,
    }


def is_intact(assessment: Assessment) -> bool:
    """Whether what stands in the database is still what was signed."""
    return bool(assessment.sha256) and fingerprint(signed_content(assessment)) == assessment.sha256


def columns_of(people: Iterable[Member]) -> list[str]:
    """Columns in which needs are told: the adults together, each child by itself."""
    everyone = list(people)
    adults = [PARENTS] if any(not member.child for member in everyone) else []
    return [*adults, *(str(member.record_no) for member in everyone if member.child)]


def column_names(people: Iterable[Member]) -> dict[str, str]:
    """Who stands over each column; over the parents' nobody by name, unless there are no children at all."""
    everyone = list(people)
    names = {str(member.record_no): member.name for member in everyone if member.child}
    return {PARENTS: "" if names else ", ".join(member.name for member in everyone), **names}


def latest_signed(case: Case) -> Assessment | None:
    """The assessment that counts: the last one signed."""
    return Assessment.objects.filter(case=case, signed_at__isnull=False).order_by("-signed_at").first()
