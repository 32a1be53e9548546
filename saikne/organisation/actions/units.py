"""The service changes: its details, territories, units and posts; what ends stays, with its last day."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db.models import Max, Model, Q
from django.utils.translation import gettext as _

from saikne.accounts.models import User
from saikne.core import clock
from saikne.core.acts import act, note
from saikne.core.errors import Refusal
from saikne.core.models import Revision
from saikne.organisation.models import Municipality, Post, Posting, Territory, Unit
from saikne.organisation.queries import units_under
from saikne.organisation.registry import heads
from saikne.organisation.rules.days import after


@act
def edit_service(*, municipality: Municipality, fields: Mapping[str, Any], by: User) -> Municipality:
    """What the service is called, where it is, how it is reached, whether the head approves assessments."""
    known = {"service_name", "service_phone", "service_address", "approves_assessments"}
    held = Municipality.objects.select_for_update(no_key=True).get(pk=municipality.pk)
    _edit(held, {name: value for name, value in fields.items() if name in known}, by)
    return held


def _edit(held: Model, fields: Mapping[str, Any], by: User) -> None:
    """Inside an action that holds the row: write what changed and keep what stood there."""
    changes = {name: value for name, value in fields.items() if held.serializable_value(name) != value}
    if not changes:
        raise Refusal(_("Nothing has changed."))
    about, moment = held._meta.label_lower, clock.now()
    last = Revision.objects.filter(about=about, about_no=held.pk).aggregate(last=Max("version"))["last"] or 0
    before = {name: held.serializable_value(name) for name in changes}
    type(held)._default_manager.filter(pk=held.pk).update(**changes)
    Revision.objects.create(about=about, about_no=held.pk, version=last + 1, before=before, by=by, at=moment)
    note(act="organisation.edit", about=about, about_no=held.pk, by=by, at=moment, fields=sorted(changes))
    held.refresh_from_db()


@act
def begin_territory(
    *, municipality: Municipality, name: str, name_genitive: str = "", name_locative: str = "", since: date, by: User
) -> Territory:
    """A parish or town in which the service works."""
    made = Territory.objects.create(
        municipality=municipality,
        name=name.strip(),
        name_genitive=name_genitive.strip(),
        name_locative=name_locative.strip(),
        since=since,
    )
    note(act="organisation.begin_territory", about="organisation.territory", about_no=made.pk, by=by)
    return made


@act
def end_territory(*, territory: Territory, last_day: date, by: User) -> None:
    """It is no territory of its own after this day; units lose it then."""
    held = Territory.objects.select_for_update(no_key=True).get(pk=territory.pk)
    _end(held, last_day, [], by)


@act
def edit_unit(*, unit: Unit, fields: Mapping[str, Any], territories: Iterable[Territory], by: User) -> Unit:
    """Another name, phone, unit above it or territories."""
    held = Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    _refuse_ended(held)
    parent = fields.get("parent_id")
    if parent and parent in units_under([held.pk]):
        raise Refusal(parent=_("A unit cannot stand under itself or under a part of it."))
    wanted = sorted(territory.pk for territory in territories)
    before = sorted(held.territories.values_list("pk", flat=True))
    if wanted != before:
        held.territories.set(wanted)
        gone, new = sorted(set(before) - set(wanted)), sorted(set(wanted) - set(before))
        note(
            act="organisation.unit_territories", about="organisation.unit", about_no=held.pk, by=by, out=gone, into=new
        )
    if wanted == before or any(held.serializable_value(name) != value for name, value in fields.items()):
        _edit(held, fields, by)
    return held


def _refuse_ended(row: Unit | Post | Territory) -> None:
    if row.until is not None and row.until <= clock.today():
        raise Refusal(_("It has ended already. Nothing can be changed in it."))


@act
def end_unit(*, unit: Unit, last_day: date, by: User) -> None:
    """The unit works up to and including a day; first its posts, its parts and its heads end."""
    held = Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    until, found = after(last_day) or last_day, []
    beyond = Q(until__isnull=True) | Q(until__gt=until)
    if posts := Post.objects.filter(beyond, unit=held).count():
        found.append(_("Posts that would be left: %(n)d. End them first.") % {"n": posts})
    if parts := Unit.objects.filter(beyond, parent=held).count():
        found.append(_("Units under it that would be left: %(n)d. End them first.") % {"n": parts})
    moment = clock.midnight(until)
    if [row for row in heads().rows([held.pk]) if row.until is None or row.until > moment]:
        found.append(_("Somebody would still head it. End that first."))
    _end(held, last_day, found, by)


@act
def end_post(*, post: Post, last_day: date, by: User) -> None:
    """There is no such post after this day; first whoever holds it ends."""
    held = Post.objects.select_for_update(no_key=True).get(pk=post.pk)
    until = after(last_day) or last_day
    holding = Posting.objects.filter(Q(until__isnull=True) | Q(until__gt=until), post=held).select_related("user")
    names = ", ".join(str(row.user) for row in holding)
    found = [_("The post would still be held: %(names)s. End that first.") % {"names": names}] if names else []
    _end(held, last_day, found, by)


def _end(held: Unit | Post | Territory, last_day: date, found: list[str], by: User) -> None:
    """Inside an action that holds the row: it ends after this day, unless something is in the way."""
    until = after(last_day) or last_day
    problems = {}
    if held.until is not None and held.until <= clock.today():
        found.append(_("It has ended already. Nothing can be changed in it."))
    if until <= held.since:
        problems["last_day"] = _("The last day cannot be before the first one.")
    if found or problems:
        raise Refusal(*found, **problems)
    type(held)._default_manager.filter(pk=held.pk).update(until=until)
    about = held._meta.label_lower
    note(act=f"{about}.end", about=about, about_no=held.pk, by=by, until=until.isoformat())
