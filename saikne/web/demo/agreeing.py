"""The agreement: chapters drafted, signed by everybody, in force; in a few families a draft that clashes."""

from collections.abc import Iterable
from datetime import date, time, timedelta
from functools import partial

from saikne.cases.actions.agreement import Heard, end_chapter, put_in_force, sign
from saikne.cases.actions.agreement_chapters import ChapterText, add_chapter
from saikne.cases.enums import ChapterKind, ChapterState, SigningWay, Stage
from saikne.cases.models import Chapter, ChapterParty, ChapterVersion
from saikne.cases.rules.agreement_wording import Point
from saikne.cases.rules.results_dates import add_months
from saikne.core import clock
from saikne.web.demo.family import NOT_ASKED, YOUNGEST_ASKED, Family
from saikne.web.demo.stories import Told

TUESDAY = 2
MONEY = {"debts", "poverty", "unemployment"}
HALF_YEAR, YEAR = 6, 12


def plan_agreement(family: Family) -> None:
    """Drafted and signed in one meeting, in force the same day."""
    family.diary.on(family.course.agreed, partial(_agree, family))


def _agree(family: Family) -> None:
    for kind in _kinds(family):
        add_chapter(case=family.case, text=_text(family, kind), by=family.lead)
    sign_all(family)
    put_in_force(case=family.case, heard=_heard(family), by=family.lead)
    if family.plot.stage == Stage.INTERVENTION and family.chance(0.06):
        family.diary.on(family.diary.today - timedelta(days=5), partial(clashing_draft, family))


def _kinds(family: Family) -> list[str]:
    keys = {theme["key"] for theme in family.plot.themes}
    found = [ChapterKind.COOPERATION]
    if keys & MONEY and family.chance(0.6):
        found.append(ChapterKind.PARTICIPATION)
    if "boundaries" in keys or family.chance(0.12):
        found.append(ChapterKind.SERVICE)
    return [str(kind) for kind in found]


def sign_all(family: Family) -> None:
    """Everybody signs every draft on paper."""
    drafts = Chapter.objects.filter(agreement__client=family.case.client_id, state=ChapterState.DRAFT)
    versions = ChapterVersion.objects.filter(chapter__in=drafts).order_by("number")
    parties = ChapterParty.objects.filter(chapter__in=drafts).values_list("pk", flat=True)
    sign(
        case=family.case,
        wordings=dict(versions.values_list("chapter_id", "pk")),
        parties=list(parties),
        on=clock.today(),
        way=SigningWay.PAPER if family.chance(0.85) else SigningWay.ELECTRONIC,
        by=family.lead,
    )


def _text(family: Family, kind: str) -> ChapterText:
    told, today = family.told.texts["chapters"][kind], clock.today()
    provider = family.institution("provider") if kind == ChapterKind.SERVICE else None
    return ChapterText(
        kind=kind,
        owner=family.lead.pk,
        ground=told["ground"],
        since=today,
        until=_until(family, kind, today),
        people=tuple(family.adults(today)),
        institutions=(provider,) if provider else (),
        points=tuple(_points(family, kind, told)),
    )


def _until(family: Family, kind: str, today: date) -> date:
    """Half a year or a year; not so short that it would have passed by now."""
    if family.ends_soon:
        return family.diary.today + timedelta(days=family.random.randrange(6, 27))
    ahead = (family.last_day - today).days
    months = HALF_YEAR if ahead < 170 and (kind != ChapterKind.COOPERATION or family.chance(0.6)) else YEAR
    return add_months(today, months)


def _points(family: Family, kind: str, told: Told) -> Iterable[Point]:
    """The numbered points; the parents' group has its day and time."""
    cast = family.plot.cast(family.plot.themes[0])
    known = family.fitting(told["points"])
    for number, text in enumerate(known):
        said = cast.say(text)
        if kind == ChapterKind.SERVICE and number == 0:
            yield Point(said, (TUESDAY,), time(17, 30), time(19, 0), tuple(family.adults(clock.today())[:1]))
        elif said and not (kind == ChapterKind.SERVICE and number == len(known) - 1):
            yield Point(said)


def _heard(family: Family) -> list[Heard]:
    """What the children said of the agreement."""
    today, found = clock.today(), []
    for place, number in family.children(today):
        if family.age(place, today) < YOUNGEST_ASKED:
            found.append(Heard(number, why_not_asked=NOT_ASKED))
        else:
            found.append(Heard(number, said=family.words_of(place, today)))
    return found


def clashing_draft(family: Family) -> None:
    """A chapter in draft that wants the same person at the same time as the parents' group."""
    taken = Chapter.objects.filter(
        agreement__client=family.case.client_id, kind=ChapterKind.SERVICE, state=ChapterState.IN_FORCE
    )
    if not taken.exists():
        return
    today = clock.today()
    told = family.told.texts["chapters"]["work_skills"]
    who = tuple(family.adults(today)[:1])
    text = ChapterText(
        kind=ChapterKind.WORK_SKILLS,
        owner=family.lead.pk,
        ground=told["ground"],
        since=today + timedelta(days=10),
        until=add_months(today, 3),
        people=tuple(family.adults(today)),
        institutions=(),
        points=(
            Point(told["points"][0]),
            Point("Darbs notiek otrdienās plkst. 14:00–18:00.", (TUESDAY,), time(14, 0), time(18, 0), who),
        ),
    )
    add_chapter(case=family.case, text=text, by=family.lead)


def end_agreement(family: Family, because: str) -> None:
    """All chapters end, and the agreement with the last of them."""
    for chapter in Chapter.objects.filter(agreement__client=family.case.client_id, state=ChapterState.IN_FORCE):
        end_chapter(case=family.case, chapter=chapter, because=because, by=family.lead)
