"""The gate: nobody is entered unless a search was made and whoever it found was looked at. One gate for all."""

from collections.abc import Sequence
from datetime import timedelta

from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from saikne.accounts.models import User
from saikne.core import clock
from saikne.core.acts import act, note
from saikne.core.errors import Refusal
from saikne.people.actions.identity import Identity, identity_problems, place_person
from saikne.people.enums import RecordSource
from saikne.people.models import PersonRecord, SearchMade
from saikne.people.queries.engine import found_numbers
from saikne.people.rules import ParsedQuery, query_from_fields

SEARCH_HOLDS = timedelta(hours=1)


@act
def note_search(*, asked: ParsedQuery, found: Sequence[int], by: User) -> SearchMade:
    """She looked for somebody: a keyed digest of the question, and which records it found."""
    digest = salted_hmac("saikne.people.search", repr(asked), algorithm="sha256").hexdigest()
    made = SearchMade.objects.create(by=by, at=clock.now(), digest=digest, candidates=sorted(set(found)))
    note(act="people.search", about="people.searchmade", about_no=made.pk, by=by, at=made.at, found=len(set(found)))
    return made


@act
def mark_seen(*, search: SearchMade, by: User) -> None:
    """She says that she has looked at all the candidates of this search, and that it is none of them."""
    if search.by_id != by.pk:
        raise Refusal(_("This search was made by somebody else. Search again."))
    moment = clock.now()
    if SearchMade.objects.filter(pk=search.pk, seen_at__isnull=True).update(seen_at=moment):
        note(act="people.mark_seen", about="people.searchmade", about_no=search.pk, by=by, at=moment)


def query_of(identity: Identity) -> ParsedQuery:
    """The search that exactly this identity asks for."""
    return query_from_fields(
        given=identity.given_name, family=identity.family_name, born_on=identity.born_on, code=identity.code
    )


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
def enter_person(*, identity: Identity, search: SearchMade | None, by: User) -> PersonRecord:
    """A new person with her first record; the engine is asked again for exactly what stands in the form now."""
    held = SearchMade.objects.filter(pk=search.pk).first() if search else None
    obstacles = search_obstacles(held, found_numbers(query_of(identity)), by=by)
    problems = identity_problems(identity)
    if obstacles or problems:
        raise Refusal(*obstacles, **problems)
    return place_person(identity=identity, source=RecordSource.WORKER, search=held, by=by)
