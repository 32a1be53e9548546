"""Pages of the journal: written at one sitting, nothing typed lost, each notebook to its own readers."""

import re
from datetime import date, timedelta
from html import unescape

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from saikne.accounts.models import User
from saikne.cases.actions.journal import Happening, Said, write_entry, write_psychosocial
from saikne.cases.actions.journal_changes import move_entry
from saikne.cases.enums import TeamRole
from saikne.cases.models import JournalEntry, Receipt, Statement, Step
from saikne.cases.tests.factories import Family, family, headed_service
from saikne.cases.tests.signed import HEAD, PSYCHOSOCIAL, signed_in
from saikne.cases.tests.test_journal_actions import goal_of, join
from saikne.core import clock, drafts
from saikne.core.drafts import DraftKey
from saikne.people.models import HouseholdMember
from saikne.people.tests.factories import person
from saikne.privacy.models import AccessRow

pytestmark = pytest.mark.django_db
TODAY = clock.today()
LOG = ("privacy_accessrow", "people_identitylink")


def typed(**more: object) -> dict[str, object]:
    """An entry as a browser sends it."""
    return {
        "kind": "home_visit",
        "on": f"{TODAY:%d.%m.%Y.}",
        "at_time": "14.05",
        "minutes": "0:45",
        "travel_minutes": "20",
        "work": "social_work",
        "text": "Krāsns kurināta, istabā +20 °C.",
        **more,
    }


def add_url(ozolini: Family) -> str:
    return reverse("cases:entry_add", args=[ozolini.case.pk])


def text_of(browser: Browser, url: str) -> str:
    response = browser.get(url)
    assert response.status_code == 200
    return unescape(response.content.decode())


def test_an_entry_is_written_as_it_was_typed() -> None:
    ozolini = family()
    browser = signed_in(ozolini.lead)

    response = browser.post(
        add_url(ozolini), typed(records=[ozolini.mother.pk, ozolini.daughter.pk], others="Sociālais pedagogs, ārsts")
    )

    assert response.status_code == 302
    assert response["Location"] == reverse("cases:journal", args=[ozolini.case.pk])
    entry = JournalEntry.objects.get()
    assert (entry.minutes, entry.travel_minutes, str(entry.at_time), entry.by) == (45, 20, "14:05:00", ozolini.lead)
    assert [row.name or row.record_id for row in entry.people.order_by("pk")] == [
        ozolini.mother.pk,
        ozolini.daughter.pk,
        "Sociālais pedagogs",
        "ārsts",
    ]


def test_save_and_write_the_next_one_opens_an_empty_form() -> None:
    ozolini = family()

    response = signed_in(ozolini.lead).post(add_url(ozolini), typed(then="next"))

    assert response["Location"] == add_url(ozolini)


def test_a_refused_entry_comes_back_as_typed_with_every_reason() -> None:
    ozolini = family()

    response = signed_in(ozolini.lead).post(
        add_url(ozolini), typed(minutes="ilgi", text="", new_text="Parāds 412,00", step="Zvanīt skolai")
    )

    page = unescape(response.content.decode())
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"minutes", "text", "new_kind", "new_source", "step"}
    assert all(word in page for word in ("ilgi", "Parāds 412,00", "Zvanīt skolai"))
    assert JournalEntry.objects.count() == 0


def test_without_a_plan_a_step_is_refused_plainly_and_the_page_offers_to_begin() -> None:
    ozolini = family()
    browser = signed_in(ozolini.lead)

    response = browser.post(add_url(ozolini), typed(step="Zvanīt skolai"))

    assert set(response.context["form"].errors) == {"step"}
    assert reverse("cases:plan", args=[ozolini.case.pk]) in response.content.decode()
    assert drafts.load(DraftKey("journal_entry", "case", ozolini.case.pk), author=ozolini.lead) is not None


def test_a_step_goes_to_the_chosen_goal() -> None:
    ozolini = family()
    goal = goal_of(ozolini)

    signed_in(ozolini.lead).post(
        add_url(ozolini),
        typed(
            step="Saruna skolā",
            step_due=f"{TODAY + timedelta(days=3):%d.%m.%Y}",
            step_who=f"record-{ozolini.father.pk}",
            step_goal=goal.pk,
        ),
    )

    step = Step.objects.get()
    assert (step.goal, step.record, step.text) == (goal, ozolini.father, "Saruna skolā")


