"""Which story is told of which family: its home, the people beside it, the themes, and when it happens."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import pairwise
from random import Random

from saikne.cases.enums import Stage, Topic
from saikne.people.enums import MemberRole, TieKind
from saikne.people.models import PersonRecord
from saikne.web.demo.caseloads import TOWN, FamilyLoad, Load
from saikne.web.demo.course import Course, draw_course, stages_of
from saikne.web.demo.people import Draft, Home, HomeMaker
from saikne.web.demo.stories import Cast, Library, Told

ADULTS = {
    "both": ("mother", "father"),
    "mother": ("mother",),
    "father": ("father",),
    "mother_partner": ("mother", "partner"),
    "grandmother": ("grandmother",),
}
SMALLEST, LARGEST = 3, 12
FAMILY, ADULT = "family", "adult"
DAYS_BETWEEN_BIRTHS = 300


@dataclass
class Plot:
    """A family before its file is opened."""

    worker: str
    story: Told
    themes: list[Told]
    course: Course
    stage: str
    home: Home
    roles: dict[str, int]
    beside: dict[str, Home] = field(default_factory=dict)
    kind: str = FAMILY
    parents: dict[str, str] = field(default_factory=dict)

    def cast(self, theme: Told) -> Cast:
        """Who is who in one of the themes: {child} is a child whose age fits."""
        named = {role: self.home.people[place].first for role, place in self.roles.items()}
        records = {role: self.home.records[place].pk for role, place in self.roles.items()}
        named |= {role: home.people[0].first for role, home in self.beside.items()}
        parent = self.parents.get(theme["key"], self.story["parent"])
        if parent in named:
            named["parent"] = named[parent]
        if parent in records:
            records["parent"] = records[parent]
        cast = Cast(named, records)
        fitting = [place for place in self.home.children if _fits(self.home.people[place], theme, self.course.opened)]
        if not fitting:
            return cast
        place = fitting[self.themes.index(theme) % len(fitting)] if theme in self.themes else fitting[0]
        return cast.with_child(self.home.people[place].first, self.home.records[place].pk)

    @property
    def adults(self) -> list[PersonRecord]:
        """Records of the adults, the one of whom the story tells at the front."""
        first = self.roles.get(self.story["parent"], 0)
        places = sorted(self.home.adults, key=lambda place: place != first)
        return [self.home.records[place] for place in places]

    def ties(self) -> Iterator[tuple[PersonRecord, PersonRecord, str]]:
        """Who is what to whom, as far as the story tells."""
        records = {role: self.home.records[place] for role, place in self.roles.items()}
        records |= {role: home.records[0] for role, home in self.beside.items()}
        children = [self.home.records[place] for place in self.home.children]
        kinds = {"mother": TieKind.BIRTH_PARENT, "father": TieKind.BIRTH_PARENT, "grandmother": TieKind.GRANDPARENT}
        for role, kind in kinds.items():
            for child in children if role in records else ():
                yield records[role], child, kind
        if "grandmother" in records and "mother" in records:
            yield records["grandmother"], records["mother"], TieKind.BIRTH_PARENT
        if "partner" in records:
            yield records["mother"], records["partner"], TieKind.PARTNER
        elif "mother" in records and "father" in records and not self.beside:
            yield records["mother"], records["father"], TieKind.SPOUSE


def _fits(person: Draft, theme: Told, on: date) -> bool:
    least, most = theme["ages"]
    return bool(least <= (on - person.born).days / 365.25 < most + 1)


class PlotMaker:
    """Draws the families of a service."""

    def __init__(self, maker: HomeMaker, told: Library, today: date) -> None:
        self.maker, self.told, self.today = maker, told, today
        self.random: Random = maker.random
        self._stories = self._in_turn()

    def plots(self, loads: Sequence[FamilyLoad]) -> list[Plot]:
        """All families of these loads, open and closed."""
        found = []
        for load in loads:
            stages = [*stages_of(load.open, self.random), *[str(Stage.CLOSED)] * load.closed]
            for number, stage in enumerate(stages):
                found.append(self.plot(load.worker, load.parishes[number % len(load.parishes)], stage))
        return found

    def adults(self, loads: Sequence[Load]) -> list[Plot]:
        """Adults with files of their own, as many as these loads have."""
        cases = [load for load in loads if load.kind == ADULT]
        return [
            self.adult(load.worker, load.parishes[number % len(load.parishes)])
            for load in cases
            for number in range(load.count)
        ]

    def _in_turn(self) -> Iterator[Told]:
        """Every story once, then all again in another order; a family in them has at least three people."""
        stories = [story for story in self.told.stories if _largest(story) >= SMALLEST]
        while True:
            self.random.shuffle(stories)
            yield from stories

    def plot(self, worker: str, parish: str, stage: str, *, story: Told | None = None, children: int = 0) -> Plot:
        """A family with its story, and the course that leads to the stage."""
        story = story or next(self._stories)
        course = draw_course(stage, self.today, self.random)
        themes = [self.told.themes[key] for key in story["themes"]]
        least, most = story["children"]
        adults = ADULTS[story["household"]]
        count = children or self.random.randint(max(least, SMALLEST - len(adults)), most)
        births = self._births(themes, count, course)
        home = self.maker.family_of(parish, household=story["household"], births=births)
        home.since = min(home.since, course.opened - timedelta(days=200))
        plot = Plot(worker, story, themes, course, stage, home, dict(zip(adults, range(len(adults)), strict=True)))
        for role in story.get("beside", ()):
            if role not in plot.roles:
                plot.beside[role] = self.maker.elsewhere(home, role, TOWN if parish != TOWN else "Rīga")
        return plot

    def adult(self, worker: str, parish: str) -> Plot:
        """Somebody who lives alone and has a file of her own."""
        theme = self.random.choice(self.told.adult_themes)
        stage = self.random.choice((Stage.ASSESSMENT, Stage.INTERVENTION, Stage.INTERVENTION, Stage.INTERVENTION))
        strengths = next(one["text"] for one in theme["statements"] if one["topic"] == Topic.STRENGTH)
        story = {"parent": ADULT, "contact": theme["contact"], "strengths": strengths, "practice": ""}
        course = draw_course(str(stage), self.today, self.random)
        home = self.maker.alone(parish, tuple(theme["ages"]))
        home.since = min(home.since, course.opened - timedelta(days=200))
        return Plot(worker, story, [theme], course, str(stage), home, {ADULT: 0}, kind=ADULT)

    def _births(self, themes: list[Told], count: int, course: Course) -> list[date]:
        """Days of birth that fit the themes, and each other."""
        oldest = 16.9 - (self.today - course.opened).days / 365.25
        spans = [(theme["ages"][0], min(theme["ages"][1] + 0.9, oldest)) for theme in themes]
        spans = [(min(least, most - 0.5), most) for least, most in spans][:count]
        spans += [(0.3, oldest)] * (count - len(spans))
        for _try in range(200):
            days = [round(self.random.uniform(*span) * 365.25) for span in spans]
            gaps = sorted(days)
            if all(later - earlier > DAYS_BETWEEN_BIRTHS for earlier, later in pairwise(gaps)):
                break
        return [course.opened - timedelta(days=day) for day in days]

    def largest(self, worker: str, parish: str) -> Plot:
        """Both parents, eight children and two more grown-ups under one roof: twelve people."""
        story = next(story for story in self.told.stories if story["key"] == "garden")
        plot = self.plot(worker, parish, str(Stage.INTERVENTION), story=story, children=LARGEST - 4)
        relatives = self.maker.couple(parish, (64, 74)).people
        plot.home.people += [replace(one, role=MemberRole.GRANDPARENT) for one in relatives]
        return plot


def _largest(story: Told) -> int:
    return int(story["children"][1]) + len(ADULTS[story["household"]])
