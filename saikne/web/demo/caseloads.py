"""Files of the kinds and numbers that the Tukums presentation reports, worker by worker."""

from collections.abc import Iterator
from dataclasses import dataclass

from saikne.web.demo.people import Home, HomeMaker

TOWN = "Tukums"
WEST = ("Džūkstes pagasts", "Slampes pagasts")
SOUTH = ("Degoles pagasts", "Irlavas pagasts", "Lestenes pagasts", "Tumes pagasts")
NORTH = {"parish": "Sēmes pagasts", "parish2": "Jaunsātu pagasts", "parish3": "Zentenes pagasts"}


@dataclass(frozen=True, slots=True)
class Load:
    """So many files of a kind with one worker, for homes of a shape."""

    worker: str
    kind: str
    count: int
    shape: str
    parishes: tuple[str, ...] = (TOWN,)


SECOND_FILES = 1  # somebody with a case of her own is sent to rehabilitation too
# Ranges are those of organisation/data/tukums.yaml (caseloads); each number lies within its range.
LOADS = (
    Load("assistance2", "assistance", 290, "old"),
    Load("assistance", "assistance", 42, "young_family"),
    Load("west_sp", "assistance", 204, "mixed", WEST),
    Load("south_sp", "assistance", 200, "mixed", SOUTH),
    *(
        Load(worker, "assistance", count, "mixed", (NORTH[worker],))
        for worker, count in (("parish", 66), ("parish2", 62), ("parish3", 60))
    ),
    Load("functioning", "state_rehabilitation", 112 - SECOND_FILES, "grown"),
    Load("functioning", "long_term_care", 43, "old"),
    Load("addiction", "addiction", 32, "grown"),
    Load("care", "guardian_family", 103, "guardian"),
    Load("care", "care_leaver", 62, "youth"),
    Load("care", "out_of_family", 63, "child"),
    Load("groups", "group_disability", 46, "grown"),
    Load("groups", "group_seniors", 58, "old"),
    Load("groups", "group_homeless", 68, "grown"),
    Load("groups", "group_youth", 30, "child"),
    Load("psychologist", "psychologist", 27, "grown"),
    Load("psychologist2", "psychologist", 26, "grown"),
    Load("west_adults", "adult", 3, "grown", WEST),
    Load("west_adults", "state_rehabilitation", 5, "grown", WEST),
    Load("south_adults", "adult", 2, "grown", SOUTH),
    Load("south_adults", "state_rehabilitation", 6, "grown", SOUTH),
    Load("adults", "adult", 12, "grown"),
    *(Load(worker, "adult", 1, "grown", (NORTH[worker],)) for worker in ("parish", "parish3")),
    *(Load(worker, "state_rehabilitation", 2, "grown", (parish,)) for worker, parish in NORTH.items()),
    *(Load(worker, "offence_prevention", 1, "teenager", (parish,)) for worker, parish in NORTH.items()),
    Load("west_family", "offence_prevention", 2, "teenager", WEST),
    Load("south_family", "offence_prevention", 3, "teenager", SOUTH),
)


@dataclass(frozen=True, slots=True)
class FamilyLoad:
    """Family cases of a worker: so many open, so many closed in the last two years."""

    worker: str
    open: int
    closed: int
    parishes: tuple[str, ...] = (TOWN,)


# Open family cases: 18–50 in town with offence prevention, 30 in the pilot team, 10 of a generalist.
FAMILY_CASES = (
    FamilyLoad("family", 29, 9),
    FamilyLoad("family2", 42, 9),
    FamilyLoad("family3", 40, 8),
    FamilyLoad("family4", 38, 8),
    FamilyLoad("family5", 30, 7),
    FamilyLoad("west_family", 28, 1, WEST),
    FamilyLoad("south_family", 23, 1, SOUTH),
    FamilyLoad("parish", 10, 2, (NORTH["parish"],)),
    FamilyLoad("parish2", 10, 1, (NORTH["parish2"],)),
    FamilyLoad("parish3", 10, 1, (NORTH["parish3"],)),
)


def other_homes(maker: HomeMaker, load: Load) -> Iterator[Home]:
    """As many homes as the load has files, each fit for the kind."""
    for number in range(load.count):
        parish = load.parishes[number % len(load.parishes)]
        yield _home(maker, load.shape, parish)


def _home(maker: HomeMaker, shape: str, parish: str) -> Home:
    if shape == "mixed":
        shape = maker.random.choice(("old", "old", "young_family", "grown"))
    if shape == "old":
        return maker.couple(parish, (64, 88)) if maker.random.random() < 0.25 else maker.alone(parish, (63, 94))
    if shape in ("young_family", "teenager", "child", "guardian"):
        return _with_children(maker, shape, parish)
    return maker.alone(parish, (20, 24) if shape == "youth" else (24, 63))


def _with_children(maker: HomeMaker, shape: str, parish: str) -> Home:
    if shape == "teenager":
        return maker.family(parish, household="mother", children=1, ages=(12, 17))
    if shape == "guardian":
        return maker.family(parish, household="grandmother", children=maker.random.choice((1, 1, 2)), ages=(3, 17))
    if shape == "child":
        return maker.family(parish, household=maker.random.choice(("mother", "grandmother")), children=1, ages=(7, 17))
    return maker.family(
        parish, household=maker.random.choice(("both", "mother")), children=maker.random.randrange(1, 4)
    )
