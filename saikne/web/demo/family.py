"""A family whose year is being told: what its deeds share while they happen."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from saikne.accounts.models import User
from saikne.cases.enums import StatementKind
from saikne.cases.models import Case
from saikne.cases.rules.talk_voices import Voice
from saikne.people.rules import is_child
from saikne.web.demo.course import Course
from saikne.web.demo.diary import Diary
from saikne.web.demo.plots import FAMILY, Plot
from saikne.web.demo.service import DemoService
from saikne.web.demo.stories import Cast, Library, Told

YOUNGEST_ASKED = 4
NOT_ASKED = "jaunāks par četriem gadiem"


@dataclass
class Family:
    """One family of the demo, with its file once that is open."""

    demo: DemoService
    told: Library
    diary: Diary
    plot: Plot
    opened: Case | None = None
    aims: set[str] = field(default_factory=set)
    psychosocial: bool = False
    ends_soon: bool = False

    @property
    def random(self) -> Random:
        """The one source of chance."""
        return self.diary.random

    @property
    def course(self) -> Course:
        """When things happen."""
        return self.plot.course

    @property
    def lead(self) -> User:
        """Who leads the file."""
        return self.demo.workers[self.plot.worker]

    @property
    def case(self) -> Case:
        """The file, as it was when it was opened."""
        if self.opened is None:
            raise LookupError("The file has not been opened yet.")
        return self.opened

    @property
    def last_day(self) -> date:
        """Until when the file is worked on: its evaluation, or today."""
        return self.course.evaluating or self.diary.today

    @property
    def casts(self) -> list[tuple[Told, Cast]]:
        """Each theme with its people."""
        return [(theme, self.plot.cast(theme)) for theme in self.plot.themes]

    @property
    def strengths(self) -> str:
        """What is strong in this family, in one sentence."""
        return self.casts[0][1].say(self.plot.story["strengths"])

    def fitting(self, texts: Iterable[str]) -> list[str]:
        """Texts that fit the file: those about children and debts only where there are any."""
        avoided = [] if self.plot.kind == FAMILY else ["bērn", "skol", "bāriņ", "ģimen"]
        if not any(theme["problem"]["kind"] == "debt" for theme in self.plot.themes):
            avoided.append("parād")
        return [text for text in texts if not any(word in text.lower() for word in avoided)]

    def chance(self, share: float) -> bool:
        """True in this share of cases."""
        return self.random.random() < share

    def pick(self, texts: Iterable[str]) -> str:
        """One of these texts."""
        return self.random.choice(list(texts))

    def places(self) -> Iterable[tuple[int, int, date]]:
        """Place, record number and birthday of everybody at home."""
        for place, record in enumerate(self.plot.home.records):
            yield place, record.pk, self.plot.home.people[place].born

    def children(self, on: date) -> list[tuple[int, int]]:
        """Place and record number of those under 18 on a day, oldest first."""
        found = [(born, place, number) for place, number, born in self.places() if is_child(born, on)]
        return [(place, number) for _born, place, number in sorted(found)]

    def adults(self, on: date) -> list[int]:
        """Record numbers of those of 18 and older on a day."""
        return [number for _place, number, born in self.places() if not is_child(born, on)]

    def first_name(self, place: int) -> str:
        """The given name of somebody at home."""
        return self.plot.home.people[place].first

    def age(self, place: int, on: date) -> int:
        """How old somebody at home is on a day."""
        return int((on - self.plot.home.people[place].born).days / 365.25)

    def voices(self, on: date, *, adults_said: str = "") -> list[Voice]:
        """Who took part in a decision; the youngest are not asked, and it is said why."""
        found = [Voice(number, child=False, took_part=True, said=adults_said) for number in self.adults(on)]
        for place, number in self.children(on):
            if self.age(place, on) < YOUNGEST_ASKED:
                found.append(Voice(number, child=True, took_part=False, why_not_asked=NOT_ASKED))
            else:
                found.append(Voice(number, child=True, took_part=True, said=self.words_of(place, on)))
        return found

    def words_of(self, place: int, on: date) -> str:
        """What a child says: at first what troubles it, later how it is now; else plain words."""
        number = self.plot.home.records[place].pk
        words = self._early_words(number) if on < self.course.agreed + timedelta(days=30) else []
        if not words and on >= self.course.agreed + timedelta(days=30):
            words = [word for theme in self.themes_of(place, on) for word in theme["child_aim"]["words"]]
        return words[place % len(words)] if words else PLAIN_WORDS[number % len(PLAIN_WORDS)]

    def _early_words(self, number: int) -> list[str]:
        """The child's own words among the statements of the themes."""
        return [
            one["text"]
            for theme, cast in self.casts
            if cast.about("child") == number
            for one in theme["statements"]
            if one["kind"] == StatementKind.OWN_WORDS and one["about"] == "child"
        ]

    def themes_of(self, place: int, on: date) -> list[Told]:
        """Themes that fit a child's age: first those told of this very child, none told of another one."""
        age, number = self.age(place, on), self.plot.home.records[place].pk
        told = {theme["key"]: self.plot.cast(theme).about("child") for theme in self.plot.themes}
        fitting = [theme for theme in self.plot.themes if theme["ages"][0] <= age <= theme["ages"][1]]
        own = [theme for theme in fitting if theme["goal"]["about"] != "child" or told[theme["key"]] == number]
        return sorted(own, key=lambda theme: told[theme["key"]] != number)

    def institution(self, kind: str) -> int | None:
        """The partner of this kind nearest to the family."""
        known = [one for one in self.demo.institutions if one.kind == kind]
        near = [one for one in known if one.name.split()[0][:4] == self.plot.home.parish[:4]]
        return (near or known)[0].pk if known else None


PLAIN_WORDS = (
    "„Man mājās patīk vakars, kad visi ir kopā.”",
    "„Es gribu, lai neviens nestrīdas.”",
    "„Man patīk, kad kāds pajautā.”",
    "„Gribu vasarā braukt pie jūras.”",
    "„Skolā man ir labi, mājās arī.”",
)
