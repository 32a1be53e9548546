"""What a first contact must say before it is written down."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class ContactProblem(StrEnum):
    """What is missing."""

    TOLD_BY = "told_by"
    ADVISED = "advised"
    TOLD = "told"
    ON = "on"


@dataclass(frozen=True, slots=True)
class ContactFacts:
    """A first contact as it was typed."""

    report: bool
    advice_only: bool
    told: str
    told_by: str
    advised: str
    on: date


def contact_problems(facts: ContactFacts, *, today: date) -> list[ContactProblem]:
    """All at once: a report names who told, advice alone says which, something was told, and it has happened."""
    found = (
        (ContactProblem.TOLD, not facts.told.strip()),
        (ContactProblem.TOLD_BY, facts.report and not facts.told_by.strip()),
        (ContactProblem.ADVISED, facts.advice_only and not facts.advised.strip()),
        (ContactProblem.ON, facts.on > today),
    )
    return [problem for problem, holds in found if holds]
