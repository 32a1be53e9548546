"""One unit: its posts, its heads, the units under it."""

from typing import Any

from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from saikne.accounts.enums import Role
from saikne.accounts.http import StaffRequest, needs
from saikne.core import clock
from saikne.core.periods import standing
from saikne.organisation.access import Perm
from saikne.organisation.actions import open_post, open_unit
from saikne.organisation.actions.units import edit_unit, end_post, end_unit
from saikne.organisation.forms.units import HeadForm, PostForm, UnitEditForm, UnitForm
from saikne.organisation.models import Territory, Unit
from saikne.organisation.queries import units_under
from saikne.organisation.queries.chart import unit_page
from saikne.organisation.queries.office import Office, head_row, posts_managed, workers_managed
from saikne.organisation.registry import heads
from saikne.organisation.views.frame import office_or_404, page_context, unit_or_404
from saikne.organisation.views.office import ending_page
from saikne.ui.pages import form_page


def _place(unit: Unit) -> str:
    return reverse("organisation:unit", args=[unit.pk])


@needs(Perm.MANAGE)
@require_GET
def unit(request: StaffRequest, pk: int) -> HttpResponse:
    """Posts, heads and history of one unit."""
    row, office = unit_or_404(request, pk)
    context = page_context(
        office,
        "units",
        unit=row,
        page=unit_page(row),
        territories=row.territories.order_by("name"),
        changes=office.may_change(pk),
        over=row.until is not None and row.until <= clock.today(),
    )
    return render(request, "organisation/unit.html", context)


@needs(Perm.MANAGE)
def unit_add(request: StaffRequest, pk: int) -> HttpResponse:
    """A new unit of this municipality: the service itself, or a part of it."""
    office = office_or_404(request, pk)
    if not (office.whole or office.units):
        raise Http404
    parent = request.GET.get("under", "")
    return form_page(
        request,
        template="organisation/form.html",
        form_class=UnitForm,
        form_kwargs=_choices(office, None),
        initial={"parent": parent} if parent.isascii() and parent.isdigit() else {},
        deed=lambda typed: open_unit(municipality=office.municipality, by=request.user, **typed),
        done=_place,
        context=page_context(
            office,
            "units",
            title=pgettext("title", "Open a unit"),
            intro=_("The first unit is the service itself; departments and parish teams stand under it."),
            save=pgettext("title", "Open a unit"),
            back=reverse("organisation:units", args=[pk]),
        ),
        message=_("The unit is opened. Now open its posts."),
    )


def _choices(office: Office, unit: Unit | None) -> dict[str, object]:
    """Under which units one may stand, and which territories there are; a unit never stands under itself."""
    today = clock.today()
    rows = Unit.objects.filter(standing(today), municipality=office.municipality)
    if office.units is not None:
        rows = rows.filter(pk__in=office.units)
    if unit is not None:
        rows = rows.exclude(pk__in=units_under([unit.pk]))
        rows = rows | Unit.objects.filter(pk=unit.parent_id or 0)
    return {
        "units": rows.distinct().order_by("name"),
        "territories": Territory.objects.filter(standing(today), municipality=office.municipality).order_by("name"),
        "top": office.whole or (unit is not None and unit.parent_id is None),
    }


