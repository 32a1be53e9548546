"""The first weeks of a family: somebody turns to the service, a file is opened, the first visits."""

from dataclasses import replace
from datetime import date, timedelta
from functools import partial

from saikne.cases.actions.contacts import Happened, note_contact
from saikne.cases.actions.files_opening import NewFile, open_file, save_check
from saikne.cases.actions.journal import Happening, write_entry
from saikne.cases.actions.opening import Place
from saikne.cases.actions.talk import add_statement, edit_summary
from saikne.cases.actions.talk_problems import Trouble, add_problem
from saikne.cases.actions.talk_stages import move_stage
from saikne.cases.enums import (
    ContactOutcome,
    EntryKind,
    Medium,
    Route,
    Stage,
    StatementKind,
    Topic,
)
from saikne.cases.models import Case, FileKind, FirstContact
from saikne.cases.rules.files_target import CORE_KINDS
from saikne.core import clock
from saikne.people.actions import (
    Identity,
    Joining,
    add_tie,
    begin_household,
    enter_person,
    mark_seen,
    note_search,
    set_address,
)
from saikne.people.actions.gate import query_of
from saikne.people.enums import AddressKind
from saikne.people.models import Household, PersonRecord
from saikne.people.queries.engine import found_numbers
from saikne.web.demo.diary import time_of_day
from saikne.web.demo.family import Family
from saikne.web.demo.people import Home
from saikne.web.demo.plots import FAMILY
from saikne.web.demo.stories import Cast, Told

DIFFERS = "Problēmas vēl nav ilgstošas, taču ģimene piekrīt gadījuma vadīšanai un bez atbalsta grūtības pieaugs."
MORE_TROUBLE = ("poverty", "depression", "alcohol")
SHORTEST_TROUBLE = 40


def plan_beginning(family: Family) -> None:
    """From the first contact to the stage of assessment."""
    course, diary = family.course, family.diary
    diary.on(course.opened, partial(_open, family))
    diary.on(course.visited, partial(_first_visit, family))
    diary.on(course.summed_up, partial(_sum_up, family))
    diary.on(course.assessing, lambda: move_stage(case=family.case, to=Stage.ASSESSMENT, by=family.lead))


def _open(family: Family) -> None:
    household = _household(family)
    for home in family.plot.beside.values():
        home.records = [_enter(family, home)]
    for a, b, kind in family.plot.ties():
        add_tie(a=a, b=b, kind=kind, by=family.lead)
    contact = _contact(family)
    new = NewFile(
        kind=FileKind.objects.get(code=family.plot.kind, until=None),
        municipality=family.demo.municipality,
        lead=family.lead,
        purpose=family.told.texts["purposes"][family.plot.kind],
        place=_place(family),
        contact=contact,
    )
    if family.plot.kind == FAMILY:
        check = save_check(household=household, troubles=_troubles(family), expected=False, by=family.lead)
        reason = "" if check.suggested == Route.FAMILY_CASE else DIFFERS
        new = replace(new, household=household, check=check, differs_because=reason)
    else:
        new = replace(new, record=family.plot.adults[0])
    family.opened = open_file(new=new, by=family.lead)
    if family.plot.kind != FAMILY:
        for trouble in _troubles(family):
            add_problem(case=family.case, trouble=trouble, by=family.lead)


def _enter(family: Family, home: Home) -> PersonRecord:
    """Somebody who lives elsewhere is entered as everybody is: looked for first."""
    person = home.people[0]
    identity = Identity(person.first, person.last, person.born, sex=person.sex, code=person.code)
    asked = query_of(identity)
    search = note_search(asked=asked, found=found_numbers(asked), by=family.lead)
    mark_seen(search=search, by=family.lead)
    record = enter_person(identity=identity, search=search, by=family.lead)
    set_address(record=record, kind=AddressKind.DECLARED, text=home.address, since=home.since, by=family.lead)
    return record


