"""Absences and deputies: marked, named, ended; reach follows in the same act."""

from datetime import date, datetime, timedelta

from django.db.models import F, Q
from django.utils.translation import gettext as _

from saikne.accounts.actions import tell
from saikne.accounts.models import User
from saikne.core import clock
from saikne.core.acts import act, note
from saikne.core.errors import Refusal
from saikne.organisation.models import Absence, Deputyship
from saikne.organisation.queries import seat_of
from saikne.organisation.queries.absence import duty_of
from saikne.organisation.registry import reach_of_deputies
from saikne.organisation.rules.absence import memberships
from saikne.organisation.rules.days import Span, after

LONGEST = timedelta(days=366)


def _hold(user_no: int) -> User:
    """One at a time writes the absences of a worker."""
    return User.objects.select_for_update(no_key=True).get(pk=user_no)


@act
def mark_absence(*, user: User, kind: str, since: date, last_day: date | None, by: User) -> Absence:
    """She is away from a day, also from this morning; without a last day until she is back."""
    held = _hold(user.pk)
    moment, span = clock.now(), Span(since, after(last_day))
    problems = {}
    if span.until is not None and span.until <= span.since:
        problems["last_day"] = _("The last day cannot be before the first one.")
    elif span.until is not None and span.until <= clock.local_date(moment):
        problems["last_day"] = _("This absence is over. Only one of today or later is marked.")
    if not held.is_active:
        problems["since"] = _("This account is closed. Open it again first.")
    standing_now = Absence.objects.filter(user=held, back_at__isnull=True).values_list("since", "until")
    if any(span.meets(Span(*pair)) for pair in standing_now):
        problems["since"] = _("An absence is marked already on some of these days. Change that one.")
    if problems:
        raise Refusal(**problems)
    made = Absence.objects.create(user=held, kind=kind, since=since, until=span.until, noted_by=by, noted_at=moment)
    settle(moment)
    note(
        act="organisation.mark_absence", about="organisation.absence", about_no=made.pk, by=by, at=moment, user=held.pk
    )
    return made


@act
def change_absence(*, absence: Absence, last_day: date | None, by: User) -> None:
    """It lasts longer or shorter than was thought; deputies stay until their own last day."""
    _hold(absence.user_id)
    held = Absence.objects.select_for_update(no_key=True).get(pk=absence.pk)
    moment, until = clock.now(), after(last_day)
    _refuse_over(held, moment)
    if until is not None and until <= max(held.since, clock.local_date(moment)):
        raise Refusal(last_day=_("The last day cannot be before today or before the first one."))
    others = Absence.objects.filter(user=held.user_id, back_at__isnull=True).exclude(pk=held.pk)
    if any(Span(held.since, until).meets(Span(*pair)) for pair in others.values_list("since", "until")):
        raise Refusal(last_day=_("An absence is marked already on some of these days. Change that one."))
    Absence.objects.filter(pk=held.pk).update(until=until)
    settle(moment)
    note(act="organisation.change_absence", about="organisation.absence", about_no=held.pk, by=by, at=moment)


def _refuse_over(absence: Absence, at: datetime) -> None:
    today = clock.local_date(at)
    if absence.back_at is not None or (absence.until is not None and absence.until <= today):
        raise Refusal(_("This absence is over."))


@act
def name_deputy(*, absence: Absence, deputy: User, last_day: date, by: User) -> Deputyship:
    """A colleague stands in for all work while she is away, up to a day; a later naming takes the place of this."""
    _hold(absence.user_id)
    held = Absence.objects.select_for_update(no_key=True).select_related("user").get(pk=absence.pk)
    moment = clock.now()
    _refuse_over(held, moment)
    if problems := _deputy_problems(held, deputy, last_day, clock.local_date(moment)):
        raise Refusal(**problems)
    start = max(moment, clock.midnight(held.since))
    earlier = Deputyship.objects.filter(absence=held, until__gt=start)
    earlier.filter(since__lt=start).update(until=start)
    earlier.filter(since__gte=start).update(until=F("since") + clock.TICK)
    made = Deputyship.objects.create(
        absence=held,
        absent_id=held.user_id,
        deputy=deputy,
        since=start,
        until=clock.midnight(last_day + timedelta(days=1)),
        by=by,
    )
    settle(moment)
    tell(users=[deputy], message="organisation.deputy", about="absence", about_no=held.pk, by=by)
    note(
        act="organisation.name_deputy",
        about="organisation.deputyship",
        about_no=made.pk,
        by=by,
        at=moment,
        absent=held.user_id,
        deputy=deputy.pk,
    )
    return made


def _deputy_problems(absence: Absence, deputy: User, last_day: date, today: date) -> dict[str, str]:
    found = {}
    mine, hers = seat_of(absence.user), seat_of(deputy)
    if deputy.pk == absence.user_id:
        found["deputy"] = _("Nobody stands in for herself. Choose a colleague.")
    elif not deputy.is_active or hers is None or (mine and hers.municipality_id != mine.municipality_id):
        found["deputy"] = _("This colleague has no post in the same municipality.")
    if last_day < max(today, absence.since):
        found["last_day"] = _("The last day cannot be before today or before the first one.")
    elif absence.until is not None and last_day >= absence.until:
        found["last_day"] = _("The absence ends earlier. A deputy stands in while it lasts.")
    elif last_day - today > LONGEST:
        found["last_day"] = _("A deputy stands in for a year at most. For longer, hand the files over.")
    return found


@act
def come_back(*, absence: Absence, by: User) -> None:
    """She is back at this moment, or does not go after all; whoever stood in does so no longer."""
    _hold(absence.user_id)
    held = Absence.objects.select_for_update(no_key=True).get(pk=absence.pk)
    moment = clock.now()
    _refuse_over(held, moment)
    Absence.objects.filter(pk=held.pk).update(back_at=moment)
    _end_deputies(Q(absence=held), moment)
    settle(moment)
    note(act="organisation.come_back", about="organisation.absence", about_no=held.pk, by=by, at=moment)


@act
def mark_read(*, absence: Absence, by: User) -> None:
    """She has read what happened while she was away."""
    moment = clock.now()
    Absence.objects.filter(pk=absence.pk, user=by, read_at__isnull=True).update(read_at=moment)
    note(act="organisation.absence_read", about="organisation.absence", about_no=absence.pk, by=by, at=moment)


def _end_deputies(which: Q, at: datetime) -> None:
    rows = Deputyship.objects.filter(which, until__gt=at)
    rows.filter(since__lt=at).update(until=at)
    rows.filter(since__gte=at).update(until=F("since") + clock.TICK)


def leave_duty(user: User, at: datetime) -> None:
    """Inside the act by which she leaves: she is neither away nor stands in any more."""
    Absence.objects.filter(user=user, back_at__isnull=True).update(back_at=at)
    _end_deputies(Q(absent=user) | Q(deputy=user), at)
    settle(at)


def settle(at: datetime) -> None:
    """Inside an action: reach of deputies is what the absences and deputies say from now on."""
    wanted = memberships(duty_of(), on=clock.local_date(at))
    reach_of_deputies.get("privacy")(wanted, at)
