"""The demo's family cases: drawn, placed, and their year written into the diary."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from saikne.cases.enums import Stage
from saikne.core import clock
from saikne.web.demo.agreeing import plan_agreement
from saikne.web.demo.assess import plan_assessment
from saikne.web.demo.begin import plan_beginning
from saikne.web.demo.diary import Diary, moment
from saikne.web.demo.ending import plan_ending
from saikne.web.demo.family import Family
from saikne.web.demo.months import plan_months
from saikne.web.demo.ozolini import OzoliniPlot, plan_ozolini
from saikne.web.demo.people import place
from saikne.web.demo.planning import plan_planning
from saikne.web.demo.plots import Plot
from saikne.web.demo.service import DemoService
from saikne.web.demo.stories import Library

CHUNK = 40


def plan_families(demo: DemoService, told: Library, diary: Diary, plots: Sequence[Plot]) -> list[Family]:
    """Every family with its deeds in the diary; its people are placed a little before they are needed."""
    in_order = sorted(plots, key=lambda plot: plot.course.opened)
    families = [Family(demo, told, diary, plot) for plot in in_order]
    for start in range(0, len(families), CHUNK):
        chunk = families[start : start + CHUNK]
        with clock.at(moment_before(chunk[0])):
            place([family.plot.home for family in chunk], by=demo.system)
    for worker in ("family", "parish", "adults"):
        _let_one_end_soon([family for family in families if family.plot.worker == worker], diary)
    for family in families:
        family.psychosocial = in_psychosocial_work(family)
        plan_ozolini(family) if isinstance(family.plot, OzoliniPlot) else plan_family(family)
    return families


def _let_one_end_soon(families: Sequence[Family], diary: Diary) -> None:
    """The agreement of one family that is worked on ends in the next weeks."""
    agreed = [
        family
        for family in families
        if family.plot.stage == Stage.INTERVENTION
        and family.course.agreed < diary.today - timedelta(days=90)
        and not isinstance(family.plot, OzoliniPlot)
    ]
    for family in agreed[:1]:
        family.ends_soon = True


def in_psychosocial_work(family: Family) -> bool:
    """One psychosocial worker for the whole service: most families with such a step wait for her."""
    asked = any(one["doer"] == "psychosocial" for theme in family.plot.themes for one in theme["goal"]["steps"])
    return family.chance((0.9 if asked else 0.1) if family.plot.worker == "family" else 0.25 if asked else 0.0)


def moment_before(family: Family) -> datetime:
    """Early on the day before the file is opened."""
    return moment(family.course.opened - timedelta(days=1), time(8, 0))


def plan_family(family: Family) -> None:
    """The whole course of one family; what lies ahead of today is left out by the diary."""
    plan_beginning(family)
    plan_assessment(family)
    plan_planning(family)
    plan_agreement(family)
    plan_months(family)
    plan_ending(family)
