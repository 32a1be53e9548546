"""One family by which the demo is recognised: Ozoliņu ģimene, led by Maija Liepa."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import partial

from saikne.cases.actions.access import judge_emergency, open_in_emergency
from saikne.cases.actions.agreement import Heard, put_in_force
from saikne.cases.actions.agreement_chapters import ChapterText, add_chapter
from saikne.cases.actions.journal import Happening, Said, write_entry, write_psychosocial
from saikne.cases.actions.plan import AimText, GoalText, add_goal, answer_goal, set_child_aim, set_level
from saikne.cases.actions.plan import Said as Answered
from saikne.cases.actions.plan_steps import Doer, StepText, add_obstacle, add_step, finish_step
from saikne.cases.actions.results import add_review
from saikne.cases.actions.talk_stages import move_stage
from saikne.cases.actions.team import add_deputy, add_member
from saikne.cases.enums import ChapterKind, EntryKind, Stage, StatementKind, TeamRole
from saikne.cases.models import Goal, Step
from saikne.cases.queries.access import Target
from saikne.cases.rules.agreement_wording import Point
from saikne.cases.rules.results_dates import add_months
from saikne.cases.rules.talk_voices import Voice
from saikne.core import clock
from saikne.people.enums import MemberRole, TieKind
from saikne.people.models import PersonRecord
from saikne.privacy.actions import log_shown
from saikne.privacy.enums import EmergencyAnswer, EmergencyReason
from saikne.web.demo.agreeing import sign_all
from saikne.web.demo.assess import plan_assessment
from saikne.web.demo.begin import plan_beginning
from saikne.web.demo.course import Course
from saikne.web.demo.diary import Deed, Diary, last_working_day, moment
from saikne.web.demo.family import Family
from saikne.web.demo.months import plan_birthdays
from saikne.web.demo.ozolini_told import AIMS, ENTRIES, GOALS, NOTEBOOK, EntryTold, GoalTold, StepTold
from saikne.web.demo.people import Draft, Home, HomeMaker
from saikne.web.demo.planning import LEVEL_KEYS, doer_of
from saikne.web.demo.plots import Plot
from saikne.web.demo.stories import Cast, Library, Told

STORY, THEMES = "dark_evenings", ("school_absence", "debts", "alcohol")
ADDRESS, PARISH = "Bērzu iela 6–2, Sēme", "Sēmes pagasts"
ROLES = {"mother": 0, "partner": 1, "child": 2, "son": 3}


@dataclass
class OzoliniPlot(Plot):
    """The family of the drawn screens: the daughter's father lives elsewhere, the son is the partner's."""

    def ties(self) -> Iterator[tuple[PersonRecord, PersonRecord, str]]:
        """Who is what to whom."""
        mother, partner, daughter, son = self.home.records
        grandmother, father = (self.beside[role].records[0] for role in ("grandmother", "father"))
        for child in (daughter, son):
            yield mother, child, TieKind.BIRTH_PARENT
            yield grandmother, child, TieKind.GRANDPARENT
        yield father, daughter, TieKind.BIRTH_PARENT
        yield partner, son, TieKind.BIRTH_PARENT
        yield grandmother, mother, TieKind.BIRTH_PARENT
        yield mother, partner, TieKind.PARTNER


def ozolini(maker: HomeMaker, told: Library, today: date) -> OzoliniPlot:
    """The people, where they live, and when what happened."""
    people = (
        ("Sanita", "Ozoliņa", 38, "F", MemberRole.PARENT),
        ("Raivis", "Krastiņš", 41, "M", MemberRole.PARTNER),
        ("Elza", "Ozoliņa", 14, "F", MemberRole.CHILD),
        ("Toms", "Krastiņš", 7, "M", MemberRole.CHILD),
    )
    home = Home([_person(maker, today, *one) for one in people], ADDRESS, PARISH, today - timedelta(days=3000))
    elsewhere = {
        "grandmother": ("Velta", "Lapa", 66, "F", MemberRole.OTHER),
        "father": ("Andris", "Ozoliņš", 41, "M", MemberRole.OTHER),
    }
    beside = {
        role: Home([_person(maker, today, *one)], f"{maker.make.street()}, {place}", place, home.since)
        for (role, one), place in zip(elsewhere.items(), (PARISH, "Tukums"), strict=True)
    }
    story = next(story for story in told.stories if story["key"] == STORY)
    story = {**story, "practice": "Tiekamies reizi divās nedēļās dienestā vai mājās. Pagalmā ir suns."}
    themes = [_first_wording(told.themes[key]) for key in THEMES]
    roles = {role: place for role, place in ROLES.items() if role != "child"}
    parents = {"alcohol": "partner"}
    return OzoliniPlot(
        "family", story, themes, _course(today), str(Stage.INTERVENTION), home, roles, beside, parents=parents
    )


def _person(maker: HomeMaker, today: date, first: str, last: str, age: int, sex: str, role: str) -> Draft:
    born = today.replace(day=min(today.day, 28), year=today.year - age) - timedelta(days=70 + 3 * age)
    return Draft(first, last, born, sex, maker.make.code(born), role)


def _first_wording(theme: Told) -> Told:
    problem = theme["problem"]
    return {**theme, "problem": {**problem, "what": problem["what"][:1], "cause": problem["cause"][:1]}}


def _course(today: date) -> Course:
    ago = (266, 263, 258, 253, 248, 232, 227, 222, 216, 208)
    return Course(*(last_working_day(today - timedelta(days=days)) for days in ago))


def plan_ozolini(family: Family) -> None:
    """The family's whole year; as usual until the assessment, then in its own words."""
    family.psychosocial = True
    plan_beginning(family)
    plan_assessment(family)
    course, diary = family.course, family.diary
    diary.on(course.planned, partial(_gather_team, family), at=time(9, 0))
    diary.on(course.planned, partial(_plan, family), at=time(10, 0))
    diary.on(course.intervention, lambda: move_stage(case=family.case, to=Stage.INTERVENTION, by=family.lead))
    diary.on(course.agreed, partial(_agree, family))
    for told in ENTRIES:
        _on(diary, told.ago, told.hour, partial(_write, family, told))
    for text, ago in zip(family.told.texts["psychosocial"], NOTEBOOK, strict=True):
        _on(diary, ago, (13, 0), partial(_note, family, text))
    _on(diary, 91, (14, 0), partial(_review, family))
    plan_birthdays(family)
    _plan_access(family)


