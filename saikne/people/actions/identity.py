"""The gate: how a person gets in, from the screen, from a register, from a neighbour. One gate for all."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils.translation import gettext as _

from saikne.accounts.models import User
from saikne.core import clock
from saikne.core.acts import act, note
from saikne.core.errors import Moved, Refusal
from saikne.people.enums import CodeStanding, RecordSource
from saikne.people.models import CodeFact, IdentityLink, Person, PersonRecord, SearchKey, SearchMade
from saikne.people.queries import anchors_of
from saikne.people.rules import KEY_VERSION, person_sort_key, record_keys
from saikne.privacy.actions import give, holder_of
from saikne.privacy.enums import Ground, Opens

SEARCH_HOLDS = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Identity:
    """What is known of who somebody is; a field not known stands in `unknown` with its reason."""

    given_name: str = ""
    family_name: str = ""
    born_on: date | None = None
    sex: str = ""
    code: str = ""
    language: str = ""
    reading: str = ""
    interpreter: bool = False
    unknown: Mapping[str, str] = field(default_factory=dict)


def hold_persons(records: Iterable[int], *, also: Iterable[int] = ()) -> dict[int, int]:
    """Lock the anchors of these records and others, all at once, ascending; a link moved meanwhile: start again."""
    wanted = list(records)
    before = anchors_of(wanted)
    numbers = set(before.values()) | set(also)
    list(Person.objects.select_for_update(no_key=True).filter(pk__in=numbers).order_by("pk"))
    if anchors_of(wanted) != before:
        raise Moved
    return before


@act
def mark_seen(*, search: SearchMade, by: User) -> None:
    """The candidates of this search were on her screen."""
    if search.by_id != by.pk:
        raise Refusal(_("This search was made by somebody else. Search again."))
    SearchMade.objects.filter(pk=search.pk, seen_at__isnull=True).update(seen_at=clock.now())


def search_obstacles(search: SearchMade | None, found: Sequence[int], *, by: User) -> list[str]:
    """Why this search does not allow creating: none made, not seen, too old, used, or other candidates now."""
    if search is None or search.by_id != by.pk:
        return [_("Search for the person first.")]
    obstacles = []
    if search.seen_at is None:
        obstacles.append(_("Look at the possible matches first and say that it is none of them."))
    if clock.now() - search.at > SEARCH_HOLDS:
        obstacles.append(_("The search was made more than an hour ago. Search again."))
    if PersonRecord.objects.filter(search=search).exists():
        obstacles.append(_("A person has been added after this search already. Search again."))
    if set(found) - set(search.candidates):
        obstacles.append(_("What you typed now finds people whom you have not seen. Look at them first."))
    return obstacles


@act
def enter_person(*, identity: Identity, search: SearchMade | None, found: Sequence[int] = (), by: User) -> PersonRecord:
    """A new person with her first record; refused unless a search was made and its candidates were seen.

    `found` are the numbers that a search for exactly this identity finds now.
    """
    if obstacles := search_obstacles(search, found, by=by):
        raise Refusal(*obstacles)
    return place_person(identity=identity, source=RecordSource.WORKER, search=search, by=by)


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
        "sex": identity.sex,
        "language": identity.language,
        "reading": identity.reading,
        "interpreter": identity.interpreter,
        "unknown": dict(identity.unknown),
        "sort_key": person_sort_key(identity.family_name, identity.given_name),
    }


def claim_code(*, record: PersonRecord, person_no: int, code: str, by: User) -> CodeFact:
    """Hold a free code, repeat the own person's, contest another's. The unique index settles the race."""
    holder = CodeFact.objects.select_for_update(no_key=True).filter(code=code, standing=CodeStanding.HOLDS).first()
    standing = CodeStanding.CONTESTED
    if holder is None:
        standing = CodeStanding.HOLDS
    elif anchors_of([holder.record_id]).get(holder.record_id) == person_no:
        standing = CodeStanding.REPEATS
    return CodeFact.objects.create(
        record=record,
        code=code,
        standing=standing,
        holder=holder if standing == CodeStanding.REPEATS else None,
        noted_at=clock.now(),
        noted_by=by,
    )


def write_keys(root: PersonRecord) -> None:
    """Write anew the ways in which a search finds this record: all its names and codes, old ones too."""
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
def amend_person(*, face: PersonRecord, identity: Identity, why: str, by: User) -> PersonRecord:
    """Correct or complete what is said of a person: a new wording; the one before stays readable."""
    if not why.strip():
        raise Refusal(why=_("Say why it is corrected: what you saw or who told you."))
    root = PersonRecord.objects.get(pk=face.root_no)
    person_no = hold_persons([root.pk])[root.pk]
    held = PersonRecord.objects.select_for_update(no_key=True).get(pk=face.pk)
    if held.amended_at is not None:
        raise Refusal(_("Somebody has just corrected the same record. Open it again and repeat."))
    moment = clock.now()
    PersonRecord.objects.filter(pk=held.pk).update(amended_at=moment)
    wording = PersonRecord.objects.create(
        **_columns(identity),
        died_on=held.died_on,
        source=RecordSource.WORKER,
        root=root,
        amends=held,
        why=why.strip(),
        entered_at=moment,
        entered_by=by,
    )
    if identity.code:
        change_code(root=root, person_no=person_no, code=identity.code, by=by)
    write_keys(root)
    note(act="people.amend", about="people.personrecord", about_no=root.pk, by=by, at=moment)
    return wording


def change_code(*, root: PersonRecord, person_no: int, code: str, by: User) -> None:
    """A new code takes the place of the old one, which still finds the person."""
    mine = root.codes.exclude(standing=CodeStanding.WITHDRAWN)
    if mine.filter(code=code, former=False).exists():
        return
    mine.update(former=True)
    known = root.codes.filter(code=code).first()
    if known is not None:
        root.codes.filter(pk=known.pk).update(former=False)
        return
    claim_code(record=root, person_no=person_no, code=code, by=by)
