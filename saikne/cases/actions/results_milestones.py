"""A birthday's work is done: by whom, when, what."""

from datetime import date

from django.utils.translation import gettext as _

from saikne.accounts.models import User
from saikne.cases.models import MilestoneDone
from saikne.cases.queries.results_milestones import MilestoneTask
from saikne.core import clock
from saikne.core.acts import act, note
from saikne.core.errors import Refusal
from saikne.people.actions import hold_persons


@act
def do_milestone(*, task: MilestoneTask, what: str, done_on: date, by: User) -> MilestoneDone:
    """Say what was done; the task leaves the list of whoever answers for the client."""
    hold_persons([task.record_no])
    if done_on > clock.today():
        raise Refusal(done_on=_("The date cannot be in the future."))
    known = MilestoneDone.objects.filter(record=task.record_no, municipality=task.municipality_no, kind=task.kind)
    if known.exists():
        raise Refusal(_("This has been done already."))
    moment = clock.now()
    row = MilestoneDone.objects.create(
        record_id=task.record_no,
        municipality_id=task.municipality_no,
        kind=task.kind,
        due=task.due,
        done_on=done_on,
        what=what.strip(),
        by=by,
    )
    note(
        act="cases.milestone",
        about="people.personrecord",
        about_no=task.record_no,
        by=by,
        at=moment,
        kind=str(task.kind),
    )
    return row
