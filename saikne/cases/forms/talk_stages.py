"""The one choice of the stage page: where to."""

from django import forms

from saikne.cases.enums import Stage
from saikne.ui.forms import SaikneForm


class StageForm(SaikneForm):
    """To which stage; the button says it."""

    to = forms.ChoiceField(choices=Stage.choices, widget=forms.HiddenInput)
