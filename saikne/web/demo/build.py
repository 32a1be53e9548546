"""Building the whole demo service: one transaction, deed after deed in the order of time."""

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from django.db import DEFAULT_DB_ALIAS, connections
from django.utils import translation

from saikne.cases.actions.files_kinds import load_file_kinds
from saikne.core.acts import act
from saikne.methodology.actions import load_tables
from saikne.web.demo.caseloads import FAMILY_CASES, LOADS, TOWN, FamilyLoad
from saikne.web.demo.diary import Diary
from saikne.web.demo.documents import plan_documents
from saikne.web.demo.families import plan_families
from saikne.web.demo.family import Family
from saikne.web.demo.files import plan_other_files
from saikne.web.demo.mark import mark_as_demo
from saikne.web.demo.ozolini import ozolini
from saikne.web.demo.people import HomeMaker
from saikne.web.demo.plots import PlotMaker
from saikne.web.demo.service import build_service
from saikne.web.demo.stories import library
from saikne.web.demo.waiting import plan_waiting

SEED = 20260
Progress = Callable[[float], None]


def build_demo(tell: Progress, *, families: int | None = None, share: float = 1.0, seed: int = SEED) -> list[Family]:
    """All of it or nothing: the service, its people, every file with its year. `tell` hears how much is done (0–1)."""
    with translation.override("lv"), unlogged_queries(), fewer_collections():
        return _build(tell, families, share, seed)


@contextmanager
def unlogged_queries() -> Iterator[None]:
    """With DEBUG on, Django quotes and keeps every query; a build of a hundred thousand does without."""
    own = vars(connections[DEFAULT_DB_ALIAS])
    own["make_debug_cursor"] = connections[DEFAULT_DB_ALIAS].make_cursor
    try:
        yield
    finally:
        del own["make_debug_cursor"]


@contextmanager
def fewer_collections() -> Iterator[None]:
    """Nothing of what is built can be thrown away meanwhile: look for garbage rarely."""
    usual = gc.get_threshold()
    gc.set_threshold(200_000, 50, 50)
    try:
        yield
    finally:
        gc.set_threshold(*usual)


@act
def _build(tell: Progress, count: int | None, share: float, seed: int) -> list[Family]:
    demo = build_service()
    load_file_kinds(by=demo.system)
    load_tables(by=demo.system)
    maker, told = HomeMaker(seed), library()
    diary = Diary(maker.random)
    plots = PlotMaker(maker, told, diary.today)
    drawn = plots.plots(FAMILY_CASES if count is None else _fewer(count))
    if count is None:
        drawn.append(plots.largest("family", TOWN))
    drawn += plots.adults(LOADS) if count is None else [plots.adult("adults", TOWN)]
    drawn.append(ozolini(maker, told, diary.today))
    families = plan_families(demo, told, diary, drawn)
    plan_waiting(demo, told, diary, families)
    plan_documents(diary, families)
    plan_other_files(demo, told, maker, diary, share=share)
    mark_as_demo()
    share_done = 0.0
    for done in diary.run():
        share_done = max(share_done, done / len(diary))
        tell(share_done)
    return families


def _fewer(count: int) -> Sequence[FamilyLoad]:
    """A small service: so many open families with the first worker, one of them closed for every six."""
    return [replace(FAMILY_CASES[0], open=count, closed=max(1, count // 6))]
