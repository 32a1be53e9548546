"""Of whom a record has spoken, and when: the access log names the person of the moment."""

from collections.abc import Iterable

from django.db.models import QuerySet

from saikne.core.prepared import prepared
from saikne.people.models import IdentityLink
from saikne.privacy.registry import Span


def spans_of(records: Iterable[int]) -> list[Span]:
    """Each period of each record's links."""
    return [Span(row.record_id, row.person_id, row.since, row.until) for row in _links(records=list(records))]


@prepared
def _links(*, records: list[int]) -> QuerySet[IdentityLink]:
    return IdentityLink.objects.filter(record__in=records).order_by("record_id", "since")
