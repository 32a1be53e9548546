"""What waits for somebody's hand today: hand-overs, a receipt, an emergency; the month's first contacts."""

from collections.abc import Sequence
from datetime import time, timedelta
from functools import partial

from saikne.accounts.actions import mark_seen
from saikne.accounts.models import User
from saikne.cases.actions.access import Fence, open_in_emergency, restrict_file
from saikne.cases.actions.contacts import Happened, note_contact
from saikne.cases.actions.journal import Happening, write_entry
from saikne.cases.actions.opening import open_case
from saikne.cases.actions.team import add_deputy
from saikne.cases.actions.team_hand_over import How, hand_over
from saikne.cases.enums import EntryKind, Stage
from saikne.cases.models import Case, FileKind
from saikne.cases.queries.access import Target
from saikne.cases.queries.team_obstacles import Passing
from saikne.core import clock
from saikne.privacy.enums import EmergencyReason, RestrictionReason
from saikne.web.demo.diary import Diary, last_working_day, moment, time_of_day
from saikne.web.demo.family import Family
from saikne.web.demo.ozolini import OzoliniPlot
from saikne.web.demo.plots import ADULT, FAMILY
from saikne.web.demo.service import ACCOUNTS, DemoService
from saikne.web.demo.stories import Library, Told

CONTACTS_OF = ("family", "parish", "assistance", "adults", "west_sp", "parish2", "family3", "south_sp")
CONTACT_DAYS = 26
HAND_OVERS = (("family2", "family", 0), ("family3", "family", 3), ("parish2", "parish", 0))
TO_REHABILITATION = ("after_accident", "living_with_diagnosis", "hearing", "adult_alcohol", "addiction_support")
NOTE = "Piezvanīja skola, kamēr aizvietoju: šonedēļ visas stundas apmeklētas. {line}"


def plan_waiting(demo: DemoService, told: Library, diary: Diary, families: Sequence[Family]) -> None:
    """The last weeks of the service; each deed finds its file among those that are worked on."""
    worked_on = [one for one in families if one.plot.stage == Stage.INTERVENTION and one.plot.kind == FAMILY]
    by_lead: dict[str, list[Family]] = {}
    for family in worked_on:
        if not isinstance(family.plot, OzoliniPlot):
            by_lead.setdefault(family.plot.worker, []).append(family)
    _plan_hand_overs(diary, told, by_lead)
    _plan_receipt(diary, told, families)
    if known := by_lead.get("west_family"):
        at_night = moment(diary.today - timedelta(days=1), time(21, 15))
        diary.at(at_night, partial(_emergency, known[0], told.texts["break_glass"][1]))
    if known := by_lead.get("family3"):
        _on(diary, 40, partial(_restrict, known[-1], told.texts["restrictions"][0]))
    if known := by_lead.get("family4"):
        _on(diary, 6, partial(_stand_in, known[0]))
    grown = [one for one in families if one.plot.kind == ADULT and one.plot.worker == "adults"]
    if known := [one for one in grown if one.course.agreed < diary.today - timedelta(days=35)]:
        able = [one for one in known if one.plot.themes[0]["key"] in TO_REHABILITATION]
        _on(diary, 30, partial(_second_file, (able or known)[0]))
    _plan_contacts(demo, told, diary)
    for name in ACCOUNTS:
        _on(diary, 3, partial(mark_seen, user=demo.workers[name]), hour=17)


def _on(diary: Diary, ago: int, deed: partial[None] | partial[object], *, hour: int = 10) -> None:
    day = last_working_day(diary.today - timedelta(days=ago))
    diary.at(moment(day, time(hour, diary.random.randrange(0, 60, 5))), deed)


def _plan_hand_overs(diary: Diary, told: Library, by_lead: dict[str, list[Family]]) -> None:
    reasons = told.texts["reasons_of_hand_over"]
    for number, (giver, receiver, place) in enumerate(HAND_OVERS):
        if known := by_lead.get(giver):
            family = known[place % len(known)]
            deed = partial(_hand_over, family, receiver, reasons[number])
            _on(diary, 2 + number, deed, hour=14)


def _hand_over(family: Family, receiver: str, reason: str) -> None:
    passing = Passing(_labelled(family), family.demo.workers[receiver])
    hand_over(passings=[passing], giver=family.lead, how=How(reason), by=family.lead)


def _labelled(family: Family) -> Case:
    return Case.objects.select_related("kind", "number__series", "client").get(pk=family.case.pk)


def _plan_receipt(diary: Diary, told: Library, families: Sequence[Family]) -> None:
    """The deputy of the recognisable family leaves a note for its lead."""
    for family in families:
        if isinstance(family.plot, OzoliniPlot):
            _on(diary, 2, partial(_address, family, told.texts["to_colleague"][0]), hour=15)


def _address(family: Family, line: str) -> None:
    what = Happening(
        on=clock.today(),
        text=NOTE.format(line=line),
        kind=EntryKind.CALL,
        at_time=time_of_day(),
        minutes=10,
        others=("klases audzinātāja",),
    )
    write_entry(case=family.case, what=what, colleague=family.lead, by=family.demo.workers["parish"])


def _emergency(family: Family, told: Told) -> None:
    open_in_emergency(
        target=Target(case=family.case),
        reason=EmergencyReason.DUTY,
        words=told["reason"],
        by=family.demo.workers["west_adults"],
    )


def _restrict(family: Family, words: str) -> None:
    until = family.diary.today + timedelta(days=180)
    fence = Fence(RestrictionReason.RELATIVE, words, until, named=[family.lead])
    restrict_file(case=family.case, record_no=None, fence=fence, by=family.demo.workers["head"])


def _stand_in(family: Family) -> None:
    until = family.diary.today + timedelta(days=25)
    line = family.told.texts["team_lines"]["deputy"]
    add_deputy(case=family.case, user=family.demo.workers["family5"], until=until, does=line, by=family.lead)


def _second_file(family: Family) -> None:
    """The same adult is sent to state rehabilitation: another file and lead, the same main worker."""
    kind = FileKind.objects.get(code="state_rehabilitation", until=None)
    worker = family.demo.workers["functioning"]
    open_case(
        kind=kind,
        municipality=family.demo.municipality,
        record=family.plot.adults[0],
        lead=worker,
        purpose=family.told.texts["purposes"]["state_rehabilitation"],
        by=worker,
    )


def _plan_contacts(demo: DemoService, told: Library, diary: Diary) -> None:
    """Calls and visits of the last weeks that led to no file and name nobody."""
    rows = told.texts["first_contacts"]
    for number in range(2 * len(rows)):
        ago = number * CONTACT_DAYS // (2 * len(rows))
        worker = demo.workers[CONTACTS_OF[number % len(CONTACTS_OF)]]
        deed = partial(_contact, rows[number % len(rows)], worker, diary.random.choice((5, 10, 10, 15, 20)))
        _on(diary, ago, deed, hour=9 + number % 7)


def _contact(told: Told, worker: User, minutes: int) -> None:
    happened = Happened(
        way=told["way"],
        reason=told["reason"],
        told=told["told"],
        told_by=told.get("told_by", ""),
        advised=told["advised"],
        outcome=told["outcome"],
        on=clock.today(),
        minutes=minutes,
    )
    note_contact(happened=happened, by=worker)
