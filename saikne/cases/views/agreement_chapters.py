"""Pages and buttons of one chapter."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from saikne.accounts.http import StaffRequest, needs
from saikne.cases.access import Perm
from saikne.cases.actions.agreement import drop_chapter, end_chapter, put_chapter_in_force
from saikne.cases.actions.agreement_asking import ask_to_change
from saikne.cases.actions.agreement_chapters import add_chapter, change_chapter, text_of
from saikne.cases.enums import AgreementState, ChapterKind
from saikne.cases.forms.agreement import (
    AskForm,
    ChapterForm,
    EndForm,
    chapter_fields,
    chapter_text,
    clash_in_fields,
)
from saikne.cases.forms.agreement_times import blocks_for
from saikne.cases.models import Chapter
from saikne.cases.queries.agreement import (
    AgreementLines,
    ChapterLine,
    agreement_lines,
    agreements_of,
    is_last_in_force,
)
from saikne.cases.queries.agreement_asking import clash_of, request_text
from saikne.cases.queries.agreement_people import client_people
from saikne.cases.queries.frame import FileFrame
from saikne.cases.queries.plan_doers import partners_of, workers_of
from saikne.cases.queries.represent_acted import signing_members
from saikne.cases.views.frame import file_context, open_to_write
from saikne.core import clock
from saikne.core.drafts import DraftKey
from saikne.core.errors import Clash
from saikne.ui.pages import deed_button, form_page


def lines_with(request: StaffRequest, frame: FileFrame, chapter: int) -> AgreementLines:
    """The one of the client's agreements to which this chapter belongs; 404 for a chapter of somebody else."""
    mine = agreements_of(frame.case.client_id)
    found = get_object_or_404(Chapter.objects.select_related("agreement"), pk=chapter, agreement__in=mine)
    return agreement_lines([found.agreement], frame.case.client_id, seen_by=request.user, dropped=chapter)[0]


def line_of(request: StaffRequest, frame: FileFrame, chapter: int) -> ChapterLine:
    """The chapter with its latest wording, whatever has become of it."""
    line = lines_with(request, frame, chapter).line(chapter)
    if line is None:
        raise Http404
    return line


def _line(request: StaffRequest, frame: FileFrame, chapter: int) -> ChapterLine:
    """A chapter that lives; of one ended meanwhile, what was typed is still heard."""
    line = line_of(request, frame, chapter)
    if not line.live and request.method != "POST":
        raise Http404
    return line


def _choices(request: StaffRequest, frame: FileFrame, line: ChapterLine | None = None) -> dict[str, Any]:
    known = client_people(frame, request.user, on=clock.today())
    request.shown(*known.others)
    members = [one for one in known.people.values() if one.member]
    signing = signing_members({one.number: one.signs for one in members})
    owner = line.chapter.owner_id if line else None
    return {
        "adults": [(str(one.number), one.name) for one in members if one.number in signing],
        "everybody": [(str(one.number), one.given) for one in members],
        "workers": workers_of(frame, request.user, owner),
        "partners": partners_of(frame),
    }


@needs(Perm.WORK)
def chapter_add(request: StaffRequest, pk: int) -> HttpResponse:
    """A new chapter, in draft."""
    frame = open_to_write(request, pk)
    choices = _choices(request, frame)
    kind = request.GET.get("kind", ChapterKind.COOPERATION)
    return form_page(
        request,
        template="cases/agreement/chapter_form.html",
        form_class=ChapterForm,
        deed=lambda cleaned: add_chapter(case=frame.case, text=chapter_text(cleaned), by=request.user),
        done=_to_agreement(pk),
        initial={
            "kind": kind,
            "people": [number for number, _name in choices["adults"]],
            "owner": str(request.user.pk),
            "since": clock.today(),
        },
        form_kwargs=choices,
        draft=DraftKey("chapter_add", "case", pk),
        context=_context(
            frame,
            pgettext("title", "Add a chapter"),
            intro=_("The chapter is a draft until everybody named in it has signed."),
        ),
    )


@needs(Perm.WORK)
def chapter_edit(request: StaffRequest, pk: int, chapter: int) -> HttpResponse:
    """Reword a draft; a chapter in force gets a draft that will replace it."""
    frame = open_to_write(request, pk)
    line = _line(request, frame, chapter)
    text = text_of(line)
    blocks = blocks_for(text.points)

    def deed(cleaned: dict[str, Any]) -> Chapter:
        told = chapter_text(cleaned, blocks)
        try:
            return change_chapter(
                case=frame.case, chapter=line.chapter, text=told, base=cleaned["base_version"], by=request.user
            )
        except Clash as clash:
            raise clash_in_fields(clash, text_of(_line(request, frame, chapter))) from None

    intro = _("The chapter in force holds until the new wording is signed and comes into force.")
    return form_page(
        request,
        template="cases/agreement/chapter_form.html",
        form_class=ChapterForm,
        deed=deed,
        done=_to_agreement(pk),
        initial=chapter_fields(text),
        form_kwargs={**_choices(request, frame, line), "blocks": blocks, "fixed_kind": True},
        base_version=line.chapter.version,
        draft=DraftKey(f"chapter_edit_{chapter}", "case", pk),
        context=_context(
            frame,
            _("Edit the chapter"),
            subtitle=f"{line.number}. {line.chapter.get_kind_display()}",
            intro=intro if line.in_force else _("After a change the chapter is signed again."),
        ),
    )


