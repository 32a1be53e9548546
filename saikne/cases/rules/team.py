"""Who may stand beside the lead, for how long; what stands in the way of handing a file over."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

LONGEST_DEPUTYSHIP = timedelta(days=366)


class DeputyProblem(StrEnum):
    """Why somebody cannot be the deputy until that day."""

    NOT_AFTER_TODAY = "not_after_today"
    TOO_LONG = "too_long"
    IS_LEAD = "is_lead"
    IS_DEPUTY = "is_deputy"


@dataclass(frozen=True, slots=True)
class DeputyFacts:
    """A deputyship before it begins."""

    until: date
    is_lead: bool
    is_deputy: bool


def deputy_problems(facts: DeputyFacts, *, today: date) -> list[DeputyProblem]:
    """Everything that is wrong with a deputyship, at once; it ends within a year."""
    found = {
        DeputyProblem.NOT_AFTER_TODAY: facts.until <= today,
        DeputyProblem.TOO_LONG: facts.until - today > LONGEST_DEPUTYSHIP,
        DeputyProblem.IS_LEAD: facts.is_lead,
        DeputyProblem.IS_DEPUTY: facts.is_deputy,
    }
    return [problem for problem, holds in found.items() if holds]


class HandOverObstacle(StrEnum):
    """Why this file cannot be handed over to this worker."""

    CLOSED = "closed"
    NOT_THE_LEAD = "not_the_lead"
    RECEIVER_LEADS = "receiver_leads"
    WAITS_ALREADY = "waits_already"
    NOT_STAFF = "not_staff"
    NO_POSTING = "no_posting"
    MAY_NOT_LEAD = "may_not_lead"
    DECIDES_BENEFIT = "decides_benefit"
    BARRED = "barred"
    RESTRICTED = "restricted"
    MAIN_KEPT = "main_kept"


@dataclass(frozen=True, slots=True)
class HandOverFacts:
    """What is known of a file, its lead and the one who is to take it over."""

    closed: bool
    giver_leads: bool
    receiver_leads: bool
    waits: bool
    staff: bool
    posted_here: bool
    may_lead: bool
    decides: bool
    barred: bool
    restricted: bool
    main_kept: bool


def hand_over_obstacles(facts: HandOverFacts) -> list[HandOverObstacle]:
    """All that stands in the way, at once."""
    found = {
        HandOverObstacle.CLOSED: facts.closed,
        HandOverObstacle.RECEIVER_LEADS: facts.receiver_leads,
        HandOverObstacle.NOT_THE_LEAD: not facts.giver_leads and not facts.receiver_leads,
        HandOverObstacle.WAITS_ALREADY: facts.waits,
        HandOverObstacle.NOT_STAFF: not facts.staff,
        HandOverObstacle.NO_POSTING: facts.staff and not facts.posted_here,
        HandOverObstacle.MAY_NOT_LEAD: facts.staff and not facts.may_lead,
        HandOverObstacle.DECIDES_BENEFIT: facts.decides,
        HandOverObstacle.BARRED: facts.barred,
        HandOverObstacle.RESTRICTED: facts.restricted,
        HandOverObstacle.MAIN_KEPT: facts.main_kept,
    }
    return [obstacle for obstacle, holds in found.items() if holds]
