"""How often a service looks at its plans again: its own dated choice, else the unverified default."""

from datetime import date

from django.db.models import F

from saikne.cases.rules.results_dates import DEFAULT_INTERVAL, ReviewInterval
from saikne.core.models import Setting

REVIEW_MONTHS = "cases.review_months"
EVERYWHERE = 0


def review_interval(municipality_id: int, *, on: date) -> ReviewInterval:
    """The interval in force on a day: the municipality's before that of all, the latest known before an earlier one."""
    found = (
        Setting.objects.filter(code=REVIEW_MONTHS, scope_no__in=[EVERYWHERE, municipality_id], valid_from__lte=on)
        .order_by(F("scope_no").desc(), "-valid_from", "-known_since")
        .first()
    )
    if found is None:
        return DEFAULT_INTERVAL
    return ReviewInterval(int(found.value), found.valid_from, found.source, found.verified)