def test_adding_a_statement_keeps_everything_typed_without_a_script() -> None:
    ozolini = family()
    browser = signed_in(ozolini.lead)

    first = browser.post(
        add_url(ozolini),
        typed(
            arrange="add",
            minutes="",
            new_kind="fact",
            new_text="Krāsns salabota",
            new_source="čeks",
            records=[ozolini.son.pk],
        ),
    )
    form = browser.get(add_url(ozolini)).context["form"]

    assert first.status_code == 302
    assert JournalEntry.objects.count() == 0
    assert [(row.kind, row.text, row.source) for row in form.gathered()] == [("fact", "Krāsns salabota", "čeks")]
    assert form["text"].value() == "Krāsns kurināta, istabā +20 °C."
    assert form["records"].value() == [str(ozolini.son.pk)]
    assert not form["new_text"].value()


def test_a_half_typed_statement_is_not_added_and_says_what_it_lacks() -> None:
    ozolini = family()

    response = signed_in(ozolini.lead).post(add_url(ozolini), typed(arrange="add", text="", new_text="Krāsns salabota"))

    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"new_kind", "new_source"}
    assert response.context["form"]["new_text"].value() == "Krāsns salabota"


def test_gathered_statements_and_the_one_still_typed_are_saved_with_the_entry() -> None:
    ozolini = family()
    rows = {
        "said-0-kind": "own_words",
        "said-0-text": "Eju arī es",
        "said-0-about": ozolini.daughter.pk,
        "said-0-source": "Elza",
    }

    response = signed_in(ozolini.lead).post(
        add_url(ozolini), typed(**rows, new_kind="fact", new_text="Krāsns salabota", new_source="čeks")
    )

    assert response.status_code == 302
    said = Statement.objects.order_by("pk").values_list("kind", "text", "about", "entry")
    entry = JournalEntry.objects.get().pk
    assert list(said) == [
        ("own_words", "Eju arī es", ozolini.daughter.pk, entry),
        ("fact", "Krāsns salabota", None, entry),
    ]


def test_a_statement_about_a_stranger_is_refused() -> None:
    ozolini, klavas = family(), family(surname="Kļav")
    rows = {"said-0-kind": "fact", "said-0-text": "Parāds", "said-0-about": klavas.mother.pk, "said-0-source": "rēķins"}

    response = signed_in(ozolini.lead).post(add_url(ozolini), typed(**rows))

    assert response.status_code == 422
    assert Statement.objects.count() == 0


def test_the_saved_entry_ends_its_draft() -> None:
    ozolini = family()
    key = DraftKey("journal_entry", "case", ozolini.case.pk)
    drafts.save(key, author=ozolini.lead, payload={"text": ["iesākts"]})
    browser = signed_in(ozolini.lead)

    assert "iesākts" in text_of(browser, add_url(ozolini))
    browser.post(add_url(ozolini), typed())

    assert drafts.load(key, author=ozolini.lead) is None


def test_the_same_form_sent_twice_writes_one_entry() -> None:
    ozolini = family()
    browser = signed_in(ozolini.lead)
    once = browser.get(add_url(ozolini)).context["page"].once

    first = browser.post(add_url(ozolini), typed(**{"form-once": once}))
    second = browser.post(add_url(ozolini), typed(**{"form-once": once}))

    assert first.status_code == 302
    assert second.status_code == 409
    assert JournalEntry.objects.count() == 1


def test_adding_a_statement_does_not_use_the_form_up() -> None:
    ozolini = family()
    browser = signed_in(ozolini.lead)
    once = browser.get(add_url(ozolini)).context["page"].once
    row = {"new_kind": "fact", "new_text": "Krāsns salabota", "new_source": "čeks"}

    for _again in range(2):
        assert browser.post(add_url(ozolini), typed(arrange="add", **row, **{"form-once": once})).status_code == 302
    response = browser.post(add_url(ozolini), typed(**{"form-once": once}))

    assert response.status_code == 302
    assert JournalEntry.objects.count() == 1


def test_save_is_the_default_button_and_has_its_key() -> None:
    ozolini = family()

    page = text_of(signed_in(ozolini.lead), add_url(ozolini))
    form = page[page.index("data-draft=") :]

    first = re.search(r"<button[^>]*>", form)
    assert first is not None
    assert 'name="' not in first.group()
    assert 'accesskey="s"' in form


