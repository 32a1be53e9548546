"""When a family's year happens: from the opening of the file to its close, in days."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from saikne.cases.enums import Stage
from saikne.web.demo.diary import last_working_day

REVIEW_DAYS = 182


@dataclass(frozen=True, slots=True)
class Course:
    """The days of one file; those that lie ahead have not come yet."""

    opened: date
    visited: date
    summed_up: date
    assessing: date
    begun: date
    signed: date
    approved: date
    planned: date
    intervention: date
    agreed: date
    evaluating: date | None = None
    evaluated: date | None = None
    closed: date | None = None

    def reviews(self, until: date) -> list[date]:
        """Days on which the plan is looked at together, twice a year."""
        found, day = [], self.intervention + timedelta(days=REVIEW_DAYS)
        last = min(until, self.evaluating - timedelta(days=4)) if self.evaluating else until
        while day <= last:
            found.append(day)
            day += timedelta(days=REVIEW_DAYS)
        if self.evaluating and not found:
            found.append(self.evaluating - timedelta(days=4))
        return found


def stages_of(count: int, random: Random) -> list[str]:
    """In which stages so many open files stand: most of them are being worked on."""
    intake, assessment = round(count * 0.06), round(count * 0.13)
    evaluation = max(1, round(count * 0.09)) if count else 0
    rest = count - intake - assessment - evaluation
    found = [
        *[Stage.INTAKE] * intake,
        *[Stage.ASSESSMENT] * assessment,
        *[Stage.EVALUATION] * evaluation,
        *[Stage.INTERVENTION] * rest,
    ]
    random.shuffle(found)
    return [str(stage) for stage in found]


def draw_course(stage: str, today: date, random: Random) -> Course:
    """A course that leads to this stage today."""
    if stage == Stage.CLOSED:
        closed = today - timedelta(days=random.randrange(12, 745))
        evaluating = closed - timedelta(days=random.randrange(16, 30))
        opened = evaluating - timedelta(days=random.randrange(240, 330))
        return _course(opened, random, evaluating=evaluating, closed=closed)
    if stage == Stage.EVALUATION:
        evaluating = today - timedelta(days=random.randrange(4, 24))
        opened = evaluating - timedelta(days=random.randrange(270, 390))
        return _course(opened, random, evaluating=evaluating)
    ages = {Stage.INTAKE: (1, 8), Stage.ASSESSMENT: (19, 46), Stage.INTERVENTION: (70, 410)}
    return _course(today - timedelta(days=random.randrange(*ages[Stage(stage)])), random)


def _course(opened: date, random: Random, *, evaluating: date | None = None, closed: date | None = None) -> Course:
    opened = last_working_day(opened)

    def after(least: int, most: int) -> date:
        return opened + timedelta(days=random.randrange(least, most + 1))

    return Course(
        opened=opened,
        visited=after(3, 5),
        summed_up=after(8, 9),
        assessing=after(12, 14),
        begun=after(17, 19),
        signed=after(29, 37),
        approved=after(40, 44),
        planned=after(47, 49),
        intervention=after(53, 56),
        agreed=after(60, 66),
        evaluating=evaluating,
        evaluated=evaluating + timedelta(days=8) if evaluating else None,
        closed=closed,
    )
