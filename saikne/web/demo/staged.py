"""Files of one child or one adult that go through stages: as much is told as shows where each of them stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from saikne.accounts.models import User
from saikne.cases.actions.plan import AimText, GoalText, Said, add_goal, answer_goal, set_child_aim
from saikne.cases.actions.plan_steps import Doer, StepText, add_step
from saikne.cases.actions.results import add_review
from saikne.cases.actions.talk import add_statement
from saikne.cases.actions.talk_assessment import Wording, approve_assessment, begin_assessment, sign_assessment
from saikne.cases.actions.talk_stages import move_stage
from saikne.cases.enums import Answer, Level, PlanPart, RiskLevel, Stage
from saikne.cases.models import Assessment, Case
from saikne.cases.rules.talk_assessment import PARENTS
from saikne.cases.rules.talk_voices import Voice
from saikne.core import clock
from saikne.people.models import PersonRecord
from saikne.people.rules import is_child
from saikne.web.demo.course import REVIEW_DAYS
from saikne.web.demo.diary import Diary
from saikne.web.demo.people import Draft
from saikne.web.demo.service import DemoService
from saikne.web.demo.stories import Cast, Library, Told

LEVEL_KEYS = ("-2", "-1", "0", "1", "2")
# Days since the opening, by stage: the youngest and the oldest file that stands there.
OPENED = {Stage.INTAKE: (1, 10), Stage.ASSESSMENT: (16, 38), Stage.INTERVENTION: (75, 1500)}
LATELY = 330  # what a child did is told while it is new
HEARD, WRITTEN, SIGNED, APPROVED, PLANNED, BEGUN = (timedelta(days=days) for days in (11, 24, 31, 36, 43, 47))
EVERY_WITH_STEP = 4
CONCLUSION = {
    True: "Atbalstu bērnam un viņa tuvajiem plānojam kopā ar bērnu. {summary}",
    False: "Mērķi izvirza pats klients, soļus sadalām kopā. {summary}",
}
NEED = "Uzticības cilvēks, skaidra kārtība un laiks sarunām"


def stage_of(number: int) -> Stage:
    """Of twelve files nine are worked on, two are assessed, one has just come."""
    return {11: Stage.INTAKE, 9: Stage.ASSESSMENT, 10: Stage.ASSESSMENT}.get(number % 12, Stage.INTERVENTION)


def opened_between(code: str, number: int) -> tuple[int, int]:
    """How many days ago such a file was opened, at least and at most."""
    least, most = OPENED[stage_of(number)]
    return least, min(most, LATELY) if code == "offence_prevention" else most


def theme_of(told: Library, code: str, number: int, age: int) -> Told:
    """What is told of this person: a theme of the kind that fits the age, one after the other."""
    known: dict[str, Sequence[Told]] = {
        "offence_prevention": told.minor_themes,
        "out_of_family": told.placed_themes,
        "care_leaver": [theme for theme in told.adult_themes if theme["key"] == "care_leaver"],
    }
    of_addiction = [theme for theme in told.adult_themes if theme["problem"]["kind"] == "addiction"]
    themes = known.get(code, of_addiction)
    fitting = [theme for theme in themes if theme["ages"][0] <= age <= theme["ages"][1]]
    return (fitting or list(themes))[number % len(fitting or themes)]


@dataclass
class StagedFile:
    """One such file after it was opened."""

    demo: DemoService
    told: Library
    diary: Diary
    worker: str
    case: Case
    record: PersonRecord
    person: Draft
    number: int

    def plan(self) -> None:
        """Its deeds up to the stage in which it stands."""
        opened, stage = clock.today(), stage_of(self.number)
        if stage == Stage.INTAKE:
            return
        self.diary.on(opened + HEARD, self._hear)
        if stage == Stage.ASSESSMENT:
            return
        for after, deed in ((WRITTEN, self._write), (SIGNED, self._sign), (APPROVED, self._approve)):
            self.diary.on(opened + after, deed)
        self.diary.on(opened + PLANNED, self._plan)
        self.diary.on(opened + BEGUN, partial(self._move, Stage.INTERVENTION))
        self._plan_review(opened + BEGUN)

    def _plan_review(self, begun: date) -> None:
        """Where work goes on for long, the plan was looked at within the last half year."""
        if (self.diary.today - begun).days > REVIEW_DAYS - 10:
            self.diary.on(self.diary.today - timedelta(days=self.diary.random.randrange(4, REVIEW_DAYS)), self._review)

    @property
    def lead(self) -> User:
        """Who leads the file."""
        return self.demo.workers[self.worker]

    @property
    def theme(self) -> Told:
        """What is told of this person; by the age on the day of the opening, so that it stays the same."""
        opened = clock.local_date(self.case.opened_at)
        return theme_of(self.told, self.case.kind.code, self.number, (opened - self.person.born).days // 365)

    @property
    def cast(self) -> Cast:
        """The one person of whom all is told."""
        word = self.theme["holder"]
        return Cast({word: self.person.first}, {word: self.record.pk})

    @property
    def child(self) -> bool:
        """Whether this is a child today."""
        return is_child(self.person.born, clock.today())

    def _hear(self) -> None:
        """The first words of both sides; then the stage of assessment."""
        for one in self.theme["statements"][1:]:
            add_statement(
                case=self.case,
                kind=one["kind"],
                topic=one["topic"],
                text=self.cast.say(one["text"]),
                source=one["source"],
                about=self.record.pk,
                said_on=clock.today(),
                by=self.lead,
            )
        self._move(Stage.ASSESSMENT)

    def _write(self) -> None:
        wording = Wording(
            strengths=self.cast.say(self.theme["statements"][-1]["text"]),
            needs={str(self.record.pk) if self.child else PARENTS: NEED},
            conclusion=CONCLUSION[self.child].format(summary=self.cast.say(self.theme["summary"])),
            risk=str(RiskLevel.MEDIUM if self.theme["problem"]["severity"] == "heavy" else RiskLevel.LOW),
        )
        begin_assessment(case=self.case, wording=wording, by=self.lead)

    def _sign(self) -> None:
        draft = Assessment.objects.get(case=self.case, state="draft")
        sign_assessment(assessment=draft, voices=self._voices(), by=self.lead)

    def _approve(self) -> None:
        signed = Assessment.objects.get(case=self.case, state="signed")
        approve_assessment(assessment=signed, by=self.demo.workers["head"])

    def _plan(self) -> None:
        """One goal with its answer, the line of the child, with some a step that is due about now."""
        told, today = self.theme["goal"], clock.today()
        text = GoalText(
            part=PlanPart.INTERVENTION,
            record=self.record.pk,
            title=self.cast.say(told["title"]),
            wish=self.cast.say(told["wish"]),
            asked_by=told["asked_by"],
            levels={key: self.cast.say(level) for key, level in zip(LEVEL_KEYS, told["levels"], strict=True)},
            due=self.diary.today + timedelta(days=self.diary.random.randrange(40, 200)),
        )
        goal = add_goal(case=self.case, text=text, start_level=Level.MUCH_LESS, by=self.lead)
        agrees = Said(self.record.pk, Answer.AGREES, self.told.texts["answers"]["agrees"][self.number % 2])
        answer_goal(goal=goal, answers=[agrees], on=today, by=self.lead)
        if self.child:
            aim = self.theme["child_aim"]
            line = AimText(self.cast.say(aim["aim"]), self.cast.say(aim["now"][0]), self._words(), "")
            set_child_aim(case=self.case, record=self.record.pk, text=line, base=0, by=self.lead)
        if self.number % EVERY_WITH_STEP == 0:
            mine = next((one["text"] for one in told["steps"] if one["doer"] == "worker"), told["steps"][0]["text"])
            due = self.diary.today + timedelta(days=self.diary.random.randrange(-2, 21))
            add_step(goal=goal, text=StepText(Doer(user=self.lead.pk), mine, max(due, today)), by=self.lead)

    def _review(self) -> None:
        today = clock.today()
        add_review(
            case=self.case,
            on=today,
            found=self.told.texts["reviews"][0],
            next_due=today + timedelta(days=REVIEW_DAYS),
            voices=self._voices(),
            by=self.lead,
        )

    def _move(self, stage: Stage) -> None:
        move_stage(case=self.case, to=stage, by=self.lead)

    def _voices(self) -> list[Voice]:
        return [Voice(self.record.pk, child=self.child, took_part=True, said=self._words())]

    def _words(self) -> str:
        """Words of one's own: what this person says in the theme."""
        words = self.theme.get("child_aim", {}).get("words") or [self.theme["goal"]["wish"]]
        return str(words[self.number % len(words)])
