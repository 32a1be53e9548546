"""Forms of the journal: an entry with its statements and next step; withdrawing; moving."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.utils.translation import gettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from saikne.cases.actions.journal import Happening, Next, Said
from saikne.cases.actions.plan_steps import Doer, StepText
from saikne.cases.enums import NOT_SOCIAL_WORK, EntryKind, StatementKind, WorkKind
from saikne.cases.queries.journal_form import EntryChoices
from saikne.cases.rules.journal_rows import PARTS, Wanted, field_of, typing_field
from saikne.ui.fields import ClockField, DayField, MinutesField
from saikne.ui.forms import SaikneForm

NO_GOAL = _(
    "There is no open goal yet, and a step belongs to a goal. Begin the plan first; what you typed is kept as a draft."
)
TYPING = tuple(typing_field(part) for part in PARTS)


@dataclass(frozen=True, slots=True)
class Row:
    """A gathered statement as the page shows it."""

    number: int
    kind: str
    text: str
    about: str
    source: str
    fields: tuple[Any, ...]


def _works() -> list[tuple[str, Any]]:
    """Kinds of work in two groups: social work, and the duties that are not."""
    social = [(kind.value, kind.label) for kind in WorkKind if kind not in NOT_SOCIAL_WORK]
    return [
        (str(_("Work with the client")), social),
        (str(_("Not social work")), [(k.value, k.label) for k in NOT_SOCIAL_WORK]),
    ]


def offer(form: forms.Form, name: str, choices: Iterable[tuple[Any, Any]]) -> None:
    """Let this field of a form offer these choices."""
    cast(forms.ChoiceField, form.fields[name]).choices = list(choices)


class HappeningForm(SaikneForm):
    """What both notebooks ask: when, how long, with whom, what happened."""

    kind = forms.ChoiceField(
        label=pgettext_lazy("journal entry", "Kind"), choices=EntryKind.choices, widget=forms.RadioSelect
    )
    on = DayField(label=_("Date"), future=False)
    at_time = ClockField(label=pgettext_lazy("time of day", "Start"), required=False)
    minutes = MinutesField(label=_("Minutes"))
    travel_minutes = MinutesField(label=_("On the way, minutes"))
    records = forms.TypedMultipleChoiceField(
        label=pgettext_lazy("journal entry", "Present"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    others = forms.CharField(
        label=_("Others present, separated by commas"),
        required=False,
        max_length=400,
    )
    text = forms.CharField(
        label=_("What happened and what you agreed on"),
        help_text=_("Write what you saw or heard, not what you concluded."),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=40_000,
    )

    unmarked = frozenset({"at_time", "records", "others"})

    def __init__(self, *args: Any, present: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        """`present` are the people of the file."""
        super().__init__(*args, **kwargs)
        self.choose("records", present)

    def choose(self, name: str, choices: Iterable[tuple[Any, Any]]) -> None:
        """Let this field offer these choices."""
        offer(self, name, choices)

    def _happening(self, typed: Mapping[str, Any]) -> Happening:
        """What was typed, for the action."""
        return Happening(
            kind=typed["kind"],
            work=typed.get("work") or WorkKind.SOCIAL_WORK,
            on=typed["on"],
            at_time=typed["at_time"],
            minutes=typed["minutes"],
            travel_minutes=typed["travel_minutes"],
            text=typed["text"],
            records=tuple(typed["records"]),
            others=tuple(typed["others"].split(",")),
        )


class EntryForm(HappeningForm):
    """An entry of the journal of the case."""

    work = forms.ChoiceField(label=_("Kind of work"), choices=_works)
    new_kind = forms.ChoiceField(
        label=_("New statement"), choices=StatementKind.choices, required=False, widget=forms.RadioSelect
    )
    new_text = forms.CharField(label=pgettext_lazy("statement", "Text"), required=False, max_length=2000)
    new_about = forms.ChoiceField(label=_("About whom"), required=False)
    new_source = forms.CharField(label=_("Source"), required=False, max_length=200)
    step = forms.CharField(label=_("Next step"), required=False, max_length=200)
    step_due = DayField(label=_("Due date"), required=False, past=False)
    step_who = forms.ChoiceField(label=_("Who does it"), required=False)
    step_goal = forms.ChoiceField(label=_("For which goal"), required=False)
    colleague = forms.ChoiceField(label=_("Note to a colleague"), required=False)
    unmarked = HappeningForm.unmarked | {*TYPING, "step_due", "step_who", "step_goal"}
    widths = {
        "new_about": "who",
        "step_who": "who",
        "others": "full",
        "new_text": "full",
        "new_source": "full",
        "step_goal": "full",
    }

    def __init__(
        self, *args: Any, choices: EntryChoices, rows: Iterable[int] = (), want: Wanted | None = None, **kwargs: Any
    ) -> None:
        """`rows` number the gathered statements; `want` is what a button of theirs asks, when it was not save."""
        super().__init__(*args, present=choices.present, **kwargs)
        self.choices, self.row_numbers, self.want = choices, list(rows), want
        self._offer(choices)
        for number in self.row_numbers:
            for part in PARTS:
                self.fields[field_of(number, part)] = forms.CharField(required=False, widget=forms.HiddenInput)

    def _offer(self, choices: EntryChoices) -> None:
        whole = ("", gettext("The whole family") if len(choices.people) > 1 else gettext("The whole file"))
        self.choose("new_about", [whole, *((str(number), name) for number, name in choices.people)])
        self.choose("colleague", [("", gettext("Do not send")), *choices.readers])
        self.choose("step_goal", [("", gettext("Choose a goal")), *choices.goals])
        several = len(choices.people) > 1
        people = pgettext("who does a step", "Family") if several else pgettext("who does a step", "Client")
        groups = (
            (pgettext("who does a step", "Service"), "user", choices.workers),
            (people, "record", choices.people),
            (gettext("Partners"), "institution", choices.institutions),
        )
        offered = [(name, [(f"{word}-{pk}", who) for pk, who in rows]) for name, word, rows in groups if rows]
        self.choose("step_who", [("", "–"), *offered])

    def clean(self) -> dict[str, Any]:
        """A statement is whole or not there; so is a next step."""
        typed = super().clean() or {}
        if self.want is None or self.want.what != "remove":
            self._check_typing(typed)
        if self.want is None:
            self._check_rows(typed)
            self._check_step(typed)
            if not self.errors:
                return {
                    "what": self._happening(typed),
                    "said": self._said(typed),
                    "step": self._step(typed),
                    "colleague": int(typed["colleague"] or 0),
                }
        return typed

    def full_clean(self) -> None:
        """A button of the statements asks about them alone: the rest of the form may still be empty."""
        super().full_clean()
        if self.want is not None and self.is_bound:
            for name in set(self.errors) - set(TYPING):
                del self.errors[name]

    def _check_typing(self, typed: Mapping[str, Any]) -> None:
        begun = typed.get("new_text") or typed.get("new_source")
        if not begun and not (self.want and self.want.what == "add"):
            return
        sentences = {
            "new_kind": _("Choose whether it is a fact, an opinion or the client's own words."),
            "new_text": _("Write what was said or seen."),
            "new_source": _("Say who said it or where it is seen: a statement without a source is not kept."),
        }
        for name, sentence in sentences.items():
            if not typed.get(name) and name not in self.errors:
                self.add_error(name, sentence)

    def _check_rows(self, typed: Mapping[str, Any]) -> None:
        about = {str(number) for number, _name in self.choices.people} | {""}
        for row in self.rows_of(typed):
            if row["kind"] not in StatementKind or not row["text"] or not row["source"] or row["about"] not in about:
                self.add_error(None, _("One of the statements lacks its kind, text or source. Edit it or remove it."))
                return

    def _check_step(self, typed: Mapping[str, Any]) -> None:
        if not typed.get("step"):
            return
        if not self.choices.goals:
            self.add_error("step", NO_GOAL)
            return
        sentences = {
            "step_due": _("Say until when it is to be done."),
            "step_who": _("Choose who does it."),
            "step_goal": _("Choose the goal to which the step belongs."),
        }
        for name, sentence in sentences.items():
            if not typed.get(name) and name not in self.errors:
                self.add_error(name, sentence)

    def rows_of(self, typed: Mapping[str, Any]) -> list[dict[str, str]]:
        """The gathered statements, part by part."""
        return [{part: str(typed.get(field_of(n, part)) or "") for part in PARTS} for n in self.row_numbers]

    def gathered(self) -> list[Row]:
        """The gathered statements for the page, with the hidden fields that carry them."""
        names = {str(number): name for number, name in self.choices.people}
        return [self._shown_row(number, names) for number in self.row_numbers]

    def _shown_row(self, number: int, names: Mapping[str, str]) -> Row:
        fields = {part: self[field_of(number, part)] for part in PARTS}
        told = {part: str(field.value() or "") for part, field in fields.items()}
        return Row(
            number=number,
            kind={"own_words": "own"}.get(told["kind"], told["kind"]),
            text=told["text"],
            about=names.get(told["about"], ""),
            source=told["source"],
            fields=tuple(fields.values()),
        )

    def _said(self, typed: Mapping[str, Any]) -> list[Said]:
        """What stays in the summary: the gathered statements and the one still in the block."""
        block = {part: str(typed.get(typing_field(part)) or "") for part in PARTS}
        rows = [*self.rows_of(typed), *([block] if block["text"] else [])]
        return [
            Said(row["kind"], row["text"], row["source"], int(row["about"]) if row["about"] else None) for row in rows
        ]

    def _step(self, typed: Mapping[str, Any]) -> Next | None:
        """The next step, if one was typed."""
        if not typed["step"]:
            return None
        kind, _dash, number = typed["step_who"].partition("-")
        return Next(int(typed["step_goal"]), StepText(Doer(**{kind: int(number)}), typed["step"], typed["step_due"]))


class PsychosocialForm(HappeningForm):
    """An entry of the psychosocial notebook; a line for the team only if somebody ticks it."""

    share = forms.BooleanField(
        label=_("Share one sentence with the case team"),
        help_text=_("Agree on the sentence with the client. The rest of the entry stays in this notebook."),
        required=False,
    )
    shared = forms.CharField(label=_("The sentence for the case team"), required=False, max_length=200)
    layout = (
        "kind",
        ("on", "at_time", "minutes", "travel_minutes"),
        "records",
        "others",
        "text",
        "share",
        "shared",
    )

    def clean(self) -> dict[str, Any]:
        """The tick and the sentence go together."""
        typed = super().clean() or {}
        if typed.get("share") and not typed.get("shared"):
            self.add_error("shared", _("Write the sentence that the case team may read."))
        if typed.get("shared") and not typed.get("share"):
            self.add_error("share", _("Tick that you share the sentence, or delete it."))
        if not self.errors:
            return {"what": self._happening(typed), "shared": typed["shared"]}
        return typed


class WithdrawForm(SaikneForm):
    """Why an entry no longer stands."""

    because = forms.CharField(label=_("Why it is withdrawn"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


class MoveForm(SaikneForm):
    """To which file an entry goes, and why."""

    to = forms.TypedChoiceField(label=_("To which file"), coerce=int)
    because = forms.CharField(label=_("Why it is moved"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
    widths = {"to": "full"}

    def __init__(self, *args: Any, files: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        """`files` are those into which it may go."""
        super().__init__(*args, **kwargs)
        offer(self, "to", [("", gettext("Choose a file")), *files])
