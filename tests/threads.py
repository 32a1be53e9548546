"""Random acts for many threads at once: each picks from what all of them are changing."""

import random
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db import Error, IntegrityError, connection, transaction
from django.db.models import Model

from saikne.accounts.models import User
from saikne.cases.actions.agreement import Heard, draft_replacement, drop_agreement, end_chapter, put_in_force, sign
from saikne.cases.actions.agreement_chapters import ChapterText, add_chapter
from saikne.cases.actions.join import join_clients
from saikne.cases.actions.opening import open_case
from saikne.cases.actions.plan import GoalText, add_goal, edit_goal
from saikne.cases.actions.talk import Said, add_statement, replace_statement
from saikne.cases.actions.talk_stages import move_stage
from saikne.cases.actions.team import set_main_worker
from saikne.cases.actions.team_hand_over import How, hand_over, receive, return_file
from saikne.cases.enums import Stage
from saikne.cases.models import (
    Agreement,
    Case,
    Chapter,
    ChapterParty,
    Client,
    ClientMember,
    FileKind,
    Goal,
    HandOver,
    LeadPeriod,
    MainWorkerPeriod,
    StagePeriod,
    Statement,
)
from saikne.cases.queries.team_obstacles import Passing
from saikne.cases.rules.agreement_wording import Point
from saikne.core import clock
from saikne.core.acts import act, note
from saikne.core.errors import Clash, Refusal
from saikne.core.models import RunningNumber
from saikne.core.periods import live
from saikne.core.seals import seal_once
from saikne.organisation.models import Municipality
from saikne.people.actions import Identity, hold_persons, place_person
from saikne.people.enums import RecordSource
from saikne.people.models import CodeFact, Household, PersonRecord
from saikne.privacy.actions import give, holder_of, take_back
from saikne.privacy.enums import Ground, Opens
from saikne.privacy.models import Side

Deed = Callable[[], object]
CODES = [f"010190{number:05}" for number in range(25)]


@dataclass
class Outcome:
    """What came of the acts by kind: done, refused, nothing to do; rogue rows tried and let in; unforeseen failures."""

    done: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    idle: Counter[str] = field(default_factory=Counter)
    rogue: Counter[str] = field(default_factory=Counter)
    let_in: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)

    @property
    def acts(self) -> int:
        """How many acts were tried."""
        return self.done.total() + self.refused.total()


@dataclass(frozen=True)
class Arena:
    """What the threads fight over."""

    municipality: Municipality
    workers: Sequence[User]
    household_kinds: Sequence[FileKind]
    adult_kinds: Sequence[FileKind]
    households: Sequence[Household]
    adults: Sequence[PersonRecord]


