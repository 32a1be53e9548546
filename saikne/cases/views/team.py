"""The people round a file: reading who they are, adding, ending, deputies, the main worker."""

from collections.abc import Callable

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from saikne.accounts.http import StaffRequest, needs, staff
from saikne.accounts.models import User
from saikne.cases.access import Perm
from saikne.cases.actions.team import add_deputy, add_member, end_member, set_main_worker
from saikne.cases.forms.team import AmongColleagues, DeputyForm, MainWorkerForm, MemberForm
from saikne.cases.models import Case, TeamMember
from saikne.cases.queries.frame import FileFrame
from saikne.cases.queries.team import possible_leads, team_page
from saikne.cases.views.frame import file_context, open_file, open_to_write
from saikne.core import clock
from saikne.core.periods import standing
from saikne.organisation.queries import colleagues
from saikne.ui.pages import confirm_page, form_page


def _team_url(frame: FileFrame) -> str:
    return reverse("cases:team", args=[frame.case.pk])


@staff
def team(request: StaffRequest, pk: int) -> HttpResponse:
    """Everybody round a file, and who was before."""
    frame = open_file(request, pk)
    context = file_context(
        frame, tab="team", page=team_page(frame), writes=frame.whole and request.user.has_perm(Perm.WORK)
    )
    return render(request, "cases/team/team.html", context)


def _choose_colleague(
    request: StaffRequest,
    frame: FileFrame,
    form_class: type[AmongColleagues],
    colleagues: QuerySet[User],
    *,
    deed: Callable[..., object],
    message: str,
    **words: str,
) -> HttpResponse:
    """A form in which a colleague is chosen for this file; `words`: title, what it means, what its button says."""
    return form_page(
        request,
        template="cases/file_form.html",
        form_class=form_class,
        form_kwargs={"colleagues": colleagues},
        deed=lambda typed: deed(case=frame.case, by=request.user, **typed),
        done=lambda _made: _team_url(frame),
        context=file_context(frame, tab="team", back=_team_url(frame), **words),
        message=message,
    )


@needs(Perm.WORK)
def team_add(request: StaffRequest, pk: int) -> HttpResponse:
    """Let a colleague work with the file."""
    return _choose_colleague(
        request,
        open_to_write(request, pk),
        MemberForm,
        colleagues(request.user),
        deed=add_member,
        title=pgettext("title", "Add to the team"),
        intro=_("The role decides what of the file the colleague sees."),
        save=_("Add to the team"),
        message=_("The colleague is in the team and has been told."),
    )


@needs(Perm.WORK)
def deputy(request: StaffRequest, pk: int) -> HttpResponse:
    """Let a colleague stand in for the lead until a day."""
    return _choose_colleague(
        request,
        open_to_write(request, pk),
        DeputyForm,
        possible_leads(request.user),
        deed=add_deputy,
        title=pgettext("title", "Name a deputy"),
        intro=_("A deputy sees and writes the whole file; the access ends by itself. The lead stays responsible."),
        save=_("Name the deputy"),
        message=_("The deputy is named and has been told."),
    )


@needs(Perm.WORK)
def main_worker(request: StaffRequest, pk: int) -> HttpResponse:
    """Another main worker for the client, over all her files."""
    frame = open_to_write(request, pk)
    return _choose_colleague(
        request,
        frame,
        MainWorkerForm,
        possible_leads(request.user),
        deed=set_main_worker,
        title=pgettext("title", "Change the main worker"),
        intro=_("The main worker is one for the client over all files. Now: %(name)s") % {"name": frame.main_name},
        save=_("Change the main worker"),
        message=_("The main worker is changed; all who work with the client have been told."),
    )


@needs(Perm.WORK)
def team_end(request: StaffRequest, pk: int) -> HttpResponse:
    """A colleague no longer works with the file."""
    reached = Case.objects.worked_by(request.user)
    members = TeamMember.objects.filter(standing(clock.now()), case__in=reached).select_related("user")
    member = get_object_or_404(members, pk=pk)
    frame = open_to_write(request, member.case_id)
    return confirm_page(
        request,
        template="cases/team/end.html",
        title=pgettext("title", "End the work in the team"),
        question=_("Does this colleague no longer work with the file: %(name)s?") % {"name": member.user},
        consequence=_("The access ends at once; what the colleague wrote stays."),
        verb=_("End the work in the team"),
        deed=lambda: end_member(member=member, by=request.user),
        done=lambda _done: _team_url(frame),
        back=_team_url(frame),
        context=file_context(frame, tab="team"),
        message=_("The work in the team has ended."),
    )
