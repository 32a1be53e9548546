"""Forms on the way to a new file: the problems of a target-group check, and the file itself."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from saikne.accounts.models import User
from saikne.cases.actions.opening import Place
from saikne.cases.actions.talk_problems import Trouble
from saikne.cases.enums import Medium, ProblemKind, Severity
from saikne.ui.fields import DayField, read_day
from saikne.ui.forms import SaikneForm

HOUSEHOLD = "household"
PARTS = ("holder", "kind", "since", "severity", "what", "cause", "hinders")
TYPED = ("kind", "since", "what", "cause")
MOST_ROWS = 20
_MONTH = re.compile(r"^(?:(\d{1,2})\s*[./-]\s*)?(\d{4})\s*\.?$")


class SinceField(DayField):
    """Since when a problem lasts, as exactly as it is known: a day, a month (03.2024) or a year (2024)."""

    width = "date"

    def __init__(self, **kwargs: Any) -> None:
        """Never in the future."""
        super().__init__(future=False, **kwargs)
        self.error_messages["invalid"] = _(
            "Enter the year, the month or the day, for example 2024, 03.2024 or 21.03.2024."
        )

    def to_python(self, value: Any) -> date | None:
        """The first day of what was typed."""
        typed = str(value or "").strip()
        match = _MONTH.match(typed)
        if match is None or read_day(typed):
            return super().to_python(value)
        month, year = int(match[1] or 1), int(match[2])
        if not (1 <= month <= 12 and year >= 1900):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return date(year, month, 1)


class TargetForm(SaikneForm):
    """Problems of a household, a few rows; an empty row counts as none."""

    expected = forms.BooleanField(label=gettext_lazy("A child is expected"), required=False)

    def __init__(self, *args: Any, holders: Mapping[int, str], count: int, **kwargs: Any) -> None:
        """`holders` are the people of the household by number; `count` is how many rows are drawn."""
        super().__init__(*args, **kwargs)
        self.count = count
        choices = [(HOUSEHOLD, _("The whole household")), *((str(number), name) for number, name in holders.items())]
        for number in range(count):
            self._row(number, choices)
        self.order_fields([name for number in range(count) for name in row_names(number)])

    def _row(self, number: int, choices: list[tuple[str, str]]) -> None:
        asked = not self.is_bound or self._begun(number)
        made: dict[str, forms.Field] = {
            "holder": forms.ChoiceField(label=_("Whose problem"), choices=choices),
            "kind": forms.ChoiceField(
                label=_("Kind"),
                choices=[("", "–"), *ProblemKind.choices],
                error_messages={"required": _("Choose what kind of problem it is.")},
            ),
            "since": SinceField(
                label=_("Since when"),
                error_messages={"required": _("Say since when, as exactly as it is known.")},
            ),
            "severity": forms.ChoiceField(label=_("How heavy"), choices=Severity.choices, initial=Severity.MEDIUM),
            "what": forms.CharField(
                label=_("What it is, in plain words"),
                max_length=200,
                error_messages={"required": _("Say in plain words what the problem is.")},
            ),
            "cause": forms.CharField(label=_("Cause, if known"), max_length=200, required=False),
            "hinders": forms.BooleanField(label=_("Hinders daily functioning"), required=False),
        }
        for part, field in made.items():
            field.required = field.required and asked
            self.fields[f"p{number}_{part}"] = field

    def problem_rows(self) -> list[dict[str, Any]]:
        """The drawn rows, field by field."""
        return [
            {"number": number + 1, **{part: self[f"p{number}_{part}"] for part in PARTS}}
            for number in range(self.count)
        ]

    def clean(self) -> dict[str, Any]:
        """An empty row was not asked; drawn again, its questions are the same as in any other row."""
        for number in range(self.count):
            for part in ("holder", "kind", "since", "severity", "what"):
                self.fields[f"p{number}_{part}"].required = True
        cleaned = super().clean() or self.cleaned_data
        return cleaned if self.errors else {**cleaned, "troubles": self._troubles()}

    def _begun(self, number: int) -> bool:
        return any(str(self.data.get(f"p{number}_{part}", "")).strip() for part in TYPED)

    def _troubles(self) -> list[Trouble]:
        """The problems told, in the order of the rows."""
        return [self._trouble(number) for number in range(self.count) if self._begun(number)]

    def _trouble(self, number: int) -> Trouble:
        told = {part: self.cleaned_data[f"p{number}_{part}"] for part in PARTS}
        holder = told["holder"]
        return Trouble(
            record_id=int(holder) if holder.isdigit() else None,
            kind=told["kind"],
            what=told["what"],
            cause=told["cause"],
            severity=told["severity"],
            hinders=told["hinders"],
            since=told["since"],
        )


def row_names(number: int) -> list[str]:
    """Names of the fields of a row."""
    return [f"p{number}_{part}" for part in PARTS]


def rows_typed(names: Iterable[str]) -> int:
    """How many rows a form or a draft has."""
    found = (re.match(r"^p(\d{1,2})_", name) for name in names)
    return min(max((int(match[1]) + 1 for match in found if match), default=0), MOST_ROWS)


def initial_rows(troubles: Iterable[Trouble], *, expected: bool) -> dict[str, Any]:
    """A form that stands as the check was told."""
    initial: dict[str, Any] = {"expected": expected}
    for number, trouble in enumerate(troubles):
        told = {"holder": str(trouble.record_id or HOUSEHOLD), "kind": trouble.kind, "since": trouble.since}
        told |= {"severity": trouble.severity, "what": trouble.what, "cause": trouble.cause, "hinders": trouble.hinders}
        initial |= {f"p{number}_{part}": value for part, value in told.items()}
    return initial


class OpenForm(SaikneForm):
    """The file: who leads it, who is the client's main worker, why it is kept and where."""

    differs_because = forms.CharField(
        label=gettext_lazy("Why you choose differently than the check suggests"), max_length=300, required=False
    )
    main_reason = forms.CharField(label=gettext_lazy("Why the main worker changes"), max_length=200, required=False)
    purpose = forms.CharField(
        label=gettext_lazy("Why the file is opened"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
    medium = forms.ChoiceField(
        label=gettext_lazy("In what form the file is kept"),
        choices=Medium.choices,
        widget=forms.RadioSelect,
        initial=Medium.ELECTRONIC,
    )
    shelf = forms.CharField(
        label=gettext_lazy("Shelf of the paper file"),
        help_text=gettext_lazy("Room, cupboard, shelf"),
        max_length=80,
        required=False,
    )
    layout = ("differs_because", "lead", "main", "main_reason", "purpose", "medium", "shelf")
    widths = {"shelf": "m"}

    def __init__(
        self, *args: Any, me: User, leads: Iterable[User], main_worker: User | None, differs: bool, **kwargs: Any
    ) -> None:
        """Questions that have but one answer are not asked: `leads` beside me, a main worker who stays, a check."""
        super().__init__(*args, **kwargs)
        self.users = {str(user.pk): user for user in (me, *leads)}
        self.main_worker = main_worker
        if len(self.users) > 1:
            self._ask_lead(me)
        if main_worker is None or (main_worker.pk == me.pk and len(self.users) == 1):
            del self.fields["main_reason"]
        else:
            self._ask_main(main_worker)
        if not differs:
            del self.fields["differs_because"]

    def _ask_lead(self, me: User) -> None:
        choices = [(number, str(user)) for number, user in self.users.items()]
        field = forms.ChoiceField(label=_("Who answers for the file"), choices=choices, initial=str(me.pk))
        self.fields["lead"] = field

    def _ask_main(self, main_worker: User) -> None:
        choices = [
            ("keep", _("%(name)s stays the main worker") % {"name": main_worker}),
            ("new", _("From now it is the one who answers for this file")),
        ]
        self.fields["main"] = forms.ChoiceField(
            label=_("The client's main worker"),
            choices=choices,
            widget=forms.RadioSelect,
            error_messages={"required": _("Choose one answer.")},
        )

    def clean(self) -> dict[str, Any]:
        """Answers as people and places; a paper file stands on a shelf, an electronic one on none."""
        cleaned = super().clean() or self.cleaned_data
        medium, shelf = cleaned.get("medium", Medium.ELECTRONIC), cleaned.get("shelf", "").strip()
        if medium != Medium.ELECTRONIC and not shelf:
            self.add_error("shelf", _("Say on which shelf the paper file stands."))
        lead = self.users[cleaned.get("lead") or next(iter(self.users))]
        changes = cleaned.get("main") == "new" and lead != self.main_worker
        place = Place(medium, "" if medium == Medium.ELECTRONIC else shelf)
        return {**cleaned, "lead_chosen": lead, "main_chosen": lead if changes else None, "place": place}
