"""What is not in force can still be read: former agreements, earlier wordings, and what became of each point."""

import io
from datetime import datetime, time, timedelta
from html import unescape

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from pypdf import PdfReader

from saikne.cases.actions.agreement import (
    draft_replacement,
    drop_chapter,
    end_chapter,
    put_chapter_in_force,
    put_in_force,
)
from saikne.cases.actions.agreement_chapters import add_chapter, change_chapter
from saikne.cases.models import Agreement, AgreementVersion, Chapter
from saikne.cases.queries.agreement import agreement_lines, agreements_of
from saikne.cases.queries.agreement_earlier import EarlierPage, earlier_page
from saikne.cases.rules.agreement_wording import Point
from saikne.cases.tests.agreements import (
    agreement_in_force,
    chapter,
    chapter_text,
    group_on_thursday,
    heard,
    points,
    sign_all,
)
from saikne.cases.tests.factories import Family, family, headed_service
from saikne.cases.tests.frames import frame_for
from saikne.cases.tests.signed import signed_in
from saikne.core import clock
from saikne.core.errors import Refusal
from saikne.organisation.tests.factories import institution
from saikne.people.queries import anchors_of
from saikne.privacy.models import AccessRow, Restriction

pytestmark = pytest.mark.django_db


def url_of(name: str, home: Family, *more: int) -> str:
    return reverse(f"cases:{name}", args=[home.case.pk, *more])


def read(browser: Browser, url: str) -> str:
    response = browser.get(url)
    assert response.status_code == 200
    return " ".join(unescape(response.content.decode()).split())


def reworded(home: Family, *texts: str) -> AgreementVersion:
    """An agreement in force, then its one chapter changed; the wording that was in force before."""
    agreement = agreement_in_force(home, points=points("Tiekas reizi nedēļā", "Ja nevar ierasties, piezvana"))
    old = agreement.chapters.get()
    new = change_chapter(
        case=home.case, chapter=old, text=chapter_text(home, points=points(*texts)), base=1, by=home.lead
    )
    sign_all(home, new)
    put_chapter_in_force(case=home.case, chapter=new, by=home.lead)
    return agreement.versions.get(number=1)


def page_of(home: Family, version: AgreementVersion) -> EarlierPage:
    frame = frame_for(home.lead, home)
    return earlier_page(frame, version, home.lead, on=clock.today())


def restrict(home: Family) -> None:
    end = timezone.make_aware(datetime.combine(clock.today() + timedelta(days=30), time.max))
    Restriction.objects.create(
        about="record", about_no=home.father.pk, reason="staff", since=clock.now(), until=end, by=home.service.head
    )


def test_an_earlier_wording_says_what_became_of_each_point() -> None:
    home = family()
    version = reworded(home, "Tiekas divas reizes nedēļā", "Elza iet uz skolu")

    (then,) = page_of(home, version).chapters

    assert [(one.label, one.change, one.now.text if one.now else "") for one in then.points] == [
        ("1.1.", "changed", "Tiekas divas reizes nedēļā"),
        ("1.2.", "gone", ""),
    ]
    assert [(one.label, one.text) for one in then.added] == [("1.2.", "Elza iet uz skolu")]
    assert then.changed


def test_an_earlier_wording_says_who_signed_when_and_from_when_until_when_it_held() -> None:
    home = family()
    version = reworded(home, "Tiekas reizi nedēļā")
    later = AgreementVersion.objects.get(number=2)

    page = page_of(home, version)

    assert (page.wording.since, page.wording.until) == (version.made_at, later.made_at)
    assert page.intact
    today = f"{clock.today():%d.%m.%Y.}"
    assert [(one.name, one.signed_on) for one in page.chapters[0].parties] == [
        ("Sanita Ozoliņa", today),
        ("Raivis Krastiņš", today),
        ("Maija Liepa", today),
    ]


def test_a_former_agreement_is_opened_from_the_page_and_compared_with_the_one_in_force() -> None:
    home = family()
    sign_all(home, chapter(home, points=points("Tiekas reizi nedēļā")), chapter(home, kind="participation"))
    first = put_in_force(case=home.case, heard=heard(home), by=home.lead)
    cooperation = first.chapters.get(kind="cooperation")
    draft_replacement(case=home.case, carry=[cooperation.pk], by=home.lead)
    put_in_force(case=home.case, heard=heard(home), because="Jauna kārtība", by=home.lead)
    browser, former = signed_in(home.lead), url_of("agreement_wording", home, first.versions.get().pk)

    listed, page = read(browser, url_of("agreement", home)), read(browser, former)

    assert former in listed
    assert "Šī redakcija nav spēkā." in page
    assert "Jauna kārtība" in page
    assert page.count("Nav mainīta") == 1
    assert page.count("Spēkā esošajā redakcijā nav") == 1


