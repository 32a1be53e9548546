"""Forms of the team and of hand-over."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from saikne.accounts.models import User
from saikne.cases.enums import TeamRole
from saikne.cases.models import Case
from saikne.cases.queries.team_obstacles import Passing
from saikne.ui.fields import DayField
from saikne.ui.forms import SaikneForm

ROLES = [(role.value, role.label) for role in TeamRole if role != TeamRole.DEPUTY]


def colleague_field(label: Any, *, required: bool = True) -> forms.Field:
    """A colleague, by name; the form says among whom one chooses."""
    return forms.ModelChoiceField(
        User.objects.none(), label=label, required=required, empty_label=_("Choose a colleague")
    )


def choose_among(form: forms.Form, name: str, colleagues: QuerySet[User]) -> None:
    """Let this field offer these colleagues."""
    cast("forms.ModelChoiceField[User]", form.fields[name]).queryset = colleagues


class AmongColleagues(SaikneForm):
    """A form in which one colleague is chosen among several."""

    among = "user"

    def __init__(self, *args: Any, colleagues: QuerySet[User], **kwargs: Any) -> None:
        """`colleagues` are those among whom one chooses."""
        super().__init__(*args, **kwargs)
        choose_among(self, self.among, colleagues)


class MemberForm(AmongColleagues):
    """Who joins the team, as what, and what she does."""

    user = colleague_field(_("Colleague"))
    role = forms.ChoiceField(label=pgettext_lazy("in the team", "Role"), choices=ROLES, widget=forms.RadioSelect)
    does = forms.CharField(
        label=_("What she does for the client, in one line"),
        help_text=_("It is printed on the client's card, so write it in plain words."),
        required=False,
        max_length=160,
    )
    widths = {"user": "m"}


class DeputyForm(AmongColleagues):
    """Who stands in for the lead, until when."""

    user = colleague_field(_("Deputy"))
    until = DayField(label=_("Stands in until, this day included"), past=False)
    does = forms.CharField(label=_("What is to be kept in mind"), required=False, max_length=160)
    layout = (("user", "until"), "does")


class MainWorkerForm(AmongColleagues):
    """Who is the client's main worker from now, and why."""

    among = "worker"
    worker = colleague_field(_("Main worker from now"))
    reason = forms.CharField(label=_("Reason"), max_length=200, widget=forms.Textarea(attrs={"rows": 2}))


class HandOverForm(AmongColleagues):
    """To whom a file goes, and why."""

    among = "receiver"
    receiver = colleague_field(pgettext_lazy("hand-over", "To whom"))
    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))
    main_worker = forms.BooleanField(
        label=_("She becomes the client's main worker too, over all files"), required=False, initial=True
    )

    def __init__(self, *args: Any, giver_is_main: bool, **kwargs: Any) -> None:
        """`giver_is_main`: the question is asked only if the one who gives the file is the main worker."""
        super().__init__(*args, **kwargs)
        if not giver_is_main:
            del self.fields["main_worker"]


class ReturnForm(SaikneForm):
    """Why a file is not accepted."""

    because = forms.CharField(
        label=_("Why the file is returned"), max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )


class HandOverAllForm(SaikneForm):
    """Files of one worker to one or several others, in one act."""

    receiver = colleague_field(_("All files go to"), required=False)
    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
    main_worker = forms.BooleanField(
        label=_("Also the main worker, where the giver was"),
        required=False,
        initial=True,
    )
    at_once = forms.BooleanField(
        label=_("At once: the worker leaves"),
        help_text=_("The new leads answer from this moment; the receipts still wait for them."),
        required=False,
    )

    unmarked = frozenset({"receiver"})

    def __init__(
        self,
        *args: Any,
        colleagues: QuerySet[User],
        files: Sequence[Case],
        titles: Mapping[int, str],
        **kwargs: Any,
    ) -> None:
        """A choice for each file: as all, somebody else, or it stays; `titles` say whose file it is."""
        super().__init__(*args, **kwargs)
        self.cases, self.titles, self.colleagues = list(files), titles, {user.pk: user for user in colleagues}
        choose_among(self, "receiver", colleagues)
        others = [(str(pk), str(user)) for pk, user in self.colleagues.items()]
        for case in self.cases:
            self.fields[f"file-{case.pk}"] = forms.ChoiceField(
                label=case.label,
                required=False,
                choices=[("", gettext("as all")), ("stays", gettext("stays")), *others],
            )

    def rows(self) -> list[Any]:
        """The fields that stand above the table of files."""
        return [row for row in super().rows() if not row[0].name.startswith("file-")]

    def lines(self) -> Iterable[tuple[Case, str, Any]]:
        """Files, whose they are, and the field that says where each goes."""
        return [(case, self.titles[case.pk], self[f"file-{case.pk}"]) for case in self.cases]

    def clean(self) -> dict[str, Any]:
        """Which file goes to whom."""
        typed = super().clean() or {}
        passings = [passing for case in self.cases if (passing := self._passing(case, typed))]
        if not passings and "receiver" not in self.errors:
            self.add_error("receiver", _("Choose at least one file and the one who is to take it over."))
        return {**typed, "passings": passings}

    def _passing(self, case: Case, typed: dict[str, Any]) -> Passing | None:
        told = typed.get(f"file-{case.pk}") or ""
        receiver = typed.get("receiver") if told == "" else self.colleagues.get(int(told)) if told.isdigit() else None
        return Passing(case, receiver) if receiver else None
