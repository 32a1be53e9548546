"""Accounts of workers: making one, roles, a code for the password, leaving and coming back."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from saikne.accounts.access import Perm as Accounts
from saikne.accounts.actions import CODE_LASTS, forget_two_step, issue_code, set_roles
from saikne.accounts.http import StaffRequest, needs
from saikne.accounts.models import User
from saikne.core import clock
from saikne.organisation.access import Perm
from saikne.organisation.actions.staff import NewWorker, Welcome, begin_again, end_work, take_on
from saikne.organisation.forms.staff import BeginAgainForm, RolesForm, WorkerForm
from saikne.organisation.models import Post
from saikne.organisation.queries.office import Office
from saikne.organisation.queries.workers import posts_to_fill, worker_page
from saikne.organisation.rules.names import suggested_username
from saikne.organisation.views.frame import office_or_404, page_context, worker_or_404
from saikne.organisation.views.workers import fillable, place
from saikne.ui.pages import confirm_page, form_page


def _paper(request: StaffRequest, office: Office | None, page: Callable[[list[Welcome]], HttpResponse]) -> HttpResponse:
    """A page that ends in a code: once done, the paper with it is the answer, and is kept nowhere."""
    made: list[Welcome] = []
    answer = page(made)
    if not made:
        return answer
    welcome = made[0]
    answer = render(
        request,
        "organisation/welcome.html",
        page_context(
            office,
            "workers",
            worker=welcome.user,
            code=welcome.code,
            address=request.build_absolute_uri(reverse("accounts:first_password")),
            until=clock.now() + CODE_LASTS,
        ),
    )
    answer["Cache-Control"] = "no-store"
    return answer


@needs(Perm.MANAGE, Accounts.ACCOUNTS)
def worker_add(request: StaffRequest, pk: int) -> HttpResponse:
    """Somebody new: account, roles, post; then the paper with her code."""
    office = office_or_404(request, pk)

    def deed(typed: dict[str, Any], made: list[Welcome]) -> None:
        taken = frozenset(User.objects.values_list("username", flat=True))
        name = typed.pop("username") or suggested_username(typed["first_name"], typed["last_name"], taken)
        typed["roles"] = tuple(typed["roles"])
        made.append(take_on(who=NewWorker(username=name, **typed), by=request.user))

    def page(made: list[Welcome]) -> HttpResponse:
        return form_page(
            request,
            template="organisation/form.html",
            form_class=WorkerForm,
            form_kwargs={"posts": posts_to_fill(office.municipality, office.units)},
            initial={"share": Decimal(1), "since": clock.today()},
            deed=lambda typed: deed(typed, made),
            done=lambda _made: reverse("organisation:workers", args=[pk]),
            context=page_context(
                office,
                "workers",
                title=pgettext("title", "Add a worker"),
                intro=_("Then a paper with a one-time code is shown, to be printed and handed over in person."),
                save=pgettext("title", "Add a worker"),
                back=reverse("organisation:workers", args=[pk]),
            ),
        )

    return _paper(request, office, page)


@needs(Perm.MANAGE, Accounts.ACCOUNTS)
def roles(request: StaffRequest, pk: int) -> HttpResponse:
    """Which roles she has from now."""
    row, office = worker_or_404(request, pk, change=True)
    return form_page(
        request,
        template="organisation/form.html",
        form_class=RolesForm,
        initial={"roles": list(row.groups.values_list("name", flat=True))},
        deed=lambda typed: set_roles(user=row, roles=typed["roles"], by=request.user),
        done=lambda _made: place(row),
        context=page_context(
            office, "workers", title=pgettext("title", "Roles of the worker"), subtitle=str(row), back=place(row)
        ),
        message=_("The roles are saved; they hold from now."),
    )


@needs(Perm.MANAGE, Accounts.ACCOUNTS)
def code(request: StaffRequest, pk: int) -> HttpResponse:
    """A new code for the password: the first one was lost, or the password is forgotten."""
    row, office = worker_or_404(request, pk, change=True)

    def page(made: list[Welcome]) -> HttpResponse:
        return confirm_page(
            request,
            title=pgettext("title", "A new code for the password"),
            question=_("Make a one-time code for this worker: %(name)s?") % {"name": row},
            consequence=_(
                "First make sure in person who asks. Until the code is used the former password works; codes made"
                " earlier work no longer."
            ),
            verb=_("Make a code"),
            deed=lambda: made.append(Welcome(row, issue_code(user=row, by=request.user))),
            done=lambda _made: place(row),
            back=place(row),
            context=page_context(office, "workers"),
        )

    return _paper(request, office, page)


@needs(Perm.MANAGE, Accounts.ACCOUNTS)
def two_step(request: StaffRequest, pk: int) -> HttpResponse:
    """Her phone and her recovery codes are lost."""
    row, office = worker_or_404(request, pk, change=True)
    return confirm_page(
        request,
        title=pgettext("title", "Turn off two-step sign-in"),
        question=_("Has this worker lost the phone and the recovery codes: %(name)s?") % {"name": row},
        consequence=_("First make sure in person who asks. She signs in by password alone until she turns it on anew."),
        verb=_("Turn off"),
        deed=lambda: forget_two_step(user=row, by=request.user),
        done=lambda _made: place(row),
        back=place(row),
        context=page_context(office, "workers"),
        message=_("Two-step sign-in is turned off."),
    )


@needs(Perm.MANAGE)
def leave(request: StaffRequest, pk: int) -> HttpResponse:
    """Work ends: everything at once."""
    row, office = worker_or_404(request, pk, change=True)
    if not row.is_active or row.pk == request.user.pk:
        raise Http404
    return confirm_page(
        request,
        template="organisation/leave.html",
        title=pgettext("title", "Work ends"),
        question=_("Does this worker work here no longer, from this moment: %(name)s?") % {"name": row},
        verb=pgettext("button", "Work ends now"),
        warning=True,
        deed=lambda: end_work(user=row, by=request.user),
        done=lambda _made: place(row),
        back=place(row),
        context=page_context(office, "workers", worker=row, page_of=worker_page(row)),
        message=_("The work has ended: posts, roles, signing in and access are closed."),
    )


@needs(Perm.MANAGE, Accounts.ACCOUNTS)
def come_back(request: StaffRequest, pk: int) -> HttpResponse:
    """She works here again."""
    row, office = worker_or_404(request, pk)
    if row.is_active:
        raise Http404
    posts = Post.objects.filter(pk__in=fillable(request, office)).select_related("unit").order_by("unit__name", "title")

    def page(made: list[Welcome]) -> HttpResponse:
        return form_page(
            request,
            template="organisation/form.html",
            form_class=BeginAgainForm,
            form_kwargs={"posts": posts},
            initial={"share": Decimal(1), "since": clock.today()},
            deed=lambda typed: made.append(begin_again(user=row, by=request.user, **typed)),
            done=lambda _made: place(row),
            context=page_context(
                office,
                "workers",
                title=pgettext("title", "Begins work again"),
                subtitle=str(row),
                save=pgettext("title", "Begins work again"),
                back=place(row),
            ),
        )

    return _paper(request, office, page)