def test_without_an_agreement_in_force_a_former_one_still_reads() -> None:
    home = family()
    agreement = agreement_in_force(home)
    end_chapter(case=home.case, chapter=agreement.chapters.get(), because="Pārceļas", by=home.lead)

    page = read(signed_in(home.lead), url_of("agreement_wording", home, agreement.versions.get().pk))

    assert "Ar šo klientu pašlaik nav spēkā esošas vienošanās." in page
    assert "Pārceļas" in page
    assert "Nav mainīta" not in page


def paper(browser: Browser, url: str) -> tuple[str, list[str]]:
    response = browser.get(url)
    assert response.headers["Content-Type"] == "application/pdf"
    sheets = [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(response.content)).pages]
    return " ".join(sheets), sheets


def test_the_paper_of_an_earlier_wording_says_on_every_sheet_that_it_is_not_in_force() -> None:
    home = family()
    agreement = agreement_in_force(home, points=points(*(f"Punkts numur {number}" for number in range(60))))
    end_chapter(case=home.case, chapter=agreement.chapters.get(), because="Pārceļas", by=home.lead)

    said, sheets = paper(signed_in(home.lead), url_of("agreement_wording_pdf", home, agreement.versions.get().pk))

    assert len(sheets) > 1
    assert [("nav spēkā" in sheet.lower()) for sheet in sheets] == [True] * len(sheets)
    assert "Bija spēkā no" in said
    assert "vienīgā vienošanās" not in said


def test_a_paper_is_latvian_though_the_worker_reads_english() -> None:
    home = family()
    agreement = agreement_in_force(home, points=(group_on_thursday(home),))
    browser = signed_in(home.lead)
    browser.cookies["django_language"] = "en"

    in_force, _sheets = paper(browser, url_of("agreement_pdf", home))
    kept, _sheets = paper(browser, url_of("agreement_wording_pdf", home, agreement.versions.get().pk))

    for said in (in_force, kept):
        assert "ceturtdiena, 10:00–12:00: Raivis Krastiņš" in said
        assert "Thursday" not in said


def test_every_wording_of_a_chapter_stands_on_its_page_with_whoever_signed_it() -> None:
    home = family()
    version = reworded(home, "Tiekas divas reizes nedēļā")
    now = Chapter.objects.get(state="in_force")
    drafted = change_chapter(
        case=home.case, chapter=now, text=chapter_text(home, points=points("Tiekas reizi dienā")), base=1, by=home.lead
    )
    text = chapter_text(home, points=points("Tiekas pirmdienās"))
    change_chapter(case=home.case, chapter=drafted, text=text, base=1, by=home.lead)

    page = read(signed_in(home.lead), url_of("chapter_wordings", home, drafted.pk))

    for words in ("Tiekas pirmdienās", "Tiekas reizi dienā", "Tiekas divas reizes nedēļā", "Tiekas reizi nedēļā"):
        assert words in page
    assert page.count("Nav stājusies spēkā") == 1
    assert page.count("Sanita Ozoliņa,") == 2
    assert version.agreement.chapters.count() == 3


def test_a_chapter_carried_over_unchanged_stands_once_among_its_wordings() -> None:
    home = family()
    first = agreement_in_force(home)
    draft_replacement(case=home.case, carry=[first.chapters.get().pk], by=home.lead)
    put_in_force(case=home.case, heard=heard(home), because="Jauna kārtība", by=home.lead)

    page = read(signed_in(home.lead), url_of("chapter_wordings", home, Chapter.objects.get(state="in_force").pk))

    assert page.count("Ja nevar ierasties, piezvana") == 1


def test_a_number_on_a_signed_paper_is_never_given_to_another_chapter() -> None:
    home = family()
    agreement = agreement_in_force(home)
    dropped, second = chapter(home, kind="participation"), chapter(home, kind="work_skills")
    sign_all(home, second)
    put_chapter_in_force(case=home.case, chapter=second, by=home.lead)

    drop_chapter(case=home.case, chapter=dropped, by=home.lead)
    third = chapter(home, kind="participation")

    (lines,) = agreement_lines([agreement], agreement.client_id)
    assert {line.chapter.pk: line.number for line in lines.live} == {
        agreement.chapters.get(kind="cooperation").pk: 1,
        second.pk: 3,
        third.pk: 2,
    }


