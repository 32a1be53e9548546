"""The way to a new file, a page a step: for whom, of which kind, the target-group check, the file itself."""

from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from saikne.accounts.http import StaffRequest, needs
from saikne.accounts.models import User
from saikne.cases.access import Perm
from saikne.cases.actions.files_opening import NewFile, open_file, save_check, troubles_in
from saikne.cases.enums import Route, Subject
from saikne.cases.forms.files_opening import MOST_ROWS, OpenForm, TargetForm, initial_rows, rows_typed
from saikne.cases.models import Case, FileKind, TargetCheck
from saikne.cases.queries.files_opening import (
    Ground,
    Way,
    check_for,
    ground_of,
    kind_for,
    live_kinds,
    main_worker_now,
    offers_for,
    route_of,
    signs_of,
    thresholds_on,
    two_clients,
    unlinked_check,
    waiting_contacts,
)
from saikne.cases.queries.team import possible_leads
from saikne.cases.rules.files_target import Sign
from saikne.core import clock, drafts
from saikne.core.drafts import DraftKey
from saikne.ui.pages import form_page
from saikne.ui.posted import typed_fields

FEWEST_ROWS = 3
MORE_ROWS = 2
AREAS = {Route.FAMILY_CASE: "ĢA", Route.PREVENTIVE: "ĢA", Route.ADULT_WORK: "SG"}


@needs(Perm.OPEN_CASE)
def open_wizard(request: StaffRequest) -> HttpResponse:
    """The step that the address has come to."""
    way = Way.of(request.GET)
    ground = _shown_ground(request, way)
    if not ground.chosen:
        return _choose_subject(request, way)
    if not way.kind:
        return _choose_kind(request, way, ground)
    kind = kind_for(way, ground)
    check = check_for(request.user, ground, way.check)
    if kind.target_group and check is None:
        return HttpResponseRedirect(way.but(check=0).to("cases:open_check"))
    return _file_form(request, way, ground, kind, check)


def _shown_ground(request: StaffRequest, way: Way) -> Ground:
    ground = ground_of(request.user, way)
    request.shown(*(person.record_no for person in ground.people))
    return ground


def _choose_subject(request: StaffRequest, way: Way) -> HttpResponse:
    search = f"{reverse('people:search')}?{urlencode({'next': way.to(), 'for': 'case'})}"
    contacts = [(contact, way.but(contact=contact.pk).to()) for contact in waiting_contacts(request.user)]
    return render(request, "cases/files/open_subject.html", {"search": search, "contacts": contacts})


def _choose_kind(request: StaffRequest, way: Way, ground: Ground) -> HttpResponse:
    offers = offers_for(request.user, ground, way)
    return render(request, "cases/files/open_kind.html", {"ground": ground, "offers": offers})


# ---------------------------------------------------------------- the target-group check


@needs(Perm.OPEN_CASE)
def open_check(request: StaffRequest) -> HttpResponse:
    """Problems of the household, row by row; whatever comes out, help goes on."""
    way = Way.of(request.GET)
    ground = _shown_ground(request, way)
    if ground.household is None or not kind_for(way, ground).target_group:
        raise Http404
    home, key = ground.household, DraftKey("target_check", "household", ground.household.pk)
    if request.method == "POST" and "more" in request.POST:
        return _more_rows(request, way, key)
    before = unlinked_check(request.user, home)
    initial = initial_rows(troubles_in(before), expected=before.found["expected"]) if before else {}
    holders = {person.record_no: person.name for person in ground.people}
    return form_page(
        request,
        template="cases/files/open_check.html",
        form_class=TargetForm,
        form_kwargs={"holders": holders, "count": _row_count(request, key, initial)},
        initial=initial,
        deed=lambda told: save_check(
            household=home, troubles=told["troubles"], expected=told["expected"], by=request.user
        ),
        done=lambda check: way.but(check=check.pk).to(),
        draft=key,
        context={
            "title": _("Target-group check"),
            "subtitle": home.name,
            "save": _("See where it leads"),
            "back": way.but(kind="").to(),
            "thresholds": thresholds_on(clock.today(), municipality_id=home.municipality_id),
        },
    )


def _more_rows(request: StaffRequest, way: Way, key: DraftKey) -> HttpResponse:
    """What was typed is kept as the draft; the same page again with more rows."""
    payload, path = typed_fields(request.POST), way.to("cases:open_check")
    drafts.save(key, author=request.user, payload=payload, path=path, title=_("Target-group check"))
    rows = min(rows_typed(request.POST) + MORE_ROWS, MOST_ROWS)
    return HttpResponseRedirect(f"{way.to('cases:open_check')}&{urlencode({'rows': rows})}#p{rows - MORE_ROWS}_holder")


