"""Kinds of files and the thresholds of the target-group check, loaded from the project's own data."""

from datetime import date
from pathlib import Path
from typing import Any

import yaml

from saikne.accounts.models import User
from saikne.cases.models import FileKind
from saikne.cases.rules.files_target import SETTING
from saikne.core import clock
from saikne.core.acts import act, note
from saikne.core.models import Setting
from saikne.core.periods import live

DATA = Path(__file__).resolve().parents[1] / "data" / "file_kinds.yaml"
Told = dict[str, Any]


@act
def load_file_kinds(*, by: User, source: Path = DATA) -> int:
    """Bring kinds and thresholds up to the data; how many changed. Safe to repeat: what stands is left alone."""
    told = yaml.safe_load(source.read_text(encoding="utf-8"))
    standing_now = {kind.code: kind for kind in FileKind.objects.select_for_update(no_key=True).filter(live())}
    changed = [row["code"] for row in told["kinds"] if _bring_up(_fields(row, told), standing_now, told["since"])]
    changed += _thresholds(told["target_group"])
    if changed:
        note(act="cases.load_file_kinds", about="cases.filekind", about_no=0, by=by, codes=changed)
    return len(changed)


def _fields(row: Told, told: Told) -> Told:
    """A kind of the data as fields of the model."""
    staged = row.get("staged", False)
    contents = told["contents"]["common"] + (told["contents"]["staged"] if staged else []) + row.get("contents", [])
    kept = {**told["retention"], **row.get("retention", {})}
    return {
        "code": row["code"],
        "name_lv": row["name"]["lv"],
        "name_en": row["name"]["en"],
        "prefix": row["prefix"],
        "area": row["area"],
        "subject": row["subject"],
        "staged": staged,
        "managed": row.get("managed", False),
        "target_group": row.get("target_group", False),
        "contents": contents,
        "retention_years": kept["years"],
        "retention_source": kept["source"],
        "retention_verified": kept["verified"],
    }


def _bring_up(fields: Told, standing_now: dict[str, FileKind], since: date) -> bool:
    """Write the kind unless it stands as told; a changed one ends today and a new one begins."""
    current = standing_now.get(fields["code"])
    if current is None:
        FileKind.objects.create(**fields, since=since)
        return True
    if all(getattr(current, name) == value for name, value in fields.items()):
        return False
    today = clock.today()
    if current.since >= today:
        FileKind.objects.filter(pk=current.pk).update(**fields)
        return True
    FileKind.objects.filter(pk=current.pk).update(until=today)
    FileKind.objects.create(**fields, since=today)
    return True


def _thresholds(told: Told) -> list[str]:
    """The setting that holds from its day on, unless it was written already."""
    value = {"long_months": told["long_months"], "multiple": told["multiple"]}
    known = Setting.objects.filter(code=SETTING, scope_no=0, valid_from=told["valid_from"]).order_by("-known_since")
    latest = known.first()
    if latest is not None and latest.value == value:
        return []
    Setting.objects.create(
        code=SETTING,
        scope_no=0,
        value=value,
        valid_from=told["valid_from"],
        known_since=clock.now(),
        source=told["source"],
        verified=told["verified"],
    )
    return [SETTING]
