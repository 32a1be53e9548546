"""Forms of the agreement: a chapter with its points and times, signatures, coming into force, replacing, ending."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from saikne.cases.actions.agreement import Heard
from saikne.cases.actions.agreement_chapters import ChapterText
from saikne.cases.enums import ChapterKind, SigningWay
from saikne.cases.forms.agreement_times import BLOCKS, TimeFields, read_points, time_fields
from saikne.cases.forms.plan_quiet import QuietChoices
from saikne.cases.forms.represent import SigningFor
from saikne.cases.queries.agreement import AgreementLines, ChapterLine
from saikne.cases.queries.plan import Person
from saikne.core.errors import Clash
from saikne.ui.fields import DayField
from saikne.ui.forms import SaikneForm

Choices = Sequence[tuple[str, str]]


class ChapterForm(SaikneForm):
    """A chapter: who agrees with whom, on what, until when; a point on each line."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Kind of chapter"), choices=ChapterKind.choices, widget=forms.RadioSelect
    )
    people = forms.MultipleChoiceField(label=gettext_lazy("Adults who sign"), widget=forms.CheckboxSelectMultiple)
    owner = forms.ChoiceField(label=gettext_lazy("Who answers for the chapter and signs for the service"))
    institutions = forms.ChoiceField(
        label=gettext_lazy("Third party"),
        help_text=gettext_lazy("Always in a service contract: who provides the service."),
        required=False,
    )
    since = DayField(label=gettext_lazy("From"))
    until = DayField(label=gettext_lazy("To"), required=False)
    ground = forms.CharField(label=gettext_lazy("Legal ground"), required=False, max_length=200)
    points = forms.CharField(
        label=gettext_lazy("Points"),
        help_text=gettext_lazy(
            "One point a line: who does what and when. Short, everyday words. What the service does stands here too."
        ),
        widget=forms.Textarea(attrs={"rows": 7}),
    )
    layout = ("kind", "people", ("owner", "institutions"), ("since", "until", "ground"), "points")
    widths = {"ground": "full"}

    def __init__(
        self,
        *args: Any,
        adults: Choices,
        everybody: Choices,
        workers: Choices,
        partners: Choices,
        blocks: int = BLOCKS,
        fixed_kind: bool = False,
        **kwargs: Any,
    ) -> None:
        """The people, workers and partners to choose from, and room for points with a fixed time."""
        super().__init__(*args, **kwargs)
        for name, choices in (("people", adults), ("owner", workers), ("institutions", [("", "–"), *partners])):
            field: Any = self.fields[name]
            field.choices = choices
        if fixed_kind:
            self.fields["kind"].disabled = True
            self.fields["kind"].widget = forms.HiddenInput()
        self.times = [TimeFields(number) for number in range(1, blocks + 1)]
        for time in self.times:
            self.fields.update(time.fields(everybody))

    def rows(self) -> list[list[BoundField]]:
        """What the chapter says; times are drawn apart."""
        return [row for row in super().rows() if not row[0].name.startswith("t_")]

    def time_rows(self) -> list[list[list[BoundField]]]:
        """For each point with a fixed time: its rows of fields."""
        return [[[self[name] for name in row] for row in time.rows()] for time in self.times]

    def times_told(self) -> bool:
        """Whether a time is filled in, or one of them is wrong."""
        told = any(self[time.point].value() for time in self.times)
        return told or any(name.startswith("t_") for name in self.errors)

    def clean(self) -> dict[str, Any]:
        """Each time names a point, days, hours and people."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        count = len([line for line in str(cleaned.get("points", "")).splitlines() if line.strip()])
        seen: set[int] = set()
        for time in self.times:
            for name, sentence in time.problems(cleaned, count, seen).items():
                if name not in self.errors:
                    self.add_error(name, sentence)
        return cleaned


def chapter_text(cleaned: dict[str, Any], blocks: int = BLOCKS) -> ChapterText:
    """What the form says of a chapter."""
    third = cleaned["institutions"]
    return ChapterText(
        kind=cleaned["kind"],
        owner=int(cleaned["owner"]),
        ground=cleaned["ground"],
        since=cleaned["since"],
        until=cleaned["until"],
        people=tuple(int(number) for number in cleaned["people"]),
        institutions=(int(third),) if third else (),
        points=read_points(cleaned, blocks),
    )


def chapter_fields(text: ChapterText) -> dict[str, Any]:
    """A chapter as the form shows it."""
    return {
        "kind": text.kind,
        "people": [str(number) for number in text.people],
        "owner": str(text.owner),
        "institutions": str(text.institutions[0]) if text.institutions else "",
        "since": text.since,
        "until": text.until,
        "ground": text.ground,
        **time_fields(text.points),
    }


def clash_in_fields(clash: Clash, now: ChapterText) -> Clash:
    """What others wrote in a chapter, under the names of the form's fields."""
    shown = chapter_fields(now)
    theirs = {name: shown[name] for name in clash.theirs if name in shown}
    if "points" in clash.theirs:
        theirs |= {name: value for name, value in shown.items() if name.startswith("t_")}
    return Clash(theirs, version=clash.version, by=clash.by)


