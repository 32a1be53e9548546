"""The demo's numbers of files lie in the ranges that the Tukums presentation reports."""

from collections import Counter
from datetime import date

import pytest

from saikne.core import clock
from saikne.organisation.reference import tukums
from saikne.people.rules import ADULT_AGE, birthday
from saikne.web.demo.caseloads import FAMILY_CASES, LOADS, NORTH, SECOND_FILES, TOWN, other_homes
from saikne.web.demo.course import draw_course, stages_of
from saikne.web.demo.files import working_moment
from saikne.web.demo.people import HomeMaker
from saikne.web.demo.plots import LARGEST, SMALLEST, PlotMaker
from saikne.web.demo.staged import opened_between, stage_of, theme_of
from saikne.web.demo.stories import DATA, Cast, library

TOLD = tukums()["caseloads"]
FILES = Counter({(load.worker, load.kind): 0 for load in LOADS})
for load in LOADS:
    FILES[load.worker, load.kind] += load.count
FAMILIES = {load.worker: load.open for load in FAMILY_CASES}
TOWN_WORKERS = [load.worker for load in FAMILY_CASES if load.parishes == (TOWN,)]


def within(count: int, span: list[int]) -> bool:
    return span[0] <= count <= span[1]


@pytest.mark.parametrize("worker", TOWN_WORKERS)
def test_a_family_worker_in_town_has_as_many_files_as_told(worker: str) -> None:
    assert within(FAMILIES[worker] + FILES[worker, "offence_prevention"], TOLD["family_worker_files"]["range"])


@pytest.mark.parametrize("worker", sorted(NORTH))
def test_a_generalist_has_as_many_files_of_each_kind_as_told(worker: str) -> None:
    told = TOLD["generalist_parish_worker"]
    assert within(FILES[worker, "assistance"], told["SP"])
    assert within(FAMILIES[worker], told["ĢA"])
    assert within(FILES[worker, "adult"], told["SG"])
    assert within(FILES[worker, "offence_prevention"], told["N"])
    assert within(FILES[worker, "state_rehabilitation"], told["VR"])


def test_the_pilot_team_has_as_many_files_as_told() -> None:
    told = TOLD["pilot_team_of_three"]
    assert within(FILES["west_sp", "assistance"], told["SP"])
    assert within(FILES["west_adults", "adult"], told["SG"])
    assert within(FILES["west_family", "offence_prevention"], told["N"])
    assert within(FAMILIES["west_family"] + FILES["west_family", "offence_prevention"], told["ĢA"])
    assert within(FILES["west_adults", "state_rehabilitation"], told["VR"])


def test_the_workers_in_town_have_as_many_files_as_told() -> None:
    town, functioning = TOLD["assistance_worker_town"], TOLD["functioning_worker_town"]
    assert FILES["assistance", "assistance"] == town["families"]
    assert FILES["assistance2", "assistance"] == town["pensioners_and_disability"]
    assert FILES["functioning", "state_rehabilitation"] + SECOND_FILES == functioning["VR"]
    assert FILES["functioning", "long_term_care"] == functioning["long_term_care"]
    assert FILES["addiction", "addiction"] == TOLD["addiction_worker"]["files"]


def test_all_families_together_are_about_three_hundred() -> None:
    assert 290 <= sum(load.open + load.closed for load in FAMILY_CASES) <= 330
    assert 40 <= sum(load.closed for load in FAMILY_CASES) <= 50


def test_families_are_as_large_as_told_and_one_has_twelve_people() -> None:
    maker = HomeMaker(7)
    plots = PlotMaker(maker, library(), maker.make.today)
    sizes = [len(plot.home.people) for plot in plots.plots(FAMILY_CASES)]
    assert TOLD["family_members"] == [SMALLEST, LARGEST]
    assert min(sizes) >= SMALLEST
    assert max(sizes) <= LARGEST
    assert len(plots.largest("family", TOWN).home.people) == LARGEST


def test_no_two_children_of_a_family_bear_one_name_and_all_are_younger_than_their_parents() -> None:
    maker = HomeMaker(8)
    for plot in PlotMaker(maker, library(), maker.make.today).plots(FAMILY_CASES[:3]):
        home = plot.home
        names = [home.people[place].first for place in home.children]
        assert len(names) == len(set(names))
        assert max(home.people[place].born for place in home.adults) < min(home.people[p].born for p in home.children)


def test_everybody_is_born_and_adults_are_of_age_when_a_file_is_opened() -> None:
    maker = HomeMaker(9)
    for load in LOADS:
        for home in other_homes(maker, load):
            day = clock.local_date(working_moment(maker, home, oldest=1800, newest=20))
            assert all(person.born <= day for person in home.people)
            assert all(birthday(home.people[place].born, ADULT_AGE) <= day for place in home.adults)


def test_most_open_files_are_worked_on_and_every_stage_is_there() -> None:
    counts = Counter(stages_of(40, HomeMaker(1).random))
    assert counts.most_common(1)[0][0] == "intervention"
    assert set(counts) == {"intake", "assessment", "intervention", "evaluation"}


def test_files_of_one_child_or_adult_stand_in_the_stage_that_their_age_explains() -> None:
    drawn = [stage_of(number) for number in range(60)]

    assert Counter(drawn) == {"intervention": 45, "assessment": 10, "intake": 5}
    assert [opened_between("out_of_family", number)[1] for number in (0, 9, 11)] == [1500, 38, 10]
    assert opened_between("offence_prevention", 0) == (75, 330)


@pytest.mark.parametrize(
    ("code", "age", "holder"),
    [("offence_prevention", 13, "child"), ("out_of_family", 8, "child"), ("care_leaver", 21, "adult"),
     ("addiction", 63, "adult"), ("offence_prevention", 11, "child")],
)  # fmt: skip
def test_what_is_told_of_somebody_fits_the_kind_of_file_and_needs_no_other_name(
    code: str, age: int, holder: str
) -> None:
    cast = Cast({holder: "Anna"}, {holder: 1})
    for number in range(6):
        theme = theme_of(library(), code, number, age)
        goal = theme["goal"]
        texts = [one["text"] for one in theme["statements"]] + [theme["summary"], goal["title"], *goal["levels"]]

        assert theme["holder"] == holder
        assert all(cast.say(text) for text in texts)


@pytest.mark.parametrize("stage", ["assessment", "intervention", "evaluation", "closed"])
def test_the_days_of_a_course_follow_each_other(stage: str) -> None:
    random, today = HomeMaker(2).random, date(2026, 11, 24)
    for _try in range(50):
        course = draw_course(stage, today, random)
        days = [course.opened, course.visited, course.summed_up, course.assessing, course.begun, course.signed]
        days += [course.approved, course.planned, course.intervention, course.agreed]
        days += [day for day in (course.evaluating, course.evaluated, course.closed) if day]
        assert days == sorted(days)
        assert course.opened < today


def test_the_stories_are_read_from_the_project_itself() -> None:
    assert DATA.parts[-2:] == ("cases", "data")
    assert all((DATA / f"{name}.yaml").is_file() for name in ("stories", "themes", "texts"))
