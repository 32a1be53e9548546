"""Another file of the client is kept to named persons: who is not named does not become the main worker."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from saikne.accounts.models import User
from saikne.cases.actions.access import Fence, name_more, restrict_file
from saikne.cases.actions.opening import open_case
from saikne.cases.actions.team import add_deputy, set_main_worker
from saikne.cases.actions.team_hand_over import How, hand_over, receive
from saikne.cases.models import Case, HandOver, MainWorkerPeriod
from saikne.cases.queries.team_obstacles import Passing
from saikne.cases.tests.factories import Family, family, file_kind
from saikne.cases.tests.signed import HEAD, SOCIAL_WORK, may, signed_in
from saikne.core import clock
from saikne.core.errors import Refusal
from saikne.core.periods import live
from saikne.people.models import HouseholdMember
from saikne.privacy.enums import RestrictionReason
from saikne.privacy.models import Restriction

pytestmark = pytest.mark.django_db
WHY = How("Pārcelšanās uz Zenteni")
NEUTRAL = "Klienta galveno darbinieku šeit nevar mainīt. Jautājiet dienesta vadītājam."


@pytest.fixture
def ozolini() -> Family:
    """The father lives elsewhere; he is the same client still, with a file of his own. Vija would take over."""
    here = family()
    HouseholdMember.objects.filter(record=here.father).update(until=clock.today())
    open_case(
        kind=file_kind("adult", subject="adult", staged=False, prefix="SG"), municipality=here.service.municipality,
        record=here.father, lead=here.lead, purpose="Atbalsts", by=here.lead,
    )  # fmt: skip
    for user, perms in ((here.service.parish, SOCIAL_WORK), (here.service.adults, SOCIAL_WORK), (head(here), HEAD)):
        may(user, *perms)
    return here


def head(here: Family) -> User:
    return here.service.head


def vija(here: Family) -> User:
    return here.service.parish


def his(here: Family) -> Case:
    return Case.objects.select_related("kind", "number__series").get(record=here.father)


def keep_his(here: Family) -> None:
    fence = Fence(RestrictionReason.RELATIVE, "", clock.today() + timedelta(days=90), [here.lead])
    restrict_file(case=his(here), record_no=None, fence=fence, by=head(here))


def asked(here: Family, how: How = WHY, *, by: User) -> HandOver:
    return hand_over(passings=[Passing(here.case, vija(here))], giver=here.lead, how=how, by=by)[0]


def deputy(here: Family) -> User:
    egils = here.service.adults
    add_deputy(case=here.case, user=egils, until=clock.today() + timedelta(days=7), by=here.lead)
    return egils


def main_worker(here: Family) -> User:
    return MainWorkerPeriod.objects.get(live(), client=here.case.client_id).worker


def refused(refusal: Refusal) -> list[str]:
    return [str(reason) for reason in (*refusal.reasons, *refusal.by_field.values())]


@pytest.mark.parametrize("who", ["lead", "head"])
def test_who_may_know_reads_which_file_and_that_naming_comes_first(ozolini: Family, who: str) -> None:
    keep_his(ozolini)

    with pytest.raises(Refusal) as told:
        asked(ozolini, by=ozolini.lead if who == "lead" else head(ozolini))

    (sentence,) = refused(told.value)
    assert his(ozolini).label in sentence
    assert "dienesta vadītājs vispirms" in sentence.lower()
    assert HandOver.objects.count() == 0


def test_a_deputy_who_may_not_know_reads_nothing_of_the_file(ozolini: Family) -> None:
    egils = deputy(ozolini)
    keep_his(ozolini)

    with pytest.raises(Refusal) as told:
        asked(ozolini, by=egils)

    assert refused(told.value) == [NEUTRAL]


def test_without_the_main_worker_the_file_goes(ozolini: Family) -> None:
    keep_his(ozolini)

    receive(row=asked(ozolini, How("Maiņa", main_worker=False), by=ozolini.lead), by=vija(ozolini))

    assert main_worker(ozolini) == ozolini.lead
    assert [case.pk for case in Case.objects.worked_by(vija(ozolini))] == [ozolini.case.pk]


def test_whom_the_head_has_named_becomes_the_main_worker(ozolini: Family) -> None:
    keep_his(ozolini)
    restriction = Restriction.objects.filter(about="case").get()
    name_more(case=his(ozolini), restriction=restriction, users=[vija(ozolini)], by=head(ozolini))

    receive(row=asked(ozolini, by=ozolini.lead), by=vija(ozolini))

    assert main_worker(ozolini) == vija(ozolini)


def test_a_file_restricted_while_the_other_waited_is_found_at_the_receipt_and_not_told(ozolini: Family) -> None:
    row = asked(ozolini, by=ozolini.lead)
    keep_his(ozolini)

    with pytest.raises(Refusal) as told:
        receive(row=row, by=vija(ozolini))

    assert refused(told.value) == [NEUTRAL]
    assert main_worker(ozolini) == ozolini.lead


def test_the_preview_of_all_files_says_it_beside_the_file_and_offers_no_button(ozolini: Family) -> None:
    keep_his(ozolini)
    browser = signed_in(head(ozolini), *HEAD)
    typed = {"receiver": vija(ozolini).pk, "reason": "Aiziet", "main_worker": "on"}

    def preview(typed: dict[str, object]) -> str:
        page = browser.post(f"{reverse('cases:hand_over_all')}?worker={ozolini.lead.pk}", {**typed, "do": "preview"})
        return page.content.decode()

    told = re.findall(r"[^<>]*kļūtu par klienta galveno darbinieku[^<>]*", preview(typed))
    assert [his(ozolini).label in sentence for sentence in told] == [True]
    assert 'value="hand_over"' not in preview(typed)
    del typed["main_worker"]
    assert 'value="hand_over"' in preview(typed)


@pytest.mark.parametrize("who", ["lead", "deputy"])
def test_the_main_worker_is_not_changed_alone_either(ozolini: Family, who: str) -> None:
    by = deputy(ozolini) if who == "deputy" else ozolini.lead
    keep_his(ozolini)

    with pytest.raises(Refusal) as told:
        set_main_worker(case=ozolini.case, worker=vija(ozolini), reason="Dzīvo tuvāk", by=by)

    (sentence,) = refused(told.value)
    assert (sentence == NEUTRAL, his(ozolini).label in sentence) == (who == "deputy", who == "lead")
    assert main_worker(ozolini) == ozolini.lead


@pytest.mark.parametrize("who", ["lead", "stranger"])
def test_nor_by_opening_another_file_of_the_client(ozolini: Family, who: str) -> None:
    by = ozolini.lead if who == "lead" else ozolini.service.adults
    keep_his(ozolini)

    with pytest.raises(Refusal) as told:
        open_case(
            kind=file_kind("adult", subject="adult", staged=False, prefix="SG"), lead=by, by=by,
            municipality=ozolini.service.municipality, record=ozolini.mother, purpose="Atbalsts",
            main_worker=vija(ozolini), main_reason="Dzīvo tuvāk",
        )  # fmt: skip

    (sentence,) = refused(told.value)
    assert (sentence == NEUTRAL, his(ozolini).label in sentence) == (who == "stranger", who == "lead")
