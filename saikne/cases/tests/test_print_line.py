"""The first line of a printed page: what it is, who printed it, when, and for what its people were shown."""

import re
from datetime import UTC, datetime

import pytest
import time_machine

from saikne.accounts.models import User
from saikne.cases.tests.factories import family
from saikne.cases.tests.signed import HEAD, signed_in
from saikne.privacy.models import AccessRow

pytestmark = pytest.mark.django_db
LINE = re.compile(r'<div class="app-only-print app-ph[^>]*>(.*?)</div>')
NOON = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)


def printed_line(user: User, address: str, *perms: object) -> str:
    page = signed_in(user, *perms).get(address).content.decode()  # type: ignore[arg-type]
    found = LINE.search(page)
    assert found
    return " ".join(re.sub(r"<[^>]*>", "", found[1]).split())


def test_the_line_names_the_purpose_that_is_logged() -> None:
    here = family()
    address = f"/cases/{here.case.pk}/"

    with time_machine.travel(NOON, tick=False):
        of_lead = printed_line(here.lead, address)
        of_head = printed_line(here.service.head, address, *HEAD)

    begins = "Ierobežotas pieejamības informācija"
    when = "24.11.2026. plkst. 12:00"
    assert of_lead.endswith(f" · Izdrukāja: Maija Liepa, {when} · Piekļuves nolūks: gadījuma vadīšana")
    assert of_head.endswith(f" · Izdrukāja: Gunta Siliņa, {when} · Piekļuves nolūks: dienesta darba pārraudzība")
    assert of_lead.startswith(begins)
    purposes = set(AccessRow.objects.values_list("user__username", "purpose"))
    assert purposes == {("family", "case_management"), ("head", "oversight")}


def test_a_page_that_shows_nobody_names_no_purpose() -> None:
    line = printed_line(family().lead, "/cases/time/")

    assert line.startswith("Ierobežotas pieejamības informācija")
    assert "nolūks" not in line
