"""Absences: marked by the worker or the head, deputies named, what happened meanwhile."""

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_GET

from saikne.accounts.http import StaffRequest, staff
from saikne.accounts.models import User
from saikne.cases.actions.absence_deputies import return_to_work, stand_in_by_file, stand_in_for_all
from saikne.cases.forms.absence import AbsenceForm, ByFileForm, StandInForm, UntilForm
from saikne.cases.queries import absence_work
from saikne.cases.queries.about import about_files
from saikne.cases.queries.absence_pages import absences_of, coming, meanwhile, over, people_of, rows_of, unread_absences
from saikne.cases.queries.absence_work import acting_for_whom, led_files
from saikne.cases.queries.notices import SENTENCES
from saikne.cases.queries.team import files_led_by, possible_leads
from saikne.core import clock
from saikne.core.acts import act
from saikne.core.work import HomePanel, home_panels
from saikne.organisation.actions.absence import change_absence, mark_absence, mark_read
from saikne.organisation.models import Absence
from saikne.organisation.queries import colleagues
from saikne.organisation.rules.days import last_day as day_before
from saikne.ui.pages import confirm_page, deed_button, form_page
from saikne.ui.registry import FOOTER, NavItem


def _own(request: StaffRequest, pk: int) -> Absence:
    """An absence of hers, or of somebody whom she heads."""
    return get_object_or_404(absences_of(request.user), pk=pk)


def _open(request: StaffRequest, pk: int) -> Absence:
    """The same, not over yet."""
    row = _own(request, pk)
    if _is_over(row):
        raise Http404
    return row


def _is_over(row: Absence) -> bool:
    return row.back_at is not None or (row.until is not None and row.until <= clock.today())


def _place(row: Absence) -> str:
    return reverse("cases:absence", args=[row.pk])


def _could_stand_in(request: StaffRequest, absent: User) -> QuerySet[User]:
    """Those who may lead, if she leads files; else any colleague of hers."""
    leads = led_files(absent).exists()
    return (possible_leads(absent) if leads else colleagues(absent)).exclude(pk=absent.pk)


@staff
@require_GET
def absences(request: StaffRequest) -> HttpResponse:
    """Mine and those of my people, today's and coming ones; mine that are over."""
    people = people_of(request.user)
    context = {"rows": coming(request.user), "over": over(request.user), "people": people, "today": clock.today()}
    return render(request, "cases/absence/list.html", context)


@staff
def absence_add(request: StaffRequest) -> HttpResponse:
    """She is away from a day, or from this morning; who stands in is named at once, if it is known."""
    number = request.GET.get("worker", "")
    worker = request.user
    if number.isascii() and number.isdigit() and int(number) != request.user.pk:
        worker = get_object_or_404(people_of(request.user), pk=int(number))

    @act
    def deed(typed: dict[str, Any]) -> Absence:
        deputy = typed.pop("deputy")
        made = mark_absence(user=worker, by=request.user, **typed)
        if deputy is not None:
            last = typed["last_day"] or _a_month_after(typed["since"])
            stand_in_for_all(absence=made, deputy=deputy, last_day=last, by=request.user)
        return made

    return form_page(
        request,
        template="cases/absence/form.html",
        form_class=AbsenceForm,
        form_kwargs={"colleagues": _could_stand_in(request, worker)},
        initial={"since": clock.today()},
        deed=deed,
        done=_place,
        context={
            "title": pgettext("title", "Mark an absence"),
            "subtitle": str(worker),
            "save": pgettext("title", "Mark an absence"),
            "back": reverse("cases:absences"),
        },
        message=_("The absence is marked."),
    )


def _a_month_after(since: date) -> date:
    """Where nobody knows the end, a deputy stands in for thirty days; then she is named anew."""
    return date.fromordinal(max(since, clock.today()).toordinal() + 29)


@staff
@require_GET
def absence(request: StaffRequest, pk: int) -> HttpResponse:
    """One absence: who stands in, for what, until when."""
    row = _own(request, pk)
    context = {"row": row, "line": rows_of([row])[0], "mine": row.user_id == request.user.pk, "over": _is_over(row)}
    return render(request, "cases/absence/absence.html", context)


def _form(request: StaffRequest, row: Absence, form_class: Any, deed: Any, *, title: str, **more: Any) -> HttpResponse:
    return form_page(
        request,
        template=more.pop("template", "cases/absence/form.html"),
        form_class=form_class,
        form_kwargs=more.pop("form_kwargs", {}),
        initial=more.pop("initial", {}),
        deed=deed,
        done=lambda _made: _place(row),
        message=more.pop("message"),
        context={"title": title, "subtitle": str(row.user), "save": title, "back": _place(row), **more},
    )


