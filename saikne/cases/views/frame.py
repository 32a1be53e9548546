"""How every page of a file begins: fetched within reach, its people noted as shown."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from saikne.accounts.http import StaffRequest
from saikne.cases.queries.frame import FileFrame, frame_of, framed_case
from saikne.core import clock


@dataclass(frozen=True, slots=True)
class Tab:
    """A part of a file."""

    label: str
    url: str
    current: bool


def open_file(request: StaffRequest, pk: int) -> FileFrame:
    """The frame of a file within this user's reach, or 404; everybody in it is noted as shown."""
    case = framed_case(request.user, pk)
    if case is None:
        raise Http404
    frame = frame_of(case, user=request.user, on=clock.today())
    request.shown(*frame.shown())
    return frame


def open_whole_file(request: StaffRequest, pk: int) -> FileFrame:
    """The same for pages of the case work itself: facts alone are not enough."""
    frame = open_file(request, pk)
    if not frame.reads:
        raise Http404
    return frame


def open_to_write(request: StaffRequest, pk: int) -> FileFrame:
    """The same for forms: the whole file, still open."""
    frame = open_whole_file(request, pk)
    if frame.case.closed_at is not None:
        raise Http404
    return frame


def file_context(frame: FileFrame, *, tab: str, **more: Any) -> dict[str, Any]:
    """What `cases/file.html` (the base of every page inside a file) reads."""
    return {"frame": frame, "case": frame.case, "tabs": _tabs(frame, tab), **more}


def _tabs(frame: FileFrame, current: str) -> list[Tab]:
    """Parts of the file that this user may open, in the order of the work."""
    names = [("summary", _("Summary"), "cases:file")]
    if frame.reads:
        names += [
            ("people", _("Family and ties"), "cases:people"),
            ("statements", _("Told once"), "cases:statements"),
            ("assessment", _("Assessment"), "cases:assessment"),
            ("plan", _("Plan"), "cases:plan"),
            ("agreement", _("Agreement"), "cases:agreement"),
            ("journal", _("Journal"), "cases:journal"),
        ]
    if frame.reads or frame.psychosocial:
        names.append(("documents", _("Documents"), "cases:documents"))
    if frame.psychosocial:
        names.append(("psychosocial", _("Psychosocial notebook"), "cases:psychosocial"))
    if frame.reads:
        names += [("results", _("Results"), "cases:results"), ("looked", _("Who looked"), "cases:looked")]
    return [Tab(label, reverse(name, args=[frame.case.pk]), word == current) for word, label, name in names]