def _row_count(request: StaffRequest, key: DraftKey, initial: dict[str, Any]) -> int:
    if request.method == "POST":
        return max(rows_typed(request.POST), 1)
    asked = request.GET.get("rows", "")
    wanted = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 3 else 0
    draft = drafts.load(key, author=request.user)
    typed = rows_typed(draft.payload if draft else initial)
    return min(max(FEWEST_ROWS, wanted, typed), MOST_ROWS)


# ---------------------------------------------------------------- the file itself


def _file_form(
    request: StaffRequest, way: Way, ground: Ground, kind: FileKind, check: TargetCheck | None
) -> HttpResponse:
    about, number = (
        ("household", way.household) if ground.household else ("record", ground.record.pk if ground.record else 0)
    )
    main_worker = main_worker_now(ground)
    differs = check is not None and check.suggested != route_of(kind)
    return form_page(
        request,
        template="cases/files/open_form.html",
        form_class=OpenForm,
        form_kwargs={
            "me": request.user,
            "leads": _may_lead(request.user),
            "main_worker": main_worker,
            "differs": differs,
        },
        initial={"purpose": _purpose(kind, ground)},
        deed=lambda cleaned: open_file(new=_new_file(cleaned, ground, kind, check), by=request.user),
        done=lambda case: reverse("cases:file", args=[case.pk]),
        draft=DraftKey(f"open_case.{kind.code}", about, number),
        message=lambda case: _("The file is opened: %(label)s") % {"label": _label(case)},
        context={
            "title": pgettext("title", "Open a new case"),
            "subtitle": f"{kind} · {ground.title}",
            "save": _("Open the case"),
            "back": way.but(kind="", check=0).to(),
            "ground": ground,
            "kind": kind,
            "main_worker": main_worker,
            "join": f"{reverse('cases:join')}?household={way.household}" if two_clients(ground) else "",
            "result": _result(way, ground, check, differs) if check else None,
        },
    )


def _label(case: Case) -> str:
    return Case.objects.select_related("kind", "number__series").get(pk=case.pk).label


def _may_lead(user: User) -> list[User]:
    """The head chooses among colleagues whose role allows leading; others open files of their own."""
    return list(possible_leads(user)) if user.has_perm(Perm.HEAD) else []


def _new_file(told: dict[str, Any], ground: Ground, kind: FileKind, check: TargetCheck | None) -> NewFile:
    return NewFile(
        kind=kind,
        municipality=ground.municipality,
        household=ground.household,
        record=ground.record,
        lead=told["lead_chosen"],
        main_worker=told["main_chosen"],
        main_reason=told.get("main_reason", ""),
        purpose=told["purpose"],
        place=told["place"],
        check=check,
        differs_because=told.get("differs_because", ""),
        contact=ground.contact,
    )


def _purpose(kind: FileKind, ground: Ground) -> str:
    """A sentence to begin from; with the reason of the first contact where there was one."""
    purposes = {
        Subject.HOUSEHOLD: _("Social work with the family, so that it can manage by itself."),
        Subject.ADULT: _("Social work with the person, so that she or he can manage by herself or himself."),
        Subject.CHILD: _("Support for the child and those who care for it."),
    }
    text = purposes[Subject(kind.subject)] if kind.staged else f"{kind}."
    if ground.contact is None:
        return text
    reason = ground.contact.get_reason_display()
    return f"{text} {_('First contact: %(reason)s') % {'reason': reason}}."


def _result(way: Way, ground: Ground, check: TargetCheck, differs: bool) -> dict[str, Any]:
    """What the check found, in words, and the other ways that it suggests."""
    found, missing = signs_of(check)
    return {
        "suggested": Route(check.suggested).label,
        "found": [SIGNS[sign] for sign in found],
        "missing": [SIGNS[sign] for sign in missing],
        "differs": differs,
        "others": _other_ways(way, ground, Route(check.suggested)) if differs else [],
        "again": way.but(check=0).to("cases:open_check"),
    }


SIGNS = {
    Sign.MULTIPLE: pgettext_lazy(
        "sign", "several of the problems: addiction, violence, mental disorder, long-term poverty"
    ),
    Sign.LONG_LASTING: pgettext_lazy("sign", "the problems are long-lasting"),
    Sign.FUNCTIONING: pgettext_lazy("sign", "difficulty in functioning"),
    Sign.CHILD: pgettext_lazy("sign", "a child under 18 or expected"),
}


def _other_ways(way: Way, ground: Ground, suggested: Route) -> list[tuple[str, str]]:
    """Kinds of file that go the suggested way: for the household, or for each grown-up of it."""
    fitting = [kind for kind in live_kinds() if route_of(kind) == suggested and kind.area == AREAS[suggested]]
    if suggested != Route.ADULT_WORK:
        return [(str(kind), way.but(kind=kind.code).to()) for kind in fitting]
    return [
        (f"{kind} – {person.name}", way.but(kind=kind.code, household=0, record=person.record_no).to())
        for kind in fitting
        for person in ground.people
        if not person.child
    ]
