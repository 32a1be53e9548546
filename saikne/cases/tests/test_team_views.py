"""Pages of the team and of hand-over: who sees them, what a head looks at before she acts, what waits at home."""

import re
from datetime import timedelta
from html import unescape
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from saikne.accounts.models import Notice
from saikne.cases import actions
from saikne.cases.actions.journal import Happening, Said, write_entry
from saikne.cases.actions.opening import open_case
from saikne.cases.actions.team import add_deputy, add_member, end_member, set_main_worker
from saikne.cases.actions.team_hand_over import receive
from saikne.cases.enums import TeamRole
from saikne.cases.models import Case, HandOver, LeadPeriod, MainWorkerPeriod, Step, TeamMember
from saikne.cases.queries.access import not_named
from saikne.cases.queries.notices import SENTENCES, unseen
from saikne.cases.queries.team_work import deputyships_ending, hand_overs_waiting, receipts_waiting
from saikne.cases.tests.factories import Family, family, file_kind, headed_service
from saikne.cases.tests.signed import HEAD, PSYCHOSOCIAL, SOCIAL_WORK, may, may_lead, signed_in
from saikne.cases.tests.test_journal_actions import goal_of
from saikne.cases.tests.test_team_hand_over import WHY, ask, keep, leads, parish_of
from saikne.core import clock
from saikne.core.errors import Refusal
from saikne.core.periods import live

pytestmark = pytest.mark.django_db
LOG = ("privacy_accessrow", "people_identitylink")


def text_of(browser: Browser, url: str) -> str:
    response = browser.get(url)
    assert response.status_code == 200
    return unescape(response.content.decode())


def case_url(name: str, ozolini: Family) -> str:
    return reverse(f"cases:{name}", args=[ozolini.case.pk])


# ---------------------------------------------------------------- team


def test_a_colleague_joins_in_a_role_sees_what_it_opens_and_is_told() -> None:
    ozolini = family()
    egils = ozolini.service.adults
    browser = signed_in(ozolini.lead)

    response = browser.post(
        case_url("team_add", ozolini), {"user": egils.pk, "role": "adults", "does": "Palīdz Raivim meklēt darbu"}
    )

    assert response.status_code == 302
    assert Case.objects.worked_by(egils).get() == ozolini.case
    assert Notice.objects.get(user=egils).message == "cases.team_joined"
    assert "Palīdz Raivim meklēt darbu" in text_of(browser, case_url("team", ozolini))


def test_the_assistance_organiser_sees_facts_only() -> None:
    ozolini = family()
    dace = ozolini.service.assistance

    add_member(case=ozolini.case, user=dace, role=TeamRole.ASSISTANCE, by=ozolini.lead)

    assert Case.objects.visible_to(dace).exists()
    assert not Case.objects.worked_by(dace).exists()


def test_a_stranger_to_the_municipality_and_the_same_role_twice_are_refused() -> None:
    ozolini = family()
    office = ozolini.service
    add_member(case=ozolini.case, user=office.adults, role=TeamRole.ADULTS, by=ozolini.lead)

    for user, role, field in (
        (office.outsider, TeamRole.CO_WORKER, "user"),
        (office.adults, TeamRole.ADULTS, "role"),
        (office.adults, TeamRole.DEPUTY, "role"),
    ):
        with pytest.raises(Refusal) as refused:
            add_member(case=ozolini.case, user=user, role=role, by=ozolini.lead)
        assert set(refused.value.by_field) == {field}


def test_who_leaves_the_team_reaches_the_file_no_longer() -> None:
    ozolini = family()
    egils = ozolini.service.adults
    member = add_member(case=ozolini.case, user=egils, role=TeamRole.ADULTS, by=ozolini.lead)
    browser = signed_in(ozolini.lead)
    url = reverse("cases:team_end", args=[member.pk])

    assert "Egils Ozols" in text_of(browser, url)
    assert browser.post(url).status_code == 302

    assert not Case.objects.visible_to(egils).exists()
    assert "Egils Ozols" in text_of(browser, case_url("team", ozolini))
    assert browser.get(url).status_code == 404
    with pytest.raises(Refusal):
        end_member(member=member, by=ozolini.lead)


