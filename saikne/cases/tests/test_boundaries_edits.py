"""Two heads write the boundaries of practice at once: different fields merge, the same field shows both versions."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse

from saikne.accounts.models import User
from saikne.cases.actions.files_place import Boundaries, set_boundaries
from saikne.cases.models import PracticeBoundary
from saikne.cases.tests.factories import headed_service
from saikne.cases.tests.signed import HEAD, signed_in
from saikne.core import clock
from saikne.core.errors import Clash
from saikne.organisation.tests.factories import Service, worker

pytestmark = pytest.mark.django_db
URL = reverse("cases:boundaries_edit")
SAYS = Boundaries(contact_hours="no 9", in_an_emergency="112", we_do="Uzklausām", we_do_not="Neaizdodam")
HELD = ("contact_hours", "in_an_emergency", "we_do", "we_do_not")


@pytest.fixture
def office() -> Service:
    """A service with two heads."""
    return headed_service()


def other_head(office: Service) -> User:
    return worker("second_head", "Baiba", "Zāle", at=office.unit, specialisation="head")


def opened(browser: Browser) -> dict[str, Any]:
    """Everything that the open form would send back."""
    page = browser.get(URL).context["page"]
    held = {name: page.form[name].value() or "" for name in HELD}
    return {**held, **{one.name: one.values for one in page.seen}, "base_version": str(page.base_version)}


def says(office: Service, *, since: int) -> PracticeBoundary:
    day = clock.today() - timedelta(days=since)
    return set_boundaries(municipality=office.municipality, says=SAYS, base=0, since=day, by=office.head)


def live(office: Service) -> dict[str, str]:
    return dict(PracticeBoundary.objects.values(*HELD).get(until=None, municipality=office.municipality))


@pytest.mark.parametrize("since", [0, 30])
def test_different_fields_merge(office: Service, since: int) -> None:
    says(office, since=since)
    gunta, baiba = signed_in(office.head, *HEAD), signed_in(other_head(office), *HEAD)
    first, second = opened(gunta), opened(baiba)

    assert gunta.post(URL, {**first, "contact_hours": "no 10"}).status_code == 302
    assert baiba.post(URL, {**second, "we_do": "Uzklausām\nPalīdzam"}).status_code == 302

    assert live(office) == {
        "contact_hours": "no 10", "in_an_emergency": "112", "we_do": "Uzklausām\nPalīdzam", "we_do_not": "Neaizdodam",
    }  # fmt: skip


@pytest.mark.parametrize("since", [0, 30])
def test_the_same_field_shows_both_and_one_chooses(office: Service, since: int) -> None:
    says(office, since=since)
    gunta, baiba = signed_in(office.head, *HEAD), signed_in(other_head(office), *HEAD)
    first, second = opened(gunta), opened(baiba)
    gunta.post(URL, {**first, "contact_hours": "no desmitiem"})

    clash = baiba.post(URL, {**second, "contact_hours": "no astoņiem"})

    page = clash.content.decode()
    assert clash.status_code == 409
    assert ("desmitiem" in page, "astoņiem" in page, "Gunta Siliņa" in page) == (True, True, True)
    assert live(office)["contact_hours"] == "no desmitiem"
    version = str(clash.context["page"].base_version)
    baiba.post(URL, {**second, "base_version": version, "contact_hours": "no astoņiem"})
    assert live(office)["contact_hours"] == "no astoņiem"


def test_two_who_write_the_first_words_do_not_overwrite_each_other(office: Service) -> None:
    gunta, baiba = signed_in(office.head, *HEAD), signed_in(other_head(office), *HEAD)
    first, second = opened(gunta), opened(baiba)
    words = {"contact_hours": "no 9", "in_an_emergency": "112", "we_do": "Uzklausām", "we_do_not": "Neaizdodam"}
    assert gunta.post(URL, {**first, **words}).status_code == 302

    answer = baiba.post(URL, {**second, **words, "contact_hours": "no 8"})

    assert answer.status_code == 409
    assert live(office) == words


def test_upon_a_version_that_nobody_made_yet_nothing_is_overwritten(office: Service) -> None:
    says(office, since=0)

    with pytest.raises(Clash):
        set_boundaries(
            municipality=office.municipality, says=Boundaries("no 8", "112", "Uzklausām", "Neaizdodam"), base=99,
            by=office.head,
        )  # fmt: skip