class SignForm(SaikneForm):
    """Who signed which chapter, on a day, in one way."""

    on = DayField(label=gettext_lazy("Date of signing"), future=False)
    way = forms.ChoiceField(
        label=gettext_lazy("How it was signed"), choices=SigningWay.choices, widget=forms.RadioSelect
    )

    def __init__(
        self,
        *args: Any,
        chapters: Sequence[ChapterLine],
        instead: Mapping[int, SigningFor] = MappingProxyType({}),
        **kwargs: Any,
    ) -> None:
        """A row of parties for each chapter that waits for signatures; who may sign `instead` of one of them."""
        super().__init__(*args, **kwargs)
        self.chapters = list(chapters)
        for line in self.chapters:
            unsigned = [(str(one.party.pk), one.name) for one in line.parties if not one.signature]
            self.fields[f"chapter_{line.chapter.pk}"] = QuietChoices(
                label=f"{line.number}. {line.chapter.get_kind_display()}",
                choices=unsigned,
                widget=forms.CheckboxSelectMultiple,
            )
            self.fields[f"wording_{line.chapter.pk}"] = forms.IntegerField(
                widget=forms.HiddenInput, initial=line.version.pk
            )
            for one in line.parties:
                if one.party.pk in instead and not one.signature:
                    self.fields[f"for_{one.party.pk}"] = instead[one.party.pk].field(one.name, line.number)
        self.order_fields([*(name for name in self.fields if name not in {"on", "way"}), "on", "way"])

    @staticmethod
    def signed_in(cleaned: dict[str, Any]) -> list[int]:
        """Parties that were marked."""
        found = [value for name, value in cleaned.items() if name.startswith("chapter_")]
        return [int(number) for numbers in found for number in numbers]

    @staticmethod
    def acting_in(cleaned: dict[str, Any]) -> dict[int, str]:
        """Who signed in a party's place; she herself where nobody is chosen."""
        return {int(name.removeprefix("for_")): value for name, value in cleaned.items() if name.startswith("for_")}

    @staticmethod
    def wordings_in(cleaned: dict[str, Any]) -> dict[int, int]:
        """The wording of each chapter that was on the page."""
        return {
            int(name.removeprefix("wording_")): value for name, value in cleaned.items() if name.startswith("wording_")
        }


class ForceForm(SaikneForm):
    """What the children said of the agreement, and why a former one is replaced."""

    because = forms.CharField(label=gettext_lazy("Why the agreement in force is replaced"), max_length=200)

    def __init__(self, *args: Any, children: Sequence[Person], replaces: bool, **kwargs: Any) -> None:
        """Two fields for each of the client's people who do not sign."""
        super().__init__(*args, **kwargs)
        if not replaces:
            del self.fields["because"]
        self.children = list(children)
        for one in self.children:
            self.fields[f"heard_{one.number}"] = forms.CharField(
                label=_("What the child said: %(name)s") % {"name": one.name}, required=False, max_length=300
            )
            self.fields[f"why_{one.number}"] = forms.CharField(
                label=gettext_lazy("If the child was not asked: why"), required=False, max_length=200
            )

    @staticmethod
    def heard_in(cleaned: dict[str, Any], children: Sequence[Person]) -> list[Heard]:
        """What was written of each child."""
        return [Heard(one.number, cleaned[f"heard_{one.number}"], cleaned[f"why_{one.number}"]) for one in children]


class ReplaceForm(SaikneForm):
    """Which chapters pass into the new agreement as they stand."""

    carry = QuietChoices(
        label=gettext_lazy("Chapters that are carried over as they stand"),
        help_text=gettext_lazy("What is signed stays signed. Chapters left out end when the new agreement begins."),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, lines: AgreementLines, **kwargs: Any) -> None:
        """The chapters in force."""
        super().__init__(*args, **kwargs)
        carry: Any = self.fields["carry"]
        carry.choices = [
            (str(line.chapter.pk), f"{line.number}. {line.chapter.get_kind_display()}") for line in lines.in_force
        ]


class EndForm(SaikneForm):
    """Why a chapter ends."""

    because = forms.CharField(label=gettext_lazy("Why the chapter ends"), max_length=200)


class AskForm(SaikneForm):
    """What a colleague is asked to change."""

    text = forms.CharField(label=gettext_lazy("What you ask"), widget=forms.Textarea(attrs={"rows": 6}))


class JoinForm(SaikneForm):
    """Which client stays, who stays the main worker, and why they are joined."""

    stays = forms.ChoiceField(label=gettext_lazy("Which client stays"), widget=forms.RadioSelect)
    main_worker = forms.ChoiceField(label=gettext_lazy("Who stays the main worker"), widget=forms.RadioSelect)
    reason = forms.CharField(label=gettext_lazy("Why the clients are joined"), max_length=200)

    def __init__(self, *args: Any, clients: Choices, workers: Choices, **kwargs: Any) -> None:
        """The two clients and their main workers."""
        super().__init__(*args, **kwargs)
        for name, choices in (("stays", clients), ("main_worker", workers)):
            field: Any = self.fields[name]
            field.choices = choices
