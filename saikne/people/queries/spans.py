"""Of whom a record has spoken, and when: the access log names the person of the moment."""

from collections.abc import Iterable

from saikne.people.models import IdentityLink
from saikne.privacy.registry import Span


def spans_of(records: Iterable[int]) -> list[Span]:
    """Each period of each record's links."""
    rows = IdentityLink.objects.filter(record__in=list(records)).order_by("record_id", "since")
    return [Span(row.record_id, row.person_id, row.since, row.until) for row in rows]