def test_a_deputy_has_an_end_and_her_reach_ends_by_itself() -> None:
    ozolini = family()
    vija = parish_of(ozolini)
    last = clock.today() + timedelta(days=7)
    browser = signed_in(ozolini.lead)

    no_end = browser.post(case_url("deputy", ozolini), {"user": vija.pk, "until": ""})
    too_long = browser.post(
        case_url("deputy", ozolini), {"user": vija.pk, "until": f"{last + timedelta(days=400):%d.%m.%Y}"}
    )
    good = browser.post(case_url("deputy", ozolini), {"user": vija.pk, "until": f"{last:%d.%m.%Y}"})

    assert [no_end.status_code, too_long.status_code, good.status_code] == [422, 422, 302]
    assert f"{last:%d.%m.%Y.}" in text_of(browser, case_url("team", ozolini))
    assert leads(ozolini.case) == ozolini.lead
    with clock.at(clock.now() + timedelta(days=6)):
        assert Case.objects.worked_by(vija).exists()
    with clock.at(clock.now() + timedelta(days=8)):
        assert not Case.objects.visible_to(vija).exists()


def test_the_lead_cannot_be_her_own_deputy_and_nobody_is_named_twice() -> None:
    ozolini = family()
    vija, until = parish_of(ozolini), clock.today() + timedelta(days=7)
    add_deputy(case=ozolini.case, user=vija, until=until, by=ozolini.lead)

    for user in (ozolini.lead, vija):
        with pytest.raises(Refusal) as refused:
            add_deputy(case=ozolini.case, user=user, until=until, by=ozolini.lead)
        assert set(refused.value.by_field) == {"user"}


def test_the_main_worker_is_changed_over_all_files_with_a_reason_and_all_are_told() -> None:
    ozolini = family()
    office = ozolini.service
    vija = parish_of(ozolini)
    other = Case.objects.get(pk=ozolini.case.pk)
    second = open_case(
        kind=file_kind("second", prefix="OT"),
        municipality=office.municipality,
        household=ozolini.home,
        lead=may_lead(office.adults),
        purpose="Otra lieta",
        by=office.adults,
    )

    with pytest.raises(Refusal) as refused:
        set_main_worker(case=other, worker=ozolini.lead, reason=" ", by=ozolini.lead)
    assert set(refused.value.by_field) == {"worker", "reason"}
    response = signed_in(ozolini.lead).post(
        case_url("main_worker", ozolini), {"worker": vija.pk, "reason": "Tuvāk mājām"}
    )

    assert response.status_code == 302
    assert MainWorkerPeriod.objects.get(live(), client=ozolini.case.client).worker == vija
    assert set(Case.objects.visible_to(vija)) == {ozolini.case, second}
    assert Notice.objects.filter(message="cases.main_worker_changed", user=office.adults).exists()


def test_reasons_of_the_past_are_not_shown_to_those_who_see_facts_only() -> None:
    ozolini = family()
    office = ozolini.service
    vija = parish_of(ozolini)
    add_member(case=ozolini.case, user=office.assistance, role=TeamRole.ASSISTANCE, by=ozolini.lead)
    receive(row=ask(ozolini, vija), by=vija)

    assert WHY.reason in text_of(signed_in(vija), case_url("team", ozolini))
    assert WHY.reason not in text_of(signed_in(office.assistance), case_url("team", ozolini))


# ---------------------------------------------------------------- hand-over, page by page