@staff
def absence_change(request: StaffRequest, pk: int) -> HttpResponse:
    """It lasts longer or shorter."""
    row = _open(request, pk)
    return _form(
        request,
        row,
        UntilForm,
        lambda typed: change_absence(absence=row, last_day=typed["last_day"], by=request.user),
        title=pgettext("title", "Change the end"),
        initial={"last_day": day_before(row.until)},
        message=_("The end of the absence is changed."),
    )


@staff
def absence_deputy(request: StaffRequest, pk: int) -> HttpResponse:
    """One colleague for all the work."""
    row = _open(request, pk)
    return _form(
        request,
        row,
        StandInForm,
        lambda typed: stand_in_for_all(absence=row, by=request.user, **typed),
        title=pgettext("title", "Name a deputy for all the work"),
        form_kwargs={"colleagues": _could_stand_in(request, row.user)},
        initial={"last_day": day_before(row.until)},
        intro=_("While the colleague is away, the deputy sees and writes what the colleague does; it ends by itself."),
        message=_("The deputy is named and has been told."),
    )


@staff
def absence_files(request: StaffRequest, pk: int) -> HttpResponse:
    """Several colleagues, file by file."""
    row = _open(request, pk)
    files = list(files_led_by(row.user, request.user))
    about = about_files(files, on=clock.today())
    request.shown(*(number for one in about.values() for number in one.records))
    titles = {number: one.title for number, one in about.items()}
    return _form(
        request,
        row,
        ByFileForm,
        lambda typed: stand_in_by_file(
            absence=row, passings=typed["passings"], last_day=typed["last_day"], by=request.user
        ),
        title=pgettext("title", "Name deputies file by file"),
        template="cases/absence/files.html",
        form_kwargs={"colleagues": _could_stand_in(request, row.user), "files": files, "titles": titles},
        initial={"last_day": day_before(row.until)},
        files=files,
        message=_("The deputies are named and have been told."),
    )


@staff
def absence_back(request: StaffRequest, pk: int) -> HttpResponse:
    """She is back, or does not go."""
    row = _open(request, pk)
    mine, begun = row.user_id == request.user.pk, row.since <= clock.today()
    return confirm_page(
        request,
        title=pgettext("title", "Back at work") if begun else pgettext("title", "The absence does not take place"),
        question=_("Does the absence end at this moment: %(name)s?") % {"name": row.user},
        consequence=_("Whoever stands in does so no longer; the work is the colleague's again."),
        verb=pgettext("button", "Back at work") if begun else pgettext("button", "It does not take place"),
        deed=lambda: return_to_work(absence=row, by=request.user),
        done=lambda _none: reverse("cases:meanwhile", args=[pk]) if mine and begun else reverse("cases:absences"),
        back=_place(row),
        message=_("The absence has ended."),
    )


@staff
@require_GET
def what_happened(request: StaffRequest, pk: int) -> HttpResponse:
    """What others did in my files while I was away."""
    row = get_object_or_404(absences_of(request.user).filter(user=request.user), pk=pk)
    found = meanwhile(row, request.user)
    request.shown(*found.records, *(number for line in found.notices for number in line.record_nos))
    return render(request, "cases/absence/meanwhile.html", {"row": row, "found": found, "over": _is_over(row)})


@staff
def absence_read(request: StaffRequest, pk: int) -> HttpResponse:
    """I have read what happened meanwhile."""
    row = get_object_or_404(absences_of(request.user).filter(user=request.user), pk=pk)
    return deed_button(
        request,
        lambda: mark_read(absence=row, by=request.user),
        reverse("web:home"),
        _("What happened while you were away stands in the list of absences."),
    )


def absence_panel(user: User, on: date) -> HomePanel | None:
    """I am marked as away; I have come back and not read; I stand in for somebody."""
    rows = unread_absences(user, on)
    away = [row for row in rows if not _is_over(row)]
    unread = [row for row in rows if _is_over(row) and _was_away(row)]
    acting = acting_for_whom(user, on)
    if not (away or unread or acting):
        return None
    names = {one.pk: one for one in User.objects.filter(pk__in=[one.absence.user_id for one in acting])}
    standing_in = [(names[one.absence.user_id], one.last_day) for one in acting]
    return HomePanel("cases/absence/panel.html", {"away": away, "unread": unread, "acting": standing_in})


def _was_away(row: Absence) -> bool:
    """Whether she was away at least until the evening of the first day."""
    return row.back_at is None or clock.local_date(row.back_at) > row.since


def register() -> None:
    """Fill the registries of the rooms below with what absence adds to them."""
    absence_work.register()
    home_panels.register("cases.absence", absence_panel, rank=5)
    SENTENCES["organisation.deputy"] = gettext_lazy("you stand in for a colleague who is away")
    FOOTER.register("absences", NavItem(gettext_lazy("Absences"), "cases:absences", _is_staff), rank=20)


def _is_staff(user: Any) -> bool:
    return getattr(user, "kind", "") == "staff"
