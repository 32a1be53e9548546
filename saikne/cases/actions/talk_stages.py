"""Moving a file from stage to stage; the whole team is told."""

from datetime import datetime

from django.utils.translation import gettext as _

from saikne.accounts.actions import tell
from saikne.accounts.models import User
from saikne.cases.actions.frame import hold_case, hold_client, subjects_of
from saikne.cases.enums import Stage
from saikne.cases.models import Case, Client, StagePeriod
from saikne.cases.queries.results_settings import review_interval
from saikne.cases.queries.talk_stages import sentences, today_of
from saikne.cases.queries.talk_team import whole_team
from saikne.cases.rules.results_dates import add_months
from saikne.cases.rules.talk_stages import may_move, obstacles
from saikne.core import clock
from saikne.core.acts import act, note
from saikne.core.errors import Moved, Refusal
from saikne.core.periods import live
from saikne.people.actions import hold_persons


def hold_whole(case: Case) -> tuple[Client, Case, list[int]]:
    """Persons, then the client, then the file, open or closed; read again under the locks."""
    records = subjects_of(case)
    hold_persons(records)
    client = hold_client(case.client_id)
    held = hold_case(case.pk)
    if subjects_of(held) != records or held.client_id != client.pk:
        raise Moved
    return client, held, records


@act
def move_stage(*, case: Case, to: str, by: User) -> StagePeriod:
    """On to the next stage, back, or to an early end; every obstacle is told at once."""
    _client, held, _records = hold_whole(case)
    stands = today_of(held, seen_by=by)
    if Stage.CLOSED in {to, stands.stage} or not may_move(stands.stage, to, staged=held.kind.staged):
        raise Refusal(_("The file cannot go there from the stage in which it stands. Open the page again."))
    if found := obstacles(stands.stage, to, stands.facts):
        raise Refusal(*sentences(found, stands))
    moment = clock.now()
    period = change_stage(held, to, by=by, at=moment)
    if to == Stage.INTERVENTION and held.review_due is None:
        today = clock.local_date(moment)
        months = review_interval(held.municipality_id, on=today).months
        Case.objects.filter(pk=held.pk).update(review_due=add_months(today, months))
    tell(users=whole_team(held), message="cases.stage_changed", about="case", about_no=held.pk, by=by)
    note(act="cases.move_stage", about="cases.case", about_no=held.pk, by=by, at=moment, came=stands.stage, to=to)
    return period


def change_stage(case: Case, to: str, *, by: User, at: datetime) -> StagePeriod:
    """Inside an action that holds the file: end the stage that stands, begin the next at the same instant."""
    StagePeriod.objects.filter(live(), case=case).update(until=at)
    return StagePeriod.objects.create(case=case, stage=to, since=at, by=by)