class Worker:
    """One thread: deeds and rogue rows by its own dice."""

    def __init__(self, ground: Arena, outcome: Outcome, lock: threading.Lock, seed: int) -> None:
        """Every thread throws other dice, the same in each run."""
        self.ground, self.outcome, self.lock, self.dice = ground, outcome, lock, random.Random(seed)

    def run(self, count: int, stop: threading.Event) -> None:
        """Do so many acts, and a rogue row after every tenth."""
        deeds = self.deeds()
        try:
            for number in range(count):
                if stop.is_set():
                    return
                name = self.dice.choice(list(deeds))
                self._try(name, deeds[name])
                if number % 10 == 0:
                    self._rogue()
        finally:
            connection.close()

    def _try(self, name: str, deed: Deed) -> None:
        try:
            done = deed()
        except (Refusal, Clash):
            self._count(self.outcome.refused, name)
        except (Error, AssertionError, LookupError, ValueError, TypeError, AttributeError) as error:
            with self.lock:
                self.outcome.failed.append(f"{name}: {type(error).__name__}: {error}")
        else:
            self._count(self.outcome.done if done is not None else self.outcome.idle, name)

    def _count(self, counter: Counter[str], name: str) -> None:
        with self.lock:
            counter[name] += 1

    def _one(self, rows: Any) -> Any:
        """A random row of a query, or None."""
        return rows.order_by("?").first()

    def _case(self) -> Any:
        return self._one(Case.objects.open().select_related("kind", "number__series", "municipality"))

    def _worker(self) -> User:
        return self.dice.choice(self.ground.workers)

    def deeds(self) -> dict[str, Deed]:
        """Audit word → an act of that word."""
        return {
            "cases.open": self.open_case,
            "cases.hand_over": self.hand_over,
            "cases.receive": self.receive,
            "cases.return": self.give_back,
            "cases.main_worker": self.main_worker,
            "cases.move_stage": self.stage,
            "cases.chapter_add": self.chapter,
            "cases.agreement_sign": self.sign,
            "cases.agreement_in_force": self.in_force,
            "cases.chapter_end": self.end_chapter,
            "cases.agreement_draft": self.replace_agreement,
            "cases.agreement_drop": self.drop,
            "cases.statement": self.state,
            "cases.statement_replace": self.restate,
            "cases.goal_add": self.goal,
            "cases.goal_edit": self.edit_goal,
            "people.enter": self.enter,
            "cases.join_clients": self.join,
            "tests.decides": self.decide,
            "tests.lets_go": self.let_go,
        }

    # ------------------------------------------------------------ files

    def open_case(self) -> object:
        """A file for a household or an adult, led by anybody."""
        ground, lead = self.ground, self._worker()
        told: dict[str, Any] = {"municipality": ground.municipality, "lead": lead, "by": lead, "purpose": "Darbs"}
        if self.dice.random() < 0.5:
            told |= {"kind": self.dice.choice(ground.household_kinds), "household": self.dice.choice(ground.households)}
        else:
            told |= {"kind": self.dice.choice(ground.adult_kinds), "record": self.dice.choice(ground.adults)}
        return open_case(**told)

    def hand_over(self) -> object:
        """From whoever leads to anybody."""
        case = self._case()
        lead = LeadPeriod.objects.filter(live(), case=case).select_related("worker").first() if case else None
        if lead is None:
            return None
        how = How("Maiņa", main_worker=self.dice.random() < 0.5)
        return hand_over(passings=[Passing(case, self._worker())], giver=lead.worker, how=how, by=lead.worker)

    def receive(self) -> object:
        """By whoever was asked."""
        row = self._one(HandOver.objects.filter(received_at=None, returned_at=None))
        return receive(row=row, by=row.receiver) if row else None

    def give_back(self) -> object:
        """By whoever was asked, now and then."""
        row = self._one(HandOver.objects.filter(received_at=None, returned_at=None))
        return return_file(row=row, because="Nevaru", by=row.receiver) if row and self.dice.random() < 0.3 else None

    def main_worker(self) -> object:
        """Another main worker."""
        case = self._case()
        worker = self._worker()
        return set_main_worker(case=case, worker=worker, reason="Maiņa", by=self._worker()) if case else None

    def stage(self) -> object:
        """To any stage; most are refused."""
        case = self._case()
        return move_stage(case=case, to=self.dice.choice(Stage.values), by=self._worker()) if case else None

    # ------------------------------------------------------------ agreements

    def _signers(self, case: Case) -> list[int]:
        rows = ClientMember.objects.filter(live(), client=case.client_id, signs=True)
        return list(rows.values_list("record_id", flat=True))

    def chapter(self) -> object:
        """A chapter of some kind for the client's adults."""
        case = self._case()
        if case is None:
            return None
        kind, today = self.dice.choice(["cooperation", "participation", "work_skills"]), clock.today()
        text = ChapterText(
            kind, self._worker().pk, "", today, today + timedelta(days=90), tuple(self._signers(case)), (),
            (Point("Tiekas reizi divās nedēļās"),),
        )  # fmt: skip
        return add_chapter(case=case, text=text, by=self._worker())

    def _drafted(self) -> tuple[Any, list[int]]:
        agreement = self._one(Agreement.objects.filter(state="draft"))
        if agreement is None:
            return None, []
        case = Case.objects.open().filter(client=agreement.client_id).order_by("pk").first()
        return case, list(agreement.chapters.filter(state="draft").values_list("pk", flat=True))

    def sign(self) -> object:
        """Everybody signs the draft."""
        case, chapters = self._drafted()
        if case is None or not chapters:
            return None
        rows = Chapter.objects.filter(pk__in=chapters).prefetch_related("versions")
        wordings = {row.pk: max(row.versions.all(), key=lambda version: version.number).pk for row in rows}
        parties = ChapterParty.objects.filter(chapter__in=chapters).values_list("pk", flat=True)
        return sign(
            case=case, wordings=wordings, parties=list(parties), on=clock.today(), way="paper", by=self._worker()
        )

    def in_force(self) -> object:
        """A draft comes into force; children were not asked."""
        case, _chapters = self._drafted()
        if case is None:
            return None
        children = ClientMember.objects.filter(live(), client=case.client_id, signs=False)
        heard = [Heard(record, why_not_asked="Vēl mazs") for record in children.values_list("record_id", flat=True)]
        return put_in_force(case=case, heard=heard, because="Jauna kārtība", by=self._worker())

    def end_chapter(self) -> object:
        """One chapter ends and leaves the rest."""
        chapter = self._one(Chapter.objects.filter(state="in_force"))
        case = Case.objects.open().filter(client=chapter.agreement.client_id).first() if chapter else None
        return end_chapter(case=case, chapter=chapter, because="Vairs nevajag", by=self._worker()) if case else None

    def replace_agreement(self) -> object:
        """Draft what will replace the agreement in force."""
        case = self._case()
        return draft_replacement(case=case, carry=[], by=self._worker()) if case else None

    def drop(self) -> object:
        """The draft is dropped, now and then."""
        case, _chapters = self._drafted()
        if case is None or self.dice.random() < 0.7:
            return None
        drop_agreement(case=case, by=self._worker())
        return True

    # ------------------------------------------------------------ words

    def state(self) -> object:
        """A fact about the household."""
        case = self._case()
        return (
            add_statement(
                case=case, kind="fact", topic="situation", text="Teikums", source="saruna", about=None,
                said_on=clock.today(), by=self._worker(),
            )
            if case
            else None
        )  # fmt: skip

    def restate(self) -> object:
        """A later statement instead of an earlier one."""
        statement = self._one(Statement.objects.all())
        said = Said("fact", "situation", "Vēlāk", "saruna", None, clock.today())
        return replace_statement(statement=statement, said=said, by=self._worker()) if statement else None

    def goal(self) -> object:
        """A goal of the client's plan."""
        case = self._case()
        return add_goal(case=case, text=self._goal_text("Mērķis"), start_level=-2, by=self._worker()) if case else None

    def _goal_text(self, title: str) -> GoalText:
        levels = {str(level): f"Līmenis {level}" for level in range(-2, 3)}
        return GoalText("intervention", None, title, "", "client", levels, clock.today() + timedelta(days=90))

    def edit_goal(self) -> object:
        """Upon a version that may be old already."""
        goal = self._one(Goal.objects.all())
        if goal is None:
            return None
        base = max(1, goal.version - self.dice.randrange(2))
        text = self._goal_text(f"Mērķis {self.dice.randrange(1000)}")
        return edit_goal(goal=goal, text=text, base=base, by=self._worker())

    # ------------------------------------------------------------ people, clients, grants

    def enter(self) -> object:
        """A person whose code others may be entering too."""
        identity = Identity(
            given_name="Anna", family_name="Kalniņa", born_on=date(1990, 1, 1), sex="F", code=self.dice.choice(CODES)
        )
        return _entered(identity, self._worker())

    def join(self) -> object:
        """Two clients become one."""
        stays, joining = self._one(Client.objects.filter(live())), self._one(Client.objects.filter(live()))
        main = MainWorkerPeriod.objects.filter(live(), client=stays).select_related("worker").first() if stays else None
        if main is None or joining is None:
            return None
        return join_clients(
            stays=stays, joining=joining, main_worker=main.worker, reason="Viena ģimene", by=main.worker
        )

    def decide(self) -> object:
        """Decides the benefit of an adult, whom she must not lead."""
        return _decides(self.dice.choice(self.ground.adults), self._worker())

    def let_go(self) -> object:
        """Decides no longer."""
        return _lets_go(self.dice.choice(self.ground.adults), self._worker())

    # ------------------------------------------------------------ rogue rows

    def _rogue(self) -> None:
        """A row written past the actions: the database itself refuses it."""
        name, make = self.dice.choice(list(self._rogues().items()))
        try:
            with transaction.atomic():
                row = make()
                if row is None:
                    return
                self._count(self.outcome.rogue, name)
                row.save(force_insert=True)
        except IntegrityError:
            return
        with self.lock:
            self.outcome.let_in.append(name)

    def _rogues(self) -> dict[str, Callable[[], Model | None]]:
        """What would be wrong → the row that would make it so, beside a right one that stands meanwhile."""
        return {
            "second lead": self._second_lead,
            "second stage": self._second_stage,
            "second main worker": self._second_main_worker,
            "code held twice": self._second_holder,
            "number given twice": self._same_number,
            "other side": self._other_side,
            "superseded twice": self._fork,
            "without a source": self._sourceless,
        }

    def _second_lead(self) -> Model | None:
        case = self._case()
        return case and LeadPeriod(case=case, worker=self._worker(), since=clock.now(), reason="rogue")

    def _second_stage(self) -> Model | None:
        case = self._case()
        return case and StagePeriod(case=case, stage="intervention", since=clock.now(), by=self._worker())

    def _second_main_worker(self) -> Model | None:
        """The client is held, so that nobody ends the first one meanwhile."""
        client = self._one(Client.objects.filter(live()))
        held = Client.objects.select_for_update().filter(live(), pk=client.pk).first() if client else None
        if held is None or not MainWorkerPeriod.objects.filter(live(), client=held).exists():
            return None
        return MainWorkerPeriod(client=held, worker=self._worker(), since=clock.now())

    def _second_holder(self) -> Model | None:
        code = self._one(CodeFact.objects.filter(standing="holds"))
        return code and _same_code(code, clock.now(), self._worker())

    def _same_number(self) -> Model | None:
        number = self._one(RunningNumber.objects.all())
        return number and RunningNumber(series_id=number.series_id, number=number.number)

    def _other_side(self) -> Model | None:
        """The side is held, so that nobody ends it meanwhile."""
        side = self._one(Side.objects.filter(live()))
        held = Side.objects.select_for_update().filter(live(), pk=side.pk).first() if side else None
        return held and _other_side(held, clock.now())

    def _fork(self) -> Model | None:
        statement = self._one(Statement.objects.filter(supersedes__isnull=False))
        return statement and _fork(statement, clock.now(), self._worker())

    def _sourceless(self) -> Model | None:
        case = self._case()
        return case and _sourceless(case, clock.now(), self._worker())


