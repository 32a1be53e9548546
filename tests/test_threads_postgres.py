"""Thirty-two threads do thousands of random acts on PostgreSQL; afterwards every hard invariant holds."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.db import connection

from saikne.cases.tests.factories import file_kind
from saikne.core.models import AuditRow
from saikne.core.seals import seal_all, verify
from saikne.organisation.tests.factories import service, worker
from saikne.people.tests.factories import household, person
from saikne.web.roles import give_role, sync_roles
from tests.threads import Arena, Outcome, run

THREADS, ACTS, SECONDS, AT_LEAST = 32, 3_900, 300, 3_000
pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

# Each asks for rows that must not be; the name says what they would mean.
CHECKS = {
    "an open file has exactly one lead": """
        SELECT c.id FROM cases_case c LEFT JOIN cases_leadperiod l ON l.case_id = c.id AND l.until IS NULL
        WHERE c.closed_at IS NULL GROUP BY c.id HAVING count(l.id) <> 1""",
    "leads follow without a gap": """
        SELECT l.id FROM cases_leadperiod l JOIN cases_case c ON c.id = l.case_id
        WHERE l.until IS NOT NULL AND c.closed_at IS NULL
        AND NOT EXISTS (SELECT 1 FROM cases_leadperiod n WHERE n.case_id = l.case_id AND n.since = l.until)""",
    "a live client with an open file has exactly one main worker": """
        SELECT k.id FROM cases_client k LEFT JOIN cases_mainworkerperiod m ON m.client_id = k.id AND m.until IS NULL
        WHERE k.until IS NULL AND EXISTS (SELECT 1 FROM cases_case c WHERE c.client_id = k.id AND c.closed_at IS NULL)
        GROUP BY k.id HAVING count(m.id) <> 1""",
    "main workers follow without a gap": """
        SELECT m.id FROM cases_mainworkerperiod m JOIN cases_client k ON k.id = m.client_id
        WHERE m.until IS NOT NULL AND k.until IS NULL
        AND NOT EXISTS (SELECT 1 FROM cases_mainworkerperiod n WHERE n.client_id = m.client_id AND n.since = m.until)
        AND EXISTS (SELECT 1 FROM cases_case c WHERE c.client_id = k.id AND c.closed_at IS NULL)""",
    "a record belongs to one live client of a municipality": """
        SELECT record_id FROM cases_clientmember WHERE until IS NULL GROUP BY municipality_id, record_id
        HAVING count(*) > 1""",
    "all records of a person are in one client": """
        SELECT l.person_id FROM cases_clientmember m JOIN people_identitylink l
        ON l.record_id = m.record_id AND l.until IS NULL WHERE m.until IS NULL
        GROUP BY m.municipality_id, l.person_id HAVING count(DISTINCT m.client_id) > 1""",
    "the copied municipality is the client's": """
        SELECT m.id FROM cases_clientmember m JOIN cases_client k ON k.id = m.client_id
        WHERE m.municipality_id <> k.municipality_id""",
    "the copied code is the kind's": """
        SELECT c.id FROM cases_case c JOIN cases_filekind k ON k.id = c.kind_id WHERE c.kind_code <> k.code""",
    "a client that has joined another keeps nothing": """
        SELECT k.id FROM cases_client k WHERE k.until IS NOT NULL AND (
        EXISTS (SELECT 1 FROM cases_case c WHERE c.client_id = k.id AND c.closed_at IS NULL)
        OR EXISTS (SELECT 1 FROM cases_clientmember m WHERE m.client_id = k.id AND m.until IS NULL)
        OR EXISTS (SELECT 1 FROM cases_mainworkerperiod m WHERE m.client_id = k.id AND m.until IS NULL)
        OR EXISTS (SELECT 1 FROM cases_agreement a WHERE a.client_id = k.id AND a.state IN ('draft', 'in_force')))""",
    "the people of an open file are members of its client": """
        SELECT c.id FROM cases_case c WHERE c.closed_at IS NULL AND c.record_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM cases_clientmember m WHERE m.client_id = c.client_id AND m.record_id = c.record_id
        AND m.until IS NULL)""",
    "one agreement in force and one draft": """
        SELECT client_id FROM cases_agreement WHERE state IN ('draft', 'in_force') GROUP BY client_id, state
        HAVING count(*) > 1""",
    "an agreement's state and dates agree": """
        SELECT id FROM cases_agreement WHERE (state = 'in_force') <> (in_force_since IS NOT NULL AND ended_at IS NULL)
        OR (state IN ('in_force', 'ended')) <> (number_id IS NOT NULL)""",
    "chapters are in force only within an agreement in force": """
        SELECT h.id FROM cases_chapter h JOIN cases_agreement a ON a.id = h.agreement_id
        WHERE h.state = 'in_force' AND a.state <> 'in_force'""",
    "an agreement in force has a chapter in force": """
        SELECT a.id FROM cases_agreement a WHERE a.state = 'in_force' AND NOT EXISTS (
        SELECT 1 FROM cases_chapter h WHERE h.agreement_id = a.id AND h.state = 'in_force')""",
    "one chapter of a kind in force": """
        SELECT agreement_id FROM cases_chapter WHERE state = 'in_force' AND kind <> 'service'
        GROUP BY agreement_id, kind HAVING count(*) > 1""",
    "exactly one open stage": """
        SELECT c.id FROM cases_case c LEFT JOIN cases_stageperiod s ON s.case_id = c.id AND s.until IS NULL
        GROUP BY c.id HAVING count(s.id) <> 1""",
    "a closed file stands in the closed stage": """
        SELECT c.id FROM cases_case c JOIN cases_stageperiod s ON s.case_id = c.id AND s.until IS NULL
        WHERE (s.stage = 'closed') <> (c.closed_at IS NOT NULL)""",
    "a file has one subject, of its kind": """
        SELECT c.id FROM cases_case c JOIN cases_filekind k ON k.id = c.kind_id WHERE c.subject <> k.subject
        OR (c.household_id IS NULL) = (c.record_id IS NULL)""",
    "one open file of a kind for a subject": """
        SELECT kind_id FROM cases_case WHERE closed_at IS NULL
        GROUP BY kind_id, household_id, record_id HAVING count(*) > 1""",
    "a code is held once": """
        SELECT code FROM people_codefact WHERE standing = 'holds' GROUP BY code HAVING count(*) > 1""",
    "a code that is known is held or contested, never lost": """
        SELECT code FROM people_codefact GROUP BY code HAVING count(*) FILTER (WHERE standing = 'holds') <> 1""",
    "who repeats a code is the person who holds it": """
        SELECT f.id FROM people_codefact f JOIN people_codefact h ON h.id = f.holder_id
        JOIN people_identitylink a ON a.record_id = f.record_id AND a.until IS NULL
        JOIN people_identitylink b ON b.record_id = h.record_id AND b.until IS NULL
        WHERE f.standing = 'repeats' AND (a.person_id <> b.person_id OR h.standing <> 'holds')""",
    "nobody stands on two sides": """
        SELECT holder_id FROM privacy_side WHERE until IS NULL GROUP BY holder_id, about, about_no, separation
        HAVING count(*) > 1""",
    "nobody leads and decides": """
        SELECT a.id FROM privacy_grant a JOIN privacy_grant b ON a.holder_id = b.holder_id AND a.about = b.about
        AND a.about_no = b.about_no WHERE a.about = 'record' AND a.ground = 'lead' AND b.ground = 'decides'
        AND a.until IS NULL AND b.until IS NULL""",
    "a grant of a side leans on it": """
        SELECT g.id FROM privacy_grant g LEFT JOIN privacy_side s ON s.id = g.side_id
        WHERE g.about = 'record' AND g.ground IN ('lead', 'decides') AND g.until IS NULL
        AND (s.id IS NULL OR s.until IS NOT NULL OR s.ground <> g.ground OR s.holder_id <> g.holder_id)""",
    "whoever leads a file reaches it": """
        SELECT l.id FROM cases_leadperiod l JOIN cases_case c ON c.id = l.case_id
        WHERE l.until IS NULL AND c.closed_at IS NULL AND NOT EXISTS (
        SELECT 1 FROM privacy_grant g JOIN privacy_holder h ON h.id = g.holder_id AND h.user_id = l.worker_id
        WHERE g.about = 'case' AND g.about_no = c.id AND g.ground = 'lead' AND g.until IS NULL)""",
    "whoever no longer leads a file has nothing from it": """
        SELECT g.id FROM privacy_grant g JOIN privacy_holder h ON h.id = g.holder_id
        WHERE g.ground = 'lead' AND g.until IS NULL AND NOT EXISTS (SELECT 1 FROM cases_leadperiod l
        WHERE l.case_id = g.ground_no AND l.worker_id = h.user_id AND l.until IS NULL)""",
    "the main worker reaches every open file of the client": """
        SELECT m.id FROM cases_mainworkerperiod m JOIN cases_case c ON c.client_id = m.client_id
        WHERE m.until IS NULL AND c.closed_at IS NULL AND NOT EXISTS (
        SELECT 1 FROM privacy_grant g JOIN privacy_holder h ON h.id = g.holder_id AND h.user_id = m.worker_id
        WHERE g.about = 'case' AND g.about_no = c.id AND g.ground = 'main_worker' AND g.until IS NULL)""",
    "numbers have no gap": """
        SELECT s.id FROM core_numberseries s LEFT JOIN core_runningnumber n ON n.series_id = s.id
        GROUP BY s.id, s.last HAVING count(n.id) <> s.last OR coalesce(max(n.number), 0) <> s.last""",
    "a number belongs to one thing": """
        SELECT number_id FROM (SELECT number_id FROM cases_case UNION ALL SELECT number_id FROM cases_agreement
        WHERE number_id IS NOT NULL) used GROUP BY number_id HAVING count(*) > 1""",
    "a goal's version counts its revisions": """
        SELECT g.id FROM cases_goal g LEFT JOIN core_revision r ON r.about = 'cases.goal' AND r.about_no = g.id
        GROUP BY g.id, g.version HAVING g.version <> 1 + count(r.id)""",
    "a statement is superseded once, in its own file, by a later one": """
        SELECT s.id FROM cases_statement s JOIN cases_statement b ON b.id = s.supersedes_id
        WHERE s.case_id <> b.case_id OR s.noted_at <= b.noted_at""",
    "one hand-over waits": """
        SELECT case_id FROM cases_handover WHERE received_at IS NULL AND returned_at IS NULL GROUP BY case_id
        HAVING count(*) > 1""",
    "periods run forward": """
        SELECT id FROM cases_leadperiod WHERE until <= since UNION ALL
        SELECT id FROM cases_mainworkerperiod WHERE until <= since UNION ALL
        SELECT id FROM cases_stageperiod WHERE until <= since UNION ALL
        SELECT id FROM privacy_grant WHERE until <= since""",
}


AUDITED = (
    "cases.open",
    "cases.hand_over",
    "cases.receive",
    "cases.return",
    "cases.join_clients",
    "cases.chapter_add",
    "cases.agreement_sign",
    "cases.agreement_in_force",
    "people.enter",
    "tests.decides",
    "tests.lets_go",
)


@pytest.fixture
def arena() -> Iterator[Arena]:
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL: set DATABASE_URL to a server")
    sync_roles()
    office = service()
    people = [worker(f"t{number}", "Ina", f"Darbiniece{number}", at=office.unit) for number in range(12)]
    for one in people:
        give_role(one, "family")
    by = people[0]
    adults, homes = [], []
    for number in range(16):
        mother = person("Anna", f"Māte{number}", date(1985, 1, 1), by=by)
        father = person("Jānis", f"Tēvs{number}", date(1984, 1, 1), by=by, sex="M")
        child = person("Ilze", f"Bērns{number}", date(2016, 1, 1), by=by)
        homes.append(
            household(f"Ģimene {number}", {mother: "parent", father: "partner", child: "child"}, of=office.municipality)
        )
        adults += [mother, father]
    adult_kinds = [
        file_kind(code, subject="adult", staged=staged, prefix=prefix)
        for code, staged, prefix in (("adult", True, "PL"), ("care", False, "AL"), ("rehab", False, "VR"))
    ]
    household_kinds = [file_kind(), file_kind("assistance", staged=False, prefix="SP")]
    yield Arena(office.municipality, people, household_kinds, adult_kinds, homes, adults)
    connection.close()


def _told(outcome: Outcome) -> str:
    return f"done {dict(outcome.done)}; refused {dict(outcome.refused)}; rogue {dict(outcome.rogue)}"


def test_thousands_of_random_acts_at_once_leave_no_violation(arena: Arena) -> None:
    before = AuditRow.objects.count()

    outcome = run(arena, threads=THREADS, acts=ACTS, seconds=SECONDS)

    assert outcome.failed == []
    assert outcome.let_in == []
    assert outcome.rogue.total() > 0
    assert outcome.acts >= AT_LEAST, _told(outcome)
    assert outcome.done.total() > outcome.acts / 3, _told(outcome)
    assert _violations() == {}
    assert _without_audit(outcome, before) == {}
    seal_all()
    verdict = verify()
    assert verdict.ok, verdict.bad[:3]
    assert (verdict.rows, verdict.unsealed) == (AuditRow.objects.count(), 0)


def _violations() -> dict[str, list[tuple[object, ...]]]:
    found = {}
    with connection.cursor() as cursor:
        for name, query in CHECKS.items():
            cursor.execute(query)
            if rows := cursor.fetchall():
                found[name] = rows[:5]
    return found


def _without_audit(outcome: Outcome, before: int) -> dict[str, tuple[int, int]]:
    """Acts whose audit rows are not as many as they were done; acts within acts write their own."""
    rows = AuditRow.objects.order_by("pk")[before:]
    counted = {word: sum(row.act == word for row in rows) for word in AUDITED}
    return {word: (outcome.done[word], counted[word]) for word in AUDITED if outcome.done[word] != counted[word]}
