"""Pages of what was told, the assessment and the stages: who sees them, what stands on them, how often they ask."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from saikne.accounts.models import User
from saikne.cases.actions.talk import Said, replace_statement, withdraw_statement
from saikne.cases.actions.talk_assessment import begin_assessment
from saikne.cases.actions.talk_problems import Trouble, add_problem, end_problem
from saikne.cases.models import Assessment, Case, Problem, StagePeriod, Statement
from saikne.cases.tests.factories import Family, family
from saikne.cases.tests.talk_factories import agree, aims, approving, goal, say, signed, wording
from saikne.core import clock
from saikne.core.drafts import DraftKey, load
from saikne.privacy.models import AccessRow
from saikne.web.roles import give_role, sync_roles

pytestmark = pytest.mark.django_db
DEBT = Trouble(None, "debt", "Parāds par elektrību", "", "medium", hinders=True, since=date(2026, 1, 5))


def browser(user: User, role: str = "family") -> Browser:
    sync_roles()
    give_role(user, role)
    found = Browser()
    found.force_login(user)
    return found


def addresses(of: Family) -> list[str]:
    said, problem = say(of), add_problem(case=of.case, trouble=DEBT, by=of.lead)
    approving(of)
    assessment = signed(of)
    draft = begin_assessment(case=of.case, wording=wording(of), by=of.lead)
    whole = ["statements", "statement_add", "summary_edit", "problem_add", "assessment", "assessment_edit", "stage"]
    named = [
        *((name, of.case.pk) for name in whole),
        ("statement_replace", said.pk),
        ("statement_end", said.pk),
        ("problem_edit", problem.pk),
        ("problem_end", problem.pk),
        ("assessment_sign", draft.pk),
        ("assessment_approve", assessment.pk),
    ]
    return [reverse(f"cases:{name}", args=[number]) for name, number in named]


def test_a_stranger_gets_404_on_each_address_and_the_lead_does_not() -> None:
    ozolini = family()
    pages = addresses(ozolini)
    strange, lead = browser(ozolini.service.outsider, "head"), browser(ozolini.lead)

    assert {page: strange.get(page).status_code for page in pages} == dict.fromkeys(pages, 404)
    assert {page: strange.post(page).status_code for page in pages} == dict.fromkeys(pages, 404)
    assert [page for page in pages if lead.get(page).status_code != 200] == [pages[-1]]
    assert "approve" in pages[-1]


def test_every_person_shown_is_in_the_access_log() -> None:
    ozolini = family()

    browser(ozolini.lead).get(reverse("cases:statements", args=[ozolini.case.pk]))

    assert AccessRow.objects.filter(user=ozolini.lead, page="cases:statements").count() == 4


def test_what_holds_what_was_replaced_and_what_no_longer_holds_stand_on_one_page() -> None:
    ozolini = family()
    old, ended = say(ozolini, "Parāds 412 EUR."), say(ozolini, "Istabā auksti.", kind="opinion", topic="risk")
    replace_statement(
        statement=old, said=Said("fact", "situation", "Parāds 300 EUR.", "rēķins", None, clock.today()), by=ozolini.lead
    )
    withdraw_statement(
        statement=ended, text="Krāsns salabota.", source="apsekošana", said_on=clock.today(), by=ozolini.lead
    )

    page = browser(ozolini.lead).get(reverse("cases:statements", args=[ozolini.case.pk])).content.decode()

    assert all(text in page for text in ("Parāds 412 EUR.", "Parāds 300 EUR.", "Istabā auksti.", "Krāsns salabota."))
    assert page.index("Parāds 300 EUR.") < page.index("Parāds 412 EUR.") < page.index("Istabā auksti.")


def test_the_page_keeps_one_person_when_asked() -> None:
    ozolini = family()
    say(ozolini, "Par ģimeni.")
    say(ozolini, "Par Elzu.", about=ozolini.daughter.pk)
    lead, url = browser(ozolini.lead), reverse("cases:statements", args=[ozolini.case.pk])

    hers = lead.get(url, {"about": ozolini.daughter.pk}).content.decode()
    nobody = lead.get(url, {"about": "abc"}).content.decode()

    assert "Par Elzu." in hers
    assert "Par ģimeni." not in hers
    assert "Par ģimeni." in nobody


@pytest.mark.parametrize("name", ["statements", "assessment", "stage"])
def test_pages_ask_as_often_with_five_rows_as_with_one(name: str) -> None:
    ozolini = family()
    lead, url = browser(ozolini.lead), reverse(f"cases:{name}", args=[ozolini.case.pk])
    counts = []
    for more in (1, 4):
        for _ in range(more):
            old = say(ozolini, about=ozolini.daughter.pk)
            replace_statement(
                statement=old,
                said=Said("fact", "need", "Vajag.", "x", ozolini.daughter.pk, clock.today()),
                by=ozolini.lead,
            )
            end_problem(
                problem=add_problem(case=ozolini.case, trouble=DEBT, by=ozolini.lead),
                until=date(2026, 2, 1),
                by=ozolini.lead,
            )
            add_problem(case=ozolini.case, trouble=DEBT, by=ozolini.lead)
            signed(ozolini, statements=tuple(Statement.objects.standing().values_list("pk", flat=True)))
            goal(ozolini)
        lead.get(url)
        with CaptureQueriesContext(connection) as queries:
            assert lead.get(url).status_code == 200
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_a_statement_without_source_comes_back_as_typed() -> None:
    ozolini = family()
    lead, url = browser(ozolini.lead), reverse("cases:statement_add", args=[ozolini.case.pk])
    typed = {"kind": "own_words", "topic": "need", "text": "Gribu mieru.", "source": "", "said_on": "24.11.2030."}

    refused = lead.post(url, typed)

    page = refused.content.decode()
    assert refused.status_code == 422
    assert "Gribu mieru." in page
    assert "24.11.2030." in page
    assert not Statement.objects.exists()
    draft = load(DraftKey("statement_add", "case", ozolini.case.pk), author=ozolini.lead)
    assert draft is not None
    assert draft.payload["text"] == ["Gribu mieru."]


def test_a_statement_is_added_replaced_and_ended_by_its_forms() -> None:
    ozolini = family()
    lead, today = browser(ozolini.lead), f"{clock.today():%d.%m.%Y.}"
    told = {"kind": "fact", "topic": "strength", "source": "saruna", "said_on": today, "about": str(ozolini.son.pk)}

    lead.post(reverse("cases:statement_add", args=[ozolini.case.pk]), {**told, "text": "Toms zīmē."})
    first = Statement.objects.get()
    lead.post(reverse("cases:statement_replace", args=[first.pk]), {**told, "text": "Toms zīmē un peld."})
    second = Statement.objects.get(supersedes=first)
    lead.post(
        reverse("cases:statement_end", args=[second.pk]), {"text": "Vairs ne.", "source": "Toms", "said_on": today}
    )

    assert (first.about_id, second.text) == (ozolini.son.pk, "Toms zīmē un peld.")
    assert Statement.objects.get(supersedes=second).withdraws


def test_two_who_edit_the_summary_see_both_texts() -> None:
    ozolini = family()
    lead, url = browser(ozolini.lead), reverse("cases:summary_edit", args=[ozolini.case.pk])
    base = {"base_version": ozolini.case.version}
    lead.post(url, {"summary": "Parāds par elektrību.", **base})

    clash = browser(ozolini.service.head, "head").post(url, {"summary": "Skolas kavējumi.", **base})

    assert clash.status_code == 409
    assert "elektrību" in clash.content.decode()
    assert "kavējumi" in clash.content.decode()
    assert Case.objects.get(pk=ozolini.case.pk).summary == "Parāds par elektrību."


def test_problems_are_added_edited_and_ended_by_their_forms() -> None:
    ozolini = family()
    lead = browser(ozolini.lead)
    told = {"kind": "debt", "what": "Parāds", "severity": "light", "since": "05.01.2026.", "cause": "", "record_id": ""}

    lead.post(reverse("cases:problem_add", args=[ozolini.case.pk]), told)
    problem = Problem.objects.get()
    edited = {**told, "severity": "heavy", "hinders": "on", "base_version": "1"}
    lead.post(reverse("cases:problem_edit", args=[problem.pk]), edited)
    lead.post(reverse("cases:problem_end", args=[problem.pk]), {"until": "01.06.2026."})

    problem.refresh_from_db()
    assert (problem.severity, problem.hinders, problem.until) == ("heavy", True, date(2026, 6, 1))


def voices_typed(of: Family) -> dict[str, str]:
    return {
        f"part_{of.mother.pk}": "yes",
        f"part_{of.father.pk}": "no",
        f"why_{of.father.pk}": "darbā",
        f"part_{of.daughter.pk}": "yes",
        f"said_{of.daughter.pk}": "Eju ar Martu.",
        f"part_{of.son.pk}": "no",
        f"why_{of.son.pk}": "slims",
    }


def test_an_assessment_is_written_and_signed_by_its_forms() -> None:
    ozolini = family()
    debt = say(ozolini)
    lead, url = browser(ozolini.lead), reverse("cases:assessment_edit", args=[ozolini.case.pk])
    typed = {
        "strengths": "Sanita pati zvana.",
        "needs_parents": "Parāda grafiks",
        f"needs_{ozolini.daughter.pk}": "Drošība",
        f"needs_{ozolini.son.pk}": "Nekā",
        "conclusion": "Vajadzīgs atbalsts.",
        "risk": "medium",
        "statements": [str(debt.pk)],
    }

    begun = lead.post(url, typed)
    draft = Assessment.objects.get()
    lead.post(url, {**typed, "conclusion": "Cits.", "base_version": "1"})
    empty = lead.post(reverse("cases:assessment_sign", args=[draft.pk]), {f"part_{ozolini.daughter.pk}": "yes"})
    lead.post(reverse("cases:assessment_sign", args=[draft.pk]), voices_typed(ozolini))

    made = Assessment.objects.get()
    assert (begun.status_code, empty.status_code) == (302, 422)
    assert len(empty.context["form"].errors) == 4
    assert (made.state, made.conclusion, made.statements) == ("signed", "Cits.", [debt.pk])


def test_what_was_typed_before_somebody_else_began_is_shown_beside_and_writes_nothing_over() -> None:
    ozolini = family()
    lead, url = browser(ozolini.lead), reverse("cases:assessment_edit", args=[ozolini.case.pk])
    begin_assessment(case=ozolini.case, wording=wording(ozolini, conclusion="Guntas."), by=ozolini.service.head)

    late = lead.post(url, {"strengths": "Manas.", "conclusion": "Maijas.", "risk": "low", "base_version": "0"})

    assert late.status_code == 409
    assert Assessment.objects.get().conclusion == "Guntas."


def test_a_new_assessment_opens_with_what_has_been_told() -> None:
    ozolini = family()
    say(ozolini, "Sanita pati zvana.", topic="strength")
    say(ozolini, "Elzai vajag mieru.", topic="need", about=ozolini.daughter.pk)
    say(ozolini, "Vajag parāda grafiku.", topic="need", about=ozolini.father.pk)

    page = browser(ozolini.lead).get(reverse("cases:assessment_edit", args=[ozolini.case.pk]))

    initial = page.context["form"].initial
    assert initial["strengths"] == "Sanita pati zvana."
    assert initial[f"needs_{ozolini.daughter.pk}"] == "Elzai vajag mieru."
    assert initial["needs_parents"] == "Vajag parāda grafiku."


def test_the_head_approves_and_the_family_worker_may_not() -> None:
    ozolini = family()
    approving(ozolini)
    made = signed(ozolini)
    url = reverse("cases:assessment_approve", args=[made.pk])

    lead, head = browser(ozolini.lead), browser(ozolini.service.head, "head")
    page = reverse("cases:assessment", args=[ozolini.case.pk])
    offered = [url in one.get(page).content.decode() for one in (lead, head)]

    refused = lead.post(url)
    head.post(url)

    assert offered == [False, True]
    assert refused.status_code == 403
    assert Assessment.objects.get().state == "approved"


def test_the_stage_page_names_what_is_missing_and_moves_the_file_when_nothing_is() -> None:
    ozolini = family()
    lead, url = browser(ozolini.lead), reverse("cases:stage", args=[ozolini.case.pk])

    missing = lead.get(url)
    refused = lead.post(url, {"to": "assessment"})
    say(ozolini)
    lead.post(url, {"to": "assessment"})
    signed(ozolini)
    agree(ozolini, goal(ozolini))
    aims(ozolini)
    ready = lead.get(url)

    assert [gap.url for gap in missing.context["gaps"]] == [reverse("cases:statement_add", args=[ozolini.case.pk])]
    assert refused.status_code == 422
    assert StagePeriod.objects.get(case=ozolini.case, until=None).stage == "assessment"
    assert ready.context["gaps"] == []
    assert 'value="intervention"' in ready.content.decode()


@pytest.mark.parametrize("to", ["closed", "nowhere", ""])
def test_a_forged_stage_is_refused_and_never_an_error(to: str) -> None:
    ozolini = family()

    answer = browser(ozolini.lead).post(reverse("cases:stage", args=[ozolini.case.pk]), {"to": to})

    assert answer.status_code == 422
    assert StagePeriod.objects.get(case=ozolini.case).stage == "intake"
