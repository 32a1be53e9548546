"""The side column of *Mans darbs*, as the rooms below have laid it."""

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from saikne.accounts.http import StaffRequest
from saikne.core import clock
from saikne.core.work import home_panels


def side_panels(request: StaffRequest) -> list[SafeString]:
    """Panels that have something to say; whom they show is noted."""
    found = [provider(request.user, clock.today()) for provider in home_panels]
    panels = [panel for panel in found if panel is not None]
    request.shown(*(number for panel in panels for number in panel.record_nos))
    return [render_to_string(panel.template, panel.context, request) for panel in panels]
