"""Draws forms with our own templates, which are found like any other template of the house."""

from django.forms.renderers import TemplatesSetting


class SaikneRenderer(TemplatesSetting):
    """A form is its rows; a field is label, hint, error, control."""

    form_template_name = "ui/form/form.html"
    field_template_name = "ui/form/field.html"
