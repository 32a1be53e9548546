"""Where a file is: moved to another shelf, borrowed, returned; and what the service says of its own practice."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from saikne.accounts.models import User
from saikne.cases.actions.frame import hold_case
from saikne.cases.enums import Medium
from saikne.cases.models import Case, FilePlace, PracticeBoundary
from saikne.core import clock
from saikne.core.acts import act, note
from saikne.core.edits import save_fields
from saikne.core.errors import Refusal
from saikne.core.models import Revision
from saikne.core.periods import live
from saikne.organisation.models import Municipality


@act
def move_file(*, case: Case, medium: str, shelf: str = "", borrower: User | None = None, by: User) -> FilePlace:
    """From now the file is kept in this form, on this shelf, or lent to a colleague; closed files move too."""
    held = hold_case(case.pk)
    place = _place(medium, shelf, borrower)
    current = FilePlace.objects.filter(live(), case=held).first()
    if current and (current.medium, current.shelf, current.borrower_id) == place:
        raise Refusal(_("Nothing has changed: the file is there already."))
    moment = clock.now()
    FilePlace.objects.filter(live(), case=held).update(until=moment)
    medium, shelf, borrower_no = place
    made = FilePlace.objects.create(case=held, medium=medium, shelf=shelf, borrower_id=borrower_no, since=moment, by=by)
    note(act="cases.move_file", about="cases.case", about_no=held.pk, by=by, at=moment, borrower=borrower_no)
    return made


def _place(medium: str, shelf: str, borrower: User | None) -> tuple[str, str, int | None]:
    """An electronic file has neither a shelf nor a borrower; a paper one stands somewhere."""
    if medium == Medium.ELECTRONIC:
        return medium, "", None
    if not shelf.strip():
        raise Refusal(shelf=_("Say on which shelf the paper file stands."))
    return medium, shelf.strip(), borrower.pk if borrower else None


@dataclass(frozen=True, slots=True)
class Boundaries:
    """What a service says of its own practice; points are lines."""

    contact_hours: str
    in_an_emergency: str
    we_do: str
    we_do_not: str


@act
def set_boundaries(
    *, municipality: Municipality, says: Boundaries, base: int, since: date | None = None, by: User
) -> PracticeBoundary:
    """From today the service says this of its practice; what it said before stays readable.

    `base` is the version that was read, 0 when nothing was said yet. Raises `Clash` where another wrote meanwhile.
    """
    Municipality.objects.select_for_update(no_key=True).get(pk=municipality.pk)
    fields = {
        "contact_hours": says.contact_hours.strip(),
        "in_an_emergency": says.in_an_emergency.strip(),
        "we_do": _lines(says.we_do),
        "we_do_not": _lines(says.we_do_not),
    }
    empty = {name: _("Fill in this field.") for name, text in fields.items() if not text}
    if empty:
        raise Refusal(**empty)
    day, before = since or clock.today(), PracticeBoundary.objects.filter(live(), municipality=municipality).first()
    if before is None:
        return _say_first(municipality, fields, day, by)
    version = save_fields(before, base=base, fields=fields, by=by, act="cases.set_boundaries")
    if version != before.version and before.since < day:
        _keep_past(before, list(fields), day)
    return PracticeBoundary.objects.get(pk=before.pk)


def _say_first(municipality: Municipality, fields: Mapping[str, str], day: date, by: User) -> PracticeBoundary:
    """Whoever began to write when there was nothing has seen none of this: it is a change of every field."""
    moment, about = clock.now(), PracticeBoundary._meta.label_lower
    made = PracticeBoundary.objects.create(municipality=municipality, since=day, **fields)
    nothing = dict.fromkeys(fields, "")
    Revision.objects.create(about=about, about_no=made.pk, version=made.version, before=nothing, by_id=by.pk, at=moment)
    note(act="cases.set_boundaries", about=about, about_no=made.pk, by=by, at=moment)
    return made


def _keep_past(before: PracticeBoundary, fields: Iterable[str], day: date) -> None:
    """What was said until this day is a row of its own; the row that is edited says what holds from it."""
    said = {name: getattr(before, name) for name in (*fields, "version", "since")}
    PracticeBoundary.objects.create(municipality_id=before.municipality_id, until=day, **said)
    PracticeBoundary.objects.filter(pk=before.pk).update(since=day)


def _lines(text: str) -> str:
    return "\n".join(line.strip() for line in text.splitlines() if line.strip())
