"""What access asks of people: the head answers emergencies, the one who opened explains when asked."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from saikne.accounts.models import User
from saikne.cases.access import Perm
from saikne.cases.queries.access_head import SHOWN, labels_of, scope_of
from saikne.cases.rules.access import answer_due
from saikne.core import clock
from saikne.core.work import WorkItem
from saikne.privacy.models import BreakGlass
from saikne.privacy.queries import unexplained, waiting_emergencies


def emergencies_to_answer(user: User, on: date) -> list[WorkItem]:
    """Emergency accesses that this head has not judged; those of herself are for another."""
    if not user.has_perm(Perm.HEAD):
        return []
    rows = list(waiting_emergencies(scope_of(user).municipalities).exclude(user=user)[:SHOWN])
    return _items(rows, "cases:emergency_answer", _("Answer whether an emergency access was justified"))


def explanations_asked(user: User, on: date) -> list[WorkItem]:
    """Own emergency accesses for which the head asks an explanation."""
    return _items(list(unexplained(user)[:SHOWN]), "cases:emergency_explain", _("Explain your emergency access"))


def _items(rows: list[BreakGlass], url_name: str, label: str) -> list[WorkItem]:
    """Files stand here by number only, so that no name is shown."""
    labels = labels_of(row.about_no for row in rows if row.about == "case") if rows else {}
    return [
        WorkItem(
            due=answer_due(clock.local_date(row.answered_at or row.since)),
            label=label,
            about=labels.get(row.about_no, "") if row.about == "case" else str(row.user),
            url=reverse(url_name, args=[row.pk]),
            kind=_("Emergency access"),
        )
        for row in rows
    ]