def test_the_journal_shows_the_struck_entry_with_its_reason_and_the_moved_one_in_both_files() -> None:
    office = headed_service()
    ozolini, klavas = family(office), family(office, surname="Kļav")
    entry = write_entry(case=ozolini.case, what=Happening(on=TODAY, text="SARUNA"), by=ozolini.lead)
    move_entry(entry=entry, to=klavas.case, because="Nepareizā lieta", by=ozolini.lead)
    browser = signed_in(ozolini.lead)

    source = text_of(browser, reverse("cases:journal", args=[ozolini.case.pk]))
    target = text_of(browser, reverse("cases:journal", args=[klavas.case.pk]))

    assert "<s>SARUNA</s>" in source
    assert "Nepareizā lieta" in source
    assert "SARUNA" in target
    assert "<s>" not in target
    assert "Nepareizā lieta" in target


def test_whoever_does_not_reach_the_other_file_is_not_told_its_number() -> None:
    office = headed_service()
    ozolini, klavas = family(office), family(office, surname="Kļav")
    join(ozolini, office.adults, TeamRole.CO_WORKER)
    entry = write_entry(case=ozolini.case, what=Happening(on=TODAY, text="SARUNA"), by=ozolini.lead)
    move_entry(entry=entry, to=klavas.case, because="Nepareizā lieta", by=ozolini.lead)
    number = f"{klavas.case.number}"

    assert number in text_of(signed_in(office.family), reverse("cases:journal", args=[ozolini.case.pk]))
    assert number not in text_of(signed_in(office.adults), reverse("cases:journal", args=[ozolini.case.pk]))


def test_filters_are_links_and_keep_what_they_say() -> None:
    ozolini = family()
    egils = ozolini.service.adults
    join(ozolini, egils, TeamRole.CO_WORKER)
    for kind, work, who, text, by in (
        ("call", "crisis", (ozolini.mother.pk,), "PIRMAIS", ozolini.lead),
        ("office", "driving", (ozolini.son.pk,), "OTRAIS", ozolini.lead),
        ("call", "social_work", (), "TREŠAIS", egils),
    ):
        write_entry(case=ozolini.case, what=Happening(on=TODAY, text=text, kind=kind, work=work, records=who), by=by)
    browser, url = signed_in(ozolini.lead), reverse("cases:journal", args=[ozolini.case.pk])

    def shown(query: str) -> list[str]:
        return [word for word in ("PIRMAIS", "OTRAIS", "TREŠAIS") if word in text_of(browser, url + query)]

    assert shown("?kind=call") == ["PIRMAIS", "TREŠAIS"]
    assert shown("?work=driving") == ["OTRAIS"]
    assert shown(f"?person={ozolini.mother.pk}") == ["PIRMAIS"]
    assert shown("?mine=1&kind=call") == ["PIRMAIS"]
    assert shown(f"?person={'9' * 5000}") == ["PIRMAIS", "OTRAIS", "TREŠAIS"]
    assert shown("?kind=nonsense&person=x&work=9") == ["PIRMAIS", "OTRAIS", "TREŠAIS"]


def test_the_journal_goes_on_page_by_page_without_losing_an_entry() -> None:
    ozolini = family()
    for number in range(30):
        write_entry(
            case=ozolini.case,
            what=Happening(on=TODAY - timedelta(days=number % 7), text=f"Nr{number:02d}."),
            by=ozolini.lead,
        )
    browser, url = signed_in(ozolini.lead), reverse("cases:journal", args=[ozolini.case.pk])

    first = browser.get(url)
    second = browser.get(first.context["pages"].next)

    seen = [line.entry for page in (first, second) for line in page.context["lines"]]
    assert len({entry.pk for entry in seen}) == 30
    assert [entry.on for entry in seen] == sorted((entry.on for entry in seen), reverse=True)