def _on(diary: Diary, ago: int, hour: tuple[int, int], deed: Deed) -> None:
    """So many days ago, or on the Friday before."""
    day = last_working_day(diary.today - timedelta(days=ago))
    diary.at(moment(day, time(*hour)), deed)


def _cast(family: Family, key: str) -> tuple[Told, Cast]:
    return next((theme, cast) for theme, cast in family.casts if theme["key"] == key)


def _plan(family: Family) -> None:
    for told in GOALS:
        _goal(family, told)
    numbers = family.plot.home.records
    for child in AIMS:
        text = AimText(child.aim, child.now, child.words, child.why_not)
        set_child_aim(case=family.case, record=numbers[ROLES[child.role]].pk, text=text, base=0, by=family.lead)


def _goal(family: Family, told: GoalTold) -> None:
    theme, cast = _cast(family, told.theme)
    goal_told = theme["goal"]
    text = GoalText(
        part="intervention",
        record=cast.about(goal_told["about"]),
        title=cast.say(goal_told["title"]),
        wish=goal_told["wish"],
        asked_by=told.asked_by,
        levels=dict(zip(LEVEL_KEYS, goal_told["levels"], strict=True)),
        due=family.diary.today + timedelta(days=told.due),
    )
    goal = add_goal(case=family.case, text=text, start_level=told.start, by=family.lead)
    numbers = family.plot.home.records
    answers = [Answered(numbers[ROLES[role]].pk, answer, words) for role, answer, words in told.answers]
    answer_goal(goal=goal, answers=answers, on=clock.today(), by=family.lead)
    for ago, level, reached in told.climbs:
        _on(family.diary, ago, (15, 45), partial(_climb, family, goal, level, reached=reached))
    for number, step in enumerate(told.steps):
        ago = 12 + number if not step.done else 60 - step.due
        _on(family.diary, min(ago, 218), (11, 30), partial(_step, family, goal, step, cast))


def _climb(family: Family, goal: Goal, level: int, *, reached: bool) -> None:
    held = Goal.objects.get(pk=goal.pk)
    set_level(goal=held, level=level, reached=reached, base=held.version, by=family.lead)


def _step(family: Family, goal: Goal, told: StepTold, cast: Cast) -> None:
    due = family.diary.today + timedelta(days=told.due)
    doer = doer_of(family, told.doer, cast) or Doer(user=family.lead.pk)
    step = add_step(goal=goal, text=StepText(doer, told.text, due, told.remark), by=family.lead)
    if told.obstacle:
        kind, what = told.obstacle
        add_obstacle(step=step, kind=kind, what=what, on=clock.today(), by=family.lead)
    if told.done:
        _on(family.diary, -told.due, (16, 0), partial(_finish, family, step.pk))


def _finish(family: Family, number: int) -> None:
    finish_step(step=Step.objects.get(pk=number), by=family.lead)


def _gather_team(family: Family) -> None:
    workers, lines = family.demo.workers, family.told.texts["team_lines"]
    for name, role in (("assistance", TeamRole.ASSISTANCE), ("psychosocial", TeamRole.PSYCHOSOCIAL)):
        add_member(case=family.case, user=workers[name], role=role, does=lines[str(role)], by=family.lead)


