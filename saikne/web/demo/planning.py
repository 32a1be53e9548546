"""The plan: goals with five levels, answers, what each child says, steps with what hinders them."""

from datetime import date, timedelta
from functools import partial

from saikne.cases.actions.plan import AimText, GoalText, Said, add_goal, answer_goal, set_child_aim, set_level
from saikne.cases.actions.plan_steps import Doer, StepText, add_obstacle, add_step, drop_step, finish_step
from saikne.cases.actions.talk_stages import move_stage
from saikne.cases.enums import Answer, GoalState, Level, PlanPart, Stage, StepState
from saikne.cases.models import Goal, Step
from saikne.cases.queries.plan_doers import step_doers
from saikne.core import clock
from saikne.web.demo.diary import working_day
from saikne.web.demo.family import NOT_ASKED, YOUNGEST_ASKED, Family
from saikne.web.demo.plots import ADULT
from saikne.web.demo.stories import Cast, Told

JOINED = timedelta(days=3)  # by then those who stand beside the lead have joined
LEVEL_KEYS = ("-2", "-1", "0", "1", "2")
SMALL_AIM = {
    "aim": "{child} aug veselīgi, labi guļ un ir drošībā",
    "now": ["Ģimenes ārsta vizītes notiek laikus, miegs vēl nemierīgs"],
}
PLAIN_AIMS = (
    (4, 12, "{child} pēc mācībām iet pulciņā, kas patīk", "Pulciņa vēl nav, patīk zīmēt un skriet"),
    (13, 18, "{child} pabeidz mācību gadu un zina, ko grib mācīties tālāk", "Mācās labi, par nākotni runā maz"),
    (4, 18, "{child} mājās jūtas mierīgi un var uzaicināt draugus", "Draugi uz mājām vēl nenāk"),
)


def plan_planning(family: Family) -> None:
    """Goals, answers and aims; then the stage of intervention, and steps through the months."""
    course, diary = family.course, family.diary
    diary.on(course.planned, partial(_plan, family))
    diary.on(course.intervention, lambda: move_stage(case=family.case, to=Stage.INTERVENTION, by=family.lead))


def _plan(family: Family) -> None:
    for theme, cast in family.casts:
        if cast.say(theme["goal"]["title"]):
            _goal(family, theme, cast)
    for place, number in family.children(clock.today()):
        _aim(family, place, number)


def _goal(family: Family, theme: Told, cast: Cast) -> None:
    told, today = theme["goal"], clock.today()
    levels = {key: cast.say(text) or text for key, text in zip(LEVEL_KEYS, told["levels"], strict=True)}
    start = Level.MUCH_LESS if family.chance(0.7) else Level.LESS
    text = GoalText(
        part=told.get("part", PlanPart.INTERVENTION),
        record=cast.about(told["about"]),
        title=cast.say(told["title"]),
        wish=cast.say(told["wish"]),
        asked_by=told["asked_by"],
        levels=levels,
        due=max(today + timedelta(days=70), family.last_day + timedelta(days=family.random.randrange(5, 150))),
    )
    goal = add_goal(case=family.case, text=text, start_level=start, by=family.lead)
    answer_goal(goal=goal, answers=_answers(family, cast, told), on=today, by=family.lead)
    _plan_steps(family, goal, theme, cast)
    _plan_levels(family, goal)


def _answers(family: Family, cast: Cast, told: Told) -> list[Said]:
    """What each adult answers, and the child whom the goal is about."""
    today, texts = clock.today(), family.told.texts["answers"]
    found = []
    for number in family.adults(today):
        answer = family.random.choices((Answer.AGREES, Answer.LATER, Answer.REFUSES), (90, 7, 3))[0]
        found.append(Said(number, answer, family.pick(texts[str(answer)])))
    child = cast.about("child") if told["about"] == "child" else None
    if child and child not in family.adults(today):
        found.append(Said(child, Answer.AGREES, family.pick(texts["agrees"])))
    return found


def _aim(family: Family, place: int, number: int) -> None:
    """The line of one child."""
    age = family.age(place, clock.today())
    fitting = [theme["child_aim"] for theme in family.themes_of(place, clock.today())]
    fresh = [aim for aim in fitting if aim["aim"] not in family.aims]
    told = fresh[0] if fresh else _any_aim(family, age)
    family.aims.add(told["aim"])
    cast = family.casts[0][1].with_child(family.first_name(place), number)
    asked = age >= YOUNGEST_ASKED
    text = AimText(
        aim=cast.say(told["aim"]),
        now=cast.say(told["now"][0]),
        own_words=family.words_of(place, clock.today()) if asked else "",
        why_not_asked="" if asked else NOT_ASKED,
    )
    set_child_aim(case=family.case, record=number, text=text, base=0, by=family.lead)


def _any_aim(family: Family, age: int) -> Told:
    """A plain aim that fits the age."""
    aims = [{"aim": aim, "now": [now]} for least, most, aim, now in PLAIN_AIMS if least <= age <= most]
    fresh = [aim for aim in aims if aim["aim"] not in family.aims]
    return (fresh or aims or [SMALL_AIM])[0]