def test_a_journal_of_one_and_of_five_asks_the_database_the_same_number_of_times() -> None:
    ozolini = family()
    egils = ozolini.service.adults
    join(ozolini, egils, TeamRole.CO_WORKER)
    browser, url = signed_in(ozolini.lead), reverse("cases:journal", args=[ozolini.case.pk])

    def write() -> None:
        write_entry(
            case=ozolini.case,
            what=Happening(on=TODAY, text="Saruna", records=(ozolini.mother.pk,)),
            statements=[Said("fact", "Parāds", "rēķins")],
            colleague=egils,
            by=ozolini.lead,
        )

    def asked(address: str) -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert browser.get(address).status_code == 200
        return len([query for query in captured if not any(table in query["sql"] for table in LOG)])

    write()
    one = [asked(url), asked(add_url(ozolini)), asked(reverse("cases:time"))]
    for _again in range(4):
        write()

    assert [asked(url), asked(add_url(ozolini)), asked(reverse("cases:time"))] == one
    assert one[0] <= 14


def test_who_was_present_and_has_left_is_still_named_and_noted_as_shown() -> None:
    ozolini = family()
    guest = person("Velta", "Lapa", date(1960, 1, 1), by=ozolini.lead)
    member = HouseholdMember.objects.create(
        household=ozolini.home, record=guest, role="grandparent", since=TODAY - timedelta(days=9)
    )
    write_entry(case=ozolini.case, what=Happening(on=TODAY, text="Saruna", records=(guest.pk,)), by=ozolini.lead)
    HouseholdMember.objects.filter(pk=member.pk).update(until=TODAY)
    before = AccessRow.objects.count()

    page = text_of(signed_in(ozolini.lead), reverse("cases:journal", args=[ozolini.case.pk]))

    assert "Velta Lapa" in page
    assert AccessRow.objects.count() - before == 5


# ---------------------------------------------------------------- two notebooks, strangers


def notebooks(office_family: Family) -> tuple[User, JournalEntry, JournalEntry]:
    iveta = office_family.service.psychosocial
    join(office_family, iveta, TeamRole.PSYCHOSOCIAL)
    work = write_entry(
        case=office_family.case,
        what=Happening(on=TODAY, text="KANĀRIJS-ŽURNĀLĀ"),
        statements=[Said("opinion", "KANĀRIJS-VIEDOKLIS", "saruna")],
        by=office_family.lead,
    )
    quiet = write_psychosocial(
        case=office_family.case, what=Happening(on=TODAY, text="KANĀRIJS-KLADĒ"), shared="DALĪTS-TEIKUMS", by=iveta
    )
    return iveta, work, quiet


def test_the_case_manager_and_the_head_never_see_the_psychosocial_notebook() -> None:
    ozolini = family()
    _iveta, _work, quiet = notebooks(ozolini)
    pk = ozolini.case.pk
    pages = [reverse(f"cases:{name}", args=[pk]) for name in ("journal", "entry_add", "file", "statements")]
    closed = [
        reverse("cases:psychosocial", args=[pk]),
        reverse("cases:psychosocial_add", args=[pk]),
        reverse("cases:entry", args=[quiet.pk]),
        reverse("cases:entry_withdraw", args=[quiet.pk]),
        reverse("cases:entry_move", args=[quiet.pk]),
    ]

    for user, perms in ((ozolini.lead, HEAD), (ozolini.service.head, (*HEAD, *PSYCHOSOCIAL))):
        browser = signed_in(user, *perms)
        assert not any("KANĀRIJS-KLADĒ" in browser.get(page).content.decode() for page in pages)
        assert [page for page in closed if browser.get(page).status_code not in (403, 404)] == []


def test_the_psychosocial_worker_never_sees_the_journal_of_the_case() -> None:
    ozolini = family()
    iveta, work, _quiet = notebooks(ozolini)
    browser = signed_in(iveta, *PSYCHOSOCIAL)

    own = text_of(browser, reverse("cases:psychosocial", args=[ozolini.case.pk]))
    closed = [
        reverse("cases:journal", args=[ozolini.case.pk]),
        reverse("cases:entry_add", args=[ozolini.case.pk]),
        reverse("cases:entry", args=[work.pk]),
        reverse("cases:entry_withdraw", args=[work.pk]),
    ]

    assert "KANĀRIJS-KLADĒ" in own
    assert not re.search("KANĀRIJS-(ŽURNĀLĀ|VIEDOKLIS)", own)
    assert not re.search(
        "KANĀRIJS-(ŽURNĀLĀ|VIEDOKLIS)", text_of(browser, reverse("cases:file", args=[ozolini.case.pk]))
    )
    assert [page for page in closed if browser.get(page).status_code not in (403, 404)] == []