def test_what_is_still_a_draft_is_never_dropped_in_passing() -> None:
    home = family()
    agreement = agreement_in_force(home)
    draft = chapter(home, kind="participation")
    last = agreement.chapters.get(kind="cooperation")

    for deed in (
        lambda: end_chapter(case=home.case, chapter=last, because="x", by=home.lead),
        lambda: draft_replacement(case=home.case, carry=[], by=home.lead),
    ):
        with pytest.raises(Refusal, match=r"2\. sadaļa vēl ir melnraksts"):
            deed()

    assert Chapter.objects.get(pk=draft.pk).state == "draft"


def test_while_a_new_agreement_is_drafted_the_former_is_not_changed_chapter_by_chapter() -> None:
    home = family()
    one = agreement_in_force(home).chapters.get()
    draft_replacement(case=home.case, carry=[one.pk], by=home.lead)

    with pytest.raises(Refusal, match="Jauna vienošanās jau tiek gatavota"):
        change_chapter(
            case=home.case, chapter=one, text=chapter_text(home, points=points("Cits")), base=1, by=home.lead
        )


def test_what_was_typed_about_a_chapter_that_a_colleague_has_dropped_is_kept() -> None:
    home = family()
    draft = chapter(home)
    url = url_of("chapter_edit", home, draft.pk)
    drop_chapter(case=home.case, chapter=draft, by=home.service.head)
    typed = {
        "people": [home.mother.pk],
        "owner": home.lead.pk,
        "since": f"{clock.today():%d.%m.%Y.}",
        "points": "Ko gribēju ierakstīt",
        "base_version": 1,
    }

    refused = signed_in(home.lead).post(url, typed)

    assert refused.status_code == 422
    assert "Ko gribēju ierakstīt" in refused.content.decode()
    assert signed_in(home.lead).get(url).status_code == 404


def test_a_party_kept_to_named_persons_is_named_nowhere_round_the_agreement() -> None:
    home = family()
    version = reworded(home, "Tiekas divas reizes nedēļā")
    home_draft = chapter(home, kind="participation", points=(group_on_thursday(home),))
    restrict(home)
    browser = signed_in(home.lead)

    pages = [
        read(browser, url_of("agreement", home)),
        read(browser, url_of("agreement_wording", home, version.pk)),
        read(browser, url_of("chapter_wordings", home, Chapter.objects.get(state="in_force").pk)),
        read(browser, url_of("agreement_sign", home)),
        read(browser, url_of("chapter_edit", home, home_draft.pk)),
        paper(browser, url_of("agreement_pdf", home))[0],
        paper(browser, url_of("agreement_wording_pdf", home, version.pk))[0],
    ]
    with pytest.raises(Refusal) as told:
        put_chapter_in_force(case=home.case, chapter=home_draft, by=home.lead)

    assert [("Krastiņš" in page.replace("Toms Krastiņš", "")) for page in pages] == [False] * len(pages)
    assert [("Ierobežotas pieejamības ieraksts" in page) for page in pages] == [True] * len(pages)
    assert "Raivis" not in str(told.value)
    shown = set(AccessRow.objects.filter(user=home.lead).values_list("person_no", flat=True))
    anchors = anchors_of([home.mother.pk, home.father.pk])
    assert anchors[home.mother.pk] in shown
    assert anchors[home.father.pk] not in shown


def test_a_wording_or_chapter_of_another_client_is_not_opened_through_my_file() -> None:
    office = headed_service()
    home, other = family(office), family(office, surname="Kalniņ")
    agreement_in_force(home)
    theirs = agreement_in_force(other)
    version, one = theirs.versions.get().pk, theirs.chapters.get().pk
    browser = signed_in(office.family)
    names = [("agreement_wording", version), ("agreement_wording_pdf", version), ("chapter_wordings", one)]

    through_mine = [browser.get(url_of(name, home, number)).status_code for name, number in names]
    stranger = signed_in(office.outsider)
    strange = [stranger.get(url_of(name, other, number)).status_code for name, number in names]

    assert through_mine == [404, 404, 404]
    assert strange == [404, 404, 404]
    assert [browser.get(url_of(name, other, number)).status_code for name, number in names] == [200, 200, 200]


