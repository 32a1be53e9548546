"""Points of a chapter that have a fixed time: which one, on which weekdays, when, for whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from saikne.cases.forms.plan_quiet import QuietChoices, QuietClock, QuietNumber, QuietText
from saikne.cases.queries.agreement_words import weekday_name
from saikne.cases.rules.agreement_wording import Point

BLOCKS = 2


@dataclass(frozen=True, slots=True)
class TimeFields:
    """The fields of one point with a fixed time."""

    number: int

    @property
    def point(self) -> str:
        """The field that says which point it is."""
        return f"t_{self.number}_point"

    def name(self, word: str) -> str:
        """The name of one of the fields."""
        return f"t_{self.number}_{word}"

    def rows(self) -> list[list[str]]:
        """Which fields stand side by side."""
        names = [["point", "from", "to"], ["days"], ["who"], ["kept"]]
        return [[self.name(word) for word in row] for row in names]

    def fields(self, everybody: Sequence[tuple[str, str]]) -> dict[str, forms.Field]:
        """The fields themselves."""
        days = [(str(number), weekday_name(number)) for number in range(1, 8)]
        ticks = forms.CheckboxSelectMultiple
        kept = gettext_lazy("If it contradicts another point and both are kept: why")
        return {
            self.name("point"): QuietNumber(label=gettext_lazy("Point number"), min_value=1),
            self.name("from"): QuietClock(label=gettext_lazy("Begins at")),
            self.name("to"): QuietClock(label=gettext_lazy("Ends at")),
            self.name("days"): QuietChoices(label=gettext_lazy("Weekdays"), widget=ticks, choices=days),
            self.name("who"): QuietChoices(label=gettext_lazy("Who is to be there"), widget=ticks, choices=everybody),
            self.name("kept"): QuietText(label=kept, max_length=200),
        }

    def problems(self, cleaned: dict[str, Any], count: int, seen: set[int]) -> dict[str, str]:
        """What is missing or wrong in this time; `seen` are the points of the times before it."""
        told = {word: cleaned.get(self.name(word)) for word in ("point", "from", "to", "days", "who", "kept")}
        if not any(told.values()):
            return {}
        found = {
            self.name(word): _("Fill in this field.")
            for word in ("point", "from", "to", "days", "who")
            if not told[word]
        }
        point = told["point"]
        if point and point > count:
            found[self.point] = _("There is no point of this number.")
        elif point in seen:
            found[self.point] = _("This point has a time already. Write a second time as a point of its own.")
        if told["from"] and told["to"] and told["from"] >= told["to"]:
            found[self.name("to")] = _("The end of a time must be after its beginning.")
        if point:
            seen.add(point)
        return found


def read_points(cleaned: dict[str, Any], blocks: int) -> tuple[Point, ...]:
    """The points that the form holds, each with its time if it has one."""
    times = {cleaned[one.point]: one for number in range(1, blocks + 1) if cleaned[(one := TimeFields(number)).point]}
    lines = [line.strip() for line in str(cleaned["points"]).splitlines() if line.strip()]
    return tuple(_point(text, times.get(number), cleaned) for number, text in enumerate(lines, start=1))


def _point(text: str, time: TimeFields | None, cleaned: dict[str, Any]) -> Point:
    if time is None:
        return Point(text)
    return Point(
        text,
        tuple(int(day) for day in cleaned[time.name("days")]),
        cleaned[time.name("from")],
        cleaned[time.name("to")],
        tuple(sorted(int(one) for one in cleaned[time.name("who")])),
        str(cleaned[time.name("kept")]).strip(),
    )


def blocks_for(points: Sequence[Point]) -> int:
    """Room for every time there is, and one more."""
    return max(BLOCKS, sum(point.timed for point in points) + 1)


def time_fields(points: Sequence[Point]) -> dict[str, Any]:
    """Points as the form shows them."""
    shown: dict[str, Any] = {"points": "\n".join(point.text for point in points)}
    timed = [(number, point) for number, point in enumerate(points, start=1) if point.timed]
    for block, (number, point) in enumerate(timed, start=1):
        time = TimeFields(block)
        shown |= {
            time.point: number,
            time.name("from"): point.start,
            time.name("to"): point.end,
            time.name("days"): [str(day) for day in point.weekdays],
            time.name("who"): [str(one) for one in point.who],
            time.name("kept"): point.kept,
        }
    return shown