def test_a_file_is_handed_over_read_and_accepted_in_the_browser() -> None:
    ozolini = family()
    goal = goal_of(ozolini)
    Step.objects.create(goal=goal, user=ozolini.lead, text="Zvanīt skolai", due=clock.today())
    write_entry(
        case=ozolini.case,
        what=Happening(on=clock.today(), text="ŽURNĀLA-TEKSTS"),
        statements=[Said("fact", "PARĀDS-412", "rēķins")],
        by=ozolini.lead,
    )
    vija = parish_of(ozolini)
    giver, receiver = signed_in(ozolini.lead), signed_in(vija)

    asked = giver.post(
        case_url("hand_over", ozolini), {"receiver": vija.pk, "reason": "Pārcelšanās", "main_worker": "on"}
    )
    row = HandOver.objects.get()
    pack = text_of(receiver, reverse("cases:hand_over_pack", args=[row.pk]))
    accepted = receiver.post(reverse("cases:hand_over_receive", args=[row.pk]))

    assert asked.status_code == 302
    assert all(
        word in pack for word in ("Zvanīt skolai", "ŽURNĀLA-TEKSTS", "PARĀDS-412", "Pārcelšanās", "Sanita Ozoliņa")
    )
    assert accepted["Location"] == case_url("file", ozolini)
    assert leads(ozolini.case) == vija
    assert giver.get(case_url("journal", ozolini)).status_code == 404
    assert giver.get(reverse("cases:hand_over_pack", args=[row.pk])).status_code == 404
    assert receiver.get(case_url("journal", ozolini)).status_code == 200


def test_the_pack_of_many_entries_asks_the_database_no_more_than_that_of_one() -> None:
    ozolini = family()
    vija = parish_of(ozolini)
    row = ask(ozolini, vija)
    browser = signed_in(vija)
    pages = [reverse("cases:hand_over_pack", args=[row.pk]), case_url("team", ozolini), reverse("web:home")]

    def add() -> None:
        goal = goal_of(ozolini) if not Step.objects.exists() else Step.objects.first().goal  # type: ignore[union-attr]
        Step.objects.create(goal=goal, user=ozolini.lead, text="Zvanīt skolai", due=clock.today())
        write_entry(
            case=ozolini.case,
            what=Happening(on=clock.today(), text="Saruna", records=(ozolini.mother.pk,)),
            statements=[Said("fact", "Parāds", "rēķins")],
            colleague=vija,
            by=ozolini.lead,
        )

    def asked() -> list[int]:
        found = []
        for page in pages:
            with CaptureQueriesContext(connection) as captured:
                assert browser.get(page).status_code == 200
            found.append(len([query for query in captured if not any(table in query["sql"] for table in LOG)]))
        return found

    add()
    one = asked()
    for _again in range(4):
        add()

    assert asked() == one


def test_whoever_gives_or_is_to_take_a_file_can_return_it_with_a_reason() -> None:
    ozolini = family()
    vija = parish_of(ozolini)
    row = ask(ozolini, vija)
    url = reverse("cases:hand_over_return", args=[row.pk])

    add_member(case=ozolini.case, user=ozolini.service.adults, role=TeamRole.CO_WORKER, by=ozolini.lead)
    assert signed_in(ozolini.service.head, *HEAD).get(url).status_code == 200
    assert signed_in(ozolini.service.adults).get(url).status_code == 404
    empty = signed_in(vija).post(url, {"because": ""})
    done = signed_in(ozolini.lead).post(url, {"because": "Palieku"})

    assert [empty.status_code, done.status_code] == [422, 302]
    assert leads(ozolini.case) == ozolini.lead
    assert not Case.objects.visible_to(vija).exists()


def test_only_the_lead_her_deputy_and_the_head_open_the_form_of_handing_over() -> None:
    ozolini = family()
    office = ozolini.service
    add_member(case=ozolini.case, user=office.adults, role=TeamRole.CO_WORKER, by=ozolini.lead)
    vija = parish_of(ozolini)
    add_deputy(case=ozolini.case, user=vija, until=clock.today() + timedelta(days=7), by=ozolini.lead)
    url = case_url("hand_over", ozolini)

    statuses = {
        user.username: signed_in(user, *perms).get(url).status_code
        for user, perms in (
            (ozolini.lead, SOCIAL_WORK),
            (vija, SOCIAL_WORK),
            (office.head, HEAD),
            (office.adults, SOCIAL_WORK),
            (office.outsider, HEAD),
        )
    }

    assert statuses == {"family": 200, "parish": 200, "head": 200, "adults": 404, "outsider": 404}


# ---------------------------------------------------------------- the head


