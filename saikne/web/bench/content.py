"""What stands in the files of the bench: plans, goals, steps, statements, agreements, a long journal."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice
from random import Random
from typing import TypeVar

from django.db import models, transaction

from saikne.accounts.models import User
from saikne.cases.actions.plan_steps import copy_first_steps
from saikne.cases.models import (
    Agreement,
    Assessment,
    Case,
    Chapter,
    ChapterParty,
    ChapterVersion,
    ChildAim,
    Client,
    Goal,
    GoalAnswer,
    JournalEntry,
    Plan,
    Problem,
    Statement,
    Step,
)
from saikne.core import clock
from saikne.core.models import NumberSeries, RunningNumber
from saikne.people.models import PersonRecord


@dataclass(frozen=True, slots=True)
class Home:
    """The people of one file."""

    adults: list[PersonRecord]
    children: list[PersonRecord]

    @property
    def records(self) -> list[PersonRecord]:
        """All of them."""
        return [*self.adults, *self.children]


Files = list[tuple[Case, Home, User]]
M = TypeVar("M", bound=models.Model)


def in_batches(rows: Iterable[M], model: type[M]) -> list[M]:
    """Write rows two thousand at a time."""
    made: list[M] = []
    source = iter(rows)
    while batch := list(islice(source, 2000)):
        with transaction.atomic():
            made += model._default_manager.bulk_create(batch)
    return made


def _goals(files: Files, plans: list[Plan], due: date, random: Random) -> list[Goal]:
    """Three goals in each plan."""
    return in_batches(
        (
            Goal(
                plan=plan, case=case, title=f"{number}. mērķis", asked_by="client", state="in_progress",
                level=random.randrange(-2, 3), due=due,
            )
            for (case, _home, _lead), plan in zip(files, plans, strict=True)
            for number in range(1, 4)
        ),
        Goal,
    )  # fmt: skip


def write_content(files: Files, clients: list[Client], agreed: NumberSeries, moment: datetime, random: Random) -> None:
    """Plans, goals, answers, steps, aims, statements, problems, assessments and agreements."""
    today = clock.today()
    plans = Plan.objects.bulk_create(Plan(client=client, since=moment) for client in clients)
    goals = _goals(files, plans, today + timedelta(days=60), random)
    by_goal = [(goal, *files[n // 3]) for n, goal in enumerate(goals)]
    in_batches(
        (
            GoalAnswer(goal=goal, record=record, answer="agrees", on=today, noted_at=moment, by=lead)
            for goal, _case, home, lead in by_goal
            for record in home.adults
        ),
        GoalAnswer,
    )
    in_batches(
        (
            Step(
                goal=goal, user=lead if n % 2 else None, record=None if n % 2 else home.adults[0],
                text="Sarunāt tikšanos", due=today + timedelta(days=random.randrange(-10, 60)),
            )
            for goal, _case, home, lead in by_goal
            for n in range(2)
        ),
        Step,
    )  # fmt: skip
    in_batches(
        (
            ChildAim(plan=plan, record=child, aim="Bērns apmeklē skolu", now="Kavē retāk", own_words="Labi", on=today)
            for (_c, home, _lead), plan in zip(files, plans, strict=True)
            for child in home.children
        ),
        ChildAim,
    )
    copy_first_steps(Case.objects.all())
    _told(files, moment)
    _agreements(files, clients, agreed, moment)


def _told(files: Files, moment: datetime) -> None:
    in_batches(
        (
            Statement(
                case=case, kind=("fact", "opinion", "own_words")[n % 3],
                topic=("strength", "situation", "risk", "need")[n % 4], source="saruna", text="Stāsts " * 8,
                said_on=moment.date(), noted_by=lead, noted_at=moment,
            )
            for case, _home, lead in files
            for n in range(8)
        ),
        Statement,
    )  # fmt: skip
    in_batches(
        (
            Problem(
                case=case, record=home.adults[0], kind=kind, what="Parāds par elektrību", severity="medium",
                since=moment.date(), noted_by=lead, noted_at=moment,
            )
            for case, home, lead in files
            for kind in ("debt", "addiction", "school")
        ),
        Problem,
    )  # fmt: skip
    Assessment.objects.bulk_create(
        Assessment(
            case=case, state="approved", strengths="Ģimene lūdz palīdzību", risk="medium", begun_at=moment,
            begun_by=lead, signed_at=moment, signed_by=lead, approved_at=moment, approved_by=lead,
            sha256=f"{case.pk:064d}",
        )
        for case, _home, lead in files
    )  # fmt: skip


def _agreements(files: Files, clients: list[Client], agreed: NumberSeries, moment: datetime) -> None:
    numbers = RunningNumber.objects.bulk_create(RunningNumber(series=agreed, number=n + 1) for n in range(len(files)))
    agreements = Agreement.objects.bulk_create(
        Agreement(client=client, state="in_force", number=number, in_force_since=moment)
        for client, number in zip(clients, numbers, strict=True)
    )
    chapters = in_batches(
        (
            Chapter(
                agreement=agreement, kind=kind, state="in_force", owner=lead, since=moment.date(),
                until=clock.today() + timedelta(days=90),
            )
            for (_c, _h, lead), agreement in zip(files, agreements, strict=True)
            for kind in ("cooperation", "participation")
        ),
        Chapter,
    )  # fmt: skip
    by_chapter = [(chapter, *files[n // 2]) for n, chapter in enumerate(chapters)]
    in_batches(
        (
            ChapterVersion(
                chapter=chapter, number=1, points=[{"text": "Tiekamies reizi divās nedēļās"}], sha256="0" * 64,
                made_at=moment, made_by=lead,
            )
            for chapter, _c, _h, lead in by_chapter
        ),
        ChapterVersion,
    )  # fmt: skip
    in_batches(
        (
            ChapterParty(chapter=chapter, record=record)
            for chapter, _c, home, _l in by_chapter
            for record in home.adults
        ),
        ChapterParty,
    )


def write_journal(files: Files, count: int) -> None:
    """So many entries, spread over all files."""
    each, today, moment = max(1, count // len(files)), clock.today(), clock.now()
    in_batches(
        islice(
            (
                JournalEntry(
                    case=case, kind=("home_visit", "office", "call", "letter")[n % 4], on=today - timedelta(days=7 * n),
                    minutes=30, text="Sarunājām nākamo tikšanos. " * 4, by=lead, noted_at=moment,
                )
                for n in range(each)
                for case, _home, lead in files
            ),
            count,
        ),
        JournalEntry,
    )  # fmt: skip