@act
def _entered(identity: Identity, by: User) -> PersonRecord:
    return place_person(identity=identity, source=RecordSource.SYNTHETIC, search=None, by=by)


@act
def _decides(record: PersonRecord, worker: User) -> bool:
    hold_persons([record.pk])
    numbers = {"record": [record.pk]}
    moment = clock.now()
    give(holder=holder_of(worker), numbers=numbers, opens=Opens.FACTS, ground=Ground.DECIDES,
         ground_no=record.pk, at=moment)  # fmt: skip
    note(act="tests.decides", about="people.personrecord", about_no=record.pk, by=worker, at=moment)
    return True


@act
def _lets_go(record: PersonRecord, worker: User) -> bool:
    hold_persons([record.pk])
    moment = clock.now()
    take_back(ground=Ground.DECIDES, ground_no=record.pk, at=moment, holder=holder_of(worker))
    note(act="tests.lets_go", about="people.personrecord", about_no=record.pk, by=worker, at=moment)
    return True


def _same_code(code: CodeFact, at: Any, by: User) -> CodeFact:
    other = PersonRecord.objects.exclude(pk=code.record_id).order_by("-pk").first()
    return CodeFact(record=other, code=code.code, standing="holds", noted_at=at, noted_by=by)


def _other_side(side: Side, at: Any) -> Side:
    ground = Ground.DECIDES if side.ground == Ground.LEAD else Ground.LEAD
    return Side(
        holder_id=side.holder_id, about=side.about, about_no=side.about_no, separation=side.separation,
        ground=ground, since=at,
    )  # fmt: skip


