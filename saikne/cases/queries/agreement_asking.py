"""Who may be asked to change a point, and which requests wait to be read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from saikne.cases.models import ChapterVersion, PointRequest, Receipt
from saikne.cases.queries.agreement import AgreementLines
from saikne.cases.queries.agreement_words import clash_words
from saikne.cases.rules.agreement_clash import PointClash, PointRef


@dataclass(frozen=True, slots=True)
class Asked:
    """A colleague was asked to change a point: whom, when, and when she has read it."""

    whom: str
    asked_at: datetime
    read_at: datetime | None


def clash_of(lines: AgreementLines, chapter: int, point: int) -> PointClash | None:
    """The contradiction that nobody has chosen to keep in which this point of this chapter takes part."""
    wanted = (chapter, point)
    return next(
        (
            clash
            for clash in lines.clashes()[0]
            if not clash.kept and wanted in {(ref.chapter, ref.number) for ref in (clash.first, clash.second)}
        ),
        None,
    )


def sides(clash: PointClash, chapter: int, point: int) -> tuple[PointRef, PointRef]:
    """The point of this number, and the one that it contradicts."""
    mine = (clash.first.chapter, clash.first.number) == (chapter, point)
    return (clash.first, clash.second) if mine else (clash.second, clash.first)


def request_text(clash: PointClash, chapter: int, point: int, names: Mapping[int, str]) -> str:
    """What the note says until somebody words it otherwise."""
    hers, other = sides(clash, chapter, point)
    told = {
        "label": hers.label,
        "text": hers.text,
        "other": other.label,
        "other_text": other.text,
        "when": clash_words(clash, names),
    }
    return (
        _(
            "Point %(label)s of the agreement (“%(text)s”) contradicts point %(other)s (“%(other_text)s”): %(when)s. "
            "Please change point %(label)s, or tell me what to do with the other one."
        )
        % told
    )


def _requests(versions: Iterable[ChapterVersion]) -> QuerySet[Receipt]:
    """Receipts of standing notes about points of these wordings, the latest last."""
    rows = Receipt.objects.filter(
        entry__point_request__version__in=[version.pk for version in versions], entry__withdrawn_at__isnull=True
    )
    return rows.select_related("user", "entry__point_request").order_by("pk")


def waiting_request(version: ChapterVersion, point: int) -> bool:
    """Whether a note about this point has not been read yet."""
    return _requests([version]).filter(entry__point_request__point=point, received_at__isnull=True).exists()


def asked_about(versions: Iterable[ChapterVersion]) -> dict[tuple[int, int], Asked]:
    """Number of the wording and of the point → who was asked last; one query."""
    found: dict[tuple[int, int], Asked] = {}
    for row in _requests(versions):
        request: PointRequest = row.entry.point_request
        found[request.version_id, request.point] = Asked(row.user.short_name, row.asked_at, row.received_at)
    return found
