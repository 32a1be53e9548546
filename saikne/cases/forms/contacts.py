"""The form of a first contact."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from saikne.cases.actions.contacts import Happened
from saikne.cases.enums import ContactOutcome, ContactReason, ContactWay
from saikne.ui.fields import DayField, MinutesField
from saikne.ui.forms import Layout, SaikneForm


class ContactForm(SaikneForm):
    """Who came with what, what was advised, and what came of it."""

    way = forms.ChoiceField(
        label=pgettext_lazy("first contact", "How it came"), choices=ContactWay.choices, widget=forms.RadioSelect
    )
    reason = forms.ChoiceField(
        label=pgettext_lazy("first contact", "Reason"), choices=[("", "–"), *ContactReason.choices]
    )
    on = DayField(label=_("Date"), future=False)
    minutes = MinutesField(label=_("Minutes"), required=False)
    told = forms.CharField(
        label=_("What was told"),
        help_text=_("In short, and only what is needed for advice or for opening a file."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=20000,
    )
    told_by = forms.CharField(
        label=_("Who told, if not the person"),
        help_text=_("For example: a neighbour, the school, anonymous."),
        max_length=120,
        required=False,
    )
    advised = forms.CharField(
        label=_("What was advised"), widget=forms.Textarea(attrs={"rows": 3}), max_length=20000, required=False
    )
    outcome = forms.ChoiceField(label=_("What came of it"), choices=ContactOutcome.choices, widget=forms.RadioSelect)

    layout: ClassVar[Layout] = ("way", ("reason", "on", "minutes"), "told", "told_by", "advised", "outcome")
    widths = {"told_by": "full", "reason": "m"}


def happened(cleaned: dict[str, Any]) -> Happened:
    """What the form says."""
    return Happened(
        way=cleaned["way"],
        reason=cleaned["reason"],
        told=cleaned["told"],
        told_by=cleaned["told_by"],
        advised=cleaned["advised"],
        outcome=cleaned["outcome"],
        on=cleaned["on"],
        minutes=cleaned["minutes"],
    )