def _fork(statement: Statement, at: Any, by: User) -> Statement:
    return Statement(
        case_id=statement.case_id, kind="fact", source="rogue", text="rogue", said_on=clock.local_date(at),
        noted_by=by, noted_at=at, supersedes_id=statement.supersedes_id,
    )  # fmt: skip


def _sourceless(case: Case, at: Any, by: User) -> Statement:
    return Statement(
        case=case, kind="fact", source="", text="rogue", said_on=clock.local_date(at), noted_by=by, noted_at=at
    )


def run(ground: Arena, *, threads: int, acts: int, seconds: float) -> Outcome:
    """All threads at once, with a sealer beside them; stops at the deadline."""
    outcome, lock, stop = Outcome(), threading.Lock(), threading.Event()
    workers = [Worker(ground, outcome, lock, seed) for seed in range(threads)]
    each = -(-acts // threads)
    running = [threading.Thread(target=one.run, args=(each, stop)) for one in workers]
    sealer = threading.Thread(target=_seal, args=(stop,))
    alarm = threading.Timer(seconds, stop.set)
    for thread in (alarm, sealer, *running):
        thread.start()
    for thread in running:
        thread.join()
    alarm.cancel()
    stop.set()
    sealer.join()
    return outcome


def _seal(stop: threading.Event) -> None:
    try:
        while not stop.wait(0.2):
            seal_once()
    finally:
        connection.close()
