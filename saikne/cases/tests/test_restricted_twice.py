"""A file of which something is restricted already: the new restriction takes the rest, and the names of both hold."""

from datetime import timedelta

import pytest

from saikne.accounts.models import User
from saikne.cases.actions.access import Fence, lift_file, restrict_file
from saikne.cases.actions.contacts import Happened, note_contact
from saikne.cases.models import Case, FirstContact
from saikne.cases.tests.factories import Family, family
from saikne.cases.tests.signed import HEAD, signed_in
from saikne.core import clock
from saikne.core.errors import Refusal
from saikne.people.models import PersonRecord
from saikne.privacy.models import Restriction

pytestmark = pytest.mark.django_db


def keep(here: Family, *named: User, days: int, only: PersonRecord | None = None) -> list[Restriction]:
    fence = Fence("staff", "", clock.today() + timedelta(days=days), list(named))
    return restrict_file(case=here.case, record_no=only.pk if only else None, fence=fence, by=here.service.head)


def sees(user: User) -> tuple[bool, set[str]]:
    return Case.objects.visible_to(user).exists(), {face.name for face in PersonRecord.objects.visible_to(user)}


EVERYBODY = {"Sanita Ozoliņa", "Raivis Krastiņš", "Elza Ozoliņa", "Toms Krastiņš"}


@pytest.fixture
def ozolini() -> Family:
    """The daughter is kept to the lead and the head for sixty days."""
    here = family()
    keep(here, here.lead, here.service.head, days=60, only=here.daughter)
    return here


def test_the_new_restriction_takes_the_rest_and_the_names_of_both_hold(ozolini: Family) -> None:
    vija, first = ozolini.service.parish, list(Restriction.objects.order_by("pk").values())
    keep(ozolini, ozolini.lead, vija, days=90)

    assert sees(ozolini.lead) == (True, EVERYBODY)
    assert sees(vija) == (True, EVERYBODY)
    assert sees(ozolini.service.head) == (True, {"Elza Ozoliņa"})
    assert list(Restriction.objects.filter(pk__in=[row["id"] for row in first]).order_by("pk").values()) == first


def test_a_longer_restriction_prolongs_the_first_and_a_shorter_one_does_not_shorten_it(ozolini: Family) -> None:
    vija = ozolini.service.parish
    keep(ozolini, vija, days=90)
    with clock.at(clock.now() + timedelta(days=70)):
        assert sees(vija) == (True, EVERYBODY)
        assert sees(ozolini.service.head) == sees(ozolini.lead) == (False, set())

    lift_file(case=ozolini.case, restriction=Restriction.objects.latest("pk"), by=ozolini.service.head)
    keep(ozolini, vija, days=20)
    with clock.at(clock.now() + timedelta(days=30)):
        assert sees(ozolini.service.head) == (True, EVERYBODY)
        assert sees(vija) == (False, set())


def test_lifting_one_leaves_the_other(ozolini: Family) -> None:
    vija = ozolini.service.parish
    first = Restriction.objects.filter(about="case").get()
    keep(ozolini, ozolini.lead, vija, days=90)

    lift_file(case=ozolini.case, restriction=first, by=ozolini.service.head)

    assert sees(vija) == sees(ozolini.lead) == (True, EVERYBODY)
    assert sees(ozolini.service.head) == (False, set())


def test_a_restriction_that_would_change_nothing_is_refused_in_a_sentence(ozolini: Family) -> None:
    with pytest.raises(Refusal) as refused:
        keep(ozolini, ozolini.service.parish, days=60, only=ozolini.daughter)

    (told,) = refused.value.reasons
    assert "jau ir ierobežots līdz šai dienai" in str(told)
    assert keep(ozolini, ozolini.service.parish, days=61, only=ozolini.daughter)


def test_what_is_noted_later_is_open_to_the_names_of_both(ozolini: Family) -> None:
    vija, head = ozolini.service.parish, ozolini.service.head
    keep(ozolini, ozolini.lead, vija, days=90)

    happened = Happened(way="visit", reason="other", told="Zvans", advised="Nākt", outcome="advice", on=clock.today())
    contact = note_contact(happened=happened, record=ozolini.daughter, by=ozolini.lead)

    seen = FirstContact.objects.filter(pk=contact.pk)
    assert [seen.visible_to(user).exists() for user in (ozolini.lead, vija, head)] == [True, True, True]
    assert not seen.visible_to(ozolini.service.adults).exists()


def test_the_head_reads_what_is_restricted_already_and_lifts_the_one_that_she_means(ozolini: Family) -> None:
    head, case = ozolini.service.head, ozolini.case
    browser = signed_in(head, *HEAD)
    label = Case.objects.select_related("kind", "number__series").get().label
    form = browser.get(f"/cases/{case.pk}/restrict/").content.decode()
    first = Restriction.objects.filter(about="case").get()
    keep(ozolini, head, days=90)

    told = form.partition("Jau ierobežots:")[2].partition("</c-note>")[0].partition("</div>")[0]
    assert (label in told, "Elza Ozoliņa" in told, "Sanita Ozoliņa" in told) == (True, True, False)
    listed = browser.get("/cases/service/").content.decode()
    assert all(f"/cases/{case.pk}/lift/?which={row.pk}" in listed for row in Restriction.objects.filter(about="case"))
    asked = browser.get(f"/cases/{case.pk}/lift/?which={first.pk}").content.decode()
    assert "Šai lietai ir vēl viens ierobežojums" in asked
    last = f"{clock.today() + timedelta(days=90):%d.%m.%Y.}"
    pages = [browser.get(f"/cases/{case.pk}/{page}").content.decode() for page in ("", "why/")]
    assert [f"Līdz: {last}" in pages[0], f"Pēdējā diena: {last}" in pages[1]] == [True, True]
    browser.post(f"/cases/{case.pk}/lift/?which={first.pk}")
    assert not Restriction.objects.filter(pk=first.pk, until__gt=clock.now()).exists()
    assert sees(head) == (True, EVERYBODY)
    assert browser.get(f"/cases/{case.pk}/lift/?which={first.pk}").status_code == 404
