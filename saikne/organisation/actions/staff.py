"""Workers: taking on, posts and qualifications by date, leaving and coming back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Q
from django.utils.translation import gettext as _

from saikne.accounts.actions import close_account, issue_code, make_user, reopen_account, set_roles
from saikne.accounts.enums import UserKind
from saikne.accounts.models import User
from saikne.core import clock
from saikne.core.acts import act, note
from saikne.core.errors import Refusal
from saikne.organisation.actions.absence import leave_duty
from saikne.organisation.actions.service import post_worker
from saikne.organisation.models import Post, Posting, Qualification
from saikne.organisation.queries import seat_of
from saikne.organisation.registry import coming_back, leaving, moving
from saikne.organisation.rules.days import after


@dataclass(frozen=True, slots=True)
class NewWorker:
    """Somebody who begins to work: her account, her roles, and the post she takes, if it is known yet."""

    username: str
    first_name: str
    last_name: str
    title: str = ""
    phone: str = ""
    roles: tuple[str, ...] = ()
    post: Post | None = None
    since: date | None = None
    share: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True)
class Welcome:
    """An account with the code that is printed once."""

    user: User
    code: str


@act
def take_on(*, who: NewWorker, by: User) -> Welcome:
    """An account with its roles, a post, and a code with which she sets her password."""
    if who.post and not who.since:
        raise Refusal(since=_("Say from which day she holds the post."))
    user = make_user(
        username=who.username.strip(),
        first_name=who.first_name.strip(),
        last_name=who.last_name.strip(),
        kind=UserKind.STAFF,
        title=who.title.strip() or (who.post.title[:80] if who.post else ""),
        by=by,
    )
    if who.phone.strip():
        User.objects.filter(pk=user.pk).update(phone=who.phone.strip())
    if who.roles:
        set_roles(user=user, roles=who.roles, by=by)
    if who.post and who.since:
        post_worker(user=user, post=who.post, since=who.since, share=who.share, by=by)
    return Welcome(user, issue_code(user=user, by=by))


@act
def give_post(
    *, user: User, post: Post, since: date, last_day: date | None = None, share: Decimal = Decimal(1), by: User
) -> Posting:
    """She holds the post from a day; the heads over it see her files from the day on which her unit changes."""
    before = seat_of(user)
    made = post_worker(user=user, post=post, since=since, until=after(last_day), share=share, by=by)
    _moved(user, before.unit_id if before else None, by)
    return made


@act
def end_posting(*, posting: Posting, last_day: date, by: User) -> None:
    """She holds the post up to and including a day."""
    held = Posting.objects.select_for_update(no_key=True).select_related("user").get(pk=posting.pk)
    if held.until is not None and held.until <= clock.today():
        raise Refusal(_("It has ended already. Nothing can be changed in it."))
    until = after(last_day) or last_day
    if until <= held.since:
        raise Refusal(last_day=_("The last day cannot be before the first one."))
    before = seat_of(held.user)
    Posting.objects.filter(pk=held.pk).update(until=until)
    note(
        act="organisation.end_posting",
        about="organisation.posting",
        about_no=held.pk,
        by=by,
        until=until.isoformat(),
    )
    _moved(held.user, before.unit_id if before else None, by)


def _moved(user: User, unit_before: int | None, by: User) -> None:
    """Whoever heads her new unit sees her files, and whoever heads the former one no longer."""
    seat = seat_of(user)
    if seat and unit_before and seat.unit_id != unit_before:
        for follow in moving:
            follow(user, clock.now(), by)


@act
def add_qualification(
    *, user: User, kind: str, scope: str = "", since: date, last_day: date | None = None, by: User
) -> Qualification:
    """What she has learnt, from when the paper holds and until when."""
    until = after(last_day)
    if until is not None and until <= since:
        raise Refusal(last_day=_("The last day cannot be before the first one."))
    made = Qualification.objects.create(user=user, kind=kind, scope=scope.strip(), since=since, until=until)
    note(act="organisation.add_qualification", about="organisation.qualification", about_no=made.pk, by=by)
    return made


@act
def end_qualification(*, qualification: Qualification, last_day: date, by: User) -> None:
    """The paper holds up to and including a day; also to correct that day."""
    held = Qualification.objects.select_for_update(no_key=True).get(pk=qualification.pk)
    until = after(last_day) or last_day
    if until <= held.since:
        raise Refusal(last_day=_("The last day cannot be before the first one."))
    Qualification.objects.filter(pk=held.pk).update(until=until)
    about = "organisation.qualification"
    note(act="organisation.end_qualification", about=about, about_no=held.pk, by=by, until=until.isoformat())


@act
def end_work(*, user: User, by: User) -> None:
    """She works here no longer, from this moment: posts, roles, signing in, sessions and reach end together."""
    close_account(user=user, by=by)
    moment = clock.now()
    today = clock.local_date(moment)
    postings = Posting.objects.filter(Q(until__isnull=True) | Q(until__gt=today), user=user)
    ended = dict(postings.order_by("pk").values_list("pk", "since"))
    for number, since in ended.items():
        until = today if since < today else since + timedelta(days=1)
        Posting.objects.filter(pk=number).update(until=until)
    for end in leaving:
        end(user, moment, by)
    leave_duty(user, moment)
    note(act="organisation.end_work", about="accounts.user", about_no=user.pk, by=by, at=moment, postings=list(ended))


@act
def begin_again(*, user: User, roles: Iterable[str], post: Post, since: date, share: Decimal, by: User) -> Welcome:
    """She works here again: account, roles, a post and a new code; what she still leads is open to her again."""
    back = reopen_account(user=user, by=by)
    set_roles(user=back, roles=roles, by=by)
    post_worker(user=back, post=post, since=since, share=share, by=by)
    moment = clock.now()
    for begin in coming_back:
        begin(back, moment, by)
    return Welcome(back, issue_code(user=back, by=by))
