"""What colleagues ask of me: files to accept, notes to confirm, files in which I stand in."""

from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from saikne.accounts.models import User
from saikne.cases.enums import Notebook
from saikne.cases.queries.journal import asked_receipts
from saikne.cases.queries.tasks import ANY, TASKS, WHOLE, Task, Tasks
from saikne.cases.queries.team import asked_hand_overs, last_day, own_deputyships
from saikne.privacy.enums import Opens

SHOWN = 50
ENDS_SOON = timedelta(days=14)
AUDIENCE: dict[str, tuple[str, ...]] = {Notebook.WORK: WHOLE, Notebook.PSYCHOSOCIAL: (Opens.PSYCHOSOCIAL,)}


@Tasks
def hand_overs_waiting(user: User, on: date) -> list[Task]:
    """Files that I am to accept or return."""
    return [
        Task(
            row.case,
            None,
            _("Accept the case. Handed over by: %(name)s") % {"name": row.giver},
            reverse("cases:hand_over_pack", args=[row.pk]),
            pgettext("kind of work", "Hand-over"),
            WHOLE,
        )
        for row in asked_hand_overs(user)[:SHOWN]
    ]


@Tasks
def receipts_waiting(user: User, on: date) -> list[Task]:
    """Notes to me that I have yet to confirm, in notebooks that I may read."""
    return [
        Task(
            row.entry.case,
            None,
            _("Read the note and confirm it. From: %(name)s") % {"name": row.entry.by},
            reverse("cases:entry", args=[row.entry_id]),
            pgettext("kind of work", "Note"),
            AUDIENCE[row.entry.notebook],
        )
        for row in asked_receipts(user)[:SHOWN]
    ]


@Tasks
def deputyships_ending(user: User, on: date) -> list[Task]:
    """Files in which I stand in for somebody and which I am soon to give back."""
    return [
        Task(
            row.case,
            last_day(row),
            _("The last day as a deputy"),
            reverse("cases:file", args=[row.case_id]),
            pgettext("kind of work", "Standing in"),
            ANY,
        )
        for row in own_deputyships(user)[:SHOWN]
        if last_day(row) <= on + ENDS_SOON
    ]


def register() -> None:
    """Let *Mans darbs* ask for these."""
    TASKS.register("cases.hand_overs", hand_overs_waiting, rank=10)
    TASKS.register("cases.receipts", receipts_waiting, rank=15)
    TASKS.register("cases.deputyships", deputyships_ending, rank=60)