@needs(Perm.MANAGE)
def unit_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Another name, phone, territories, place among the units."""
    row, office = unit_or_404(request, pk, change=True)
    names = ("name", "name_locative", "phone", "parent")
    here = {name: getattr(row, name) for name in names} | {"territories": list(row.territories.all())}

    def deed(typed: dict[str, Any]) -> Unit:
        fields = {name: typed[name] for name in ("name", "name_locative", "phone")}
        fields["parent_id"] = typed["parent"].pk if typed["parent"] else None
        wanted = typed.get("territories", row.territories.all())
        return edit_unit(unit=row, fields=fields, territories=wanted, by=request.user)

    return form_page(
        request,
        template="organisation/form.html",
        form_class=UnitEditForm,
        form_kwargs=_choices(office, row),
        initial=here,
        deed=deed,
        done=_place,
        context=page_context(
            office, "units", title=pgettext("title", "Change the unit"), subtitle=str(row), back=_place(row)
        ),
        message=_("The unit is changed."),
    )


@needs(Perm.MANAGE)
def unit_end(request: StaffRequest, pk: int) -> HttpResponse:
    """The unit works until a day."""
    row, office = unit_or_404(request, pk, change=True)
    return ending_page(
        request,
        title=pgettext("title", "End the unit"),
        subtitle=str(row),
        intro=_("First end its posts, the units under it and its heads."),
        deed=lambda typed: end_unit(unit=row, last_day=typed["last_day"], by=request.user),
        back=_place(row),
        context=page_context(office, "units"),
        message=_("The unit has a last day now."),
    )


@needs(Perm.MANAGE)
def post_add(request: StaffRequest, pk: int) -> HttpResponse:
    """A new post of the unit."""
    row, office = unit_or_404(request, pk, change=True)
    return form_page(
        request,
        template="organisation/form.html",
        form_class=PostForm,
        deed=lambda typed: open_post(unit=row, by=request.user, **typed),
        done=lambda _made: _place(row),
        context=page_context(
            office,
            "units",
            title=pgettext("title", "Open a post"),
            subtitle=str(row),
            save=pgettext("title", "Open a post"),
            back=_place(row),
        ),
        message=_("The post is opened. Who holds it is written on the page of the worker."),
    )


@needs(Perm.MANAGE)
def post_end(request: StaffRequest, pk: int) -> HttpResponse:
    """There is no such post after a day."""
    post = get_object_or_404(posts_managed(request.user), pk=pk)
    row, office = unit_or_404(request, post.unit_id, change=True)
    return ending_page(
        request,
        title=pgettext("title", "End the post"),
        subtitle=f"{post} · {row}",
        deed=lambda typed: end_post(post=post, last_day=typed["last_day"], by=request.user),
        back=_place(row),
        context=page_context(office, "units"),
        message=_("The post has a last day now."),
    )


@needs(Perm.MANAGE)
def head_add(request: StaffRequest, pk: int) -> HttpResponse:
    """Somebody with the role of a head begins to head the unit."""
    row, office = unit_or_404(request, pk, change=True)
    here = Q(postings__post__unit__municipality=office.municipality) | Q(postings=None)
    people = workers_managed(request.user).filter(here, groups__name=Role.HEAD, is_active=True).distinct()

    def deed(typed: dict[str, Any]) -> None:
        heads().appoint(user=typed["user"], unit_id=row.pk, since=typed["since"], by=request.user)

    return form_page(
        request,
        template="organisation/form.html",
        form_class=HeadForm,
        form_kwargs={"people": people.order_by("last_name", "first_name")},
        deed=deed,
        done=lambda _made: _place(row),
        context=page_context(
            office,
            "units",
            title=pgettext("title", "Appoint a head"),
            subtitle=str(row),
            intro=_("The head sees the files of everybody in the unit and in the units under it."),
            save=pgettext("title", "Appoint a head"),
            back=_place(row),
        ),
        message=_("The head is appointed."),
    )


@needs(Perm.MANAGE)
def head_end(request: StaffRequest, pk: int) -> HttpResponse:
    """She heads the unit until a day; her access to its files ends with it."""
    found = head_row(request.user, pk)
    if found is None:
        raise Http404
    row, office = unit_or_404(request, found.unit_id, change=True)
    return ending_page(
        request,
        title=pgettext("title", "End the work as a head"),
        subtitle=f"{found.user} · {row}",
        intro=_("With yesterday or an earlier day the access ends at once."),
        deed=lambda typed: heads().end(row=found, last_day=typed["last_day"], by=request.user),
        back=_place(row),
        context=page_context(office, "units"),
        message=_("The work as a head has a last day now."),
    )
