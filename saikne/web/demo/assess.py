"""The assessment: begun, completed with more statements, signed, approved by the head."""

from functools import partial

from saikne.cases.actions.talk_assessment import (
    Wording,
    approve_assessment,
    begin_assessment,
    edit_assessment,
    sign_assessment,
)
from saikne.cases.enums import RiskLevel, Severity, Topic
from saikne.cases.models import Assessment, Problem, Statement
from saikne.cases.rules.talk_assessment import PARENTS
from saikne.core import clock
from saikne.web.demo.begin import tell_of
from saikne.web.demo.family import Family
from saikne.web.demo.plots import FAMILY

NO_NEED = "Papildu vajadzību nav, turpinās ierastais atbalsts mājās un skolā"
SMALL = "Mierīga ikdiena, miegs un regulāras ģimenes ārsta vizītes"
CONCLUSION = (
    "Ģimenei vajadzīga gadījuma vadīšana. Vispirms: {first} "
    "Kopā ar ģimeni izvirzām mērķus un vienojamies, kurš ko dara."
)
OF_ADULT = "Vajadzīga gadījuma vadīšana. Vispirms: {first} Mērķus izvirza pats klients, soļus sadalām kopā."
ADULT_NEED = "Atbalsts, lai īstenotu paša izvirzīto mērķi, un skaidra informācija par pakalpojumiem"


def plan_assessment(family: Family) -> None:
    """From the first draft to the head's approval."""
    course, diary = family.course, family.diary
    diary.on(course.begun, partial(_begin, family))
    diary.on(course.signed, partial(_sign, family))
    diary.on(course.approved, partial(_approve, family))


def _begin(family: Family) -> None:
    begin_assessment(case=family.case, wording=Wording(strengths=_strengths(family)), by=family.lead)
    for theme, cast in family.casts:
        tell_of(family, theme["statements"][2:], cast, clock.today())


def _sign(family: Family) -> None:
    draft = Assessment.objects.get(case=family.case, state="draft")
    edit_assessment(assessment=draft, wording=_wording(family), base_version=draft.version, by=family.lead)
    draft.refresh_from_db()
    sign_assessment(assessment=draft, voices=family.voices(clock.today()), by=family.lead)


def _approve(family: Family) -> None:
    signed = Assessment.objects.get(case=family.case, state="signed")
    approve_assessment(assessment=signed, by=family.demo.workers["head"])


def _wording(family: Family) -> Wording:
    statements = Statement.objects.filter(case=family.case).values_list("pk", flat=True)
    return Wording(
        strengths=_strengths(family),
        needs=_needs(family),
        conclusion=(CONCLUSION if family.plot.kind == FAMILY else OF_ADULT).format(first=_first(family)),
        risk=_risk(family),
        statements=tuple(statements),
    )


def _strengths(family: Family) -> str:
    strong = Statement.objects.filter(case=family.case, topic=Topic.STRENGTH).order_by("pk")
    return "\n".join(dict.fromkeys(strong.values_list("text", flat=True)))


def _first(family: Family) -> str:
    return next((line for theme, cast in family.casts if (line := cast.say(theme["summary"]))), "")


def _needs(family: Family) -> dict[str, str]:
    """What the parents need, and each child by itself."""
    told = [theme["needs"]["parents"] for theme in family.plot.themes if theme.get("needs")]
    needs = {PARENTS: "; ".join(told) or ADULT_NEED}
    for place, number in family.children(clock.today()):
        age = family.age(place, clock.today())
        fitting = family.themes_of(place, clock.today())
        found = [need for theme in fitting if (need := theme["needs"].get("child"))]
        needs[str(number)] = found[0] if found else SMALL if age < 3 else NO_NEED
    return needs


def _risk(family: Family) -> str:
    heavy = Problem.objects.filter(case=family.case, severity=Severity.HEAVY).count()
    if heavy >= 2:
        return str(RiskLevel.HIGH)
    return str(RiskLevel.MEDIUM if heavy or family.chance(0.4) else RiskLevel.LOW)
