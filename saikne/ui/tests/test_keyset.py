"""Long lists page by page."""

import base64
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import BadRequest
from django.test import RequestFactory

from saikne.core.models import Draft
from saikne.ui.keyset import Keyset, KeysetPage

ORDER = Keyset("-saved_at", "-id", size=2)


@pytest.fixture
def drafts_of(maija: Any) -> list[int]:
    """Five drafts, of which two were saved in the same moment."""
    start = datetime(2026, 11, 24, 12, tzinfo=UTC)
    rows = [
        Draft(
            author=maija, form="note", about="case", about_no=n, payload=b"", saved_at=start + timedelta(minutes=n // 2)
        )
        for n in range(5)
    ]
    return [row.pk for row in Draft.objects.bulk_create(rows)]


def page(address: str) -> KeysetPage[Draft]:
    return ORDER.page(Draft.objects.all(), RequestFactory().get(address))


def test_every_row_stands_on_one_page_once_even_when_moments_are_equal(drafts_of: list[int]) -> None:
    shown, address = [], "/list/?q=a"
    while address:
        found = page(address)
        shown.append([row.pk for row in found.rows])
        address = found.next
    assert [len(rows) for rows in shown] == [2, 2, 1]
    assert [pk for rows in shown for pk in rows] == list(reversed(drafts_of))


def test_the_other_questions_of_an_address_stay_and_the_first_page_has_no_way_back(drafts_of: list[int]) -> None:
    first = page("/list/?q=a")
    assert first.first == ""
    assert first.next.startswith("/list/?q=a&after=")
    second = page(first.next)
    assert second.first == "/list/?q=a"


def test_a_row_added_meanwhile_moves_nothing(drafts_of: list[int], maija: Any) -> None:
    following = page("/list/").next
    moment = datetime(2027, 1, 1, tzinfo=UTC)
    Draft.objects.create(author=maija, form="x", about="case", about_no=9, payload=b"", saved_at=moment)
    assert [row.pk for row in page(following).rows] == [drafts_of[2], drafts_of[1]]


@pytest.mark.parametrize("cursor", ["%%%", "bm90IGpzb24=", base64.urlsafe_b64encode(json.dumps([1]).encode()).decode()])
def test_a_forged_cursor_is_a_bad_request(drafts_of: list[int], cursor: str) -> None:
    with pytest.raises(BadRequest):
        page(f"/list/?after={cursor}")
