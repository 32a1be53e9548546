"""Signatures given in another's place, and who of a client is a party that signs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from saikne.accounts.models import User
from saikne.people.enums import RepresentKind
from saikne.people.models import ActedFor
from saikne.people.queries import faces
from saikne.people.queries.naming import name_people

ABOUT = "cases.signature"


def acted_signatures(numbers: Iterable[int]) -> dict[int, ActedFor]:
    """Of these signatures those given in another's place; one query, none for no signatures."""
    wanted = list(numbers)
    if not wanted:
        return {}
    rows = ActedFor.objects.filter(about=ABOUT, about_no__in=wanted).select_related("institution")
    return {row.about_no: row for row in rows}


@dataclass(frozen=True, slots=True)
class SignedFor:
    """By whom a signature was given in another's place, in words; her record, if she has one."""

    words: str = ""
    record: int = 0


def signed_words(acted: Mapping[int, ActedFor], seen_by: User | None) -> dict[int, SignedFor]:
    """By whom each was given and on what ground, as somebody may know her; the wording that is kept names everybody."""
    people = {row.by_id for row in acted.values() if row.by_id}
    if not acted:
        return {}
    if seen_by is None:
        names = {number: face.name for number, face in faces(people).items()}
    else:
        names = {number: one.name for number, one in name_people(people, seen_by).items()}
    return {number: _words(row, names) for number, row in acted.items()}


def _words(row: ActedFor, names: Mapping[int, str]) -> SignedFor:
    who = names.get(row.by_id, "") if row.by_id else str(row.institution)
    said = _("signed by %(kind)s: %(who)s") % {"kind": RepresentKind(row.kind).label, "who": who}
    return SignedFor(said, row.by_id or 0)


def signing_members(members: Mapping[int, bool]) -> set[int]:
    """Who of a client may be a party: the adults; of a client without any, the children, for whom others sign."""
    adults = {number for number, signs in members.items() if signs}
    return adults or set(members)
