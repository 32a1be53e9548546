"""From the search to a new person: what is told at once, what is kept, what ends with the form."""

import re
from datetime import date

import pytest
from django.urls import reverse

from saikne.core import drafts
from saikne.organisation.tests.factories import Service, service
from saikne.people.models import PersonRecord, SearchMade
from saikne.people.tests.factories import person
from saikne.people.tests.test_pages import looked, new_person, signed_in, text_of
from saikne.privacy.models import AccessRow

pytestmark = pytest.mark.django_db
BORN = date(1988, 3, 14)
DRAFT = {"draft-form": "person_add", "draft-about": "search"}


@pytest.fixture
def office() -> Service:
    return service()


def test_the_draft_of_a_new_person_leads_back_to_her_form_and_ends_with_it(office: Service) -> None:
    person("Sanita", "Ozoliņa", BORN, by=office.family)
    client = signed_in(office.family)
    address = looked(client, "Kārlis Zars", next="/cases/contacts/add/?carry=1", **{"for": "contact"})
    number = address.partition("search=")[2].partition("&")[0]
    typed = new_person(given_name="Sannita", family_name="Ozolina", search=number)

    assert client.post(address, typed).status_code == 422
    (begun,) = drafts.mine(author=office.family)
    assert begun.path == address
    assert 'value="Sannita"' in text_of(client, begun.path)
    client.post(
        reverse("ui:draft_save"), typed | DRAFT | {"draft-about-no": number}, HTTP_REFERER=f"http://testserver{address}"
    )
    assert [one.path for one in drafts.mine(author=office.family)] == [address]
    fresh = SearchMade.objects.latest("pk")
    done = client.post(address, typed | {"search": str(fresh.pk), "seen": "on"})

    assert done.status_code == 302
    assert drafts.mine(author=office.family) == []


def test_what_searches_carried_over_is_not_left_behind_but_what_was_typed_is(office: Service) -> None:
    client = signed_in(office.family)
    for name in ("Kārlis Zars", "Anna Zvejniece", "Jānis Liepa"):
        address = looked(client, name)
    (only,) = drafts.mine(author=office.family)
    assert only.path == address
    number = address.partition("search=")[2]
    client.post(reverse("ui:draft_save"), new_person() | DRAFT | {"draft-about-no": number})

    looked(client, "Ilze Kalniņa")

    assert [one.payload["given_name"] for one in drafts.mine(author=office.family)] == [["Ilze"], ["Anna"]]


def test_a_form_sent_twice_searches_no_more(office: Service) -> None:
    client = signed_in(office.family)
    address = looked(client, "Anna Zvejniece")
    once = re.search(r'name="form-once" value="([^"]+)"', text_of(client, address))
    assert once is not None
    typed = new_person(search=address.partition("search=")[2]) | {"form-once": once[1]}
    assert client.post(address, typed).status_code == 302
    searches, shown = SearchMade.objects.count(), AccessRow.objects.count()

    assert client.post(address, typed).status_code == 409
    assert (SearchMade.objects.count(), AccessRow.objects.count()) == (searches, shown)


def test_what_cannot_be_read_what_is_missing_what_is_odd_and_who_was_not_seen_is_told_at_once(office: Service) -> None:
    sanita = person("Sanita", "Ozoliņa", BORN, by=office.family)
    client = signed_in(office.family)
    number = looked(client, "Kārlis Zars").partition("search=")[2]
    typed = {
        "search": number, "given_name": "Sannita", "family_name": "Ozolina", "born_on": "31.02.1988.",
        "code": "140388-12345", "unknown_code": "not_told",
    }  # fmt: skip

    answer = client.post(reverse("people:add"), typed)

    form = answer.context["form"]
    assert set(form.errors) == {"__all__", "born_on", "code", "sex"}
    assert len(form.problems()) == 4
    page = answer.content.decode()
    assert [hit.number for hit, _leads in answer.context["hits"]] == [sanita.pk]
    for kept in ("Sannita", "Ozolina", "31.02.1988.", "140388-12345"):
        assert f'value="{kept}"' in page
    assert '<option value="not_told" selected' in page


def test_a_code_mended_after_a_doubt_is_not_doubted_again(office: Service) -> None:
    client = signed_in(office.family)
    number = looked(client, "Anna Zvejniece").partition("search=")[2]
    typed = new_person(search=number, code="021190-12345", unknown_code="")
    warned = client.post(reverse("people:add"), typed)
    accepted = re.search(r'name="accepted" value="([^"]+)"', warned.content.decode())
    assert accepted is not None

    mended = client.post(reverse("people:add"), typed | {"accepted": accepted[1], "code": "32119012345"})

    assert mended.status_code == 302
    assert PersonRecord.objects.get().codes.get().code == "32119012345"


def test_two_digits_of_a_year_are_a_birth_that_has_been(office: Service) -> None:
    client = signed_in(office.family)
    for born, year in (("02.11.45.", 1945), ("02.11.90", 1990), ("02.11.12", 2012), ("02.11.2012", 2012)):
        number = looked(client, "Anna Zvejniece").partition("search=")[2]
        typed = new_person(born_on=born, search=number, given_name=f"Anna{year}", seen="on")
        client.post(reverse("people:add"), typed)
        latest = str(SearchMade.objects.latest("pk").pk)
        client.post(reverse("people:add"), typed | {"search": latest})
        assert PersonRecord.objects.latest("pk").born_on == date(year, 11, 2)


def test_somebody_of_whom_nobody_knows_anything_can_be_added(office: Service) -> None:
    client = signed_in(office.family)
    page = text_of(client, reverse("people:search") + "?q=Parka+iela+7")
    assert "Tikai pēc vietas" in page
    made = SearchMade.objects.get()

    seen = client.post(reverse("people:seen"), {"search": made.pk, "q": "Parka iela 7"})
    nothing = {f"unknown_{name}": "foundling" for name in ("given_name", "family_name", "born_on", "code", "sex")}
    done = client.post(seen["Location"], nothing | {"search": made.pk})

    record = PersonRecord.objects.get()
    assert done["Location"] == reverse("people:person", args=[record.pk])
    assert "Vārds nav zināms" in text_of(client, done["Location"])


def test_a_match_number_leads_to_the_person_or_says_that_she_is_out_of_reach(office: Service) -> None:
    mine = person("Sanita", "Ozoliņa", BORN, by=office.family)
    others = person("Kanārija", "Putniņa", BORN, by=office.outsider)
    client = signed_in(office.family)

    found = client.get(reverse("people:search"), {"q": f"nr. {mine.pk}"})
    assert found["Location"] == reverse("people:person", args=[mine.pk])
    for number in (others.pk, others.pk + 100):
        page = text_of(client, reverse("people:search") + f"?q=nr.+{number}")
        assert f"ar sakritības numuru {number}" in page
        assert "K… P…" not in page
    assert not SearchMade.objects.exists()
    assert not AccessRow.objects.exists()


def test_a_list_that_leaves_others_out_says_so(office: Service) -> None:
    client, address = signed_in(office.family), reverse("people:search") + "?q=Anna+Bērziņa"
    for step in range(20):
        person("Anna", "Bērziņa", date(1980, 1, 1 + step), by=office.family)
    assert "ir arī citas" not in text_of(client, address)
    person("Anna", "Bērziņa", date(1980, 2, 1), by=office.family)

    assert "ir arī citas" in text_of(client, address)
    assert [len(made.candidates) for made in SearchMade.objects.all()] == [20, 20]