def test_a_head_looks_first_and_then_hands_over_all_files_of_a_worker() -> None:
    office = headed_service()
    ozolini, klavas, zaki = family(office), family(office, surname="Kļav"), family(office, surname="Zak")
    vija, egils = parish_of(ozolini), may(office.adults, *SOCIAL_WORK)
    browser = signed_in(office.head, *HEAD)
    url = reverse("cases:hand_over_all") + f"?worker={office.family.pk}"
    typed = {
        "receiver": vija.pk,
        "reason": "Maija aiziet",
        "main_worker": "on",
        f"file-{klavas.case.pk}": egils.pk,
        f"file-{zaki.case.pk}": "stays",
    }

    assert "Maija Liepa" in text_of(browser, reverse("cases:hand_over_all"))
    assert "Ozoliņu ģimene" in text_of(browser, url)
    looked = browser.post(url, typed)
    nothing_yet = HandOver.objects.count()
    done = browser.post(url, {**typed, "do": "hand_over"})

    page = unescape(looked.content.decode())
    assert (looked.status_code, nothing_yet, done.status_code) == (200, 0, 302)
    assert "Vija Ābele" in page
    assert 'value="hand_over"' in page
    rows = {row.case_id: row.receiver for row in HandOver.objects.all()}
    assert rows == {ozolini.case.pk: vija, klavas.case.pk: egils}
    assert {leads(one.case) for one in (ozolini, klavas, zaki)} == {office.family}


def test_the_preview_names_every_obstacle_and_offers_no_button() -> None:
    office = headed_service()
    ozolini, klavas = family(office), family(office, surname="Kļav")
    vija = parish_of(ozolini)
    ask(ozolini, vija)
    ask(klavas, vija)
    browser = signed_in(office.head, *HEAD)
    url = reverse("cases:hand_over_all") + f"?worker={office.family.pk}"

    looked = browser.post(url, {"receiver": office.parish.pk, "reason": "Maija aiziet"})

    page = unescape(looked.content.decode())
    told = [line.obstacles for row in looked.context["preview"].receivers for line in row.files]
    assert (looked.context["preview"].stopped, [len(sentences) for sentences in told]) == (True, [1, 1])
    assert 'value="hand_over"' not in page
    assert HandOver.objects.count() == 2


def test_the_preview_lists_the_restricted_file_as_staying_and_the_act_says_which_did_not_go() -> None:
    office = headed_service()
    ozolini, klavas, zaki = family(office), family(office, surname="Kļav"), family(office, surname="Zak")
    vija = parish_of(ozolini)
    browser = signed_in(office.head, *HEAD)
    keep(ozolini, office.family, office.head)
    keep(zaki, office.family)
    label, out_of_reach = (
        Case.objects.select_related("kind", "number__series").get(pk=one.case.pk).label for one in (ozolini, zaki)
    )
    url = reverse("cases:hand_over_all") + f"?worker={office.family.pk}"
    typed = {"receiver": vija.pk, "reason": "Maija aiziet"}

    first = text_of(browser, url)
    looked = browser.post(url, typed)
    done = browser.post(url, {**typed, "do": "hand_over"}, follow=True)

    assert (out_of_reach in first, "Zaku ģimene" in first) == (True, False)
    preview = looked.context["preview"]
    assert [(line.case.label, line.obstacles) for line in preview.stays] == [(label, (not_named(vija),))]
    assert (preview.total, preview.stopped) == (1, False)
    assert [row.case for row in HandOver.objects.all()] == [klavas.case]
    assert label in str(next(iter(done.context["messages"])))


def test_going_back_from_the_preview_keeps_what_was_typed_and_does_nothing() -> None:
    ozolini = family()
    office = ozolini.service
    vija = parish_of(ozolini)
    url = reverse("cases:hand_over_all") + f"?worker={office.family.pk}"

    back = signed_in(office.head, *HEAD).post(url, {"receiver": vija.pk, "reason": "Maija aiziet", "do": "edit"})

    assert back.status_code == 200
    assert "Maija aiziet" in unescape(back.content.decode())
    assert HandOver.objects.count() == 0


def test_a_leaver_loses_her_files_at_once() -> None:
    ozolini = family()
    office = ozolini.service
    vija = parish_of(ozolini)
    url = reverse("cases:hand_over_all") + f"?worker={office.family.pk}"

    signed_in(office.head, *HEAD).post(
        url, {"receiver": vija.pk, "reason": "Aiziet", "main_worker": "on", "at_once": "on", "do": "hand_over"}
    )

    assert leads(ozolini.case) == vija
    assert not Case.objects.visible_to(office.family).exists()
    assert [row.about for row in hand_overs_waiting(vija, clock.today())] == ["Ozoliņu ģimene"]


