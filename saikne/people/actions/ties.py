"""Ties between two people, by date."""

from datetime import date

from django.utils.translation import gettext as _

from saikne.accounts.models import User
from saikne.core import clock
from saikne.core.acts import act, note
from saikne.core.errors import Refusal
from saikne.people.actions.identity import hold_persons
from saikne.people.enums import EQUAL, PARENTAL, TieKind
from saikne.people.models import PersonRecord, Tie
from saikne.people.queries import faces
from saikne.people.rules import ExistingTie, TieFacts, TieProblem, tie_problems


@act
def add_tie(
    *,
    a: PersonRecord,
    b: PersonRecord,
    kind: str,
    by: User,
    since: date | None = None,
    until: date | None = None,
) -> Tie:
    """A is this to B, since a day that is often not known."""
    hold_persons({a.pk, b.pk})
    if problems := tie_problems(_facts(a.pk, b.pk, kind, since, until)):
        raise Refusal(*(_sentence(problem) for problem in problems))
    moment = clock.now()
    tie = Tie.objects.create(a=a, b=b, kind=kind, since=since, until=until, noted_at=moment, noted_by=by)
    note(act="people.add_tie", about="people.tie", about_no=tie.pk, by=by, at=moment, a=a.pk, b=b.pk)
    return tie


@act
def end_tie(*, tie: Tie, until: date, how: str, by: User) -> None:
    """From this day it is so no longer."""
    hold_persons({tie.a_id, tie.b_id})
    held = Tie.objects.select_for_update(no_key=True).get(pk=tie.pk)
    if held.until is not None:
        raise Refusal(_("This tie has been ended already."))
    if until > clock.today():
        raise Refusal(until=_("The date cannot be in the future."))
    if held.since and until <= held.since:
        raise Refusal(until=_("The end must be after the beginning."))
    moment = clock.now()
    Tie.objects.filter(pk=held.pk).update(until=until, how_ended=how.strip())
    note(act="people.end_tie", about="people.tie", about_no=held.pk, by=by, at=moment)


def _facts(a: int, b: int, kind: str, since: date | None, until: date | None) -> TieFacts:
    people = faces({a, b})
    others = Tie.objects.filter(a__in=(a, b), b__in=(a, b), kind=kind)
    return TieFacts(
        a=a,
        b=b,
        kind=kind,
        since=since,
        until=until,
        a_born=people[a].born_on,
        b_born=people[b].born_on,
        parental=kind in PARENTAL or kind == TieKind.GRANDPARENT,
        symmetric=kind in EQUAL,
        others=tuple(ExistingTie(row.a_id, row.b_id, row.kind, row.since, row.until) for row in others),
    )


def _sentence(problem: TieProblem) -> str:
    said = {
        TieProblem.SELF_TIE: _("Choose another person: nobody has a tie with herself."),
        TieProblem.ENDS_BEFORE_START: _("The end must be after the beginning."),
        TieProblem.PARENT_NOT_OLDER: _("The parent would not be older than the child. Check who is who."),
        TieProblem.OVERLAPS_SAME: _("This tie is written down already for the same time."),
        TieProblem.REVERSED: _("The same tie is written down the other way round. End it first, or swap the people."),
    }
    return said[problem]
