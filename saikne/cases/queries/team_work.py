"""What colleagues ask of me: files to accept, notes to confirm, files in which I stand in."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from saikne.accounts.models import User
from saikne.cases.models import Case
from saikne.cases.queries.journal import waiting_receipts
from saikne.cases.queries.results_work import About, about_files
from saikne.cases.queries.team import deputyships_of, last_day, waiting_for
from saikne.core.work import WorkItem

SHOWN = 50
ENDS_SOON = timedelta(days=14)


def hand_overs_waiting(user: User, on: date) -> list[WorkItem]:
    """Files that I am to accept or return."""
    rows = list(waiting_for(user)[:SHOWN])
    known = _about((row.case for row in rows), on)
    return [
        WorkItem(
            None,
            _("Accept the case. Handed over by: %(name)s") % {"name": row.giver},
            known[row.case_id].title,
            reverse("cases:hand_over_pack", args=[row.pk]),
            pgettext("kind of work", "Hand-over"),
            known[row.case_id].records,
        )
        for row in rows
    ]


def receipts_waiting(user: User, on: date) -> list[WorkItem]:
    """Notes to me that I have yet to confirm."""
    rows = list(waiting_receipts(user)[:SHOWN])
    known = _about((row.entry.case for row in rows), on)
    return [
        WorkItem(
            None,
            _("Read the note and confirm it. From: %(name)s") % {"name": row.entry.by},
            known[row.entry.case_id].title,
            reverse("cases:entry", args=[row.entry_id]),
            pgettext("kind of work", "Note"),
            known[row.entry.case_id].records,
        )
        for row in rows
    ]


def deputyships_ending(user: User, on: date) -> list[WorkItem]:
    """Files in which I stand in for somebody and which I am soon to give back."""
    rows = [row for row in deputyships_of(user)[:SHOWN] if last_day(row) <= on + ENDS_SOON]
    known = _about((row.case for row in rows), on)
    return [
        WorkItem(
            last_day(row),
            _("The last day as a deputy"),
            known[row.case_id].title,
            reverse("cases:file", args=[row.case_id]),
            pgettext("kind of work", "Standing in"),
            known[row.case_id].records,
        )
        for row in rows
    ]


def _about(cases: Iterable[Case], on: date) -> dict[int, About]:
    return about_files(cases, on=on)
