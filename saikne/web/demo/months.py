"""The months of work: visits, talks, calls, the psychosocial notebook, the team, reviews on time or late."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial

from saikne.cases.actions.journal import Happening, write_entry, write_psychosocial
from saikne.cases.actions.results import add_review
from saikne.cases.actions.results_milestones import do_milestone
from saikne.cases.actions.team import add_member
from saikne.cases.enums import EntryKind, Stage, TeamRole, WorkKind
from saikne.cases.queries.results_milestones import MilestoneTask
from saikne.core import clock
from saikne.people.rules import Milestone, MilestoneDue, milestones_due
from saikne.web.demo.course import REVIEW_DAYS
from saikne.web.demo.diary import time_of_day
from saikne.web.demo.family import Family
from saikne.web.demo.planning import assistance_of
from saikne.web.demo.stories import Told

MINUTES = {
    EntryKind.HOME_VISIT: (45, 60, 75, 90),
    EntryKind.OFFICE: (30, 40, 45, 60),
    EntryKind.CALL: (5, 10, 10, 15),
    EntryKind.LETTER: (15, 20, 30),
    EntryKind.ATTEMPT: (5, 10, 25),
    EntryKind.MEETING: (60, 75, 90),
    EntryKind.NOTE: (10, 15, 20),
}
TRAVEL = (15, 20, 30, 40, 55)
GENERAL = (
    "home_visit",
    "home_visit",
    "office",
    "office",
    "call",
    "call",
    "call",
    "letter",
    "attempt",
    "meeting",
    "note",
)
OTHERS = ("klases audzinātājs", "skolas sociālais pedagogs", "bāriņtiesas locekle", "ģimenes ārste")
OTHER_WORK = 0.09
LOOKED_BACK = 365
BIRTHDAYS = {
    Milestone.SCHOOL_START: "Pārrunāta skolas gaitu sākšana, soma un mācību līdzekļi ir",
    Milestone.AGE_15: "Pārrunātas tiesības un pienākumi no 15 gadu vecuma",
    Milestone.AGE_18: "Pārrunāta pilngadība, dokumenti un tālākā palīdzība",
    Milestone.AGE_24: "Pārrunāts atbalsta noslēgums",
}
QUIET = "Īsa saruna. Jaunu ziņu nav, nākamā tikšanās kā sarunāts."
SKILLED = ("family", "family2")


def plan_months(family: Family) -> None:
    """Entries from the second month on, at the rhythm of the work; the team; reviews."""
    days = list(_days(family))
    for (kind, work, text), day in zip(_texts(family, len(days)), days, strict=True):
        family.diary.on(day, partial(_write, family, kind, work, text))
    _plan_team(family)
    plan_birthdays(family)
    for day in family.course.reviews(family.diary.today):
        late = day > family.diary.today - timedelta(days=60) and family.plot.stage == Stage.INTERVENTION
        if not (late and family.chance(0.35)):
            family.diary.on(day - timedelta(days=family.random.randrange(10)), partial(_review, family))


def _days(family: Family) -> Iterator[date]:
    """Every two or three weeks, more often in the first months."""
    course, day = family.course, family.course.visited + timedelta(days=7)
    while day < family.last_day:
        yield day
        weekly = day < course.agreed
        day += timedelta(days=family.random.randrange(6, 13) if weekly else family.random.randrange(12, 31))


def _texts(family: Family, count: int) -> list[tuple[str, str, str]]:
    """What is written: the entries of the themes in their order, others between them."""
    own: list[tuple[str, str, str]] = []
    for theme, cast in family.casts:
        own += [(one["kind"], one["work"], text) for one in theme["journal"] if (text := cast.say(one["text"]))]
    places = sorted(family.random.sample(range(count), min(len(own), count)))
    mixed = _in_turns(family, own)[: len(places)]
    found = [_general(family) for _place in range(count)]
    for place, row in zip(places, mixed, strict=True):
        found[place] = row
    return found


def _in_turns(family: Family, rows: list[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """Each theme keeps the order of its time; which of them comes next is chance."""
    lines, start = [], 0
    for theme, cast in family.casts:
        length = sum(bool(cast.say(one["text"])) for one in theme["journal"])
        lines.append(rows[start : start + length])
        start += length
    found = []
    while any(lines):
        line = family.random.choice([line for line in lines if line])
        found.append(line.pop(0))
    return found


def _general(family: Family) -> tuple[str, str, str]:
    texts = family.told.texts
    if family.chance(OTHER_WORK):
        told: Told = family.random.choice(texts["other_work"])
        return told["kind"], told["work"], told["text"]
    kind = family.random.choice(GENERAL)
    fitting = family.fitting(texts["journal"][kind])
    return (
        (kind, WorkKind.SOCIAL_WORK, family.pick(fitting)) if fitting else (EntryKind.CALL, WorkKind.SOCIAL_WORK, QUIET)
    )


def _write(family: Family, kind: str, work: str, text: str) -> None:
    travel = family.random.choice(TRAVEL) if kind in (EntryKind.HOME_VISIT, EntryKind.MEETING) else 0
    write_entry(
        case=family.case,
        what=Happening(
            on=clock.today(),
            text=text,
            kind=kind,
            work=work,
            at_time=time_of_day() if kind not in (EntryKind.LETTER, EntryKind.NOTE) else None,
            minutes=family.random.choice(MINUTES[EntryKind(kind)]),
            travel_minutes=travel or (55 if work == WorkKind.DRIVING else 0),
            records=_present(family, kind, text),
            others=(family.pick(OTHERS),) if kind == EntryKind.MEETING else (),
        ),
        by=family.lead,
    )


def _present(family: Family, kind: str, text: str) -> tuple[int, ...]:
    """Who was there: at home most of them, at the office the one who came, and whoever the text names."""
    if kind in (EntryKind.LETTER, EntryKind.ATTEMPT, EntryKind.NOTE):
        return ()
    home = family.plot.home
    named = {record.pk for person, record in zip(home.people, home.records, strict=True) if person.first in text}
    if kind == EntryKind.HOME_VISIT:
        named |= {record.pk for record in home.records if family.chance(0.6)}
    if not named:
        named = {family.plot.adults[0].pk}
    return tuple(sorted(named))


def _plan_team(family: Family) -> None:
    """Who stands beside the lead from some day on."""
    lines, day = family.told.texts["team_lines"], family.course.planned + timedelta(days=2)
    doers = {one["doer"] for theme in family.plot.themes for one in theme["goal"]["steps"]}
    if "assistance" in doers or family.chance(0.35):
        helper = assistance_of(family)
        if helper != family.plot.worker:
            family.diary.on(day, partial(_join, family, helper, TeamRole.ASSISTANCE, lines["assistance"]))
    if family.psychosocial:
        family.diary.on(day, partial(_join, family, "psychosocial", TeamRole.PSYCHOSOCIAL, lines["psychosocial"]))
        _plan_notebook(family, day + timedelta(days=9))
    if family.plot.worker in SKILLED and family.chance(0.15):
        other = SKILLED[1 - SKILLED.index(family.plot.worker)]
        family.diary.on(day + timedelta(days=20), partial(_join, family, other, TeamRole.CO_WORKER, lines["co_worker"]))


def _join(family: Family, worker: str, role: str, does: str) -> None:
    add_member(case=family.case, user=family.demo.workers[worker], role=role, does=does, by=family.lead)


def plan_birthdays(family: Family) -> None:
    """School start, 15, 18: done some weeks after the day, or waiting still."""
    begun = family.course.visited
    for _place, number, born in family.places():
        for due in milestones_due(born, since=begun - timedelta(days=LOOKED_BACK), until=family.last_day):
            day = max(due.on, begun) + timedelta(days=family.random.randrange(3, 30))
            if day < family.last_day:
                family.diary.on(day, partial(_birthday, family, number, due))


def _birthday(family: Family, number: int, due: MilestoneDue) -> None:
    case = family.case
    task = MilestoneTask(number, "", due.kind, due.on, case.pk, case.municipality_id)
    do_milestone(task=task, what=BIRTHDAYS[due.kind], done_on=clock.today(), by=family.lead)


def _plan_notebook(family: Family, first: date) -> None:
    """The psychosocial worker's own entries, every few weeks."""
    day, texts = first, family.told.texts["psychosocial"]
    for text in texts:
        if day >= family.last_day:
            return
        family.diary.on(day, partial(_note, family, text))
        day += timedelta(days=family.random.randrange(14, 36))


def _note(family: Family, text: str) -> None:
    parent = family.plot.adults[0].pk
    what = Happening(
        on=clock.today(), text=text, kind=EntryKind.OFFICE, at_time=time_of_day(), minutes=50, records=(parent,)
    )
    write_psychosocial(case=family.case, what=what, by=family.demo.workers["psychosocial"])


def _review(family: Family) -> None:
    """The plan was looked at together."""
    today = clock.today()
    add_review(
        case=family.case,
        on=today,
        found=family.pick(family.told.texts["reviews"]),
        next_due=today + timedelta(days=REVIEW_DAYS),
        voices=family.voices(today),
        by=family.lead,
    )
