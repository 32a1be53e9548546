"""Workers: who they are, their posts and qualifications."""

from decimal import Decimal

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from saikne.accounts.access import Perm as Accounts
from saikne.accounts.actions import edit_user
from saikne.accounts.http import StaffRequest, needs
from saikne.accounts.models import User
from saikne.core import clock
from saikne.organisation.access import Perm
from saikne.organisation.actions.staff import add_qualification, end_posting, end_qualification, give_post
from saikne.organisation.forms.staff import PostingForm, QualificationForm, WorkerEditForm
from saikne.organisation.models import Post
from saikne.organisation.queries.office import (
    Office,
    may_change_worker,
    postings_managed,
    posts_managed,
    qualifications_managed,
)
from saikne.organisation.queries.workers import posts_to_fill, worker_page, workers_of
from saikne.organisation.registry import worker_panels
from saikne.organisation.views.frame import office_or_404, page_context, worker_or_404
from saikne.organisation.views.office import ending_page
from saikne.ui.pages import form_page


def place(worker: User) -> str:
    """Her page."""
    return reverse("organisation:worker", args=[worker.pk])


@needs(Perm.MANAGE)
@require_GET
def workers(request: StaffRequest, pk: int) -> HttpResponse:
    """Everybody who works here, who has no post, who has left."""
    office = office_or_404(request, pk)
    found = workers_of(office.municipality, unposted=office.accounts)
    return render(request, "organisation/workers.html", page_context(office, "workers", found=found))


@needs(Perm.MANAGE)
@require_GET
def worker(request: StaffRequest, pk: int) -> HttpResponse:
    """One worker with her roles, posts and qualifications."""
    row, office = worker_or_404(request, pk)
    context = page_context(
        office,
        "workers",
        worker=row,
        page=worker_page(row),
        today=clock.today(),
        changes=row.is_active and may_change_worker(request.user, row),
        comes_back=not row.is_active and request.user.has_perm(Accounts.ACCOUNTS),
        accounts=request.user.has_perm(Accounts.ACCOUNTS),
        self_=row.pk == request.user.pk,
        panels=_panels(request, row),
    )
    return render(request, "organisation/worker.html", context)


def _panels(request: StaffRequest, row: User) -> list[SafeString]:
    """What other rooms say of this worker."""
    found = [provider(request, row) for provider in worker_panels]
    return [render_to_string(one.template, dict(one.panel), request) for one in found if one is not None]


@needs(Perm.MANAGE)
def worker_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Name, title, phone."""
    row, office = worker_or_404(request, pk, change=True)
    names = ("first_name", "last_name", "title", "phone")
    return form_page(
        request,
        template="organisation/form.html",
        form_class=WorkerEditForm,
        initial={name: getattr(row, name) for name in names},
        deed=lambda typed: edit_user(user=row, by=request.user, **typed),
        done=place,
        context=page_context(office, "workers", title=pgettext("title", "Change the name"), back=place(row)),
        message=_("Saved."),
    )


def fillable(request: StaffRequest, office: Office | None) -> list[int]:
    """Posts that she may give: of the worker's municipality, or of all where she manages."""
    if office is not None:
        return list(posts_to_fill(office.municipality, office.units).values_list("pk", flat=True))
    return list(posts_managed(request.user).values_list("pk", flat=True))


@needs(Perm.MANAGE)
def posting_add(request: StaffRequest, pk: int) -> HttpResponse:
    """She takes a post, or a part of it."""
    row, office = worker_or_404(request, pk, change=True)
    if not row.is_active:
        raise Http404
    posts = Post.objects.filter(pk__in=fillable(request, office)).select_related("unit").order_by("unit__name", "title")
    chosen = request.GET.get("post", "")
    return form_page(
        request,
        template="organisation/form.html",
        form_class=PostingForm,
        form_kwargs={"posts": posts},
        initial={"share": Decimal(1), **({"post": chosen} if chosen.isascii() and chosen.isdigit() else {})},
        deed=lambda typed: give_post(user=row, by=request.user, **typed),
        done=lambda _made: place(row),
        context=page_context(
            office,
            "workers",
            title=pgettext("title", "Give a post"),
            subtitle=str(row),
            intro=""
            if posts
            else _("There is no post yet. Open one on the page of a unit; then it can be chosen here."),
            save=pgettext("title", "Give a post"),
            back=place(row),
        ),
        message=_("The post is given."),
    )


@needs(Perm.MANAGE)
def posting_end(request: StaffRequest, pk: int) -> HttpResponse:
    """She holds the post until a day."""
    row = get_object_or_404(postings_managed(request.user), pk=pk)
    worker_row, office = worker_or_404(request, row.user_id, change=True)
    return ending_page(
        request,
        title=pgettext("title", "End the post of the worker"),
        subtitle=f"{worker_row} · {row.post} · {row.post.unit}",
        intro=_("Somebody who leaves the service: use “Work ends” on her page instead, it ends everything at once."),
        deed=lambda typed: end_posting(posting=row, last_day=typed["last_day"], by=request.user),
        back=place(worker_row),
        context=page_context(office, "workers"),
        message=_("The post has a last day for this worker now."),
    )


@needs(Perm.MANAGE)
def qualification_add(request: StaffRequest, pk: int) -> HttpResponse:
    """She has learnt something and shows the paper."""
    row, office = worker_or_404(request, pk, change=True)
    return form_page(
        request,
        template="organisation/form.html",
        form_class=QualificationForm,
        deed=lambda typed: add_qualification(user=row, by=request.user, **typed),
        done=lambda _made: place(row),
        context=page_context(
            office,
            "workers",
            title=pgettext("title", "Add a qualification"),
            subtitle=str(row),
            save=pgettext("title", "Add a qualification"),
            back=place(row),
        ),
        message=_("The qualification is added."),
    )


@needs(Perm.MANAGE)
def qualification_end(request: StaffRequest, pk: int) -> HttpResponse:
    """The paper holds until a day."""
    paper = get_object_or_404(qualifications_managed(request.user), pk=pk)
    row, office = worker_or_404(request, paper.user_id, change=True)
    return ending_page(
        request,
        title=pgettext("title", "Set the last day of the qualification"),
        subtitle=f"{row} · {paper.get_kind_display()}",
        deed=lambda typed: end_qualification(qualification=paper, last_day=typed["last_day"], by=request.user),
        back=place(row),
        context=page_context(office, "workers"),
        message=_("The qualification has a last day now."),
    )
