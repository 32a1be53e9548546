"""The list of files, first contacts and who looked: on their way to paper or a file."""

from django.http import HttpResponse
from django.urls import reverse

from saikne.accounts.http import StaffRequest, needs, staff
from saikne.cases.access import Perm
from saikne.cases.enums import ContactReason
from saikne.cases.queries.access import looked_rows
from saikne.cases.queries.contacts import ORDER as LATEST
from saikne.cases.queries.contacts import contacts_of, month_of
from saikne.cases.queries.files_list import ORDER, asked_of, file_lines, files_of, filters_of
from saikne.cases.queries.registers import purposes_of
from saikne.cases.queries.registers_lists import CONTACTS, FILES, LOOKED, looked_lines, office_of
from saikne.cases.queries.registers_own import contact_lines
from saikne.cases.views.frame import open_whole_file
from saikne.privacy.enums import Purpose
from saikne.ui.exports import Export, export_page


@staff
def files_export(request: StaffRequest) -> HttpResponse:
    """The files of the list as it is filtered."""
    asked = asked_of({name: str(value) for name, value in request.GET.items()}, request.user)
    found = filters_of(request.user, asked, request.path)
    chosen = [str(link.label) for row in (found.scopes, found.kinds, found.stages) for link in row if link.current]
    export = Export(
        listing=FILES,
        rows=lambda most: file_lines(request.user, files_of(request.user, asked).order_by(*ORDER)[:most]),
        back=reverse("cases:list") + asked.query,
        purposes=purposes_of(request.user, Purpose.ASSISTANCE, Purpose.STAND_IN),
        filters={"show": asked.scope, "kind": asked.kind, "stage": asked.stage},
        told=" · ".join(chosen),
        office=office_of(request.user),
    )
    return export_page(request, export)


@needs(Perm.CONTACT)
def contacts_export(request: StaffRequest) -> HttpResponse:
    """The contacts of a month."""
    month, reason = month_of(request.GET.get("month", "")), request.GET.get("reason", "")
    found = contacts_of(request.user, month)
    named = {"month": f"{month.first:%Y-%m}"}
    if reason in ContactReason.values:
        found, named = found.filter(reason=reason), {**named, "reason": reason}
    told = [month.label, str(ContactReason(reason).label)] if "reason" in named else [month.label]
    export = Export(
        listing=CONTACTS,
        rows=lambda most: contact_lines(request.user, list(found.order_by(*LATEST)[:most])),
        back=f"{reverse('cases:contacts')}?month={named['month']}",
        purposes=purposes_of(request.user, Purpose.FIRST_CONTACT),
        filters=named,
        told=" · ".join(told),
        office=office_of(request.user),
    )
    return export_page(request, export)


@staff
def looked_export(request: StaffRequest, pk: int) -> HttpResponse:
    """Who saw the data of one file's people."""
    frame = open_whole_file(request, pk)
    names = frame.open_names()
    asked = request.GET.get("person", "")
    person = next((number for number in names if str(number) == asked), None)
    rows, spans = looked_rows([person] if person else names)
    emergencies = request.GET.get("only") == "emergency"
    found = rows.filter(purpose=Purpose.EMERGENCY) if emergencies else rows
    told = [frame.case.label, names[person] if person else "", str(Purpose.EMERGENCY.label) if emergencies else ""]
    export = Export(
        listing=LOOKED,
        rows=lambda most: looked_lines(list(found.order_by("-at", "-pk")[:most]), spans, names),
        back=reverse("cases:looked", args=[pk]),
        purposes=[Purpose.ACCESS_REVIEW, *([Purpose.OVERSIGHT] if request.user.has_perm(Perm.HEAD) else [])],
        filters={"person": person or 0, "emergencies": emergencies},
        told=" · ".join(part for part in told if part),
        office=office_of(request.user),
        about=("cases.case", pk),
    )
    return export_page(request, export)
