"""Who acts for somebody, who is barred, how somebody is reached: from a day, by a document."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from saikne.people.actions.representation import Acting, Barring, Reaching
from saikne.people.enums import CUSTODY, ContactMeans, RepresentKind
from saikne.people.models import BarredPerson, ContactWay, Representation
from saikne.people.models.represent import BARS, RIGHTS
from saikne.ui.fields import DayField
from saikne.ui.forms import Layout, SaikneForm

GIVES = (("may_sign", _("sign")), ("may_receive", _("receive letters and decisions")), ("may_be_told", _("be told")))
BARRED = (
    ("bars_contact", _("contact with the person")),
    ("bars_told", _("being told anything about the person")),
    ("bars_receiving", _("receiving letters and decisions for the person")),
)


def _since() -> DayField:
    return DayField(
        label=pgettext_lazy("right", "Since"),
        future=False,
        help_text=_("The day on which it began in fact, also when it is written down later."),
    )


def _source() -> forms.CharField:
    return forms.CharField(
        label=_("By which document"),
        help_text=_("Whose, its number and date. For example: decision of the orphan's court no. 2-6/14, 12.03.2026."),
        max_length=200,
    )


class CorrectingForm(SaikneForm):
    """A row as it should read; only when it is corrected, why."""

    withdraws = forms.BooleanField(
        label=_("It never was so"),
        help_text=_("Then nothing of what stands above holds, and it stays readable as an error."),
        required=False,
    )
    why = forms.CharField(label=_("Why it is corrected"), max_length=200)

    def __init__(self, *args: Any, corrects: bool = False, **kwargs: Any) -> None:
        """A new row has nothing to correct."""
        super().__init__(*args, **kwargs)
        if not corrects:
            del self.fields["withdraws"], self.fields["why"]


class RepresentForm(CorrectingForm):
    """What a document gives to a person or institution, or takes away from a parent."""

    kind = forms.ChoiceField(label=_("Who acts"), choices=RepresentKind.choices, widget=forms.RadioSelect)
    institution = forms.ChoiceField(label=pgettext_lazy("party", "Institution"))
    gives = forms.MultipleChoiceField(
        label=_("What may be done in this person's place"),
        choices=GIVES,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Where custody is suspended or removed, mark nothing."),
        required=False,
    )
    since = _since()
    until = DayField(label=pgettext_lazy("right", "Until, if the document says so"), required=False)
    source = _source()

    layout: ClassVar[Layout] = ("institution", "kind", "gives", "source", ("since", "until"), "withdraws", "why")
    widths = {"source": "full", "why": "full"}

    def __init__(self, *args: Any, institutions: Sequence[tuple[str, str]] | None = None, **kwargs: Any) -> None:
        """A person was found by search; an institution is chosen here, and has no custody."""
        super().__init__(*args, **kwargs)
        if institutions is None:
            del self.fields["institution"]
            return
        field: Any = self.fields["institution"]
        field.choices = [("", "–"), *institutions]
        kinds: Any = self.fields["kind"]
        kinds.choices = [choice for choice in RepresentKind.choices if choice[0] not in CUSTODY]


class BarForm(CorrectingForm):
    """Who is barred from what."""

    name = forms.CharField(label=_("Who is barred: given name and surname"), max_length=120)
    bars = forms.MultipleChoiceField(
        label=_("Barred from"), choices=BARRED, widget=forms.CheckboxSelectMultiple, required=False
    )
    since = _since()
    until = DayField(label=pgettext_lazy("right", "Until, if the document says so"), required=False)
    source = _source()

    layout: ClassVar[Layout] = ("name", "bars", "source", ("since", "until"), "withdraws", "why")
    widths = {"name": "m", "source": "full", "why": "full"}

    def __init__(self, *args: Any, known: bool = False, **kwargs: Any) -> None:
        """Somebody known needs no name."""
        super().__init__(*args, **kwargs)
        if known:
            del self.fields["name"]


class ContactForm(CorrectingForm):
    """How somebody is reached without harm in one way."""

    means = forms.ChoiceField(
        label=pgettext_lazy("contact", "Way"), choices=ContactMeans.choices, widget=forms.RadioSelect
    )
    forbidden = forms.BooleanField(
        label=_("She must not be reached in this way"),
        help_text=_("The first page of her files warns of it."),
        required=False,
    )
    how = forms.CharField(
        label=_("How and when"),
        help_text=_("Number or place, days and hours, what to say if somebody else answers."),
        max_length=200,
        required=False,
    )
    not_by = forms.CharField(label=_("By whom not, and who must not learn of it"), max_length=200, required=False)
    since = _since()
    until = DayField(label=pgettext_lazy("right", "Until, if it is known"), required=False)
    source = forms.CharField(label=_("Who said so, and when"), max_length=200, required=False)

    layout: ClassVar[Layout] = ("means", "forbidden", "how", "not_by", ("since", "until"), "source", "withdraws", "why")
    widths = {"how": "full", "not_by": "full", "source": "full", "why": "full"}


class SaidEndForm(SaikneForm):
    """It is so no longer."""

    until = DayField(label=pgettext_lazy("right", "No longer since"), future=False)
    how = forms.CharField(
        label=pgettext_lazy("right", "How it ended, by which document"), max_length=200, required=False
    )

    layout: ClassVar[Layout] = ("until", "how")
    widths = {"how": "full"}


def acting(cleaned: dict[str, Any], *, by: int | None) -> Acting:
    """What the form says of somebody who acts."""
    institution = cleaned.get("institution")
    return Acting(
        kind=cleaned["kind"],
        since=cleaned["since"],
        until=cleaned["until"],
        source=cleaned["source"],
        gives=frozenset(cleaned["gives"]),
        by=by,
        institution=int(institution) if institution else None,
    )


def barring(cleaned: dict[str, Any], *, who: int | None) -> Barring:
    """What the form says of somebody barred."""
    return Barring(
        since=cleaned["since"],
        until=cleaned["until"],
        source=cleaned["source"],
        bars=frozenset(cleaned["bars"]),
        who=who,
        name=cleaned.get("name", ""),
    )


def reaching(cleaned: dict[str, Any]) -> Reaching:
    """What the form says of one way."""
    names = ("means", "since", "until", "forbidden", "how", "not_by", "source")
    return Reaching(**{name: cleaned[name] for name in names})


def as_typed(row: Representation | BarredPerson | ContactWay) -> dict[str, Any]:
    """A row as its form shows it."""
    shown: dict[str, Any] = {"since": row.since, "until": row.until, "source": row.source}
    if isinstance(row, Representation):
        gives = [name for name in RIGHTS if getattr(row, name)]
        return {**shown, "kind": row.kind, "gives": gives, "institution": str(row.institution_id or "")}
    if isinstance(row, BarredPerson):
        return {**shown, "name": row.name, "bars": [name for name in BARS if getattr(row, name)]}
    return {**shown, "means": row.means, "forbidden": row.forbidden, "how": row.how, "not_by": row.not_by}
