"""Editing versioned rows: different fields merge, the same field shows both versions."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import Model

from saikne.core import clock
from saikne.core.acts import Actor, note
from saikne.core.errors import Clash
from saikne.core.models import Revision


def save_fields(row: Model, *, base: int, fields: Mapping[str, Any], by: Actor, act: str = "core.edit") -> int:
    """Write the changed fields upon the version that stands, if nobody changed the same ones since `base`.

    Called inside an action. Fields that say what stands there already are left alone. A base that is not there yet
    (a forged form, or the database was put back to an older copy) has seen no change at all. Raises `Clash`.
    """
    held = type(row)._default_manager.select_for_update(no_key=True).get(pk=row.pk)
    about, version = row._meta.label_lower, int(held.serializable_value("version"))
    changes = {name: value for name, value in fields.items() if getattr(held, name) != value}
    if not changes:
        return version
    _refuse_clash(held, about, base if base <= version else 0, version, changes)
    before = {name: _plain(getattr(held, name)) for name in changes}
    moment = clock.now()
    type(row)._default_manager.filter(pk=row.pk, version=version).update(version=version + 1, **changes)
    Revision.objects.create(about=about, about_no=row.pk, version=version + 1, before=before, by_id=by.pk, at=moment)
    note(act=act, about=about, about_no=row.pk, by=by, at=moment, fields=sorted(changes), version=version + 1)
    return version + 1


def _refuse_clash(held: Model, about: str, base: int, version: int, changes: Mapping[str, Any]) -> None:
    if base == version:
        return
    later = Revision.objects.filter(about=about, about_no=held.pk, version__gt=base).select_related("by")
    touched = {name: revision for revision in later.order_by("version") for name in revision.before}
    if both := set(touched) & set(changes):
        names = sorted({str(touched[name].by) for name in both})
        raise Clash({name: getattr(held, name) for name in both}, version=version, by=", ".join(names))


def _plain(value: object) -> object:
    if isinstance(value, Model):
        return value.pk
    return value.isoformat() if isinstance(value, (date, datetime)) else value
