"""Opening the demo's other files: assistance, rehabilitation, care, groups, psychologists."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from functools import partial
from itertools import islice
from math import ceil

from django.utils import timezone

from saikne.cases.actions.opening import open_case
from saikne.cases.enums import Subject
from saikne.cases.models import Case, FileKind
from saikne.core import clock
from saikne.people.actions.households import Joining, begin_household
from saikne.people.models import Household
from saikne.web.demo.caseloads import LOADS, Load, other_homes
from saikne.web.demo.diary import Diary
from saikne.web.demo.people import Home, HomeMaker, place
from saikne.web.demo.plots import ADULT
from saikne.web.demo.service import DemoService


def settle(demo: DemoService, home: Home) -> Household:
    """The people of a home become a household; its name is proposed from their surnames."""
    members = [
        Joining(record.pk, person.role, max(home.since, person.born))
        for record, person in zip(home.records, home.people, strict=True)
        if person.born <= clock.today()
    ]
    return begin_household(name=home.name, municipality=demo.municipality, members=members, by=demo.system)


def working_moment(maker: HomeMaker, home: Home, *, oldest: int, newest: int) -> datetime:
    """Some working day's moment between so many days ago, when all of the home lived there."""
    day = max(clock.today() - timedelta(days=maker.random.randrange(newest, oldest)), home.complete_on)
    day = min(day + timedelta(days=(7 - day.weekday()) if day.weekday() > 4 else 0), clock.today())
    minutes = maker.random.randrange(8 * 60 + 30, 16 * 60)
    return timezone.make_aware(datetime.combine(day, time(minutes // 60, minutes % 60)))


def plan_other_files(demo: DemoService, maker: HomeMaker, diary: Diary, *, share: float = 1.0) -> None:
    """Files without a story of their own, or a share of them, in the diary; their people are placed at once."""
    others = [load for load in LOADS if load.kind != ADULT]
    drawn = [(load, list(islice(other_homes(maker, load), ceil(load.count * share)))) for load in others]
    place([home for _load, homes in drawn for home in homes], by=demo.system)
    kinds = {kind.code: kind for kind in FileKind.objects.filter(until=None)}
    for load, homes in drawn:
        for home in homes:
            moment = working_moment(maker, home, oldest=700, newest=20)
            diary.at(moment, partial(_open, demo, load, kinds[load.kind], home))


def _open(demo: DemoService, load: Load, kind: FileKind, home: Home) -> Case:
    worker = demo.workers[load.worker]
    household = settle(demo, home)
    record = None if kind.subject == Subject.HOUSEHOLD else home.records[_subject(kind, home)]
    return open_case(
        kind=kind,
        municipality=demo.municipality,
        household=household if record is None else None,
        record=record,
        lead=worker,
        purpose=kind.name_lv,
        by=worker,
    )


def _subject(kind: FileKind, home: Home) -> int:
    """Whom the file is for: the oldest child, or the first adult."""
    places: Sequence[int] = home.children if kind.subject == Subject.CHILD else home.adults
    return places[0]
