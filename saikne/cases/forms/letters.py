"""Forms of letters: what came, what is written, how it went, and the service's templates."""

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from saikne.accounts.models import User
from saikne.cases.actions.letters import OtherSide, Received
from saikne.cases.actions.letters_out import Written
from saikne.cases.actions.letters_templates import TemplateText
from saikne.cases.enums import LetterKind, LetterWay
from saikne.cases.forms.journal import offer
from saikne.cases.rules.letters import reply_due
from saikne.ui.fields import DayField
from saikne.ui.forms import Layout, SaikneForm

Choices = Iterable[tuple[str, Any]]
RECORD, INSTITUTION = "r", "i"


def side_of(cleaned: dict[str, Any]) -> OtherSide:
    """The other side as chosen from the list, else in words."""
    chosen = str(cleaned.get("side") or "")
    if chosen[:1] == RECORD:
        return OtherSide(record_no=int(chosen[1:]))
    if chosen[:1] == INSTITUTION:
        return OtherSide(institution_no=int(chosen[1:]))
    return OtherSide(words=str(cleaned.get("party") or ""))


class SideForm(SaikneForm):
    """From whom or to whom: chosen from a list, or written."""

    side = forms.ChoiceField(
        label=_("From whom or to whom"),
        help_text=_("Not in the list: leave this as it is and write the name below."),
        required=False,
    )
    party = forms.CharField(label=_("Name, if it is not in the list"), max_length=160, required=False)

    unmarked = frozenset({"side", "party"})

    def offer_sides(self, sides: Sequence[tuple[str, Any]], label: str) -> None:
        """People of the file and institutions, under the question that the form asks."""
        self.fields["side"].label = label
        offer(self, "side", [("", gettext("Not in the list")), *sides])


class ReceivedForm(SideForm):
    """A letter that came."""

    kind = forms.ChoiceField(label=_("What it is"), choices=[("", _("Choose")), *LetterKind.choices])
    subject = forms.CharField(
        label=pgettext_lazy("letter", "About what"), help_text=_("In a few words. No personal codes."), max_length=200
    )
    received_on = DayField(label=_("Day of receipt"), future=False)
    dated = DayField(label=_("Date of the letter"), required=False, future=False)
    their_number = forms.CharField(label=_("Their number"), max_length=40, required=False)
    owner = forms.ChoiceField(label=_("Who answers"))
    due = DayField(
        label=_("Answer until"),
        help_text=_("Empty for a submission: one month from the day of receipt, moved to a working day."),
        required=False,
    )
    shelf = forms.CharField(
        label=_("Where the paper is"), help_text=_("Room, cupboard, shelf, folder"), max_length=80, required=False
    )
    layout: ClassVar[Layout] = (
        ("kind", "subject"), ("side", "party"), ("received_on", "dated", "their_number"), ("owner", "due"), "shelf",
    )  # fmt: skip
    widths = {"kind": "m", "subject": "full", "side": "m", "party": "full", "owner": "m", "shelf": "m"}

    def __init__(self, *args: Any, sides: Sequence[tuple[str, Any]], owners: Choices, **kwargs: Any) -> None:
        """From whom it may be, who may answer."""
        super().__init__(*args, **kwargs)
        self.offer_sides(sides, gettext("From whom"))
        offer(self, "owner", owners)


def received_from(cleaned: dict[str, Any]) -> Received:
    """What the form says; an empty term is the usual one of the kind."""
    return Received(
        kind=cleaned["kind"],
        side=side_of(cleaned),
        subject=cleaned["subject"],
        received_on=cleaned["received_on"],
        owner=User.objects.get(pk=int(cleaned["owner"])),
        due=cleaned["due"] or reply_due(cleaned["kind"], received_on=cleaned["received_on"]),
        dated=cleaned["dated"],
        their_number=cleaned["their_number"],
        shelf=cleaned["shelf"],
    )


