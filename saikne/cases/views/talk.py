"""Pages of what has been told once: statements, the summary, problems."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from saikne.accounts.http import StaffRequest, needs, staff
from saikne.cases.access import Perm
from saikne.cases.actions.talk import add_statement, edit_summary, replace_statement, withdraw_statement
from saikne.cases.forms.talk import EndStatementForm, StatementForm, SummaryForm, said_of, statement_fields
from saikne.cases.models import Statement
from saikne.cases.queries.frame import FileFrame
from saikne.cases.queries.talk import WHOLE_FAMILY, Told, problems_of, told
from saikne.cases.queries.talk_names import names_with
from saikne.cases.views.frame import file_context, open_to_write, open_whole_file
from saikne.core import clock
from saikne.core.drafts import DraftKey
from saikne.ui.filters import Filter
from saikne.ui.pages import form_page


@staff
def statements(request: StaffRequest, pk: int) -> HttpResponse:
    """What was told, by topic; `about` keeps one person or the whole family."""
    frame = open_whole_file(request, pk)
    about = _about(request)
    page = told(request.user, frame, about=about)
    current, ended = problems_of(request.user, frame)
    request.shown(*page.others, *(line.other for line in (*current, *ended) if line.other))
    context = file_context(
        frame,
        tab="statements",
        told=page,
        filters=_filters(frame, page, about),
        problems=current,
        problems_ended=ended,
    )
    return render(request, "cases/talk/statements.html", context)


def _about(request: StaffRequest) -> int | None:
    asked = request.GET.get("about", "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 19 else None


def _filters(frame: FileFrame, page: Told, about: int | None) -> list[Filter]:
    """Everything, the whole family, then each of its people with something told."""
    base = reverse("cases:statements", args=[frame.case.pk])
    rows = [Filter(_("Everything"), base, about is None, sum(page.counts.values()))]
    names = {WHOLE_FAMILY: _("The whole family"), **frame.names()}
    return rows + [
        Filter(name, f"{base}?about={number}", about == number, page.counts[number])
        for number, name in names.items()
        if number in page.counts
    ]


@needs(Perm.WORK)
def statement_add(request: StaffRequest, pk: int) -> HttpResponse:
    """One more statement."""
    frame = open_to_write(request, pk)
    asked = _about(request)
    return form_page(
        request,
        template="cases/talk/statement_form.html",
        form_class=StatementForm,
        deed=lambda cleaned: add_statement(case=frame.case, by=request.user, **cleaned),
        done=lambda _made: _page(pk),
        initial={"said_on": clock.today(), "about": asked if asked in frame.names() else None},
        form_kwargs={"people": frame.people},
        draft=DraftKey("statement_add", "case", pk),
        context=_form_context(frame, title=pgettext("title", "Add a statement")),
        message=_("Saved."),
    )


@needs(Perm.WORK)
def statement_replace(request: StaffRequest, pk: int) -> HttpResponse:
    """A newer statement in the place of this one."""
    statement, frame = _statement(request, pk)
    now = named_now(request, frame, statement.about_id)
    return form_page(
        request,
        template="cases/talk/statement_form.html",
        form_class=StatementForm,
        deed=lambda cleaned: replace_statement(statement=statement, said=said_of(cleaned), by=request.user),
        done=lambda _made: _page(frame.case.pk),
        initial=statement_fields(statement),
        form_kwargs={"people": frame.people, "now": now},
        draft=DraftKey(f"statement_replace_{pk}", "case", frame.case.pk),
        context=_form_context(
            frame,
            title=_("Replace the statement"),
            intro=_("The statement of today takes the place of the earlier one, which stays readable under it."),
            statement=statement,
        ),
        message=_("Saved."),
    )


@needs(Perm.WORK)
def statement_end(request: StaffRequest, pk: int) -> HttpResponse:
    """The statement no longer holds."""
    statement, frame = _statement(request, pk)
    return form_page(
        request,
        template="cases/talk/statement_form.html",
        form_class=EndStatementForm,
        deed=lambda cleaned: withdraw_statement(statement=statement, by=request.user, **cleaned),
        done=lambda _made: _page(frame.case.pk),
        initial={"said_on": clock.today()},
        draft=DraftKey(f"statement_end_{pk}", "case", frame.case.pk),
        context=_form_context(frame, title=_("The statement no longer holds"), statement=statement),
        message=_("Saved."),
    )


@needs(Perm.WORK)
def summary_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """The situation in short."""
    frame = open_to_write(request, pk)
    back = reverse("cases:file", args=[pk])
    return form_page(
        request,
        template="cases/file_form.html",
        form_class=SummaryForm,
        deed=lambda cleaned: edit_summary(case=frame.case, by=request.user, **cleaned),
        done=lambda _version: back,
        initial={"summary": frame.case.summary},
        draft=DraftKey("summary", "case", pk),
        base_version=frame.case.version,
        context=file_context(frame, tab="summary", title=_("Situation summary"), back=back),
        message=_("Saved."),
    )


def _statement(request: StaffRequest, pk: int) -> tuple[Statement, FileFrame]:
    statement = get_object_or_404(Statement.objects.visible_to(request.user), pk=pk)
    return statement, open_to_write(request, statement.case_id)


def named_now(request: StaffRequest, frame: FileFrame, record: int | None) -> tuple[int, str] | None:
    """Whom a statement or a problem is about, by name, though she may have left the family."""
    if record is None:
        return None
    names, others = names_with(frame, [record], request.user)
    request.shown(*others)
    return record, names[record]


def _page(case_no: int) -> str:
    return reverse("cases:statements", args=[case_no])


def _form_context(frame: FileFrame, **more: object) -> dict[str, object]:
    return file_context(frame, tab="statements", back=_page(frame.case.pk), **more)