def test_a_worker_out_of_the_heads_reach_is_not_found() -> None:
    ozolini = family()
    browser = signed_in(ozolini.service.outsider, *HEAD)

    assert "Maija" not in text_of(browser, reverse("cases:hand_over_all"))
    assert browser.get(reverse("cases:hand_over_all") + f"?worker={ozolini.lead.pk}").status_code == 404
    assert signed_in(ozolini.lead).get(reverse("cases:hand_over_all")).status_code == 403


# ---------------------------------------------------------------- home, notices, strangers


def test_what_colleagues_ask_of_me_waits_at_home() -> None:
    ozolini = family()
    vija = parish_of(ozolini)
    add_deputy(case=ozolini.case, user=vija, until=clock.today() + timedelta(days=3), by=ozolini.lead)
    write_entry(case=ozolini.case, what=Happening(on=clock.today(), text="Izlasi"), colleague=vija, by=ozolini.lead)
    ask(ozolini, vija)

    found = [provider(vija, clock.today()) for provider in (hand_overs_waiting, receipts_waiting, deputyships_ending)]
    home = text_of(signed_in(vija), reverse("web:home"))

    assert [[item.about for item in items] for items in found] == [["Ozoliņu ģimene"]] * 3
    assert found[2][0].due == clock.today() + timedelta(days=3)
    assert all(item.url in home for items in found for item in items)
    assert HandOver.objects.get().reason in home


def test_a_change_is_told_in_words_until_it_is_seen() -> None:
    ozolini = family()
    iveta, vija = ozolini.service.psychosocial, parish_of(ozolini)
    add_member(case=ozolini.case, user=iveta, role=TeamRole.PSYCHOSOCIAL, by=ozolini.lead)
    receive(row=ask(ozolini, vija), by=vija)
    browser = signed_in(iveta, *PSYCHOSOCIAL)

    page = text_of(browser, reverse("cases:notices"))
    seen = browser.post(reverse("cases:notices_seen"))

    assert page.count("Ozoliņu ģimene") == 2
    assert seen.status_code == 302
    assert unseen(iveta).total == 0
    assert "Ozoliņu ģimene" not in text_of(browser, reverse("cases:notices"))


def test_a_file_that_left_my_reach_is_told_by_its_number_alone() -> None:
    ozolini = family()
    vija = parish_of(ozolini)
    receive(row=ask(ozolini, vija), by=vija)

    found = unseen(ozolini.lead)

    assert [line.title for line in found.lines] == [Case.objects.select_related("kind", "number__series").get().label]
    assert [line.url for line in found.lines] == [""]


def test_every_word_of_a_notice_has_its_sentence() -> None:
    folder = Path(actions.__path__[0])
    used = {
        word for path in folder.glob("*.py") for word in re.findall(r'message=[^"\n]*?"(cases\.\w+)"', path.read_text())
    }

    assert used
    assert used <= set(SENTENCES)


@pytest.mark.parametrize("who", ["outsider", "other_unit"])
def test_a_stranger_gets_404_everywhere(who: str) -> None:
    ozolini = family()
    vija = parish_of(ozolini)
    member = add_member(case=ozolini.case, user=ozolini.service.adults, role=TeamRole.ADULTS, by=ozolini.lead)
    row = ask(ozolini, vija)
    browser = signed_in(getattr(ozolini.service, who), *HEAD)
    addresses = [case_url(name, ozolini) for name in ("team", "team_add", "deputy", "main_worker", "hand_over")]
    addresses += [reverse("cases:team_end", args=[member.pk])]
    addresses += [reverse(f"cases:{name}", args=[row.pk]) for name in ("hand_over_pack", "hand_over_return")]

    assert {browser.get(address).status_code for address in addresses} == {404}
    assert browser.post(reverse("cases:hand_over_receive", args=[row.pk])).status_code == 404
    assert LeadPeriod.objects.count() == 1
    assert TeamMember.objects.get().until is None
