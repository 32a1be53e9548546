"""Pages and the paper of the agreement: what they show, to whom, and in how many queries."""

import io
from datetime import time, timedelta
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from saikne.cases.actions.agreement import draft_replacement, put_chapter_in_force
from saikne.cases.actions.agreement_chapters import add_chapter, change_chapter
from saikne.cases.models import Agreement, Chapter, Client, ClientMember, Signature
from saikne.cases.queries.plan_work import chapters_ending
from saikne.cases.rules.agreement_wording import Point
from saikne.cases.tests.agreements import (
    agreement_in_force,
    chapter,
    chapter_text,
    group_on_thursday,
    points,
    sign_all,
    work_on_thursday,
)
from saikne.cases.tests.factories import Family, family, headed_service
from saikne.cases.tests.signed import HEAD, signed_in
from saikne.core import clock
from saikne.organisation.tests.factories import institution
from saikne.people.tests.factories import household

pytestmark = pytest.mark.django_db
LETTERS = "āčēģīķļņšūž ĀČĒĢĪĶĻŅŠŪŽ"


def read(browser: Browser, url: str) -> str:
    response = browser.get(url)
    assert response.status_code == 200
    return unescape(response.content.decode())


def url_of(name: str, home: Family, *more: int) -> str:
    return reverse(f"cases:{name}", args=[home.case.pk, *more])


def typed(home: Family, **more: Any) -> dict[str, Any]:
    today = clock.today()
    return {
        "kind": "cooperation",
        "people": [home.mother.pk, home.father.pk],
        "owner": home.lead.pk,
        "institutions": "",
        "since": f"{today:%d.%m.%Y.}",
        "until": f"{today + timedelta(days=100):%d.%m.%Y.}",
        "ground": "",
        "points": "Tiekas reizi nedēļā\n\nCeturtdienās atbalsta grupa\n",
        **more,
    }


def test_a_first_chapter_is_written_point_by_point_with_a_time() -> None:
    home = family()
    told = {
        "t_1_point": "2",
        "t_1_from": "10",
        "t_1_to": "12.30",
        "t_1_days": ["4"],
        "t_1_who": [home.father.pk],
        "t_1_kept": "",
    }

    signed_in(home.lead).post(url_of("chapter_add", home), typed(home, **told))

    assert Chapter.objects.get().versions.get().points == [
        {"text": "Tiekas reizi nedēļā"},
        {
            "text": "Ceturtdienās atbalsta grupa",
            "weekdays": [4],
            "from": "10:00",
            "to": "12:30",
            "who": [home.father.pk],
        },
    ]


def test_a_half_filled_time_is_refused_with_everything_kept() -> None:
    home = family()

    refused = signed_in(home.lead).post(
        url_of("chapter_add", home), typed(home, t_1_point="7", t_1_from="12", t_1_to="10", ground="36. pants")
    )

    assert refused.status_code == 422
    assert {"t_1_point", "t_1_to", "t_1_days", "t_1_who"} <= set(refused.context["form"].errors)
    assert "36. pants" in refused.content.decode()
    assert not Chapter.objects.exists()


def test_signatures_are_noted_and_the_agreement_comes_into_force_with_what_children_said() -> None:
    home = family()
    draft = chapter(home)
    browser = signed_in(home.lead)
    sign = {
        f"chapter_{draft.pk}": [party.pk for party in draft.parties.all()],
        f"wording_{draft.pk}": draft.versions.get().pk,
        "on": f"{clock.today():%d.%m.%Y.}",
        "way": "paper",
    }

    browser.post(url_of("agreement_sign", home), sign)
    silent = browser.post(url_of("agreement_in_force", home), {})
    browser.post(
        url_of("agreement_in_force", home),
        {f"heard_{home.daughter.pk}": "„Labi”", f"why_{home.son.pk}": "vēl mazs"},
    )

    assert silent.status_code == 422
    assert Signature.objects.count() == 3
    assert Agreement.objects.get().state == "in_force"


def test_the_page_shows_the_document_with_the_clash_the_ends_the_signatures_and_one_note() -> None:
    home = family()
    agreement_in_force(home, points=(group_on_thursday(home),), until=clock.today() + timedelta(days=20))
    add_chapter(
        case=home.case,
        text=chapter_text(home, kind="participation", points=(work_on_thursday(home),)),
        by=home.lead,
    )

    page = read(signed_in(home.lead), url_of("agreement", home))

    for words in (
        "2.1. punkts ir pretrunā ar 1.1. punktu",
        "Raivis Krastiņš: ceturtdiena, 10:00–12:00",
        "Beidzas: atlikušas 20 dienas",
        "Paraksti pa sadaļām",
        "Otra vienošanās nav vajadzīga.",
        "1. redakcija",
    ):
        assert words in page