def test_the_pages_ask_no_more_for_more_wordings() -> None:
    home = family()
    version = reworded(home, "Tiekas divas reizes nedēļā")
    browser = signed_in(home.lead)
    names = [("agreement_wording", version.pk), ("agreement", 0), ("chapter_wordings", 0)]

    def counts() -> list[int]:
        now = Chapter.objects.get(state="in_force").pk
        found = []
        for name, number in names:
            more = [number] if number else [now] if name == "chapter_wordings" else []
            read(browser, url_of(name, home, *more))
            with CaptureQueriesContext(connection) as asked:
                read(browser, url_of(name, home, *more))
            found.append(len([one for one in asked if "privacy_accessrow" not in one["sql"]]))
        return found

    few = counts()
    for number in range(3):
        now = Chapter.objects.get(state="in_force")
        text = chapter_text(home, points=(Point(f"Tiekas {number} reizes"), Point("Piezvana")))
        new = change_chapter(case=home.case, chapter=now, text=text, base=1, by=home.lead)
        sign_all(home, new)
        put_chapter_in_force(case=home.case, chapter=new, by=home.lead)

    assert counts() == few
    assert AgreementVersion.objects.count() == 5


def test_a_wording_changed_behind_our_back_is_told_as_such() -> None:
    home = family()
    version = reworded(home, "Tiekas divas reizes nedēļā")
    content = {**version.content, "in_force_since": "2020-01-01"}
    AgreementVersion.objects.filter(pk=version.pk).update(content=content)

    page = read(signed_in(home.lead), url_of("agreement_wording", home, version.pk))

    assert "Teksts nav tas, kas tika parakstīts." in page
    assert list(agreements_of(home.case.client_id)) == list(Agreement.objects.all())


@pytest.mark.parametrize("kind", ["cooperation", "participation", "service", "work_skills"])
def test_a_chapter_of_each_kind_has_parties_owner_ground_term_signatures_and_wordings_of_its_own(kind: str) -> None:
    home = family()
    agreement = agreement_in_force(home)
    provider = institution("Zaļā istaba", "other").pk
    end = clock.today() + timedelta(days=90)
    text = chapter_text(
        home, kind=kind, owner=home.service.parish.pk, ground="36. pants", until=end, institutions=(provider,),
        people=(home.mother.pk,),
    )  # fmt: skip
    if kind == "cooperation":
        made = change_chapter(case=home.case, chapter=agreement.chapters.get(), text=text, base=1, by=home.lead)
    else:
        made = add_chapter(case=home.case, text=text, by=home.lead)
    sign_all(home, made)
    put_chapter_in_force(case=home.case, chapter=made, by=home.lead)
    rest = Chapter.objects.filter(state="in_force").exclude(pk=made.pk).values()
    before = list(rest)

    told = next(one for one in agreement.versions.get(number=2).content["chapters"] if one["kind"] == kind)
    end_chapter(case=home.case, chapter=made, because="Nav vajadzīgs", by=home.lead)

    service = home.service.parish.pk
    assert set(told["parties"]) == {f"record:{home.mother.pk}", f"user:{service}", f"institution:{provider}"}
    assert set(told["signed"]) == set(told["parties"])
    assert (told["owner"], told["ground"]) == (str(home.service.parish), "36. pants")
    assert (told["since"], told["until"]) == (clock.today().isoformat(), end.isoformat())
    assert made.versions.count() == 1
    assert list(rest) == before


def test_a_chapter_that_gave_way_to_its_new_wording_says_so_in_the_language_of_the_reader() -> None:
    home = family()
    browser = signed_in(home.lead)
    with override("en"):
        reworded(home, "Tiekas divas reizes nedēļā")

    latvian = read(browser, url_of("agreement", home))
    browser.cookies["django_language"] = "en"

    assert "Stājusies spēkā jauna redakcija." in latvian
    assert "A new wording has come into force." in read(browser, url_of("agreement", home))


def test_one_who_wants_to_end_the_last_chapter_is_told_that_the_agreement_ends_with_it() -> None:
    home = family()
    sign_all(home, chapter(home), chapter(home, kind="participation"))
    agreement = put_in_force(case=home.case, heard=heard(home), by=home.lead)
    cooperation, participation = agreement.chapters.order_by("pk")
    browser = signed_in(home.lead)

    one_of_two = read(browser, url_of("chapter_end", home, cooperation.pk))
    end_chapter(case=home.case, chapter=participation, because="Nav vajadzīgs", by=home.lead)
    last = read(browser, url_of("chapter_end", home, cooperation.pk))

    assert "Pārējās sadaļas paliek" in one_of_two
    assert "beidzas visa vienošanās" not in one_of_two
    assert "beidzas visa vienošanās" in last