def _plan_steps(family: Family, goal: Goal, theme: Told, cast: Cast) -> None:
    """Some steps now, the others later; the last ones stand now and wait to be done."""
    rows = [(text, doer) for one in theme["goal"]["steps"] if (text := cast.say(one["text"])) and
            (doer := doer_of(family, one["doer"], cast))]  # fmt: skip
    family.random.shuffle(rows)
    if family.plot.kind == ADULT:
        rows.sort(key=lambda row: row[1].user is not None)
    first, last = clock.today(), family.last_day
    joined = family.course.planned + JOINED
    spread = max((last - first).days - 20, 0)
    for number, (text, doer) in enumerate(rows):
        late = number >= max(len(rows) - 2, 1) and family.plot.stage == Stage.INTERVENTION
        begins = last - timedelta(days=family.random.randrange(4, 26)) if late else None
        day = max(begins or first + timedelta(days=spread * number // len(rows)), first)
        obstacle = theme.get("obstacle") if number == len(rows) - 1 else None
        deed = partial(_step, family, goal, text, doer, obstacle)
        if doer.user not in {None, family.lead.pk}:
            family.diary.on(max(day, joined), deed)
        elif number == 0 or day == first:
            deed()
        else:
            family.diary.on(day, deed)


def doer_of(family: Family, word: str, cast: Cast) -> Doer | None:
    """Who does a step; nobody if that is somebody who lives elsewhere."""
    beside = "psychosocial" if family.psychosocial else family.plot.worker
    workers = {"worker": family.plot.worker, "assistance": assistance_of(family), "psychosocial": beside}
    if word in workers:
        return Doer(user=family.demo.workers[workers[word]].pk)
    if word in ("parent", "mother", "father", "child", "grandmother", "partner", "adult"):
        number = cast.about(word)
        return Doer(record=number) if number else None
    institution = family.institution(word)
    return Doer(institution=institution) if institution else None


def assistance_of(family: Family) -> str:
    """Who reckons the family's benefits."""
    return {"west_family": "west_sp", "south_family": "south_sp"}.get(family.plot.worker, "assistance")


def _step(family: Family, goal: Goal, text: str, doer: Doer, obstacle: Told | None) -> None:
    if Goal.objects.get(pk=goal.pk).state in (GoalState.SET_ASIDE, GoalState.REACHED):
        return
    today = clock.today()
    due = _due(family, today)
    if doer.user not in (None, family.lead.pk) and not step_doers(family.case.pk).filter(pk=doer.user).exists():
        doer = Doer(user=family.lead.pk)  # the file has been closed to whoever stood beside
    step = add_step(goal=goal, text=StepText(doer, text[:200], due), by=family.lead)
    if obstacle and family.chance(0.5):
        hindered = today + timedelta(days=family.random.randrange(2, 12))
        if hindered < family.last_day:
            family.diary.on(hindered, partial(_hinder, family, step, obstacle))
    end = due + timedelta(days=family.random.randrange(-6, 9))
    if end < family.last_day:
        family.diary.on(max(end, today + timedelta(days=1)), partial(_end_step, family, step))


def _due(family: Family, today: date) -> date:
    """In some weeks; the steps of the last weeks are due about now."""
    ahead = (family.diary.today - today).days
    if ahead < 27 and family.plot.stage == Stage.INTERVENTION:
        latest = 8 if family.plot.kind == ADULT else 26
        near = 0 if family.chance(0.12) else family.random.randrange(-3, latest)
        return max(today + timedelta(days=1), family.diary.today + timedelta(days=near))
    return working_day(today + timedelta(days=family.random.randrange(18, 55)))


def _end_step(family: Family, step: Step) -> None:
    if Step.objects.get(pk=step.pk).state == StepState.TODO:
        if family.chance(0.93):
            finish_step(step=step, by=family.lead)
        else:
            drop_step(step=step, by=family.lead)


def _hinder(family: Family, step: Step, obstacle: Told) -> None:
    if Step.objects.get(pk=step.pk).state == StepState.TODO:
        what = family.plot.cast(family.plot.themes[0]).say(obstacle["what"])
        add_obstacle(step=step, kind=obstacle["kind"], what=what, on=clock.today(), by=family.lead)


def _plan_levels(family: Family, goal: Goal) -> None:
    """How far the goal comes: a level more every few months, in most families."""
    day = family.course.intervention + timedelta(days=family.random.randrange(30, 80))
    while day < family.last_day:
        family.diary.on(day, partial(_climb, family, goal))
        day += timedelta(days=family.random.randrange(70, 150))


def _climb(family: Family, goal: Goal) -> None:
    held = Goal.objects.get(pk=goal.pk)
    if held.state != GoalState.IN_PROGRESS or not family.chance(0.8):
        return
    level = min(held.level + 1, Level.MORE)
    reached = level >= Level.EXPECTED and family.chance(0.35)
    set_level(goal=held, level=level, reached=reached, base=held.version, by=family.lead)