def test_drafting_a_second_agreement_shows_the_clash_and_offers_a_chapter() -> None:
    home = family()
    agreement_in_force(home)
    browser = signed_in(home.lead)

    page = read(browser, url_of("agreement_draft", home))
    browser.post(url_of("agreement_draft", home), {"carry": [Chapter.objects.get().pk]})

    assert "Ar šo klientu jau ir noslēgta vienošanās, kas ir spēkā." in page
    assert url_of("chapter_add", home) in page
    assert Chapter.objects.filter(carried_from__isnull=False).count() == 1


def test_without_an_agreement_the_draft_page_leads_to_the_first_chapter() -> None:
    home = family()

    response = signed_in(home.lead).get(url_of("agreement_draft", home))

    assert response.headers["Location"] == url_of("chapter_add", home)


def test_two_workers_who_change_the_points_see_both_versions() -> None:
    home = family()
    draft = chapter(home)
    browser, url = signed_in(home.lead), url_of("chapter_edit", home, draft.pk)
    browser.post(url, typed(home, points="Pirmais teksts", base_version=1))

    second = browser.post(url, typed(home, points="Otrais teksts", base_version=1))

    assert second.status_code == 409
    assert "Pirmais" in second.content.decode()
    assert "Otrais teksts" in second.content.decode()


def test_a_chapter_ends_and_a_draft_is_dropped_from_the_page() -> None:
    home = family()
    agreement = agreement_in_force(home)
    draft = chapter(home, kind="participation")
    browser = signed_in(home.lead)

    browser.post(url_of("chapter_drop", home, draft.pk))
    refused = browser.post(url_of("chapter_end", home, agreement.chapters.get(kind="cooperation").pk), {"because": ""})
    browser.post(url_of("chapter_end", home, agreement.chapters.get(kind="cooperation").pk), {"because": "Pārceļas"})

    assert refused.status_code == 422
    assert set(Chapter.objects.values_list("state", flat=True)) == {"dropped", "ended"}


def paper_of(home: Family, query: str = "") -> str:
    response = signed_in(home.lead).get(url_of("agreement_pdf", home) + query)
    assert response.headers["Content-Type"] == "application/pdf"
    assert "Ozoliņ" not in response.headers["Content-Disposition"]
    pages = PdfReader(io.BytesIO(response.content)).pages
    assert {round(float(page.mediabox.width)) for page in pages} == {595}
    return " ".join("\n".join(page.extract_text() for page in pages).split())


def test_the_paper_holds_the_points_in_all_latvian_letters_and_a_place_to_sign() -> None:
    home = family()
    agreement_in_force(home, points=points(f"Raksta visus burtus: {LETTERS}", "Tiekas katru nedēļu"))

    said = paper_of(home)

    for words in (LETTERS, "1.2. Tiekas katru nedēļu", "Mans sociālais darbinieks: Maija Liepa", "Paraksts", "Datums"):
        assert words in said
    assert "Vienošanās" in said
    assert "gadījuma vadītājs" not in said.lower()


def test_the_paper_says_its_sheets_its_term_and_who_answers_in_plain_latvian() -> None:
    home = family()
    agreed = agreement_in_force(home)
    chapter = agreed.chapters.get()

    said = paper_of(home)

    assert f"Izdrukāts: {clock.today():%d.%m.%Y.} 1. lapa no 1" in said
    assert f"Termiņš: no {chapter.since:%d.%m.%Y.} līdz {chapter.until:%d.%m.%Y.}" in said
    assert f"Par šo sadaļu atbild: {chapter.owner}" in said


def test_fixed_times_are_numbered_as_latvian_numbers_things() -> None:
    home = family()

    page = read(signed_in(home.lead), url_of("chapter_add", home))

    legends = [part.split("</legend>")[0].split(">")[-1].strip() for part in page.split("<legend")[1:]]
    assert [one for one in legends if "laiks" in one] == ["1. noteiktais laiks", "2. noteiktais laiks"]


def test_what_somebody_typed_is_never_read_as_markup() -> None:
    home = family()
    typed_text = 'Maksā #100 *laikus* $5$ [saite] \\ "citāts" #panic()'
    agreement_in_force(home, points=points(typed_text))

    assert "#100 *laikus* $5$ [saite] \\" in paper_of(home)
    assert "#panic()" in paper_of(home)


def test_the_paper_and_the_page_hold_nothing_of_another_client() -> None:
    office = headed_service()
    home, other = family(office), family(office, surname="Kanārij")
    agreement_in_force(home)
    agreement_in_force(other, points=points("Kanārijas punkts"))

    assert "Kanārij" not in paper_of(home)
    assert "Kanārij" not in read(signed_in(home.lead), url_of("agreement", home))


def test_the_draft_has_a_paper_of_its_own() -> None:
    home = family()
    agreement = agreement_in_force(home, points=points("Līdzšinējais punkts"))
    draft_replacement(case=home.case, carry=[], by=home.lead)
    chapter(home, points=points("Jaunais punkts"))

    assert "Līdzšinējais punkts" in paper_of(home)
    assert "Jaunais punkts" in paper_of(home, "?which=draft")
    assert "Melnraksts" in paper_of(home, "?which=draft")
    assert agreement.state == "in_force"


