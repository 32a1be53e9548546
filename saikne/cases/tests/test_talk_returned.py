"""The head returns a signed assessment with reasons; what was signed stays, the author writes on from it."""

from html import unescape

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from saikne.accounts.models import Notice, User
from saikne.cases.actions.talk_assessment import (
    approve_assessment,
    begin_assessment,
    edit_assessment,
    return_assessment,
    sign_assessment,
)
from saikne.cases.actions.talk_stages import move_stage
from saikne.cases.models import Assessment, Statement
from saikne.cases.queries.notices import unseen
from saikne.cases.queries.results_work import assessments_returned, assessments_waiting
from saikne.cases.queries.talk_assessment import is_intact
from saikne.cases.rules.talk_assessment import MOVES, Deed
from saikne.cases.tests.factories import Family, family
from saikne.cases.tests.signed import HEAD, signed_in
from saikne.cases.tests.talk_factories import agree, aims, approving, goal, say, signed, voices, wording
from saikne.core import clock
from saikne.core.drafts import DraftKey, load
from saikne.core.errors import Refusal
from saikne.core.models import AuditRow

pytestmark = pytest.mark.django_db
WHY = "Nav runāts ar skolu.\nPapildiniet vajadzības."


def waiting(home: Family) -> Assessment:
    approving(home)
    return signed(home, statements=(say(home).pk,))


def returned(home: Family) -> Assessment:
    return return_assessment(assessment=waiting(home), because=WHY, by=home.service.head)


def url_of(name: str, number: int) -> str:
    return reverse(f"cases:{name}", args=[number])


def page(user: User, url: str) -> str:
    response = signed_in(user, *HEAD).get(url)
    assert response.status_code == 200
    return " ".join(unescape(response.content.decode()).split())


def test_a_returned_assessment_says_by_whom_when_and_why_and_its_author_is_told() -> None:
    home = family()

    made = returned(home)

    assert (made.state, made.returned_by, made.returned_because) == ("returned", home.service.head, WHY)
    assert made.returned_at is not None
    assert list(Notice.objects.values_list("user", "message", "by")) == [
        (home.lead.pk, "cases.assessment_returned", home.service.head.pk)
    ]
    assert [line.sentence for line in unseen(home.lead).lines] == ["vadītājs atgrieza izvērtējumu labošanai"]
    assert AuditRow.objects.filter(act="cases.return_assessment", about_no=made.pk).count() == 1


def test_a_returned_assessment_waits_in_mans_darbs_until_it_is_begun_anew() -> None:
    home = family()
    returned(home)

    before = [item.url for item in assessments_returned(home.lead, clock.today())]
    begin_assessment(case=home.case, wording=wording(home), by=home.lead)

    assert before == [reverse("cases:assessment", args=[home.case.pk])]
    assert assessments_returned(home.lead, clock.today()) == []


def test_what_was_signed_never_changes_by_being_returned_nor_after() -> None:
    home = family()
    one = waiting(home)
    kept = {name: getattr(one, name) for name in ("strengths", "needs", "conclusion", "risk", "statements", "sha256")}
    made = return_assessment(assessment=one, because=WHY, by=home.service.head)

    tries = (
        lambda: edit_assessment(
            assessment=made, wording=wording(home, conclusion="Cits"), base_version=made.version, by=home.lead
        ),
        lambda: sign_assessment(assessment=made, voices=voices(home), by=home.lead),
        lambda: approve_assessment(assessment=made, by=home.service.head),
        lambda: return_assessment(assessment=made, because="Vēlreiz", by=home.service.head),
    )
    for attempt in tries:
        with pytest.raises(Refusal):
            attempt()

    row = Assessment.objects.get(pk=made.pk)
    assert {name: getattr(row, name) for name in kept} == kept
    assert (row.state, row.returned_because, row.approved_at) == ("returned", WHY, None)
    assert is_intact(row)


def test_one_table_says_what_can_be_done_with_an_assessment() -> None:
    assert dict(MOVES) == {
        ("draft", Deed.EDIT): "draft",
        ("draft", Deed.SIGN): "signed",
        ("signed", Deed.APPROVE): "approved",
        ("signed", Deed.RETURN): "returned",
    }


@pytest.mark.parametrize("state", ["draft", "approved"])
def test_only_what_is_signed_and_waits_is_returned(state: str) -> None:
    home = family()
    approving(home)
    if state == "draft":
        one = begin_assessment(case=home.case, wording=wording(home), by=home.lead)
    else:
        one = approve_assessment(assessment=signed(home), by=home.service.head)

    with pytest.raises(Refusal):
        return_assessment(assessment=one, because=WHY, by=home.service.head)

    assert Assessment.objects.get(pk=one.pk).state == state