def _contact(family: Family) -> FirstContact:
    told = family.plot.story["contact"]
    return note_contact(
        happened=Happened(
            way=told["way"],
            reason=told["reason"],
            told=told["told"],
            told_by=told["told_by"],
            advised=told["advised"],
            outcome=ContactOutcome.CASE,
            on=clock.today(),
            minutes=family.random.choice((15, 20, 25, 30, 40)),
        ),
        record=family.plot.adults[0],
        by=family.lead,
    )


def _household(family: Family) -> Household:
    home = family.plot.home
    members = [
        Joining(record.pk, person.role, max(home.since, person.born))
        for record, person in zip(home.records, home.people, strict=True)
    ]
    return begin_household(name=home.name, municipality=family.demo.municipality, members=members, by=family.lead)


def _place(family: Family) -> Place:
    if family.chance(0.3):
        shelf = f"{family.random.choice('ABC')} skapis, {family.random.randrange(1, 6)}. plaukts"
        return Place(Medium.BOTH, shelf)
    return Place()


def _troubles(family: Family) -> list[Trouble]:
    """The problems of the story; in most families more than one of those that make a case."""
    found = [_trouble(family, theme, cast) for theme, cast in family.casts]
    core = {one.kind for one in found if one.kind in CORE_KINDS and one.record_id in _grown(family)}
    for key in MORE_TROUBLE if family.plot.kind == FAMILY and family.chance(0.85) else ():
        theme = family.told.themes[key]
        cast = family.plot.cast(theme)
        if len(core) < 2 and theme["problem"]["kind"] not in core and cast.about(theme["holder"]):
            found.append(_trouble(family, theme, cast))
            core.add(theme["problem"]["kind"])
    return found


def _grown(family: Family) -> set[int | None]:
    return {None, *family.adults(clock.today())}


def _trouble(family: Family, theme: Told, cast: Cast) -> Trouble:
    told = theme["problem"]
    least, most = told["years"]
    days = max(SHORTEST_TROUBLE, round(family.random.uniform(least, most) * 365))
    return Trouble(
        record_id=cast.about(theme["holder"]),
        kind=told["kind"],
        what=family.pick(told["what"]),
        cause=family.pick(told["cause"]),
        severity=told["severity"],
        hinders=told["hinders"],
        since=clock.today() - timedelta(days=days),
    )


def _first_visit(family: Family) -> None:
    """The first home visit, with what was told and seen there."""
    today, home = clock.today(), family.plot.home
    write_entry(
        case=family.case,
        what=Happening(
            on=today,
            text=f"Pirmā apsekošana. {family.strengths} {family.plot.story['practice']}",
            kind=EntryKind.HOME_VISIT,
            at_time=time_of_day(),
            minutes=family.random.choice((45, 50, 60, 75)),
            travel_minutes=family.random.choice((15, 20, 30, 45)),
            records=tuple(record.pk for record in home.records[: 2 + len(home.adults)]),
        ),
        by=family.lead,
    )
    if family.plot.kind == FAMILY:
        say(family, StatementKind.OPINION, Topic.STRENGTH, family.strengths, "sociālais darbinieks", None)
    for theme, cast in family.casts:
        tell_of(family, theme["statements"][:2], cast, today)


def tell_of(family: Family, statements: list[Told], cast: Cast, on: date) -> None:
    """Statements of a theme, as far as the people they name are at hand."""
    for one in statements:
        if text := cast.say(one["text"]):
            say(family, one["kind"], one["topic"], text, one["source"], cast.about(one["about"]), on)


def say(
    family: Family, kind: str, topic: str, text: str, source: str, about: int | None, on: date | None = None
) -> None:
    """One statement of today."""
    add_statement(
        case=family.case,
        kind=kind,
        topic=topic,
        text=text,
        source=source,
        about=about,
        said_on=on or clock.today(),
        by=family.lead,
    )


def _sum_up(family: Family) -> None:
    """The situation in short."""
    lines = [line for theme, cast in family.casts if (line := cast.say(theme["summary"]))]
    case = Case.objects.get(pk=family.case.pk)
    summary = " ".join([*lines, family.strengths])
    edit_summary(case=case, summary=summary, base_version=case.version, by=family.lead)
