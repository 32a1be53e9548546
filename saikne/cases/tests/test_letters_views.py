"""Pages of letters: taken in, answered, signed, sent; to whom nothing but a number is shown."""

import io
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from saikne.accounts.models import User
from saikne.cases.actions.documents import withdraw_from_file
from saikne.cases.actions.letters import OtherSide, put_into_file, tie_paper
from saikne.cases.models import Letter, LetterTemplate
from saikne.cases.tests import letters_factories as made
from saikne.cases.tests.documents_factories import paper
from saikne.cases.tests.factories import Family, family
from saikne.core import clock
from saikne.core.errors import Refusal
from saikne.core.work import work_of
from saikne.organisation.tests.factories import worker
from saikne.people.queries import anchors_of
from saikne.privacy.models import AccessRow
from saikne.web.roles import give_role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("roles")]


@pytest.fixture
def home() -> Family:
    found = family()
    here = found.service
    for user, role in ((found.lead, "family"), (here.head, "head"), (here.adults, "adults"), (here.outsider, "family")):
        give_role(user, role)
    return found


@pytest.fixture
def office(home: Family) -> User:
    found = worker("office", "Zigrīda", "Lietvede", at=home.service.unit, specialisation="office")
    give_role(found, "office")
    return found


def browser(user: User) -> Browser:
    found = Browser(raise_request_exception=False)
    found.force_login(user)
    return found


def page(who: User, path: str) -> str:
    answer = browser(who).get(path)
    assert answer.status_code == 200, path
    return unescape(answer.content.decode())


def day(on: Any) -> str:
    return f"{on:%d.%m.%Y.}"


def came_typed(user: User, **more: str) -> dict[str, str]:
    told = {"kind": "submission", "subject": "Par malku", "side": "", "party": "Biedrība „Pavards”", "dated": "",
            "received_on": day(clock.today()), "their_number": "", "owner": str(user.pk), "due": "",
            "shelf": "2. kab."}  # fmt: skip
    return told | more


def written_typed(**more: str) -> dict[str, str]:
    told = {"kind": "answer", "subject": "Atbilde", "side": "", "party": "Biedrība", "text": "Labdien!\n\nAtbildam.",
            "address": "", "way": "", "reply_days": ""}  # fmt: skip
    return told | more


def test_the_office_takes_a_letter_in_and_the_usual_term_is_counted(home: Family, office: User) -> None:
    answer = browser(office).post("/cases/letters/in/", came_typed(home.lead))

    letter = Letter.objects.get()
    assert answer.headers["Location"] == f"/cases/letters/{letter.pk}/"
    assert letter.owner == home.lead
    assert letter.due is not None
    assert letter.due > clock.today()
    shown = page(office, f"/cases/letters/{letter.pk}/")
    assert "Iesniegumu likums, 5. panta trešā daļa" in shown
    assert "nav pārbaudīts" in shown


def test_a_refused_letter_keeps_all_that_was_typed(home: Family, office: User) -> None:
    answer = browser(office).post("/cases/letters/in/", came_typed(home.lead, subject="", party=""))

    assert answer.status_code == 422
    assert "2. kab." in answer.content.decode()
    assert not Letter.objects.exists()


def test_a_letter_is_answered_read_signed_sent_and_notified(home: Family) -> None:
    head = home.service.head
    question = made.came(home.lead, case=home.case, side=OtherSide(record_no=home.mother.pk), subject="Par malku")
    form = page(home.lead, f"/cases/letters/out/?answers={question.pk}")
    assert "Par ko Jūs rakstījāt: Par malku" in form
    assert f'value="r{home.mother.pk}" selected' in form

    browser(home.lead).post(
        f"/cases/letters/out/?answers={question.pk}", written_typed(side=f"r{home.mother.pk}", party="")
    )
    letter = Letter.objects.get(direction="out")
    url = f"/cases/letters/{letter.pk}/"
    assert letter.replies_to == question
    assert "Izlasīts, var parakstīt" not in page(home.lead, url)
    browser(head).post(f"{url}check/", {"seen": letter.version})
    browser(head).post(f"{url}sign/", {"seen": letter.version + 1})
    browser(home.lead).post(f"{url}send/", {"way": "in_person", "address": "", "sent_on": day(clock.today())})
    browser(home.lead).post(f"{url}notified/", {"notified_on": day(clock.today()), "proof": "paraksts uz kopijas"})

    letter.refresh_from_db()
    assert letter.state == "notified"
    assert letter.label.startswith("N-")
    assert Letter.objects.get(pk=question.pk).state == "answered"


def paper_of(answer: Any) -> str:
    return "\n".join(one.extract_text() for one in PdfReader(io.BytesIO(answer.content)).pages)


def test_the_paper_says_draft_until_it_is_signed_and_then_its_number(home: Family) -> None:
    letter = made.checked(home.lead, home.service.head, text="Numurs: {numurs}, „#strong[nav]” *zvaigzne* $x$")
    drafted = paper_of(browser(home.lead).get(f"/cases/letters/{letter.pk}/paper/"))
    browser(home.service.head).post(f"/cases/letters/{letter.pk}/sign/", {"seen": letter.version})
    signed = paper_of(browser(home.lead).get(f"/cases/letters/{letter.pk}/paper/"))

    assert "Projekts, nav parakstīts" in drafted
    assert "Projekts" not in signed
    assert f"Numurs: {Letter.objects.get(pk=letter.pk).label}" in signed
    assert "#strong[nav]” *zvaigzne* $x$" in signed


