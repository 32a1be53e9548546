"""Opening the demo's other files: assistance, rehabilitation, care, groups, psychologists."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import partial
from itertools import islice
from math import ceil

from django.utils import timezone

from saikne.accounts.models import User
from saikne.cases.actions.journal import Happening, write_entry
from saikne.cases.actions.opening import open_case
from saikne.cases.actions.plan import GoalText, Said, add_goal, answer_goal
from saikne.cases.actions.plan_steps import Doer, StepText, add_step
from saikne.cases.actions.results_milestones import do_milestone
from saikne.cases.enums import Answer, EntryKind, Level, PlanPart, Subject, WorkKind
from saikne.cases.models import Case, FileKind
from saikne.cases.queries.results_milestones import MilestoneTask
from saikne.core import clock
from saikne.people.actions.households import Joining, begin_household
from saikne.people.models import Household
from saikne.people.rules import milestones_due
from saikne.web.demo.caseloads import LOADS, Load, other_homes
from saikne.web.demo.diary import Diary, time_of_day
from saikne.web.demo.months import BIRTHDAYS
from saikne.web.demo.people import Home, HomeMaker, place
from saikne.web.demo.plots import ADULT
from saikne.web.demo.service import DemoService
from saikne.web.demo.staged import StagedFile, opened_between
from saikne.web.demo.stories import Library

ASSISTANCE, EVERY = "assistance", 4
LOOKED_BACK, DONE_BEFORE = timedelta(days=365), timedelta(days=25)


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


def plan_other_files(demo: DemoService, told: Library, maker: HomeMaker, diary: Diary, *, share: float = 1.0) -> None:
    """Files without a story of their own, or a share of them, in the diary; their people are placed at once."""
    others = [load for load in LOADS if load.kind != ADULT]
    drawn = [(load, list(islice(other_homes(maker, load), ceil(load.count * share)))) for load in others]
    place([home for _load, homes in drawn for home in homes], by=demo.system)
    kinds = {kind.code: kind for kind in FileKind.objects.filter(until=None)}
    for load, homes in drawn:
        for number, home in enumerate(homes):
            newest, oldest = opened_between(load.kind, number) if kinds[load.kind].staged else (20, 1800)
            moment = working_moment(maker, home, oldest=oldest, newest=newest)
            file = OtherFile(demo, told, diary, load, kinds[load.kind], home, number)
            diary.at(moment, file.open)


@dataclass
class OtherFile:
    """A file of which only a little is told."""

    demo: DemoService
    told: Library
    diary: Diary
    load: Load
    kind: FileKind
    home: Home
    number: int

    @property
    def worker(self) -> User:
        """Who leads it."""
        return self.demo.workers[self.load.worker]

    def open(self) -> None:
        """Open it, and plan the little that is told."""
        household = settle(self.demo, self.home)
        record = None if self.kind.subject == Subject.HOUSEHOLD else self.home.records[_subject(self.kind, self.home)]
        case = open_case(
            kind=self.kind,
            municipality=self.demo.municipality,
            household=household if record is None else None,
            record=record,
            lead=self.worker,
            purpose=self.kind.name_lv,
            by=self.worker,
        )
        self._plan_birthdays(case)
        if self.kind.staged and record is not None:
            person = self.home.people[_subject(self.kind, self.home)]
            told = (self.demo, self.told, self.diary, self.load.worker, case, record, person, self.number)
            StagedFile(*told).plan()
        if self.kind.code == ASSISTANCE and self.home.children and self.number % EVERY == 0:
            self.diary.on(
                self.diary.today - timedelta(days=self.diary.random.randrange(3, 18)), partial(self._work, case)
            )

    def _plan_birthdays(self, case: Case) -> None:
        """School start, 15 and 18 of the children: done some weeks after the day."""
        for child in self.home.children:
            born, number = self.home.people[child].born, self.home.records[child].pk
            for due in milestones_due(born, since=clock.today() - LOOKED_BACK, until=self.diary.today - DONE_BEFORE):
                task = MilestoneTask(number, "", due.kind, due.on, case.pk, case.municipality_id)
                deed = partial(self._birthday, task)
                self.diary.on(max(due.on, clock.today()) + timedelta(days=12), deed)

    def _birthday(self, task: MilestoneTask) -> None:
        do_milestone(task=task, what=BIRTHDAYS[task.kind], done_on=clock.today(), by=self.worker)

    def _work(self, case: Case) -> None:
        """A talk about money, a goal of the family, two steps that are due about now."""
        theme, today = self.told.themes["poverty"], clock.today()
        parent = self.home.records[self.home.adults[0]].pk
        talk = Happening(
            on=today,
            text=theme["journal"][0]["text"],
            kind=EntryKind.OFFICE,
            work=WorkKind.ASSISTANCE,
            at_time=time_of_day(),
            minutes=30,
            records=(parent,),
        )
        write_entry(case=case, what=talk, by=self.worker)
        goal = theme["goal"]
        text = GoalText(
            part=PlanPart.INTERVENTION,
            record=None,
            title=goal["title"],
            wish=goal["wish"],
            asked_by=goal["asked_by"],
            levels=dict(zip(("-2", "-1", "0", "1", "2"), goal["levels"], strict=True)),
            due=self.diary.today + timedelta(days=120),
        )
        made = add_goal(case=case, text=text, start_level=Level.LESS, by=self.worker)
        answers = [Said(self.home.records[adult].pk, Answer.AGREES, "Jā, to es varu.") for adult in self.home.adults]
        answer_goal(goal=made, answers=answers, on=today, by=self.worker)
        for doer, told in ((Doer(user=self.worker.pk), goal["steps"][1]), (Doer(record=parent), goal["steps"][0])):
            due = max(today, self.diary.today + timedelta(days=self.diary.random.randrange(-2, 13)))
            add_step(goal=made, text=StepText(doer, told["text"], due), by=self.worker)


def _subject(kind: FileKind, home: Home) -> int:
    """Whom the file is for: the oldest child, or the first adult."""
    places: Sequence[int] = home.children if kind.subject == Subject.CHILD else home.adults
    return places[0]