class WrittenForm(SideForm):
    """A letter to be sent."""

    kind = forms.ChoiceField(label=_("What it is"), choices=LetterKind.choices)
    subject = forms.CharField(label=pgettext_lazy("letter", "About what"), max_length=200)
    text = forms.CharField(
        label=pgettext_lazy("letter", "Text"),
        help_text=_("An empty line begins a new paragraph. The number and the day are put in with the signature."),
        widget=forms.Textarea(attrs={"rows": 18}),
        max_length=20000,
    )
    address = forms.CharField(label=_("Address to which it is sent"), max_length=200, required=False)
    way = forms.ChoiceField(
        label=_("How the other side wants to receive it"),
        choices=[("", _("Not known yet")), *LetterWay.choices],
        required=False,
    )
    reply_days = forms.IntegerField(
        label=_("Days for an answer"),
        help_text=_("Counted from the day of notification. Empty if no answer is awaited."),
        min_value=1,
        max_value=365,
        required=False,
    )
    layout: ClassVar[Layout] = (("side", "party"), ("kind", "subject"), "text", "address", ("way", "reply_days"))
    widths = {"kind": "m", "subject": "full", "side": "m", "party": "full", "address": "full", "text": "full"}

    def __init__(self, *args: Any, sides: Sequence[tuple[str, Any]], **kwargs: Any) -> None:
        """To whom it may be."""
        super().__init__(*args, **kwargs)
        self.offer_sides(sides, pgettext("letter", "To whom"))


def written_from(cleaned: dict[str, Any]) -> Written:
    """What the form says."""
    return Written(
        kind=cleaned["kind"],
        side=side_of(cleaned),
        subject=cleaned["subject"],
        text=cleaned["text"].replace("\r\n", "\n"),
        address=cleaned["address"],
        way=cleaned["way"],
        reply_days=cleaned["reply_days"],
    )


class SendForm(SaikneForm):
    """How and when it went."""

    way = forms.ChoiceField(label=_("How it was sent"), choices=LetterWay.choices, widget=forms.RadioSelect)
    address = forms.CharField(label=_("Address to which it is sent"), max_length=200, required=False)
    sent_on = DayField(label=_("Day on which it was sent"), future=False)
    widths = {"address": "full"}


class NotifiedForm(SaikneForm):
    """From which day terms run."""

    notified_on = DayField(label=_("Day of notification"), future=False)
    proof = forms.CharField(
        label=_("What proves it"),
        help_text=_("For example: signature of the receiver, receipt of the post, confirmation of the e-address."),
        max_length=200,
    )
    widths = {"proof": "full"}


class BecauseForm(SaikneForm):
    """Why."""

    because = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}), max_length=300)


class GiveForm(SaikneForm):
    """Who answers, until when."""

    owner = forms.ChoiceField(label=_("Who answers"))
    due = DayField(label=_("Answer until"), required=False)

    def __init__(self, *args: Any, owners: Choices, **kwargs: Any) -> None:
        """Who may answer."""
        super().__init__(*args, **kwargs)
        offer(self, "owner", owners)


class IntoFileForm(SaikneForm):
    """To which file it belongs."""

    case = forms.TypedChoiceField(label=_("File"), coerce=int)

    def __init__(self, *args: Any, files: Choices, **kwargs: Any) -> None:
        """Files that are open to the one who chooses."""
        super().__init__(*args, **kwargs)
        offer(self, "case", [("", gettext("Choose")), *files])


class PaperForm(SaikneForm):
    """Which document of the file is the letter."""

    document = forms.TypedChoiceField(label=_("Document"), coerce=int)
    widths = {"document": "full"}

    def __init__(self, *args: Any, documents: Choices, **kwargs: Any) -> None:
        """Documents of the file within reach."""
        super().__init__(*args, **kwargs)
        offer(self, "document", [("", gettext("Choose")), *documents])


class TemplateForm(SaikneForm):
    """A template's name and wording."""

    name = forms.CharField(label=pgettext_lazy("template", "Name"), max_length=120)
    kind = forms.ChoiceField(label=_("What it is"), choices=LetterKind.choices)
    subject = forms.CharField(label=pgettext_lazy("letter", "About what"), max_length=200)
    text = forms.CharField(
        label=pgettext_lazy("letter", "Text"),
        help_text=_("An empty line begins a new paragraph. Places in braces are filled from the record."),
        widget=forms.Textarea(attrs={"rows": 18}),
        max_length=20000,
    )
    reply_days = forms.IntegerField(label=_("Days for an answer"), min_value=1, max_value=365, required=False)
    layout: ClassVar[Layout] = (("name", "kind"), "subject", "text", "reply_days")
    widths = {"name": "full", "kind": "m", "subject": "full", "text": "full"}


def template_from(cleaned: dict[str, Any]) -> TemplateText:
    """What the form says."""
    return TemplateText(
        name=cleaned["name"],
        kind=cleaned["kind"],
        subject=cleaned["subject"],
        text=cleaned["text"].replace("\r\n", "\n"),
        reply_days=cleaned["reply_days"],
    )