def test_a_letter_of_a_file_is_only_a_number_to_the_office(home: Family, office: User) -> None:
    letter = made.came(office, subject="Kanārijputni")
    assert "Kanārijputni" in page(office, "/cases/letters/")
    put_into_file(letter=letter, case=home.case, by=home.lead)

    for show in ("", "?show=in", "?show=all"):
        shown = page(office, f"/cases/letters/{show}")
        assert letter.label in shown
        assert "Kanārijputni" not in shown
        assert home.case.label not in shown
    assert letter.label not in page(office, "/cases/letters/?show=overdue")
    assert browser(office).get(f"/cases/letters/{letter.pk}/").status_code == 404
    assert browser(office).get(f"/cases/letters/{letter.pk}/give/").status_code == 404


def test_a_colleague_elsewhere_does_not_even_see_the_number(home: Family) -> None:
    letter = made.came(home.lead, case=home.case, subject="Kanārijputni")

    for who in (home.service.adults, home.service.outsider):
        shown = page(who, "/cases/letters/")
        assert letter.label not in shown
        assert "Kanārijputni" not in shown
        assert browser(who).get(f"/cases/letters/?case={home.case.pk}").status_code == 404


def test_who_is_named_in_a_letter_is_logged_as_shown(home: Family) -> None:
    letter = made.came(home.lead, side=OtherSide(record_no=home.mother.pk))
    who = anchors_of([home.mother.pk])[home.mother.pk]
    for path in ("/cases/letters/", f"/cases/letters/{letter.pk}/"):
        AccessRow.objects.all().delete()

        assert home.mother.name in page(home.lead, path)

        assert AccessRow.objects.filter(user=home.lead, person_no=who).exists()


def test_mans_darbs_asks_for_answers_signatures_and_sending(home: Family) -> None:
    made.came(home.lead, case=home.case)
    made.came(home.lead)
    made.checked(home.lead, home.service.adults, case=None)
    made.signed(home.lead, home.service.head)
    today = clock.today()

    mine = [item.label for item in work_of(home.lead, on=today) if item.url.startswith("/cases/letters/")]
    heads = [item.label for item in work_of(home.service.head, on=today) if item.url.startswith("/cases/letters/")]

    year = today.year
    assert sorted(mine) == sorted(
        [f"Atbildēt uz vēstuli: S-{year}/001", f"Atbildēt uz vēstuli: S-{year}/002", f"Nosūtīt vēstuli: N-{year}/001"]
    )
    assert heads == ["Parakstīt vēstuli"]


def test_the_register_asks_as_much_for_five_letters_as_for_one(home: Family) -> None:
    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            page(home.lead, "/cases/letters/")
        return len(seen)

    made.came(home.lead, case=home.case, side=OtherSide(record_no=home.mother.pk))
    asked()
    one = asked()
    for _n in range(4):
        made.came(home.lead, side=OtherSide(record_no=home.father.pk))

    assert asked() == one


def test_the_head_writes_the_services_own_template_and_sees_it_on_paper(home: Family) -> None:
    head = browser(home.service.head)
    typed = {"name": "Uzaicinājums", "kind": "invitation", "subject": "Saruna", "text": "Jūs gaida: {sagatavotājs}.",
             "reply_days": ""}  # fmt: skip
    refused = head.post("/cases/letter-templates/edit/?code=invitation", typed | {"text": "{darbinieks}"})
    assert refused.status_code == 422
    assert "{darbinieks}" in unescape(refused.content.decode())

    head.post("/cases/letter-templates/edit/?code=invitation", typed)

    assert LetterTemplate.objects.get().number == 1
    assert "Jūs gaida: Gunta" in paper_of(head.get("/cases/letter-templates/sample/?code=invitation"))
    assert "Jūs gaida: Maija" in page(home.lead, "/cases/letters/out/?template=invitation")
    assert browser(home.lead).get("/cases/letter-templates/").status_code == 403


def test_a_letter_of_another_file_is_not_answered_through_this_one(home: Family) -> None:
    letter = made.came(home.service.adults)

    answer = browser(home.lead).get(f"/cases/letters/out/?answers={letter.pk}")

    assert answer.status_code == 404


def test_the_page_of_a_letter_asks_few_questions(home: Family) -> None:
    letter = made.signed(home.lead, home.service.head, case=home.case, side=OtherSide(record_no=home.mother.pk))
    who, path = browser(home.lead), f"/cases/letters/{letter.pk}/"
    who.get(path)

    with CaptureQueriesContext(connection) as seen:
        who.get(path)

    assert len(seen) <= 12, "\n".join(query["sql"][:150] for query in seen)


def test_a_scan_among_the_documents_of_the_file_is_tied_to_its_letter(home: Family) -> None:
    letter = made.came(home.lead, case=home.case)
    scan = paper(home.case, home.lead, title="skenēts")
    withdrawn = paper(home.case, home.lead)
    withdraw_from_file(document=withdrawn, because="divreiz", by=home.lead)
    form = page(home.lead, f"/cases/letters/{letter.pk}/document/")
    assert scan.label in form
    assert withdrawn.label not in form

    browser(home.lead).post(f"/cases/letters/{letter.pk}/document/", {"document": str(scan.pk)})

    assert f"/cases/documents/{scan.pk}/" in page(home.lead, f"/cases/letters/{letter.pk}/")


def test_a_document_of_another_file_is_not_tied_to_the_letter(home: Family) -> None:
    letter = made.came(home.lead)

    with pytest.raises(Refusal):
        tie_paper(letter=letter, document=paper(home.case, home.lead), by=home.lead)
