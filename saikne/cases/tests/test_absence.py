"""Who acts for an absent colleague, with which reach, on which days; and what she reads when she is back."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse

from saikne.accounts.models import User
from saikne.cases.actions.absence_deputies import return_to_work, stand_in_by_file, stand_in_for_all
from saikne.cases.actions.access import Fence, restrict_file
from saikne.cases.actions.documents import add_documents
from saikne.cases.actions.journal import Happening, write_entry
from saikne.cases.models import Case, TeamMember
from saikne.cases.queries.absence_pages import coming, meanwhile
from saikne.cases.queries.absence_work import nobody_in_place, responsible_for, work_of_absent
from saikne.cases.queries.team_obstacles import Passing
from saikne.cases.tests.factories import Family, family
from saikne.core import clock
from saikne.core.errors import Refusal
from saikne.core.work import work_of
from saikne.organisation.actions.absence import change_absence, mark_absence, name_deputy
from saikne.organisation.actions.staff import end_work
from saikne.organisation.models import Absence, Deputyship
from saikne.organisation.queries.absence import acting_for
from saikne.privacy.actions.documents import Described
from saikne.privacy.models import AccessRow, HolderMember
from saikne.privacy.queries import headed_units
from saikne.web.roles import give_role

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(roles: None) -> Family:
    found = family()
    here = found.service
    for user, role in (
        (here.family, "family"),
        (here.adults, "adults"),
        (here.parish, "parish"),
        (here.head, "head"),
        (here.outsider, "family"),
    ):
        give_role(user, role)
    return found


def _day(number: int) -> date:
    return clock.today() + timedelta(days=number)


def _noon(number: int) -> datetime:
    """Of a coming day; of today, this moment: whatever is tested has just been made."""
    return clock.midnight(_day(number)) + timedelta(hours=12) if number else clock.now()


def _head(home: Family) -> User:
    return User.objects.get(pk=home.service.head.pk)


def _reaches(user: User, case: Case) -> bool:
    return Case.objects.worked_by(user, only=case.pk).exists()


def _away(user: User, first: int = 0, last: int | None = 9, by: User | None = None) -> Absence:
    last_day = None if last is None else _day(last)
    return mark_absence(user=user, kind="sick", since=_day(first), last_day=last_day, by=by or user)


def _browser(user: User) -> Browser:
    browser = Browser()
    browser.force_login(user, backend="saikne.accounts.backends.RoleBackend")
    return browser


def test_from_this_morning_the_deputy_has_the_reach_of_the_absent_one_and_it_ends_by_itself(home: Family) -> None:
    deputy = home.service.adults
    assert not _reaches(deputy, home.case)
    row = _away(home.lead, last=None)

    stand_in_for_all(absence=row, deputy=deputy, last_day=_day(4), by=home.lead)

    assert _reaches(deputy, home.case)
    assert acting_for(home.lead) == deputy == responsible_for(home.case)
    with clock.at(_noon(4)):
        assert _reaches(deputy, home.case)
    with clock.at(_noon(5)):
        assert not _reaches(deputy, home.case)
        assert acting_for(home.lead) == home.service.head == responsible_for(home.case)


def test_looks_of_a_deputy_are_logged_as_standing_in_and_not_as_her_own_work(home: Family) -> None:
    deputy, address = home.service.adults, reverse("cases:file", args=[home.case.pk])
    stand_in_for_all(absence=_away(home.lead), deputy=deputy, last_day=_day(3), by=home.lead)

    for user in (deputy, home.lead):
        assert _browser(user).get(address).status_code == 200

    told = AccessRow.objects.values_list("user__username", "purpose").distinct()
    assert set(told) == {("adults", "stand_in"), ("family", "case_management")}


def test_a_planned_absence_opens_nothing_before_it_begins(home: Family) -> None:
    deputy = home.service.adults
    stand_in_for_all(absence=_away(home.lead, 3, 6), deputy=deputy, last_day=_day(6), by=_head(home))

    for number, reached in ((0, False), (2, False), (3, True), (6, True), (7, False)):
        with clock.at(_noon(number)):
            assert _reaches(deputy, home.case) == reached
            assert responsible_for(home.case) == (deputy if reached else home.lead)


def test_files_opened_meanwhile_are_covered_too(home: Family) -> None:
    deputy = home.service.adults
    stand_in_for_all(absence=_away(home.lead), deputy=deputy, last_day=_day(3), by=home.lead)
    other = family(home.service, surname="Jaun")
    assert _reaches(deputy, other.case)


def test_back_earlier_the_deputy_stands_in_no_longer_from_that_moment(home: Family) -> None:
    deputy = home.service.adults
    row = _away(home.lead)
    stand_in_for_all(absence=row, deputy=deputy, last_day=_day(9), by=home.lead)
    with clock.at(_noon(2)):
        return_to_work(absence=row, by=home.lead)
    with clock.at(_noon(2) + timedelta(minutes=1)):
        assert not _reaches(deputy, home.case)
        assert acting_for(home.lead) == home.lead
        with pytest.raises(Refusal):
            return_to_work(absence=row, by=home.lead)


def test_an_absence_that_does_not_take_place_opens_nothing(home: Family) -> None:
    row = _away(home.lead, 2, 5)
    stand_in_for_all(absence=row, deputy=home.service.adults, last_day=_day(5), by=home.lead)
    return_to_work(absence=row, by=home.lead)
    with clock.at(_noon(3)):
        assert not _reaches(home.service.adults, home.case)
        assert acting_for(home.lead) == home.lead


def test_a_later_naming_takes_the_place_of_the_earlier(home: Family) -> None:
    first, second = home.service.adults, home.service.parish
    row = _away(home.lead)
    stand_in_for_all(absence=row, deputy=first, last_day=_day(9), by=home.lead)
    stand_in_for_all(absence=row, deputy=second, last_day=_day(5), by=_head(home))

    assert (_reaches(first, home.case), _reaches(second, home.case)) == (False, True)
    assert responsible_for(home.case) == second
    with clock.at(_noon(6)):
        assert not _reaches(first, home.case)
        assert responsible_for(home.case) == home.service.head


def test_when_the_deputy_falls_ill_hers_takes_over_with_reach(home: Family) -> None:
    first, second = home.service.adults, home.service.parish
    stand_in_for_all(absence=_away(home.lead), deputy=first, last_day=_day(9), by=home.lead)
    stand_in_for_all(absence=_away(first, 0, 3), deputy=second, last_day=_day(3), by=_head(home))

    assert responsible_for(home.case) == second
    assert _reaches(second, home.case)
    with clock.at(_noon(4)):
        assert responsible_for(home.case) == first
        assert not _reaches(second, home.case)


def test_two_who_stand_in_for_each_other_leave_it_to_the_head(home: Family) -> None:
    deputy = home.service.adults
    stand_in_for_all(absence=_away(home.lead), deputy=deputy, last_day=_day(9), by=home.lead)
    stand_in_for_all(absence=_away(deputy), deputy=home.lead, last_day=_day(9), by=deputy)

    assert responsible_for(home.case) == home.service.head
    assert [item.about for item in nobody_in_place(_head(home), clock.today())] == ["Maija Liepa", "Egils Ozols"]


def test_several_deputies_each_for_her_files(home: Family) -> None:
    here = home.service
    other = family(here, surname="Jaun")
    row = _away(home.lead)
    stand_in_for_all(absence=row, deputy=here.parish, last_day=_day(9), by=home.lead)
    stand_in_by_file(absence=row, passings=[Passing(other.case, here.adults)], last_day=_day(9), by=home.lead)

    assert (responsible_for(home.case), responsible_for(other.case)) == (here.parish, here.adults)
    assert not _reaches(here.adults, home.case)
    return_to_work(absence=row, by=home.lead)
    assert not _reaches(here.adults, other.case)
    assert responsible_for(other.case) == home.lead


def test_by_file_all_are_named_or_none(home: Family) -> None:
    here, row = home.service, _away(home.lead)
    other = family(here, surname="Jaun")
    passings = [Passing(home.case, here.adults), Passing(other.case, here.outsider)]
    with pytest.raises(Refusal) as refused:
        stand_in_by_file(absence=row, passings=passings, last_day=_day(9), by=home.lead)
    assert other.case.label in str(refused.value)
    assert not TeamMember.objects.exists()


def test_a_deputy_for_all_never_gets_what_only_named_persons_see(home: Family) -> None:
    here, head = home.service, _head(home)
    fence = Fence("staff", "", _day(90), [home.lead])
    restrict_file(case=home.case, record_no=None, fence=fence, by=head)
    row = _away(home.lead)

    with pytest.raises(Refusal) as refused:
        stand_in_for_all(absence=row, deputy=here.adults, last_day=_day(9), by=home.lead)

    assert set(refused.value.by_field) == {"deputy"}
    assert not _reaches(here.adults, home.case)
    assert not Deputyship.objects.exists()


def test_a_restriction_made_meanwhile_ends_the_reach_of_a_deputy_who_is_not_named(home: Family) -> None:
    here, head = home.service, _head(home)
    other = family(here, surname="Jaun")
    stand_in_for_all(absence=_away(home.lead), deputy=here.adults, last_day=_day(9), by=home.lead)
    assert _reaches(here.adults, home.case)

    restrict_file(case=home.case, record_no=None, fence=Fence("staff", "", _day(90), [home.lead]), by=head)

    assert not _reaches(here.adults, home.case)
    assert not Deputyship.objects.filter(until__gt=clock.now()).exists()
    assert responsible_for(home.case) == home.lead
    assert responsible_for(other.case) == head
    assert [item.about for item in nobody_in_place(head, clock.today())] == ["Maija Liepa"]


def test_a_deputy_who_is_named_too_stands_in_on(home: Family) -> None:
    here, head = home.service, _head(home)
    stand_in_for_all(absence=_away(home.lead), deputy=here.adults, last_day=_day(9), by=home.lead)
    fence = Fence("staff", "", _day(90), [here.adults, home.lead])
    restrict_file(case=home.case, record_no=None, fence=fence, by=head)
    assert _reaches(here.adults, home.case)
    assert responsible_for(home.case) == here.adults


def test_the_deputy_of_a_deputy_gets_nothing_that_only_named_persons_see(home: Family) -> None:
    here, head = home.service, _head(home)
    fence = Fence("staff", "", _day(90), [here.adults, home.lead])
    restrict_file(case=home.case, record_no=None, fence=fence, by=head)
    other = family(here, lead=here.adults, surname="Jaun")
    stand_in_for_all(absence=_away(home.lead), deputy=here.adults, last_day=_day(9), by=home.lead)
    row = _away(here.adults)
    with pytest.raises(Refusal):
        stand_in_for_all(absence=row, deputy=here.parish, last_day=_day(9), by=head)

    name_deputy(absence=row, deputy=here.parish, last_day=_day(9), by=head)

    assert not _reaches(here.parish, home.case)
    assert not _reaches(here.parish, other.case)
    assert responsible_for(other.case) == head


def test_who_may_not_lead_or_works_elsewhere_does_not_stand_in(home: Family) -> None:
    here, row = home.service, _away(home.lead)
    for user in (here.outsider, here.psychosocial, home.lead):
        with pytest.raises(Refusal):
            stand_in_for_all(absence=row, deputy=user, last_day=_day(3), by=home.lead)
    for last in (_day(-1), _day(10)):
        with pytest.raises(Refusal) as refused:
            name_deputy(absence=row, deputy=here.adults, last_day=last, by=home.lead)
        assert set(refused.value.by_field) == {"last_day"}


def test_two_absences_never_meet(home: Family) -> None:
    row = _away(home.lead, 3, 6)
    for first, last in ((6, 8), (0, 3), (0, None)):
        with pytest.raises(Refusal):
            _away(home.lead, first, last)
    change_absence(absence=row, last_day=_day(4), by=home.lead)
    assert _away(home.lead, 5, 8)
    with pytest.raises(Refusal):
        change_absence(absence=row, last_day=None, by=home.lead)


def test_the_deputy_of_a_head_heads_meanwhile_if_she_has_the_role(home: Family) -> None:
    here, head = home.service, _head(home)
    row = _away(head, 0, 3)
    stand_in_for_all(absence=row, deputy=here.adults, last_day=_day(3), by=head)
    assert headed_units(here.adults) == []
    give_role(here.parish, "head")

    stand_in_for_all(absence=row, deputy=here.parish, last_day=_day(3), by=head)

    assert headed_units(here.parish) == headed_units(head) != []
    assert _reaches(here.parish, home.case)
    with clock.at(_noon(4)):
        assert headed_units(here.parish) == []


def test_the_deputys_work_holds_that_of_the_absent_one_and_says_whose_it_is(home: Family) -> None:
    deputy, today = home.service.adults, clock.today()
    Case.objects.update(review_due=today)
    assert work_of(deputy, on=today) == []
    stand_in_for_all(absence=_away(home.lead), deputy=deputy, last_day=_day(9), by=home.lead)

    (item,) = work_of_absent(deputy, today)

    assert "Maija Liepa" in item.label
    assert item.url == reverse("cases:review_add", args=[home.case.pk])
    page = _browser(deputy).get("/").content.decode()
    assert item.label in page
    assert work_of_absent(home.service.parish, today) == []


def test_a_deputy_who_leaves_stands_in_no_longer_and_an_absent_one_who_leaves_has_no_deputy(home: Family) -> None:
    here, head = home.service, _head(home)
    stand_in_for_all(absence=_away(home.lead), deputy=here.adults, last_day=_day(9), by=home.lead)
    end_work(user=here.adults, by=head)
    assert responsible_for(home.case) == head

    stand_in_for_all(absence=Absence.objects.get(user=home.lead), deputy=here.parish, last_day=_day(9), by=head)
    assert responsible_for(home.case) == here.parish
    end_work(user=home.lead, by=head)

    assert not _reaches(here.parish, home.case)
    assert responsible_for(home.case) == head
    assert not HolderMember.objects.filter(ground="deputy", until__gt=clock.now()).exists()


def test_what_happened_meanwhile_tells_entries_of_others_in_my_files_and_nothing_else(home: Family) -> None:
    here = home.service
    other = family(here, lead=here.parish, surname="Svešin")
    row = _away(home.lead)
    stand_in_for_all(absence=row, deputy=here.adults, last_day=_day(9), by=home.lead)
    write_entry(case=home.case, what=Happening(on=clock.today(), text="zvanīja skola"), by=here.adults)
    write_entry(case=home.case, what=Happening(on=clock.today(), text="pati no mājām"), by=home.lead)
    write_entry(case=other.case, what=Happening(on=clock.today(), text="cita ģimene"), by=here.parish)
    for case, title in ((home.case, "Skolas izziņa"), (other.case, "Svešs papīrs")):
        by = here.adults if case == home.case else here.parish
        what = Described("certificate", clock.today(), party="skola", title=title, medium="paper", shelf="3. plaukts")
        add_documents(case=case, what=what, uploads=[], audience="case_work", by=by)

    with clock.at(_noon(2)):
        return_to_work(absence=row, by=home.lead)
        row.refresh_from_db()
        write_entry(case=home.case, what=Happening(on=clock.today(), text="jau atpakaļ"), by=here.parish)
        found = meanwhile(row, home.lead)

    assert [entry.text for entry, _about in found.entries] == ["zvanīja skola"]
    assert [document.title for document, _about in found.documents] == ["Skolas izziņa"]
    answer = _browser(home.lead).get(reverse("cases:meanwhile", args=[row.pk]))
    assert "zvanīja skola" in answer.content.decode()
    for stranger in (here.adults, here.head, here.outsider):
        assert _browser(stranger).get(reverse("cases:meanwhile", args=[row.pk])).status_code == 404


def test_a_head_marks_the_absence_of_her_people_and_of_nobody_else(home: Family) -> None:
    here, browser = home.service, _browser(_head(home))
    typed: dict[str, Any] = {"kind": "sick", "since": f"{_day(0):%d.%m.%Y}.", "deputy": here.parish.pk}

    add = reverse("cases:absence_add")
    assert browser.post(f"{add}?worker={home.lead.pk}", typed).status_code == 302
    assert browser.post(f"{add}?worker={here.outsider.pk}", typed).status_code == 404

    assert responsible_for(home.case) == here.parish
    assert [line.row.user for line in coming(_head(home))] == [home.lead]
    row = Absence.objects.get()
    assert row.noted_by == here.head
    for stranger in (here.adults, here.outsider):
        assert _browser(stranger).get(reverse("cases:absence", args=[row.pk])).status_code == 404
        assert "Maija" not in _browser(stranger).get(reverse("cases:absences")).content.decode()


def test_the_pages_of_an_absence_lead_from_marking_to_being_back(home: Family) -> None:
    here, browser = home.service, _browser(home.lead)
    typed = {"kind": "vacation", "since": f"{_day(0):%d.%m.%Y}.", "last_day": f"{_day(5):%d.%m.%Y}."}
    there = browser.post(reverse("cases:absence_add"), typed).headers["Location"]
    assert "Neviens neaizvieto" in browser.get(there).content.decode()
    row = Absence.objects.get()

    deputy = {"deputy": here.adults.pk, "last_day": f"{_day(5):%d.%m.%Y}."}
    assert browser.post(reverse("cases:absence_deputy", args=[row.pk]), deputy).status_code == 302
    choice = {"last_day": f"{_day(5):%d.%m.%Y}.", f"file-{home.case.pk}": here.parish.pk}
    assert browser.post(reverse("cases:absence_files", args=[row.pk]), choice).status_code == 302
    assert responsible_for(home.case) == here.parish
    longer = {"last_day": f"{_day(8):%d.%m.%Y}."}
    assert browser.post(reverse("cases:absence_change", args=[row.pk]), longer).status_code == 302
    back = browser.post(reverse("cases:absence_back", args=[row.pk]))

    assert back.headers["Location"] == reverse("cases:meanwhile", args=[row.pk])
    assert responsible_for(home.case) == home.lead
    assert browser.get(reverse("cases:absence_back", args=[row.pk])).status_code == 404
    assert browser.post(reverse("cases:absence_read", args=[row.pk])).status_code == 302
    assert Absence.objects.get().read_at is not None
