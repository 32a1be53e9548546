"""Writing the service itself: municipalities, units, posts, postings, partners."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from saikne.accounts.models import User
from saikne.core.acts import act, note
from saikne.core.errors import Refusal
from saikne.organisation.models import Institution, Municipality, Post, Posting, Territory, Unit
from saikne.organisation.reference import municipalities
from saikne.organisation.rules.days import Span


@act
def load_municipalities(*, by: User) -> int:
    """Write the project's table of municipalities; safe to repeat. How many there are."""
    rows = municipalities()
    for row in rows:
        Municipality.objects.update_or_create(
            code=row["code"],
            defaults={
                "name": row["name"],
                "name_genitive": row["name_genitive"],
                "name_locative": row["name_locative"],
                "kind": row["kind"],
                "residents": int(row["residents"]) if row["residents"] else None,
                "residents_verified": row["residents_verified"] == "true",
            },
        )
    note(act="organisation.load_municipalities", about="organisation.municipality", about_no=0, by=by, rows=len(rows))
    return len(rows)


@act
def open_unit(
    *,
    municipality: Municipality,
    name: str,
    since: date,
    parent: Unit | None = None,
    name_locative: str = "",
    phone: str = "",
    territories: Iterable[Territory] = (),
    by: User,
) -> Unit:
    """A service or a part of it."""
    unit = Unit.objects.create(
        municipality=municipality, name=name, name_locative=name_locative, phone=phone, parent=parent, since=since
    )
    unit.territories.set(territories)
    note(act="organisation.open_unit", about="organisation.unit", about_no=unit.pk, by=by)
    return unit


@act
def open_post(
    *, unit: Unit, specialisation: str, title: str, since: date, share: Decimal = Decimal(1), by: User
) -> Post:
    """A post of a unit."""
    post = Post.objects.create(unit=unit, specialisation=specialisation, title=title, since=since, share=share)
    note(act="organisation.open_post", about="organisation.post", about_no=post.pk, by=by)
    return post


@act
def post_worker(
    *, user: User, post: Post, since: date, until: date | None = None, share: Decimal = Decimal(1), by: User
) -> Posting:
    """From this day the worker holds the post, up to (not including) another."""
    held = Post.objects.select_for_update(no_key=True).get(pk=post.pk)
    if problems := _posting_problems(user, held, Span(since, until), share):
        raise Refusal(**{name: " ".join(told) for name, told in problems.items()})
    posting = Posting.objects.create(user=user, post=held, since=since, until=until, share=share)
    note(act="organisation.post_worker", about="organisation.posting", about_no=posting.pk, by=by)
    return posting


def _posting_problems(user: User, post: Post, span: Span, share: Decimal) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    if share > post.share:
        found.setdefault("share", []).append(_("The post is a smaller part of a full post than this."))
    if not user.is_active:
        found.setdefault("user", []).append(_("This account is closed. Open it again first."))
    if span.until is not None and span.until <= span.since:
        found.setdefault("last_day", []).append(_("The last day cannot be before the first one."))
    if not span.within(Span(post.since, post.until)):
        found.setdefault("since", []).append(_("There is no such post on all of these days."))
    hers = Posting.objects.filter(user=user, post=post).values_list("since", "until")
    if any(span.meets(Span(*pair)) for pair in hers):
        found.setdefault("post", []).append(_("She holds this post already on some of these days."))
    return found


@act
def add_institution(
    *, municipality: Municipality | None, kind: str, name: str, phone: str = "", users: Iterable[User] = (), by: User
) -> Institution:
    """A partner of the service."""
    institution = Institution.objects.create(municipality=municipality, kind=kind, name=name, phone=phone)
    institution.users.set(users)
    note(act="organisation.add_institution", about="organisation.institution", about_no=institution.pk, by=by)
    return institution
