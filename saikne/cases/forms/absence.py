"""Forms of absence: from when, until when, who stands in."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from saikne.accounts.models import User
from saikne.cases.forms.team import choose_among, colleague_field
from saikne.cases.models import Case
from saikne.cases.queries.team_obstacles import Passing
from saikne.core import clock
from saikne.organisation.enums import AbsenceKind
from saikne.ui.fields import DayField
from saikne.ui.forms import Layout, SaikneForm


class AbsenceForm(SaikneForm):
    """Why, from when, until when; who stands in can be named at once."""

    kind = forms.ChoiceField(
        label=_("Reason for the absence"),
        help_text=_("Read by the one who is away and by the head; a deputy is not told."),
        choices=AbsenceKind.choices,
        widget=forms.RadioSelect,
    )
    since = DayField(label=_("Away from, this day included"), initial=clock.today)
    last_day = DayField(label=_("Until, this day included"), help_text=_("Empty, if nobody knows yet."), required=False)
    deputy = colleague_field(_("Who stands in for all the work"), required=False)
    layout: ClassVar[Layout] = ("kind", ("since", "last_day"), "deputy")

    def __init__(self, *args: Any, colleagues: QuerySet[User], **kwargs: Any) -> None:
        """`colleagues` are those who can stand in."""
        super().__init__(*args, **kwargs)
        choose_among(self, "deputy", colleagues)


class UntilForm(SaikneForm):
    """Until when the absence lasts."""

    last_day = DayField(label=_("Until, this day included"), help_text=_("Empty, if nobody knows yet."), required=False)


class StandInForm(SaikneForm):
    """Who stands in for all the work, until when."""

    deputy = colleague_field(_("Who stands in for all the work"))
    last_day = DayField(label=_("Stands in until, this day included"), past=False)

    def __init__(self, *args: Any, colleagues: QuerySet[User], **kwargs: Any) -> None:
        """`colleagues` are those who can stand in."""
        super().__init__(*args, **kwargs)
        choose_among(self, "deputy", colleagues)


class ByFileForm(SaikneForm):
    """Who stands in for which file."""

    last_day = DayField(label=_("Stand in until, this day included"), past=False)

    def __init__(
        self, *args: Any, colleagues: QuerySet[User], files: Sequence[Case], titles: Mapping[int, str], **kwargs: Any
    ) -> None:
        """A choice for each file; `titles` say whose it is."""
        super().__init__(*args, **kwargs)
        self.cases, self.titles, self.people = list(files), titles, {user.pk: user for user in colleagues}
        others = [(str(pk), str(user)) for pk, user in self.people.items()]
        for case in self.cases:
            self.fields[f"file-{case.pk}"] = forms.ChoiceField(
                label=case.label, required=False, choices=[("", gettext("nobody for this file alone")), *others]
            )

    def rows(self) -> list[Any]:
        """The fields that stand above the table of files."""
        return [row for row in super().rows() if not row[0].name.startswith("file-")]

    def lines(self) -> Iterable[tuple[Case, str, Any]]:
        """Files, whose they are, and who stands in."""
        return [(case, self.titles[case.pk], self[f"file-{case.pk}"]) for case in self.cases]

    def clean(self) -> dict[str, Any]:
        """Which file is whose."""
        typed = super().clean() or {}
        chosen = [(case, typed.get(f"file-{case.pk}") or "") for case in self.cases]
        passings = [Passing(case, self.people[int(told)]) for case, told in chosen if told.isdigit()]
        return {**typed, "passings": passings}
