"""Writing the access log."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from saikne.accounts.models import User
from saikne.core import clock
from saikne.core.prepared import prepared
from saikne.privacy.enums import PRECEDENCE, PURPOSE_OF, Ground, Purpose
from saikne.privacy.models import (
    AccessRow,
    Grant,
)
from saikne.privacy.registry import anchors_of


def log_shown(*, user: User, records: Mapping[int, str], page: str) -> list[AccessRow]:
    """One row for each person shown, in one INSERT: the anchor of the moment, the purpose, the grant.

    A record behind which nobody stands cannot be logged, so it may not be shown: LookupError.
    """
    moment = clock.now()
    persons = anchors_of(records)
    if strangers := sorted(set(records) - set(persons)):
        raise LookupError(f"nobody stands behind the records {strangers}")
    found = [_as_hers(row, user.pk) for row in _grounds(user_id=user.pk, records=list(records), at=moment)]
    rows = sorted(found, key=_weight, reverse=True)
    grants = {persons[row["about_no"]]: row for row in rows}  # the weightiest comes last and stays
    otherwise = _purpose(rows[-1]) if rows else Purpose.SEARCH  # a relative out of reach is shown for the page's sake
    told = {persons[number]: records[number] for number in sorted(records, key=lambda number: records[number])}
    return AccessRow.objects.bulk_create(
        AccessRow(
            at=moment,
            user_id=user.pk,
            person_no=person,
            page=page[:60],
            purpose=purpose or (_purpose(grants[person]) if person in grants else otherwise),
            grant_no=grants[person]["pk"] if person in grants else None,
        )
        for person, purpose in sorted(told.items())
    )


@prepared
def _grounds(*, user_id: int, records: list[int], at: datetime) -> QuerySet[Grant, Any]:
    mine = Grant.objects.standing_for(user_id, at).filter(about="record", about_no__in=records)
    return mine.values("about_no", "ground", "pk", "holder__user")


def _as_hers(row: Mapping[str, Any], user_id: int) -> Mapping[str, Any]:
    """What another holds explains a look only as standing in for her, whatever it is to the other."""
    return row if row["holder__user"] in {None, user_id} else {**row, "ground": Ground.DEPUTY}


def _weight(row: Mapping[str, Any]) -> tuple[int, int]:
    return PRECEDENCE.index(Ground(row["ground"])), row["pk"]


def _purpose(row: Mapping[str, Any]) -> Purpose:
    return PURPOSE_OF[Ground(row["ground"])]
