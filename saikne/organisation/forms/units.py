"""Forms of the service, its territories, units, posts and heads."""

from decimal import Decimal
from typing import Any, ClassVar, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from saikne.accounts.models import User
from saikne.core import clock
from saikne.organisation.enums import Specialisation
from saikne.organisation.models import Territory, Unit
from saikne.ui.fields import DayField
from saikne.ui.forms import Layout, SaikneForm


class ShareField(forms.DecimalField):
    """A part of a full post, typed with a comma or a point."""

    width = "min"

    def __init__(self, **kwargs: Any) -> None:
        """From a hundredth to a whole one."""
        super().__init__(
            label=kwargs.pop("label", pgettext_lazy("of a post", "Share")),
            help_text=_("1 is a full post, 0,5 a half."),
            min_value=Decimal("0.01"),
            max_value=Decimal(1),
            max_digits=3,
            decimal_places=2,
            widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
            **kwargs,
        )

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]  # stubs say int
        """Read what was typed."""
        return super().to_python(value.replace(",", ".") if isinstance(value, str) else value)

    def prepare_value(self, value: Any) -> Any:
        """Show it as it is written here."""
        return str(value).replace(".", ",") if isinstance(value, Decimal) else value


def since_field(label: Any = None) -> DayField:
    """From which day; today unless said otherwise."""
    return DayField(label=label or _("From which day"), initial=clock.today)


class ServiceForm(SaikneForm):
    """What papers and pages say of the service."""

    service_name = forms.CharField(
        label=_("Name of the service"), help_text=_("As it stands on its papers."), max_length=120
    )
    service_phone = forms.CharField(label=_("Phone of the service"), max_length=30)
    service_address = forms.CharField(label=_("Address of the service"), max_length=120)
    approves_assessments = forms.BooleanField(label=_("The head approves each signed assessment"), required=False)
    layout: ClassVar[Layout] = ("service_name", ("service_phone", "service_address"), "approves_assessments")
    widths = {"service_phone": "m"}


class TerritoryForm(SaikneForm):
    """A parish or a town, with the forms of its name that sentences need."""

    name = forms.CharField(label=_("Name of the territory"), help_text=_("For example: Pūres pagasts"), max_length=80)
    name_genitive = forms.CharField(
        label=_("Its genitive"), help_text=_("For example: Pūres pagasta"), max_length=80, required=False
    )
    name_locative = forms.CharField(
        label=_("Its locative"), help_text=_("For example: Pūres pagastā"), max_length=80, required=False
    )
    since = since_field()
    layout: ClassVar[Layout] = (("name", "since"), ("name_genitive", "name_locative"))


class UnitEditForm(SaikneForm):
    """A unit: its name, the unit over it, phone, territories."""

    name = forms.CharField(label=_("Name of the unit"), max_length=120)
    name_locative = forms.CharField(
        label=_("Its locative"),
        help_text=_("For example: Sociālā darba nodaļā"),
        max_length=120,
        required=False,
    )
    parent = forms.ModelChoiceField(
        Unit.objects.none(),
        label=_("Stands under"),
        required=False,
        empty_label=_("nothing: it is the service itself"),
    )
    phone = forms.CharField(label=_("Phone of the unit"), max_length=30, required=False)
    territories = forms.ModelMultipleChoiceField(
        Territory.objects.none(),
        label=_("Territories it serves"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    layout: ClassVar[Layout] = (("name", "name_locative"), ("parent", "phone"), "territories")
    unmarked = frozenset({"parent"})

    def __init__(
        self, *args: Any, units: QuerySet[Unit], territories: QuerySet[Territory], top: bool, **kwargs: Any
    ) -> None:
        """`units`: under which it may stand; `top`: whether it may stand under none."""
        super().__init__(*args, **kwargs)
        parent = cast("forms.ModelChoiceField[Unit]", self.fields["parent"])
        parent.queryset, parent.required = units, not top
        cast("forms.ModelMultipleChoiceField[Territory]", self.fields["territories"]).queryset = territories
        if not territories.exists():
            del self.fields["territories"]


class UnitForm(UnitEditForm):
    """A new unit, from a day."""

    since = since_field()
    layout: ClassVar[Layout] = (("name", "name_locative"), ("parent", "phone"), "since", "territories")


class PostForm(SaikneForm):
    """A new post of a unit."""

    title = forms.CharField(
        label=_("What the post is called"), help_text=_("For example: sociālais darbinieks"), max_length=120
    )
    specialisation = forms.ChoiceField(
        label=_("What the post is for"), choices=Specialisation.choices, widget=forms.RadioSelect
    )
    share = ShareField(initial=Decimal(1))
    since = since_field()
    layout: ClassVar[Layout] = ("title", "specialisation", ("share", "since"))


class LastDayForm(SaikneForm):
    """The last day of something."""

    last_day = DayField(label=_("The last day, this day included"), initial=clock.today)


class HeadForm(SaikneForm):
    """Who heads a unit, from when."""

    user = forms.ModelChoiceField(
        User.objects.none(),
        label=_("Who heads the unit"),
        help_text=_("Workers with the role of a head stand here."),
        empty_label=_("Choose a colleague"),
    )
    since = since_field()

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any) -> None:
        """`people` are those with the role of a head."""
        super().__init__(*args, **kwargs)
        cast("forms.ModelChoiceField[User]", self.fields["user"]).queryset = people