def _agree(family: Family) -> None:
    """Cooperation with the lead, participation with the assistance organiser; both for a year."""
    today, chapters = clock.today(), family.told.texts["chapters"]
    owners = {ChapterKind.COOPERATION: family.lead, ChapterKind.PARTICIPATION: family.demo.workers["assistance"]}
    cast = _cast(family, "debts")[1]
    for kind, owner in owners.items():
        told = chapters[str(kind)]
        text = ChapterText(
            kind=str(kind),
            owner=owner.pk,
            ground=told["ground"],
            since=today,
            until=add_months(today, 12),
            people=tuple(family.adults(today)),
            institutions=(),
            points=tuple(Point(cast.say(point)) for point in told["points"]),
        )
        add_chapter(case=family.case, text=text, by=family.lead)
    sign_all(family)
    elza, toms = (record.pk for record in family.plot.home.records[2:])
    heard = [Heard(elza, said=AIMS[0].words), Heard(toms, why_not_asked=AIMS[1].why_not)]
    put_in_force(case=family.case, heard=heard, by=family.lead)


def _write(family: Family, told: EntryTold) -> None:
    if isinstance(told.text, str):
        text = told.text
    else:
        theme, cast = _cast(family, told.text[0])
        text = cast.say(theme["journal"][told.text[1]]["text"])
    numbers = family.plot.home.records
    write_entry(
        case=family.case,
        what=Happening(
            on=clock.today(),
            text=text,
            kind=told.kind,
            work=told.work,
            at_time=time(*told.hour),
            minutes=told.minutes,
            travel_minutes=told.travel,
            records=tuple(sorted(numbers[ROLES[role]].pk for role in told.present)),
            others=told.others,
        ),
        statements=_statements(family) if told.ago == ENTRIES[-2].ago else (),
        by=family.lead,
    )


def _statements(family: Family) -> list[Said]:
    """What stays in the summary after the last visit."""
    elza = family.plot.home.records[ROLES["child"]].pk
    return [
        Said(StatementKind.FACT, "Trīs nedēļas pēc kārtas burtnīcā pierakstīti visi izdevumi.", "apsekošana"),
        Said(StatementKind.OWN_WORDS, "„Zīmēšanas pulciņā es aizmirstu par matemātiku.”", "saruna ar bērnu", elza),
    ]


def _note(family: Family, text: str) -> None:
    partner = family.plot.home.records[ROLES["partner"]].pk
    what = Happening(
        on=clock.today(), text=text, kind=EntryKind.OFFICE, at_time=time(13, 0), minutes=50, records=(partner,)
    )
    write_psychosocial(case=family.case, what=what, by=family.demo.workers["psychosocial"])


def _review(family: Family) -> None:
    """Three months ago; the next one is due today."""
    numbers = [record.pk for record in family.plot.home.records]
    voices = [
        Voice(numbers[0], child=False, took_part=True, said="Par parādu grib runāt visi kopā."),
        Voice(numbers[1], child=False, took_part=True),
        Voice(numbers[2], child=True, took_part=True, said="„Skolā ir labi, tikai matemātika iet par ātru.”"),
        Voice(numbers[3], child=True, took_part=False, why_not_asked="slimoja, sarunu pārcēla"),
    ]
    found = "Kavējumi samazinājušies. Parāda grafika vēl nav, piegādātājs uz vēstuli neatbild. Mērķi paliek tie paši."
    add_review(
        case=family.case, on=clock.today(), found=found, next_due=family.diary.today, voices=voices, by=family.lead
    )


def _plan_access(family: Family) -> None:
    """A deputy for the coming weeks, an emergency at night that the head has answered, and who looked."""
    diary, workers = family.diary, family.demo.workers
    _on(diary, 4, (16, 30), partial(_stand_in, family))
    night = moment(diary.today - timedelta(days=5), time(22, 40))
    diary.at(night, partial(_emergency, family))
    for ago, hour, name in ((9, (11, 20), "assistance"), (2, (9, 40), "psychosocial"), (1, (8, 55), "family")):
        numbers = {record.pk: "" for record in family.plot.home.records}
        look = partial(log_shown, user=workers[name], records=numbers, page="cases:file")
        _on(diary, ago, hour, look)


def _stand_in(family: Family) -> None:
    until = family.diary.today + timedelta(days=18)
    line = family.told.texts["team_lines"]["deputy"]
    add_deputy(case=family.case, user=family.demo.workers["parish"], until=until, does=line, by=family.lead)


def _emergency(family: Family) -> None:
    told, workers = family.told.texts["break_glass"][0], family.demo.workers
    row = open_in_emergency(
        target=Target(case=family.case), reason=EmergencyReason.POLICE_CALL, words=told["reason"], by=workers["adults"]
    )
    answer = partial(
        judge_emergency, row=row, answer=EmergencyAnswer.JUSTIFIED, words=told["answer"], by=workers["head"]
    )
    family.diary.at(clock.now() + timedelta(hours=10), answer)
    numbers = {record.pk: "" for record in family.plot.home.records}
    look = partial(log_shown, user=workers["adults"], records=numbers, page="cases:file")
    family.diary.at(clock.now() + timedelta(minutes=1), look)