def test_the_shared_sentence_is_read_by_the_case_manager() -> None:
    ozolini = family()
    notebooks(ozolini)

    page = text_of(signed_in(ozolini.lead), add_url(ozolini))

    assert "DALĪTS-TEIKUMS" in page


def test_the_tick_and_the_sentence_go_together() -> None:
    ozolini = family()
    iveta = ozolini.service.psychosocial
    join(ozolini, iveta, TeamRole.PSYCHOSOCIAL)
    browser, url = signed_in(iveta, *PSYCHOSOCIAL), reverse("cases:psychosocial_add", args=[ozolini.case.pk])

    no_sentence = browser.post(url, typed(share="on"))
    no_tick = browser.post(url, typed(shared="Raivim vieglāk ārpus mājām."))

    assert set(no_sentence.context["form"].errors) == {"shared"}
    assert set(no_tick.context["form"].errors) == {"share"}
    assert JournalEntry.objects.count() == 0


@pytest.mark.parametrize("who", ["outsider", "other_unit"])
def test_a_stranger_gets_404_everywhere(who: str) -> None:
    ozolini = family()
    egils = ozolini.service.adults
    join(ozolini, egils, TeamRole.CO_WORKER)
    entry = write_entry(case=ozolini.case, what=Happening(on=TODAY, text="Saruna"), colleague=egils, by=ozolini.lead)
    browser = signed_in(getattr(ozolini.service, who), *HEAD, *PSYCHOSOCIAL)
    case_pages = ("journal", "entry_add", "psychosocial", "psychosocial_add")
    entry_pages = ("entry", "entry_withdraw", "entry_move")
    addresses = [reverse(f"cases:{name}", args=[ozolini.case.pk]) for name in case_pages]
    addresses += [reverse(f"cases:{name}", args=[entry.pk]) for name in entry_pages]

    assert {browser.get(address).status_code for address in addresses} == {404}
    assert browser.post(reverse("cases:receipt", args=[Receipt.objects.get().pk])).status_code == 404


def test_a_note_is_confirmed_by_one_click_of_the_one_addressed() -> None:
    ozolini = family()
    egils = ozolini.service.adults
    join(ozolini, egils, TeamRole.CO_WORKER)
    entry = write_entry(case=ozolini.case, what=Happening(on=TODAY, text="Izlasi"), colleague=egils, by=ozolini.lead)
    url = reverse("cases:receipt", args=[entry.receipts.get().pk])

    assert signed_in(ozolini.lead).post(url).status_code == 404
    browser = signed_in(egils)
    assert url in text_of(browser, reverse("cases:entry", args=[entry.pk]))
    assert browser.post(url).status_code == 302
    assert entry.receipts.get().received_at is not None
    assert url not in text_of(browser, reverse("cases:entry", args=[entry.pk]))


def test_the_time_of_a_month_counts_the_six_duties_apart_and_leaves_out_what_was_withdrawn() -> None:
    ozolini = family()
    for work, minutes in (("social_work", 60), ("driving", 30)):
        write_entry(
            case=ozolini.case, what=Happening(on=TODAY, text="Saruna", work=work, minutes=minutes), by=ozolini.lead
        )
    browser = signed_in(ozolini.lead)

    mine = browser.get(reverse("cases:time")).context["mine"]
    earlier = browser.get(reverse("cases:time") + "?month=2024-01").context["mine"]

    assert (mine.social_sum.minutes, mine.other_sum.minutes, mine.total.minutes) == (60, 30, 90)
    assert earlier.total.minutes == 0


def test_a_head_sees_sums_of_her_units_and_no_name_of_a_worker() -> None:
    ozolini = family()
    office = ozolini.service
    write_entry(case=ozolini.case, what=Happening(on=TODAY, text="Saruna", minutes=60), by=ozolini.lead)

    response = signed_in(office.head, *HEAD).get(reverse("cases:time"))
    main = response.content.decode().split("<main")[1]

    assert response.context["unit"].table.total.minutes == 60
    assert "Liepa" not in main
    assert signed_in(ozolini.lead).get(reverse("cases:time")).context["unit"] is None
