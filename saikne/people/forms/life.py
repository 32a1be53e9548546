"""Addresses, households and ties, by date."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from saikne.organisation.models import Municipality, Territory
from saikne.people.enums import OTHER_END, AddressKind, MemberRole, TieKind
from saikne.ui.fields import DayField
from saikne.ui.forms import Layout, SaikneForm


class AddressForm(SaikneForm):
    """Where somebody lives from a day."""

    kind = forms.ChoiceField(
        label=pgettext_lazy("address", "Kind"), choices=AddressKind.choices, widget=forms.RadioSelect
    )
    text = forms.CharField(label=_("Address"), max_length=200, help_text=_("Street, house and flat, place."))
    territory = forms.ModelChoiceField(
        label=_("Parish or town"), queryset=Territory.objects.none(), required=False, empty_label="–"
    )
    since = DayField(label=_("Lives there since"), future=False)
    hidden = forms.BooleanField(
        label=_("Keep the address secret"),
        help_text=_("Only those who work with the file see it; lists, search and printed pages do not show it."),
        required=False,
    )

    also = forms.MultipleChoiceField(
        label=_("The same address also for"), widget=forms.CheckboxSelectMultiple, required=False
    )

    layout: ClassVar[Layout] = ("kind", "text", ("territory", "since"), "hidden", "also")

    def __init__(
        self, *args: Any, territories: QuerySet[Territory], mates: Sequence[tuple[str, str]], **kwargs: Any
    ) -> None:
        """Territories of the worker's own municipality; those who live with her."""
        super().__init__(*args, **kwargs)
        self.fields["territory"].queryset = territories  # type: ignore[attr-defined]
        self.fields["also"].choices = mates  # type: ignore[attr-defined]
        if not mates:
            del self.fields["also"]


class JoiningForm(SaikneForm):
    """Somebody comes to live in a household."""

    role = forms.ChoiceField(label=_("Who she is in the household"), choices=MemberRole.choices)
    since = DayField(label=_("Lives there since"), future=False)
    leaves = forms.BooleanField(
        label=_("She leaves the household in which she lived before"),
        help_text=_("A child may live in two households: then leave this unmarked."),
        required=False,
    )

    layout: ClassVar[Layout] = (("role", "since"), "leaves")


class HouseholdForm(JoiningForm):
    """A new household with its first person."""

    name = forms.CharField(label=_("Name of the household"), help_text=_("For example: Ozoliņu ģimene"), max_length=120)

    layout: ClassVar[Layout] = ("name", ("role", "since"), "leaves")
    widths = {"name": "m"}


class RenameForm(SaikneForm):
    """Another name for a household."""

    name = forms.CharField(label=_("Name of the household"), help_text=_("For example: Ozoliņu ģimene"), max_length=120)
    widths = {"name": "m"}


class MoveForm(SaikneForm):
    """The whole household moves to another municipality."""

    municipality = forms.ModelChoiceField(
        label=_("Municipality"), queryset=Municipality.objects.order_by("name"), empty_label="–"
    )
    on = DayField(label=_("Moved on"), future=False)

    layout: ClassVar[Layout] = (("municipality", "on"),)


class LeavingForm(SaikneForm):
    """Somebody no longer lives in a household."""

    until = DayField(label=_("No longer lives there since"), future=False)


def tie_choices() -> list[tuple[str, Any]]:
    """What the other may be to this person: the kind, and at which end of the tie the other stands."""
    choices: list[tuple[str, Any]] = []
    for kind in TieKind:
        choices.append((f"{kind.value}:a", kind.label))
        if kind in OTHER_END:
            choices.append((f"{kind.value}:b", OTHER_END[kind]))
    return choices


class TieForm(SaikneForm):
    """What another is to this person."""

    kind = forms.ChoiceField(label=_("What the other is to this person"))
    since = DayField(
        label=pgettext_lazy("tie", "Since"), required=False, future=False, help_text=_("Leave empty if nobody knows.")
    )

    layout: ClassVar[Layout] = (("kind", "since"),)

    def __init__(self, *args: Any, choices: Sequence[tuple[str, Any]] = (), **kwargs: Any) -> None:
        """All kinds, from both ends."""
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = choices or tie_choices()  # type: ignore[attr-defined]


class TieEndForm(SaikneForm):
    """A tie is no more."""

    until = DayField(label=pgettext_lazy("tie", "Ended on"), future=False)
    how = forms.CharField(
        label=_("How it ended"),
        help_text=_("For example: divorced, died, guardianship ended"),
        max_length=40,
        required=False,
    )

    layout: ClassVar[Layout] = ("until", "how")
    widths = {"how": "m"}
