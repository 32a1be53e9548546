"""The roof's own pages: home, the search box, the handbook, two statements for everybody."""

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from saikne.accounts.enums import UserKind
from saikne.accounts.http import StaffRequest, needs, only
from saikne.core import clock, drafts
from saikne.core.work import work_of
from saikne.organisation.queries import seat_of
from saikne.people.access import Perm as People
from saikne.web import queries
from saikne.web.handbook import EVERYBODY, ROLES, page_of
from saikne.web.side import side_panels

SHOWN = 40


@only(UserKind.STAFF, UserKind.PARTNER)
@require_GET
def home(request: StaffRequest) -> HttpResponse:
    """*Mans darbs*: everything that waits for me, what is due first at the top."""
    if request.user.kind == UserKind.PARTNER:
        return render(request, "web/partner_home.html")
    today = clock.today()
    items = work_of(request.user, on=today)
    chosen = request.GET.get("kind", "")
    picked = [item for item in items if not chosen or item.kind == chosen]
    whole = request.GET.get("all") == "1"
    visible = picked if whole else picked[:SHOWN]
    request.shown(*(number for item in visible for number in item.record_nos))
    context = {
        "today": today,
        "seat": seat_of(request.user),
        "bands": queries.bands(visible, on=today),
        "filters": queries.filters(items, chosen),
        "hidden": len(picked) - len(visible),
        "more": "?" + urlencode({"all": 1, **({"kind": chosen} if chosen else {})}),
        "stages": queries.my_stages(request.user),
        "panels": side_panels(request),
        "drafts": drafts.mine(author=request.user),
    }
    return render(request, "web/home.html", context)


@needs(People.FIND)
@require_GET
def search(request: StaffRequest) -> HttpResponse:
    """The search box of the top bar leads to search before create."""
    words = request.GET.get("q", "").strip()
    return redirect(f"{reverse('people:search')}?{urlencode({'q': words})}" if words else reverse("people:search"))


@only(UserKind.STAFF, UserKind.PARTNER, UserKind.CLIENT)
@require_GET
def handbook(request: StaffRequest) -> HttpResponse:
    """The pages of the handbook, those for everybody first."""
    return render(request, "web/handbook.html", {"everybody": EVERYBODY, "roles": ROLES})


@only(UserKind.STAFF, UserKind.PARTNER, UserKind.CLIENT)
@require_GET
def handbook_page(request: StaffRequest, slug: str) -> HttpResponse:
    """One page of the handbook."""
    page = page_of(slug)
    if page is None:
        raise Http404
    return render(request, page.template, {"page": page, "pages": (*EVERYBODY, *ROLES)})


@require_GET
def accessibility(request: HttpRequest) -> HttpResponse:
    """What of accessibility is met, and how to tell us; nobody need sign in to read it."""
    return render(request, "web/accessibility.html")


@require_GET
def personal_data(request: HttpRequest) -> HttpResponse:
    """How personal data are processed and logged; nobody need sign in to read it."""
    return render(request, "web/personal_data.html")
