"""Agreements built by the acts themselves, for tests."""

from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

from saikne.cases.actions.agreement import Heard, put_in_force, sign
from saikne.cases.actions.agreement_chapters import ChapterText, add_chapter
from saikne.cases.models import Agreement, Chapter, ChapterParty
from saikne.cases.rules.agreement_wording import Point
from saikne.cases.tests.factories import Family
from saikne.core import clock


def points(*texts: str) -> tuple[Point, ...]:
    return tuple(Point(text) for text in texts)


def group_on_thursday(home: Family) -> Point:
    return Point("Ceturtdienās atbalsta grupa", (4,), time(10), time(12), (home.father.pk,))


def work_on_thursday(home: Family) -> Point:
    return Point("Ceturtdienās pagasta darbi", (3, 4), time(9), time(13), (home.father.pk,))


def chapter_text(home: Family, **changes: Any) -> ChapterText:
    today = clock.today()
    told = ChapterText(
        kind="cooperation",
        owner=home.lead.pk,
        ground="",
        since=today,
        until=today + timedelta(days=150),
        people=(home.mother.pk, home.father.pk),
        institutions=(),
        points=points("Reizi divās nedēļās tiekas ar Maiju Liepu", "Ja nevar ierasties, piezvana"),
    )
    return replace(told, **changes)


def chapter(home: Family, **changes: Any) -> Chapter:
    return add_chapter(case=home.case, text=chapter_text(home, **changes), by=home.lead)


def sign_all(home: Family, *chapters: Chapter, on: date | None = None) -> None:
    parties = ChapterParty.objects.filter(chapter__in=[one.pk for one in chapters])
    sign(
        case=home.case,
        wordings={one.pk: one.versions.order_by("-number")[0].pk for one in chapters},
        parties=list(parties.values_list("pk", flat=True)),
        on=on or clock.today(),
        way="paper",
        by=home.lead,
    )


def heard(home: Family) -> list[Heard]:
    return [Heard(home.daughter.pk, said="„Labi”"), Heard(home.son.pk, why_not_asked="Vēl mazs")]


def agreement_in_force(home: Family, **changes: Any) -> Agreement:
    sign_all(home, chapter(home, **changes))
    return put_in_force(case=home.case, heard=heard(home), by=home.lead)