def test_nobody_returns_her_own_and_everything_wrong_is_told_at_once() -> None:
    home = family()
    one = waiting(home)

    with pytest.raises(Refusal) as told:
        return_assessment(assessment=one, because="  ", by=home.lead)

    assert len(told.value.reasons) == 1
    assert set(told.value.by_field) == {"because"}


def test_an_assessment_in_whose_place_a_newer_one_was_signed_is_neither_approved_nor_returned() -> None:
    home = family()
    old, new = waiting(home), signed(home)

    for deed in (
        lambda: approve_assessment(assessment=old, by=home.service.head),
        lambda: return_assessment(assessment=old, because=WHY, by=home.service.head),
    ):
        with pytest.raises(Refusal, match="jaunāks izvērtējums"):
            deed()

    shown = page(home.service.head, url_of("assessment", home.case.pk) + f"?no={old.pk}")
    assert "Gaida apstiprinājumu." not in shown
    assert approve_assessment(assessment=new, by=home.service.head).state == "approved"


def test_the_stage_says_that_the_assessment_was_returned() -> None:
    home = family()
    approving(home)
    say(home)
    move_stage(case=home.case, to="assessment", by=home.lead)
    one = signed(home)
    agree(home, goal(home))
    aims(home)
    return_assessment(assessment=one, because=WHY, by=home.service.head)

    with pytest.raises(Refusal) as told:
        move_stage(case=home.case, to="intervention", by=home.lead)
    again = signed(home)
    approve_assessment(assessment=again, by=home.service.head)
    move_stage(case=home.case, to="intervention", by=home.lead)

    assert list(map(str, told.value.reasons)) == [
        "Dienesta vadītājs atgrieza izvērtējumu. Izlabojiet to un parakstiet no jauna."
    ]


def test_a_returned_assessment_waits_for_nobody_and_the_corrected_one_waits_for_the_head() -> None:
    home = family()
    signed_in(home.service.head, *HEAD)
    returned(home)
    none = assessments_waiting(home.service.head, clock.today())

    signed(home)

    assert none == []
    assert len(assessments_waiting(home.service.head, clock.today())) == 1


def test_the_author_writes_on_from_the_whole_text_with_the_reasons_before_her() -> None:
    home = family()
    made = returned(home)
    say(home, "Vēl viens apgalvojums.")

    response = signed_in(home.lead).get(url_of("assessment_edit", home.case.pk))

    form = response.context["form"]
    assert {name: form.initial[name] for name in ("strengths", "conclusion", "risk", "statements")} == {
        "strengths": made.strengths,
        "conclusion": made.conclusion,
        "risk": made.risk,
        "statements": made.statements,
    }
    assert "Papildiniet vajadzības." in unescape(response.content.decode())
    assert Statement.objects.count() == 2


def test_the_head_returns_it_from_the_page_and_her_words_are_kept_when_refused() -> None:
    home = family()
    one = waiting(home)
    browser, url = signed_in(home.service.head, *HEAD), url_of("assessment_return", one.pk)
    offered = page(home.service.head, url_of("assessment", home.case.pk))

    empty = browser.post(url, {"because": " "})
    browser.post(url, {"because": WHY})
    late = browser.post(url, {"because": "Vēl kaut kas"})

    assert url in offered
    assert empty.status_code == 422
    assert Assessment.objects.get().state == "returned"
    assert late.status_code == 422
    assert "Vēl kaut kas" in late.content.decode()
    draft = load(DraftKey(f"assessment_return_{one.pk}", "case", home.case.pk), author=home.service.head)
    assert draft is not None
    shown = page(home.service.head, url_of("assessment", home.case.pk))
    assert "Nav runāts ar skolu." in shown
    assert url not in shown


def test_only_the_head_returns_and_a_stranger_finds_nothing() -> None:
    home = family()
    url = url_of("assessment_return", waiting(home).pk)

    assert signed_in(home.lead).post(url, {"because": WHY}).status_code == 403
    assert signed_in(home.service.outsider, *HEAD).post(url, {"because": WHY}).status_code == 404
    assert Assessment.objects.get().state == "signed"


@pytest.mark.parametrize(
    "wrong",
    [
        {"returned_because": ""},
        {"returned_at": None},
        {"returned_by": None},
        {"state": "signed"},
        {"state": "approved"},
        {"sha256": ""},
        {"signed_at": None},
    ],
)
def test_the_database_refuses_a_return_without_its_reasons(wrong: dict[str, object]) -> None:
    made = returned(family())

    with pytest.raises(IntegrityError), transaction.atomic():
        Assessment.objects.filter(pk=made.pk).update(**wrong)
