"""Handing a file over: asking, reading, accepting, returning."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from saikne.accounts.http import StaffRequest, needs
from saikne.accounts.models import User
from saikne.cases.access import Perm
from saikne.cases.actions.team_hand_over import How, may_hand_over, may_return, receive, return_file
from saikne.cases.actions.team_hand_over import hand_over as hand_files_over
from saikne.cases.forms.team import HandOverForm, ReturnForm
from saikne.cases.queries.team import hand_overs_of, possible_leads
from saikne.cases.queries.team_obstacles import Passing
from saikne.cases.queries.team_pack import reading_pack
from saikne.cases.views.frame import file_context, open_to_write, open_whole_file
from saikne.core import clock
from saikne.ui.pages import deed_button, form_page


@needs(Perm.WORK)
def hand_over(request: StaffRequest, pk: int) -> HttpResponse:
    """Ask a colleague to take the file over; until she accepts it, the lead stays responsible."""
    frame = open_to_write(request, pk)
    giver = User.objects.filter(pk=frame.lead_no or 0).first()
    if giver is None or not may_hand_over([frame.case], giver, request.user):
        raise Http404
    return form_page(
        request,
        template="cases/team/hand_over.html",
        form_class=HandOverForm,
        form_kwargs={
            "colleagues": possible_leads(request.user).exclude(pk=giver.pk),
            "giver_is_main": frame.main_no == giver.pk,
        },
        deed=lambda typed: hand_files_over(
            passings=[Passing(frame.case, typed["receiver"])],
            giver=giver,
            how=How(typed["reason"], main_worker=bool(typed.get("main_worker"))),
            by=request.user,
        ),
        done=lambda rows: reverse("cases:team", args=[pk]),
        context=file_context(
            frame,
            tab="team",
            title=pgettext("title", "Hand over the case"),
            save=_("Hand over the case"),
            back=reverse("cases:team", args=[pk]),
            giver=giver,
        ),
        message=_("The file waits for a receipt. Until it is accepted, its lead stays responsible."),
    )


@needs(Perm.WORK)
def hand_over_pack(request: StaffRequest, pk: int) -> HttpResponse:
    """What somebody reads who takes a file over."""
    row = get_object_or_404(hand_overs_of(request.user), pk=pk)
    frame = open_whole_file(request, row.case_id)
    pack = reading_pack(frame, request.user, on=clock.today())
    request.shown(*(number for line in pack.entries for number in line.record_nos))
    waits = row.received_at is None and row.returned_at is None
    context = file_context(
        frame,
        tab="team",
        row=row,
        pack=pack,
        accepts=waits and row.receiver_id == request.user.pk,
        takes_back=waits and may_return(row, request.user) and not row.pack.get("at_once"),
    )
    return render(request, "cases/team/pack.html", context)


@needs(Perm.WORK)
def hand_over_receive(request: StaffRequest, pk: int) -> HttpResponse:
    """One click: I have it, I lead now."""
    row = get_object_or_404(hand_overs_of(request.user).filter(receiver=request.user), pk=pk)
    return deed_button(
        request,
        lambda: receive(row=row, by=request.user),
        reverse("cases:file", args=[row.case_id]),
        _("The file is accepted: you lead it from now."),
    )


@needs(Perm.WORK)
def hand_over_return(request: StaffRequest, pk: int) -> HttpResponse:
    """The file stays with its lead; say why."""
    row = get_object_or_404(hand_overs_of(request.user), pk=pk)
    frame = open_whole_file(request, row.case_id)
    if not may_return(row, request.user):
        raise Http404
    mine = row.receiver_id == request.user.pk
    return form_page(
        request,
        template="cases/file_form.html",
        form_class=ReturnForm,
        deed=lambda typed: return_file(row=row, because=typed["because"], by=request.user),
        done=lambda done: reverse("web:home") if mine else reverse("cases:team", args=[row.case_id]),
        context=file_context(
            frame,
            tab="team",
            title=pgettext("title", "Return the case") if mine else pgettext("title", "Take back the hand-over"),
            intro=_("The file stays with its lead: %(name)s") % {"name": row.giver},
            save=_("Return the case") if mine else _("Take back the hand-over"),
            back=reverse("cases:hand_over_pack", args=[pk]),
        ),
        message=_("The file stays with its lead."),
    )