@needs(Perm.WORK)
def chapter_in_force(request: StaffRequest, pk: int, chapter: int) -> HttpResponse:
    """A signed chapter joins the agreement in force."""
    frame = open_to_write(request, pk)
    line = _line(request, frame, chapter)
    return deed_button(
        request,
        lambda: put_chapter_in_force(case=frame.case, chapter=line.chapter, by=request.user),
        done=reverse("cases:agreement", args=[pk]),
        message=_("The chapter is in force."),
    )


@needs(Perm.WORK)
def chapter_end(request: StaffRequest, pk: int, chapter: int) -> HttpResponse:
    """End one chapter; the rest stay."""
    frame = open_to_write(request, pk)
    line = _line(request, frame, chapter)
    return form_page(
        request,
        template="cases/file_form.html",
        form_class=EndForm,
        deed=lambda cleaned: end_chapter(
            case=frame.case, chapter=line.chapter, because=cleaned["because"], by=request.user
        ),
        done=lambda _agreement: reverse("cases:agreement", args=[pk]),
        context=_context(
            frame,
            _("Ending of the chapter"),
            subtitle=f"{line.number}. {line.chapter.get_kind_display()}",
            intro=_ending_words(line.chapter),
            save=_("End the chapter"),
        ),
    )


@needs(Perm.WORK)
def chapter_drop(request: StaffRequest, pk: int, chapter: int) -> HttpResponse:
    """Give a draft chapter up."""
    frame = open_to_write(request, pk)
    line = _line(request, frame, chapter)
    return deed_button(
        request,
        lambda: drop_chapter(case=frame.case, chapter=line.chapter, by=request.user),
        done=reverse("cases:agreement", args=[pk]),
    )


@needs(Perm.WORK)
def point_ask(request: StaffRequest, pk: int, chapter: int, point: int) -> HttpResponse:
    """Ask the colleague who answers for a chapter to change a point that contradicts another."""
    frame = open_to_write(request, pk)
    lines = lines_with(request, frame, chapter)
    line, clash = lines.line(chapter), clash_of(lines, chapter, point)
    if line is None or (clash is None and request.method != "POST"):
        raise Http404
    if line.chapter.owner_id == request.user.pk and request.method != "POST":
        return HttpResponseRedirect(reverse("cases:chapter_edit", args=[pk, chapter]))
    known = client_people(frame, request.user, also=lines.records, on=clock.today())
    request.shown(*known.others)
    return form_page(
        request,
        template="cases/file_form.html",
        form_class=AskForm,
        deed=lambda cleaned: ask_to_change(
            case=frame.case, chapter=line.chapter, point=point, text=cleaned["text"], by=request.user
        ),
        done=lambda _made: _back_to(pk, line.chapter),
        initial={"text": request_text(clash, chapter, point, known.names) if clash else ""},
        draft=DraftKey(f"point_ask_{chapter}_{point}", "case", pk),
        context=_context(
            frame,
            _("Ask to change the point"),
            subtitle=f"{line.number}.{point}. · {line.chapter.owner}",
            intro=_("The note is written in the journal and waits until the colleague confirms that it is read."),
            save=_("Ask"),
        ),
        message=_("The colleague is asked."),
    )


def _ending_words(chapter: Chapter) -> str:
    if is_last_in_force(chapter):
        return _("This is the last chapter in force: the whole agreement ends with it today.")
    return _("The chapter ends today. The other chapters stay as they are.")


def _to_agreement(pk: int) -> Callable[[Chapter], str]:
    return lambda chapter: _back_to(pk, chapter)


def _back_to(pk: int, chapter: Chapter) -> str:
    draft = chapter.agreement.state == AgreementState.DRAFT
    return reverse("cases:agreement", args=[pk]) + ("?which=draft" if draft else "")


def _context(frame: FileFrame, title: str, *, subtitle: str = "", **more: Any) -> dict[str, Any]:
    back = reverse("cases:agreement", args=[frame.case.pk])
    return file_context(frame, tab="agreement", title=title, subtitle=subtitle, back=back, **more)