def every_url(home: Family) -> list[str]:
    one = agreement_in_force(home).chapters.get()
    pages = ("agreement", "agreement_draft", "agreement_sign", "agreement_in_force", "agreement_pdf", "chapter_add")
    chapters = ("chapter_edit", "chapter_in_force", "chapter_end", "chapter_drop")
    return [
        *(url_of(name, home) for name in (*pages, "agreement_drop")),
        *(url_of(name, home, one.pk) for name in chapters),
    ]


def test_strangers_get_404_on_every_address_of_an_agreement() -> None:
    home = family()
    urls = every_url(home)
    office = home.service

    for user in (office.outsider, office.other_unit):
        browser = signed_in(user)
        assert [browser.get(url).status_code for url in urls] == [404] * len(urls)
    stranger = signed_in(office.outsider)
    assert [stranger.post(url, {}).status_code for url in urls] == [404] * len(urls)
    assert Agreement.objects.get().state == "in_force"


def test_a_chapter_of_another_client_is_not_reached_through_my_file() -> None:
    office = headed_service()
    home, other = family(office), family(office, surname="Kalniņ")
    theirs = agreement_in_force(other).chapters.get()
    browser = signed_in(office.family)

    for name in ("chapter_edit", "chapter_in_force", "chapter_end", "chapter_drop"):
        assert browser.post(url_of(name, home, theirs.pk), {"because": "jo"}).status_code == 404
    assert Chapter.objects.get(pk=theirs.pk).state == "in_force"


def count(browser: Browser, url: str) -> int:
    read(browser, url)
    with CaptureQueriesContext(connection) as found:
        read(browser, url)
    return len([one for one in found if "privacy_accessrow" not in one["sql"]])


def test_the_number_of_queries_does_not_grow_with_chapters() -> None:
    home = family()
    agreement_in_force(home, points=(group_on_thursday(home),))
    browser, url = signed_in(home.lead), url_of("agreement", home)
    one = count(browser, url)
    provider = institution("Zaļā istaba", "other")
    for number in range(4):
        point = Point(f"Nodarbība {number}", (4,), time(13 + number), time(14 + number), (home.father.pk,))
        made = add_chapter(
            case=home.case,
            text=chapter_text(home, kind="service", institutions=(provider.pk,), points=(point,)),
            by=home.lead,
        )
        sign_all(home, made)
        put_chapter_in_force(case=home.case, chapter=made, by=home.lead)

    assert count(browser, url) == one
    assert one <= 20


def test_a_chapter_that_ends_within_thirty_days_waits_in_my_work() -> None:
    home = family()
    today = clock.today()
    agreement_in_force(home, until=today + timedelta(days=31))

    assert chapters_ending(home.lead, today) == []
    (item,) = chapters_ending(home.lead, today + timedelta(days=1))
    assert item.url == url_of("agreement", home)
    assert chapters_ending(home.service.outsider, today + timedelta(days=1)) == []
    assert chapters_ending(home.lead, today + timedelta(days=400)) != []


def test_a_change_of_a_chapter_in_force_stands_beside_it_in_the_document() -> None:
    home = family()
    one = agreement_in_force(home).chapters.get()
    text = chapter_text(home, points=points("Tiekas katru dienu"))
    change_chapter(case=home.case, chapter=one, text=text, base=1, by=home.lead)

    page = read(signed_in(home.lead), url_of("agreement", home))

    assert "Tiekas katru dienu" in page
    assert "Reizi divās nedēļās tiekas" in page
    assert "pretrunā" not in page


def two_clients() -> tuple[Family, str]:
    office = headed_service()
    home, other = family(office), family(office, surname="Kalniņ")
    both = household("Kopā", {home.mother: "parent", other.father: "partner"}, of=office.municipality)
    return home, reverse("cases:join") + f"?household={both.pk}"


def test_the_head_joins_two_clients_from_the_page() -> None:
    home, url = two_clients()
    browser = signed_in(home.service.head, *HEAD)
    stays = home.case.client_id

    page = read(browser, url)
    refused = browser.post(url, {"stays": stays, "main_worker": home.lead.pk, "reason": " "})
    browser.post(url, {"stays": stays, "main_worker": home.lead.pk, "reason": "Dzīvo kopā"})

    assert "Sanita Ozoliņa" in page
    assert refused.status_code == 422
    assert list(Client.objects.filter(until=None).values_list("pk", flat=True)) == [stays]
    assert set(ClientMember.objects.filter(until=None).values_list("client", flat=True)) == {stays}


def test_strangers_find_nobody_to_join() -> None:
    home, url = two_clients()

    for user in (home.service.outsider, home.service.other_unit):
        assert signed_in(user).get(url).status_code == 404
    assert signed_in(home.lead).get(reverse("cases:join")).status_code == 404
