"""Who somebody is: her record, its wordings, her codes, and the keys by which a search finds her."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from saikne.accounts.models import User
from saikne.core import clock
from saikne.core.acts import act, note
from saikne.core.errors import Moved, Refusal
from saikne.core.prepared import prepared
from saikne.people.enums import CodeStanding, RecordSource
from saikne.people.models import CodeFact, IdentityLink, Person, PersonRecord, SearchKey, SearchMade
from saikne.people.queries import anchors_of
from saikne.people.rules import (
    KEY_VERSION,
    CodeReading,
    IdentityField,
    UnknownProblemKind,
    UnknownReason,
    person_sort_key,
    read_code,
    record_keys,
    unknown_problems,
)
from saikne.privacy.actions import give, holder_of
from saikne.privacy.enums import Ground, Opens


@dataclass(frozen=True, slots=True)
class Identity:
    """What is known of who somebody is; a field not known stands in `unknown` with its reason."""

    given_name: str = ""
    family_name: str = ""
    born_on: date | None = None
    died_on: date | None = None
    sex: str = ""
    code: str = ""
    language: str = ""
    reading: str = ""
    interpreter: bool = False
    unknown: Mapping[str, str] = field(default_factory=dict)


def identity_problems(identity: Identity) -> dict[str, str]:
    """What is missing or cannot be read: field → sentence; every field is given, or unknown with its reason."""
    given = {one for one in IdentityField if getattr(identity, one, None)}
    marked = {IdentityField(name): _reason(why) for name, why in identity.unknown.items() if name in set(IdentityField)}
    said = {
        UnknownProblemKind.NEITHER: _("Fill in this field, or say why it is not known."),
        UnknownProblemKind.BOTH: _("The field is filled in and marked as not known. Keep one of the two."),
        UnknownProblemKind.NO_REASON: _("Say why it is not known."),
    }
    problems = {str(one.field): said[one.kind] for one in unknown_problems(given, marked)}
    if identity.code and not isinstance(read_code(identity.code), CodeReading):
        problems["code"] = _("A personal code has 11 digits, for example 010190-12345.")
    if identity.born_on and identity.born_on > clock.today():
        problems["born_on"] = _("The date cannot be in the future.")
    if identity.died_on and identity.died_on > clock.today():
        problems["died_on"] = _("The date cannot be in the future.")
    elif identity.died_on and identity.born_on and identity.died_on < identity.born_on:
        problems["died_on"] = _("The date of death is before the date of birth.")
    return problems


def _reason(why: str) -> UnknownReason | None:
    return UnknownReason(why) if why in set(UnknownReason) else None


def hold_persons(records: Iterable[int], *, also: Iterable[int] = ()) -> dict[int, int]:
    """Lock the anchors of these records and others, all at once, ascending; a link moved meanwhile: start again."""
    wanted = list(records)
    before = anchors_of(wanted)
    numbers = set(before.values()) | set(also)
    list(_anchors(numbers=sorted(numbers)))
    if anchors_of(wanted) != before:
        raise Moved
    return before


@prepared
def _anchors(*, numbers: list[int]) -> QuerySet[Person]:
    return Person.objects.select_for_update(no_key=True).filter(pk__in=numbers).order_by("pk")


def place_person(
    *,
    identity: Identity,
    source: RecordSource,
    search: SearchMade | None,
    by: User,
    same_as: int | None = None,
) -> PersonRecord:
    """Inside an action: the record with its anchor, code, keys, and reach for the one who entered it."""
    held = hold_persons([same_as]) if same_as else {}
    moment = clock.now()
    record = PersonRecord.objects.create(
        **_columns(identity), source=source, search=search, entered_at=moment, entered_by=by
    )
    person_no = held[same_as] if same_as else Person.objects.create(made_at=moment).pk
    IdentityLink.objects.create(record=record, person_id=person_no, since=moment, decided_by=by)
    if identity.code:
        claim_code(record=record, person_no=person_no, code=identity.code, by=by)
    write_keys(record)
    give(
        holder=holder_of(by),
        numbers={"record": [record.pk]},
        opens=Opens.IDENTITY,
        ground=Ground.ENTERED,
        ground_no=record.pk,
        at=moment,
    )
    note(act="people.enter", about="people.personrecord", about_no=record.pk, by=by, at=moment)
    return record


def _columns(identity: Identity) -> dict[str, object]:
    return {
        "given_name": identity.given_name,
        "family_name": identity.family_name,
        "born_on": identity.born_on,
        "died_on": identity.died_on,
        "sex": identity.sex,
        "language": identity.language,
        "reading": identity.reading,
        "interpreter": identity.interpreter,
        "unknown": dict(identity.unknown),
        "sort_key": person_sort_key(identity.family_name, identity.given_name),
    }


def claim_code(*, record: PersonRecord, person_no: int, code: str, by: User) -> CodeFact:
    """Hold a free code, repeat the own person's, contest another's. The unique index settles the race."""
    standing, holder = _standing(code, person_no)
    return CodeFact.objects.create(
        record=record, code=code, standing=standing, holder=holder, noted_at=clock.now(), noted_by=by
    )


def _standing(code: str, person_no: int) -> tuple[CodeStanding, CodeFact | None]:
    """How this person would have the code, and whose row she repeats."""
    holder = CodeFact.objects.select_for_update(no_key=True).filter(code=code, standing=CodeStanding.HOLDS).first()
    if holder is None:
        return CodeStanding.HOLDS, None
    if anchors_of([holder.record_id]).get(holder.record_id) == person_no:
        return CodeStanding.REPEATS, holder
    return CodeStanding.CONTESTED, None


def write_keys(root: PersonRecord) -> None:
    """Write anew the ways in which a search finds this record: its names and codes, with earlier surnames and codes."""
    wordings = list(PersonRecord.objects.filter(root=root).order_by("pk"))
    face = wordings[-1] if wordings else root
    former = tuple({row.family_name for row in [root, *wordings]} - {face.family_name, ""})
    keys = record_keys(
        given=face.given_name,
        family=face.family_name,
        former_families=former,
        born_on=face.born_on,
        codes=tuple(root.codes.exclude(standing=CodeStanding.WITHDRAWN).values_list("code", flat=True)),
    )
    SearchKey.objects.filter(record=root).exclude(key__in=keys).delete()
    SearchKey.objects.bulk_create(
        [SearchKey(record=root, key=key, version=KEY_VERSION) for key in sorted(keys)], ignore_conflicts=True
    )


@act
def amend_person(
    *, face: PersonRecord, identity: Identity, why: str, by: User, code_mistaken: bool = False
) -> PersonRecord:
    """Correct or complete what is said of a person: a new wording; the one before stays readable.

    `code_mistaken`: the code before was never hers, so it no longer finds her and another may hold it.
    """
    problems = identity_problems(identity)
    if not why.strip():
        problems["why"] = _("Say why it is corrected: what you saw or who told you.")
    if problems:
        raise Refusal(**problems)
    root = PersonRecord.objects.get(pk=face.root_no)
    person_no = _hold_with_rivals(root)
    held = PersonRecord.objects.select_for_update(no_key=True).get(pk=face.pk)
    if held.amended_at is not None:
        raise Refusal(_("Somebody has just corrected the same record. Open it again and repeat."))
    moment = clock.now()
    PersonRecord.objects.filter(pk=held.pk).update(amended_at=moment)
    wording = PersonRecord.objects.create(
        **_columns(identity),
        source=RecordSource.WORKER,
        root=root,
        amends=held,
        why=why.strip(),
        entered_at=moment,
        entered_by=by,
    )
    change_code(root=root, person_no=person_no, code=identity.code, mistaken=code_mistaken, by=by)
    write_keys(root)
    note(act="people.amend", about="people.personrecord", about_no=root.pk, by=by, at=moment)
    return wording


def _hold_with_rivals(root: PersonRecord) -> int:
    """Lock the person, and whoever contests a code of hers: it may become theirs in the same act."""
    rivals = _rivals(root)
    person_no = hold_persons([root.pk, *rivals])[root.pk]
    if _rivals(root) != rivals:
        raise Moved
    return person_no


def _rivals(root: PersonRecord) -> list[int]:
    held = root.codes.filter(standing=CodeStanding.HOLDS).values("code")
    found = CodeFact.objects.filter(code__in=held, standing=CodeStanding.CONTESTED)
    return list(found.order_by("record_id").values_list("record_id", flat=True))


def change_code(*, root: PersonRecord, person_no: int, code: str, mistaken: bool, by: User) -> None:
    """A new code takes the place of the old one, which still finds the person unless it was a mistake.

    No code at all where there was one: the old one was not hers.
    """
    used = root.codes.exclude(standing=CodeStanding.WITHDRAWN).filter(former=False)
    before = [row for row in used.order_by("pk") if row.code != code]
    for row in before:
        if mistaken or not code:
            _withdraw(row)
    root.codes.filter(pk__in=[row.pk for row in before]).update(former=True)
    if not code:
        return
    known = root.codes.filter(code=code).first()
    if known is None:
        claim_code(record=root, person_no=person_no, code=code, by=by)
    elif known.standing == CodeStanding.WITHDRAWN:
        standing, holder = _standing(code, person_no)
        root.codes.filter(pk=known.pk).update(former=False, standing=standing, holder=holder)
    else:
        root.codes.filter(pk=known.pk).update(former=False)


def _withdraw(row: CodeFact) -> None:
    """Give the code back; who holds it from now is as if this row had never been."""
    heirs = _heirs(row)
    CodeFact.objects.filter(pk=row.pk).update(standing=CodeStanding.WITHDRAWN, holder=None)
    for heir in heirs[:1]:
        CodeFact.objects.filter(pk=heir.pk).update(standing=CodeStanding.HOLDS, holder=None)
        others = [other.pk for other in heirs[1:]]
        CodeFact.objects.filter(pk__in=others).update(standing=CodeStanding.REPEATS, holder=heir)


def _heirs(row: CodeFact) -> list[CodeFact]:
    """Whoever repeats it for the same person; else the records of the person who contested it first."""
    if row.standing != CodeStanding.HOLDS:
        return []
    same_code = CodeFact.objects.select_for_update(no_key=True).filter(code=row.code).order_by("pk")
    if repeating := list(same_code.filter(holder=row.pk)):
        return repeating
    contesting = list(same_code.filter(standing=CodeStanding.CONTESTED))
    persons = anchors_of(other.record_id for other in contesting)
    return [other for other in contesting if persons[other.record_id] == persons[contesting[0].record_id]]
