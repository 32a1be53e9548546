"""Who looked, why I see it, emergency access, restrictions."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from saikne.accounts.http import StaffRequest, needs, staff
from saikne.cases.access import Perm
from saikne.cases.actions.access import Fence, explain, lift_file, name_more, open_in_emergency, restrict_file
from saikne.cases.forms.access import WHOLE, EmergencyForm, ExplainForm, NamingForm, RestrictForm
from saikne.cases.queries.access import (
    RestrictedFile,
    lines,
    looked_rows,
    may_be_named,
    my_grounds,
    restricted_file,
    target_by_number,
    target_by_record,
    who_sees,
)
from saikne.cases.queries.restricted import restricted_already
from saikne.cases.views.frame import Tab, file_context, open_file, open_whole_file
from saikne.core import clock
from saikne.organisation.queries import colleagues
from saikne.privacy.enums import Purpose
from saikne.privacy.models import BreakGlass
from saikne.privacy.queries import looks, named_in, restriction_on, unexplained
from saikne.ui.exports import export_buttons
from saikne.ui.keyset import Keyset
from saikne.ui.pages import confirm_page, form_page
from saikne.ui.words import day

ROWS = 100
LOOKS = Keyset("-at", "-id", size=ROWS)
USUAL = timedelta(days=180)


@staff
def looked(request: StaffRequest, pk: int) -> HttpResponse:
    """Who saw the data of these people, when, on which page, for what; looking here is a look too."""
    frame = open_whole_file(request, pk)
    names = frame.open_names()
    request.shown(*names, purpose=Purpose.ACCESS_REVIEW)
    person = _person_asked(request, names)
    rows, spans = looked_rows([person] if person else names)
    emergencies = request.GET.get("only") == "emergency"
    page = LOOKS.page(rows.filter(purpose=Purpose.EMERGENCY) if emergencies else rows, request)
    context = file_context(
        frame,
        tab="looked",
        looks=lines(looks(page.rows, spans), names),
        page=page,
        filters=_looked_filters(pk, names, person, emergencies=emergencies),
        alone=len(names) == 1 or bool(person),
        everybody=len(names),
        buttons=export_buttons(request, reverse("cases:looked_export", args=[pk])),
    )
    return render(request, "cases/access/looked.html", context)


def _person_asked(request: StaffRequest, names: Iterable[int]) -> int | None:
    asked = request.GET.get("person", "")
    return next((number for number in names if str(number) == asked), None)


def _looked_filters(pk: int, names: Mapping[int, str], person: int | None, *, emergencies: bool) -> list[Tab]:
    here = reverse("cases:looked", args=[pk])
    found = [Tab(pgettext("people", "All"), here, not person and not emergencies)]
    if len(names) > 1:
        found += [Tab(name, f"{here}?person={number}", number == person) for number, name in names.items()]
    return [*found, Tab(_("Emergency access"), f"{here}?only=emergency", emergencies)]


@staff
def why(request: StaffRequest, pk: int) -> HttpResponse:
    """Why I see this file, and who else does."""
    frame = open_file(request, pk)
    restriction = restriction_on("case", pk)
    context = file_context(
        frame,
        tab="",
        grounds=my_grounds(request.user, frame.case, restriction),
        restriction=restriction,
        watchers=who_sees(frame.case, restriction) if frame.reads else [],
        heads=request.user.has_perm(Perm.HEAD),
    )
    return render(request, "cases/access/why.html", context)


@needs(Perm.CONTACT)
def break_glass(request: StaffRequest, record: int | None = None) -> HttpResponse:
    """Open a file out of reach: reason and own words; before that, nothing of it is shown."""

    def deed(cleaned: dict[str, Any]) -> BreakGlass:
        user = request.user
        target = target_by_record(user, record) if record else target_by_number(user, cleaned["number"])
        return open_in_emergency(target=target, reason=cleaned["reason"], words=cleaned["words"], by=user)

    return form_page(
        request,
        template="cases/access/break_glass.html",
        form_class=EmergencyForm,
        form_kwargs={"asks_number": record is None},
        initial={"number": request.GET.get("number", "")[:30]},
        deed=deed,
        done=_opened_at,
        context={
            "title": _("Emergency access"),
            "save": _("Open in an emergency"),
            "back": "/",
            "hours": settings.BREAK_GLASS_HOURS,
        },
    )


def _opened_at(row: BreakGlass) -> str:
    if row.about == "case":
        return reverse("cases:file", args=[row.about_no])
    try:
        return reverse("people:person", args=[row.about_no])
    except NoReverseMatch:
        return "/"


@needs(Perm.HEAD)
def restrict(request: StaffRequest, pk: int) -> HttpResponse:
    """The head keeps a file, or one of its people, to named persons until a day."""
    frame = open_whole_file(request, pk)
    candidates = may_be_named(frame.case, [*colleagues(request.user), request.user])

    def deed(cleaned: dict[str, Any]) -> object:
        fence = Fence(cleaned["reason"], cleaned["note"], cleaned["until"], cleaned["people"])
        one = None if cleaned["what"] == WHOLE else int(cleaned["what"])
        return restrict_file(case=frame.case, record_no=one, fence=fence, by=request.user)

    return form_page(
        request,
        template="cases/access/restrict.html",
        form_class=RestrictForm,
        form_kwargs={"people": frame.open_names(), "candidates": candidates, "head": request.user},
        initial={
            "what": WHOLE,
            "until": clock.today() + USUAL,
            "named": [str(one.user.pk) for one in candidates if one.role == "lead"],
        },
        deed=deed,
        done=lambda _made: reverse("cases:head"),
        context=file_context(
            frame,
            tab="",
            title=_("Restricted access"),
            save=_("Restrict"),
            back=reverse("cases:file", args=[pk]),
            already=restricted_already(frame.case, frame.open_names()),
        ),
        message=_("Only the named persons see the file now."),
    )


@needs(Perm.HEAD)
def restrict_name(request: StaffRequest, pk: int) -> HttpResponse:
    """The head names more persons, even for a file that she may not open: only its number is shown."""
    case, restriction = (found := _restricted(request, pk)).case, found.restriction
    known = named_in(restriction)
    candidates = may_be_named(case, [*colleagues(request.user), request.user])
    back = reverse("cases:head")
    return form_page(
        request,
        template="ui/form_page.html",
        form_class=NamingForm,
        form_kwargs={"candidates": [one for one in candidates if one.user.pk not in known]},
        deed=lambda cleaned: name_more(case=case, restriction=restriction, users=cleaned["people"], by=request.user),
        done=lambda _named: back,
        context={
            "title": pgettext("title", "Name more persons"),
            "subtitle": case.label,
            "intro": _("They see the file from now until the restriction ends. Named already: %(names)s")
            % {"names": ", ".join(str(one.user) for one in candidates if one.user.pk in known)},
            "save": _("Name them"),
            "back": back,
        },
        message=_("The persons are named and have been told."),
    )


def _restricted(request: StaffRequest, pk: int) -> RestrictedFile:
    """The file, and which of its restrictions is meant: `?which=7`, or the one that lasts longest."""
    asked = request.GET.get("which", "")
    found = restricted_file(request.user, pk, int(asked) if asked.isdecimal() and len(asked) < 19 else None)
    if found is None:
        raise Http404
    return found


@needs(Perm.HEAD)
def lift(request: StaffRequest, pk: int) -> HttpResponse:
    """The head ends a restriction, even of a file that she may not open: only its number is shown."""
    case, restriction = (found := _restricted(request, pk)).case, found.restriction
    told = _("Everybody whose work it is will see the file and its people again.")
    if found.until:
        told = _("Another restriction of this file ends on %(day)s Until then only those named there see it.") % {
            "day": day(found.until)
        }
    return confirm_page(
        request,
        title=_("End of the restriction"),
        question=_("Lift the restriction of this file? %(label)s") % {"label": case.label},
        consequence=told,
        verb=_("Lift the restriction"),
        deed=lambda: lift_file(case=case, restriction=restriction, by=request.user),
        done=lambda _none: reverse("cases:head"),
        back=reverse("cases:head"),
        message=_("The restriction is lifted."),
    )


@staff
def emergency_explain(request: StaffRequest, pk: int) -> HttpResponse:
    """The explanation that the head has asked of me."""
    row = unexplained(request.user).filter(pk=pk).first()
    if row is None:
        raise Http404
    return form_page(
        request,
        template="cases/access/explain.html",
        form_class=ExplainForm,
        deed=lambda cleaned: explain(row=row, words=cleaned["words"], by=request.user),
        done=lambda _none: "/",
        context={"title": _("Explanation of an emergency access"), "save": _("Send"), "back": "/", "row": row},
        message=_("The head of service has your explanation."),
    )
