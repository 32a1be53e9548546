"""Files further on their way: assessed, planned, evaluated, by the actions themselves."""

from datetime import date, timedelta
from typing import Any

from saikne.accounts.models import User
from saikne.cases.actions.plan import GoalText, Said, add_goal, answer_goal
from saikne.cases.actions.talk import add_statement
from saikne.cases.actions.talk_assessment import Wording, begin_assessment, sign_assessment
from saikne.cases.actions.talk_stages import move_stage
from saikne.cases.models import Assessment, ChildAim, Goal, Plan, Statement
from saikne.cases.rules.talk_voices import Voice
from saikne.cases.tests.factories import Family
from saikne.core import clock
from saikne.organisation.models import Municipality


def say(of: Family, text: str = "Parāds par elektrību 412,00 EUR.", **changed: Any) -> Statement:
    told = {"kind": "fact", "topic": "situation", "source": "rēķins", "about": None, "said_on": date(2026, 11, 3)}
    return add_statement(case=of.case, text=text, by=of.lead, **(told | changed))


def wording(of: Family, **changed: Any) -> Wording:
    needs = {"parents": "parāda grafiks", str(of.daughter.pk): "drošība skolā", str(of.son.pk): "nekā"}
    texts = {"strengths": "Sanita pati zvana.", "needs": needs, "conclusion": "Vajadzīgs atbalsts.", "risk": "high"}
    return Wording(**(texts | changed))


def voices(of: Family) -> list[Voice]:
    return [
        Voice(of.mother.pk, child=False, took_part=True, said="Gribu, lai Elza iet skolā."),
        Voice(of.father.pk, child=False, took_part=False, why_not_asked="bija darbā"),
        Voice(of.daughter.pk, child=True, took_part=True, said="Ja Marta iet, tad eju arī es."),
        Voice(of.son.pk, child=True, took_part=False, why_not_asked="slims"),
    ]


def approving(of: Family) -> None:
    Municipality.objects.filter(pk=of.service.municipality.pk).update(approves_assessments=True)
    of.case.refresh_from_db()


def signed(of: Family, *, by: User | None = None, **changed: Any) -> Assessment:
    who = by or of.lead
    draft = begin_assessment(case=of.case, wording=wording(of, **changed), by=who)
    return sign_assessment(assessment=draft, voices=voices(of), by=who)


def goal(of: Family, title: str = "Elza apmeklē skolu", *, record: int | None = None) -> Goal:
    texts = {key: f"līmenis {key}" for key in ("-2", "-1", "0", "1", "2")}
    due = clock.today() + timedelta(days=60)
    text = GoalText("intervention", record, title, "", "client", texts, due)
    return add_goal(case=of.case, text=text, start_level=-2, by=of.lead)


def agree(of: Family, one: Goal) -> None:
    both = [Said(of.mother.pk, "agrees"), Said(of.father.pk, "agrees")]
    answer_goal(goal=one, answers=both, on=clock.today(), by=of.lead)


def aims(of: Family) -> None:
    plan = Plan.objects.get(client=of.case.client_id, until=None)
    for child in (of.daughter, of.son):
        ChildAim.objects.create(plan=plan, record=child, aim="Jūtas droši", own_words="Labi", on=clock.today())


def in_intervention(of: Family) -> Goal:
    say(of)
    move_stage(case=of.case, to="assessment", by=of.lead)
    signed(of)
    one = goal(of)
    agree(of, one)
    aims(of)
    move_stage(case=of.case, to="intervention", by=of.lead)
    of.case.refresh_from_db()
    return one
