"""Written down by document and day: who may act for whom, who is barred, how somebody is reached without harm."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from django.db.models import Q
from django.utils.translation import gettext as _

from saikne.accounts.models import User
from saikne.core import clock
from saikne.core.acts import act, note
from saikne.core.errors import Refusal
from saikne.people.actions.identity import hold_persons
from saikne.people.enums import CUSTODY, RepresentKind
from saikne.people.models import ActedFor, BarredPerson, ContactWay, PersonRecord, Representation
from saikne.people.models.represent import BARS, RIGHTS, TAKEN_AWAY, current
from saikne.people.queries import faces
from saikne.people.rules import is_child
from saikne.people.rules.representation import Right

Row = Representation | BarredPerson | ContactWay
R = TypeVar("R", Representation, BarredPerson, ContactWay)
OF_A_CHILD = (*CUSTODY, RepresentKind.GUARDIAN, RepresentKind.FOSTER)
BOOKKEEPING = frozenset({"supersedes", "corrected_at", "withdrawn", "why", "noted_at", "noted_by"})


@dataclass(frozen=True, slots=True)
class Acting:
    """What a document says of somebody who acts for another; `gives` are names of the rights."""

    kind: str
    since: date
    source: str
    gives: frozenset[str] = frozenset()
    until: date | None = None
    by: int | None = None
    institution: int | None = None

    def columns(self) -> dict[str, Any]:
        """What stands in the row."""
        return {
            "kind": self.kind, "since": self.since, "until": self.until, "source": self.source.strip(),
            "by_id": self.by, "institution_id": self.institution, **{name: name in self.gives for name in RIGHTS},
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Barring:
    """Who is barred from what, on which ground: a record or a name."""

    since: date
    source: str
    bars: frozenset[str] = frozenset()
    until: date | None = None
    who: int | None = None
    name: str = ""

    def columns(self) -> dict[str, Any]:
        """What stands in the row."""
        return {
            "since": self.since, "until": self.until, "source": self.source.strip(), "who_id": self.who,
            "name": self.name.strip(), **{one: one in self.bars for one in BARS},
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reaching:
    """How somebody may be reached in one way, or that she must not be."""

    means: str
    since: date
    forbidden: bool = False
    how: str = ""
    not_by: str = ""
    source: str = ""
    until: date | None = None

    def columns(self) -> dict[str, Any]:
        """What stands in the row."""
        return {
            "means": self.means, "since": self.since, "until": self.until, "forbidden": self.forbidden,
            "how": self.how.strip(), "not_by": self.not_by.strip(), "source": self.source.strip(),
        }  # fmt: skip


Words = Acting | Barring | Reaching


@act
def add_representation(*, of: PersonRecord, words: Acting, by: User) -> Representation:
    """From its true day somebody acts for her, or a parent no longer does."""
    return _add(Representation, of, words, by)


@act
def bar_person(*, of: PersonRecord, words: Barring, by: User) -> BarredPerson:
    """From its true day somebody is barred; what she may do by other rows is beaten while it stands."""
    return _add(BarredPerson, of, words, by)


@act
def say_contact_way(*, of: PersonRecord, words: Reaching, by: User) -> ContactWay:
    """How she is reached without harm in one way; what was said of that way before ends on this day."""
    hold_persons({of.pk})
    known = ContactWay.objects.filter(current(), record=of, means=words.means, until__isnull=True)
    known.filter(since__lt=words.since).update(until=words.since)
    return _add(ContactWay, of, words, by)


@act
def correct_said(*, row: R, words: Words, why: str, by: User) -> R:
    """It was written down wrongly: the right wording stands in its place, the wrong one stays readable."""
    held = _held(row, also=_others(words.columns()))
    _refuse(_problems(type(row), _owner(held), words, but=held.pk) | _no_reason(why))
    return _supersede(held, words.columns(), by, why=why.strip())


@act
def withdraw_said(*, row: R, why: str, by: User) -> R:
    """It never was so."""
    held = _held(row)
    _refuse(_no_reason(why))
    same = {field.attname: getattr(held, field.attname) for field in _said_fields(held)}
    return _supersede(held, same, by, why=why.strip(), withdrawn=True)


@act
def end_said(*, row: R, until: date, how: str, by: User) -> None:
    """From this day it is so no longer."""
    held = _held(row)
    if held.until is not None and held.until <= clock.today():
        raise Refusal(_("This has ended already."))
    if until > clock.today():
        raise Refusal(until=_("The date cannot be in the future."))
    if until <= held.since:
        raise Refusal(until=_("The end must be after the beginning. If it never was so, correct it instead."))
    moment = clock.now()
    type(held)._default_manager.filter(pk=held.pk).update(until=until, how_ended=how.strip())
    note(act=f"people.end_{held._meta.model_name}", about=held._meta.label_lower, about_no=held.pk, by=by, at=moment)


def note_acted(*, rows: Mapping[int, tuple[int, Right]], about: str) -> None:
    """Inside an action above: of these rows, who acted in whose place, and on what ground."""
    ActedFor.objects.bulk_create(
        ActedFor(
            of_id=of,
            by_id=right.doer.record or None,
            institution_id=right.doer.institution or None,
            kind=right.kind.value,
            about=about,
            about_no=number,
        )
        for number, (of, right) in sorted(rows.items())
    )


def _add(model: type[R], of: PersonRecord, words: Words, by: User) -> R:
    columns: dict[str, Any] = words.columns()
    hold_persons({of.pk, *_others(columns)})
    _refuse(_problems(model, of.pk, words))
    moment = clock.now()
    owner = "record" if model is ContactWay else "of"
    row = model._default_manager.create(**{owner: of}, **columns, noted_at=moment, noted_by=by)
    note(act=f"people.add_{model._meta.model_name}", about=model._meta.label_lower, about_no=row.pk, by=by, at=moment)
    return row


def _supersede(held: R, columns: dict[str, Any], by: User, *, why: str, withdrawn: bool = False) -> R:
    """The former wording is put aside first: of each there is one current."""
    model, moment = type(held), clock.now()
    model._default_manager.filter(pk=held.pk).update(corrected_at=moment)
    owner = {"record_id" if model is ContactWay else "of_id": _owner(held)}
    row = model._default_manager.create(
        **{**columns, **owner}, supersedes=held, why=why, withdrawn=withdrawn, noted_at=moment, noted_by=by
    )
    word = "withdraw" if withdrawn else "correct"
    note(
        act=f"people.{word}_{model._meta.model_name}",
        about=model._meta.label_lower,
        about_no=row.pk,
        by=by,
        at=moment,
        former=held.pk,
    )
    return row


def _said_fields(row: Row) -> list[Any]:
    return [field for field in row._meta.concrete_fields if field.name not in BOOKKEEPING and not field.primary_key]


def _held(row: R, *, also: Iterable[int] = ()) -> R:
    """The row under its lock, with its people, if it still is the last wording."""
    model: Any = type(row)
    hold_persons({_owner(row), *also})
    held: R = model.objects.select_for_update(no_key=True).get(pk=row.pk)
    if held.corrected_at is not None or held.withdrawn:
        raise Refusal(_("Somebody has just corrected this. Open the page again."))
    return held


def _owner(row: Row) -> int:
    return row.record_id if isinstance(row, ContactWay) else row.of_id


def _others(columns: dict[str, Any]) -> set[int]:
    return {columns[name] for name in ("by_id", "who_id") if columns.get(name)}


def _refuse(problems: dict[str, str]) -> None:
    if problems:
        raise Refusal(**problems)


def _no_reason(why: str) -> dict[str, str]:
    return {} if why.strip() else {"why": _("Say why it is corrected.")}


def _problems(model: type[Row], of: int, words: Words, *, but: int = 0) -> dict[str, str]:
    """Every reason at once, each beside its field."""
    people = faces({of, *_others(words.columns())})
    found = _day_problems(words, people[of])
    if isinstance(words, Acting):
        found |= _acting_problems(words, of, people)
    elif isinstance(words, Barring):
        found |= _barring_problems(words, of)
    elif not words.forbidden and not words.how.strip():
        found["how"] = _("Write how she may be reached, or mark that she must not be reached in this way.")
    if not found and _overlaps(model, of, words, but):
        found["since"] = _("The same is written down already for these days. End or correct that first.")
    return found


def _day_problems(words: Words, face: PersonRecord) -> dict[str, str]:
    found = {}
    if words.until and words.until <= words.since:
        found["until"] = _("The end must be after the beginning.")
    if words.since > clock.today():
        found["since"] = _("The date cannot be in the future.")
    elif face.born_on and words.since < face.born_on:
        found["since"] = _("The person was born after this day.")
    if not words.source.strip() and not isinstance(words, Reaching):
        found["source"] = _("Write which document says so: whose, its number and date.")
    return found


def _acting_problems(words: Acting, of: int, people: dict[int, PersonRecord]) -> dict[str, str]:
    found = {}
    if (words.by is None) == (words.institution is None):
        found["institution"] = _("Choose a person or an institution that acts.")
    elif words.institution and words.kind in CUSTODY:
        found["kind"] = _("Custody belongs to a person, not to an institution.")
    if words.kind in TAKEN_AWAY and words.gives:
        found["gives"] = _("Whose custody is suspended or removed may do nothing of this. Take the marks away.")
    elif words.kind not in TAKEN_AWAY and not words.gives:
        found["gives"] = _("Mark at least one thing that may be done in the person's place.")
    return found | _age_problems(words, of, people)


def _age_problems(words: Acting, of: int, people: dict[int, PersonRecord]) -> dict[str, str]:
    """A guardian is of a child, a trustee of an adult, and a child acts for nobody."""
    found = {}
    child = _was_child(people[of], words.since)
    if words.kind in OF_A_CHILD and child is False:
        found["kind"] = _("On this day the person was of age. An adult has a trustee, or gives a power of attorney.")
    if words.kind == RepresentKind.TRUSTEE and child:
        found["kind"] = _("On this day the person was a child. A child has parents or a guardian, no trustee.")
    if words.by == of:
        found["kind"] = _("Choose another person: everybody acts for herself without being written down.")
    elif words.by and words.kind not in TAKEN_AWAY and _was_child(people[words.by], words.since):
        found["since"] = _("Whoever is to act was a child on this day. A child does not act for others.")
    return found


def _was_child(face: PersonRecord, on: date) -> bool | None:
    return is_child(face.born_on, on) if face.born_on else None


def _barring_problems(words: Barring, of: int) -> dict[str, str]:
    found = {}
    if words.who == of:
        found["bars"] = _("Nobody is barred from what is her own. Choose another person.")
    elif not words.bars:
        found["bars"] = _("Mark at least one thing from which the person is barred.")
    if (words.who is None) == (not words.name.strip()):
        found["name"] = _("Write who is barred.")
    return found


def _overlaps(model: type[Row], of: int, words: Words, but: int) -> bool:
    """Whether the same is said of a day of this period by another current row."""
    same: Q | None = _same(words)
    if same is None:
        return False
    owner = "record" if model is ContactWay else "of"
    ends_later = Q(until__isnull=True) | Q(until__gt=words.since)
    rows: Iterable[Any] = model._default_manager.filter(current(), same, ends_later, **{owner: of}).exclude(pk=but)
    return any(words.until is None or row.since < words.until for row in rows)


def _same(words: Words) -> Q | None:
    if isinstance(words, Acting):
        return Q(kind=words.kind, by=words.by, institution=words.institution)
    if isinstance(words, Reaching):
        return Q(means=words.means)
    return Q(who=words.who) if words.who else None
