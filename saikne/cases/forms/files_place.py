"""Forms about where a file is and how the service works."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from saikne.accounts.models import User
from saikne.cases.enums import Medium
from saikne.ui.forms import SaikneForm


class PlaceForm(SaikneForm):
    """In what form the file is kept, on which shelf, and who has it at the moment."""

    medium = forms.ChoiceField(
        label=gettext_lazy("In what form the file is kept"), choices=Medium.choices, widget=forms.RadioSelect
    )
    shelf = forms.CharField(
        label=gettext_lazy("Shelf of the paper file"),
        help_text=gettext_lazy("Room, cupboard, shelf"),
        max_length=80,
        required=False,
    )
    borrower = forms.ChoiceField(label=gettext_lazy("Who has borrowed it"), required=False)
    layout = ("medium", ("shelf", "borrower"))
    widths = {"shelf": "m"}

    def __init__(self, *args: Any, colleagues: Iterable[User], **kwargs: Any) -> None:
        """`colleagues` are those who may borrow it."""
        super().__init__(*args, **kwargs)
        self.users = {str(user.pk): user for user in colleagues}
        nobody = [("", _("Nobody: it is on its shelf"))]
        people = [(number, str(user)) for number, user in self.users.items()]
        self.fields["borrower"] = forms.ChoiceField(
            label=_("Who has borrowed it"), choices=nobody + people, required=False
        )

    def clean(self) -> dict[str, Any]:
        """The borrower as a colleague."""
        cleaned = super().clean() or self.cleaned_data
        return {**cleaned, "borrower": self.users.get(cleaned.get("borrower", ""))}


class BoundariesForm(SaikneForm):
    """What the service says of its practice, in plain words."""

    contact_hours = forms.CharField(label=gettext_lazy("When we can be reached"), max_length=200)
    in_an_emergency = forms.CharField(label=gettext_lazy("What to do when it cannot wait"), max_length=200)
    we_do = forms.CharField(
        label=gettext_lazy("What we do"),
        help_text=gettext_lazy("One point a line, in words that a client understands."),
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    we_do_not = forms.CharField(
        label=gettext_lazy("What we do not do"),
        help_text=gettext_lazy("One point a line, in words that a client understands."),
        widget=forms.Textarea(attrs={"rows": 5}),
    )
