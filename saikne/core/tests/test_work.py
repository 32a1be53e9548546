"""What waits for somebody stands in the order of its day."""

from datetime import date

import pytest

from saikne.core.registry import Registry
from saikne.core.work import WorkItem, work_of

TODAY = date(2026, 11, 24)


def item(label: str, due: date | None) -> WorkItem:
    return WorkItem(due, label, "Ozoliņu ģimene", "/", "Lieta")


def test_what_is_late_comes_first_and_what_has_no_day_last(monkeypatch: pytest.MonkeyPatch) -> None:
    mine: Registry[object] = Registry("test")
    mine.register("b", lambda user, on: [item("no day", None), item("today", on)])
    mine.register("a", lambda user, on: [item("late", date(2026, 11, 1))])
    monkeypatch.setattr("saikne.core.work.work_items", mine)

    assert [one.label for one in work_of(object(), on=TODAY)] == ["late", "today", "no day"]
