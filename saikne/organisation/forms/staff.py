"""Forms of workers: account, roles, posts, qualifications."""

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any, ClassVar, cast

from django import forms
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db.models import QuerySet
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from saikne.accounts.enums import Role
from saikne.organisation.enums import QualificationKind
from saikne.organisation.forms.units import ShareField, since_field
from saikne.organisation.models import Post
from saikne.ui.fields import DayField
from saikne.ui.forms import Layout, SaikneForm


class PostChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # not subscriptable at run time
    """One of the posts, told with its unit."""

    def label_from_instance(self, obj: Post) -> str:
        """Title and unit."""
        return f"{obj.title} – {obj.unit}"


def post_field(*, required: bool = True, empty: Any = None) -> PostChoice:
    """A post; the form says among which one chooses."""
    return PostChoice(
        Post.objects.none(),
        label=pgettext_lazy("of a worker", "Post"),
        required=required,
        empty_label=empty or _("Choose a post"),
    )


def roles_field() -> forms.MultipleChoiceField:
    """Which kinds of work she may do."""
    return forms.MultipleChoiceField(
        label=_("Roles"),
        help_text=_("A role says what kind of work somebody may do. Whose files she sees follows from her work."),
        choices=Role.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class AmongPosts(SaikneForm):
    """A form in which a post is chosen among several."""

    widths: ClassVar[Mapping[str, str]] = MappingProxyType({"post": "full"})

    def __init__(self, *args: Any, posts: QuerySet[Post], **kwargs: Any) -> None:
        """`posts` are those among which one chooses."""
        super().__init__(*args, **kwargs)
        cast("forms.ModelChoiceField[Post]", self.fields["post"]).queryset = posts


class WorkerEditForm(SaikneForm):
    """How colleagues read her name."""

    first_name = forms.CharField(label=_("Given name"), max_length=150)
    last_name = forms.CharField(label=_("Surname"), max_length=150)
    title = forms.CharField(
        label=_("What her work is called"),
        help_text=_("For example: sociālais darbinieks darbam ar ģimenēm ar bērniem"),
        max_length=80,
        required=False,
    )
    phone = forms.CharField(label=_("Phone at work"), max_length=30, required=False)
    layout: ClassVar[Layout] = (("first_name", "last_name"), ("title", "phone"))
    widths: ClassVar[Mapping[str, str]] = MappingProxyType({"phone": "m"})


class WorkerForm(AmongPosts, WorkerEditForm):
    """Somebody new: her account, roles and post."""

    username = forms.CharField(
        label=_("Username"),
        help_text=_("Left empty, it is made from the name: m.liepa"),
        max_length=150,
        required=False,
        validators=[UnicodeUsernameValidator()],
    )
    roles = roles_field()
    post = post_field(required=False, empty=_("none yet"))
    since = since_field()
    share = ShareField(initial=Decimal(1), label=pgettext_lazy("of a worker", "Share"))
    layout: ClassVar[Layout] = (
        ("first_name", "last_name"),
        ("title", "phone"),
        "username",
        "roles",
        "post",
        ("since", "share"),
    )
    widths: ClassVar[Mapping[str, str]] = MappingProxyType({"phone": "m", "username": "m", "post": "full"})


class RolesForm(SaikneForm):
    """Roles as they are from now."""

    roles = roles_field()


class PostingForm(AmongPosts):
    """Which post she holds, from when, until when, which part of it."""

    post = post_field()
    since = since_field()
    last_day = DayField(label=_("Until, this day included"), required=False)
    share = ShareField(initial=Decimal(1), label=pgettext_lazy("of a worker", "Share"))
    layout: ClassVar[Layout] = ("post", ("since", "last_day", "share"))


class BeginAgainForm(AmongPosts):
    """With which roles and in which post somebody comes back."""

    roles = roles_field()
    post = post_field()
    since = since_field()
    share = ShareField(initial=Decimal(1), label=pgettext_lazy("of a worker", "Share"))
    layout: ClassVar[Layout] = ("roles", "post", ("since", "share"))


class QualificationForm(SaikneForm):
    """What she has learnt."""

    kind = forms.ChoiceField(
        label=_("What she has learnt"), choices=QualificationKind.choices, widget=forms.RadioSelect
    )
    scope = forms.CharField(
        label=_("Which exactly"),
        help_text=_("Method, number of hours, number of the paper."),
        max_length=160,
        required=False,
    )
    since = since_field(_("The paper is of"))
    last_day = DayField(label=_("Valid until, this day included"), help_text=_("Empty: without end."), required=False)
    layout: ClassVar[Layout] = ("kind", "scope", ("since", "last_day"))

    def clean(self) -> dict[str, Any]:
        """An "other" qualification says which."""
        typed = super().clean() or {}
        if typed.get("kind") == QualificationKind.OTHER and not typed.get("scope"):
            self.add_error("scope", gettext("Say which qualification it is."))
        return typed
