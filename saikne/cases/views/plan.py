"""Pages: the client's plan, the line of a child, and what hinders plans in the whole unit."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from saikne.accounts.http import StaffRequest, needs, staff
from saikne.cases.access import Perm
from saikne.cases.actions.plan import set_child_aim
from saikne.cases.forms.plan import ChildAimForm, aim_fields, aim_text
from saikne.cases.models import ChildAim
from saikne.cases.queries.plan import plan_page, plan_people_of
from saikne.cases.queries.plan_obstacles import obstacle_tally
from saikne.cases.views.frame import file_context, open_to_write, open_whole_file
from saikne.core import clock
from saikne.core.drafts import DraftKey
from saikne.ui.pages import form_page


@staff
def plan(request: StaffRequest, pk: int) -> HttpResponse:
    """The one plan of the client, part by part."""
    frame = open_whole_file(request, pk)
    page = plan_page(frame, user=request.user, on=clock.today())
    request.shown(*page.others)
    return render(request, "cases/plan/plan.html", file_context(frame, tab="plan", plan=page))


@needs(Perm.WORK)
def child_aim(request: StaffRequest, pk: int, record: int) -> HttpResponse:
    """The outcome line of one child."""
    frame = open_to_write(request, pk)
    child = plan_people_of(frame, on=clock.today()).get(record)
    aim = ChildAim.objects.filter(plan__until__isnull=True, plan__client=frame.case.client_id, record=record).first()
    if child is None or not (child.child or aim):
        raise Http404
    request.shown(record)
    back = reverse("cases:plan", args=[pk])
    return form_page(
        request,
        template="cases/file_form.html",
        form_class=ChildAimForm,
        deed=lambda cleaned: set_child_aim(
            case=frame.case, record=record, text=aim_text(cleaned), base=cleaned["base_version"], by=request.user
        ),
        done=lambda _aim: back,
        initial=aim_fields(aim),
        draft=DraftKey(f"child_aim_{record}", "case", pk),
        base_version=aim.version if aim else 0,
        context=file_context(frame, tab="plan", title=_("Outcome for the child"), subtitle=child.name, back=back),
    )


@needs(Perm.HEAD)
def unmet(request: StaffRequest) -> HttpResponse:
    """What hindered plans, month by month, in the files that the head answers for."""
    tally = obstacle_tally(request.user, on=clock.today())
    return render(request, "cases/plan/unmet.html", {"tally": tally})
