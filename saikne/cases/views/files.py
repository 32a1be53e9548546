"""The first page of a file: who, who answers, what is agreed, what is due, what changed."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from saikne.accounts.http import StaffRequest, staff
from saikne.cases.access import Perm
from saikne.cases.queries.files_page import aim_lines, ends_soon, page_case, page_people, stage_strip
from saikne.cases.queries.files_people import relatives_of, team_of
from saikne.cases.queries.files_plan import plan_brief
from saikne.cases.queries.files_told import facts_of, latest_entries, told
from saikne.cases.queries.files_words import children_words, lead_word, people_words
from saikne.cases.queries.frame import FileFrame, frame_of, opened_by
from saikne.cases.registry import case_panels
from saikne.cases.views.frame import file_context
from saikne.core import clock
from saikne.privacy.enums import Opens


@staff
def file(request: StaffRequest, pk: int) -> HttpResponse:
    """The whole first page, or its facts alone where no more is open to this user."""
    case = page_case(request.user, pk)
    if case is None:
        raise Http404
    today = clock.today()
    asked = page_people(case, on=today, aims=Opens.CASE_WORK in opened_by(case))
    frame = frame_of(case, user=request.user, on=today, asked=asked)
    request.shown(*frame.shown())
    context = file_context(frame, tab="summary", **_common(request, frame))
    if not frame.reads:
        return render(request, "cases/files/facts.html", {**context, "facts": facts_of(request.user, frame)})
    return render(request, "cases/files/whole.html", {**context, **_whole(request, frame)})


def _common(request: StaffRequest, frame: FileFrame) -> dict[str, Any]:
    """What everybody sees who may open the file at all."""
    return {
        "lead_word": lead_word(frame.case.kind),
        "people_words": people_words(frame),
        "children_words": children_words(frame),
        "agreement_ends_soon": ends_soon(frame, on=clock.today()),
        "address_hidden": any(getattr(member.face, "hides_address", False) for member in frame.people),
        "interpreters": [member for member in frame.people if member.face.interpreter],
        "team": team_of(frame),
        "strip": stage_strip(frame.case, frame.stage),
        **_panels(request, frame),
    }


def _whole(request: StaffRequest, frame: FileFrame) -> dict[str, Any]:
    """What only those see who have the whole case work."""
    relatives = relatives_of(request.user, frame, on=clock.today())
    request.shown(*(relative.record_no for relative in relatives if relative.within))
    writes = frame.whole and request.user.has_perm(Perm.WORK)
    return {
        "plan": plan_brief(frame),
        "told": told(frame, on=clock.today()),
        "aims": aim_lines(frame),
        "relatives": relatives,
        "entries": latest_entries(frame),
        "writes": writes,
        "reopens": frame.case.closed_at is not None and request.user.has_perm(Perm.WORK),
    }


def _panels(request: StaffRequest, frame: FileFrame) -> dict[str, list[SafeString]]:
    """What other parts and rooms lay on this page, in the main and in the side column."""
    found = [panel for ask in case_panels if (panel := ask(frame, request)) is not None]
    context = {"frame": frame, "case": frame.case}
    drawn = [(panel, render_to_string(panel.template, {**context, "panel": panel.panel}, request)) for panel in found]
    return {
        "alert_panels": [text for panel, text in drawn if panel.alert],
        "main_panels": [text for panel, text in drawn if panel.main],
        "side_panels": [text for panel, text in drawn if not panel.main and not panel.alert],
    }
