"""Ties between two people, by date."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from saikne.accounts.models import User
from saikne.core import clock
from saikne.core.acts import act, note
from saikne.core.errors import Refusal
from saikne.people.actions.identity import hold_persons
from saikne.people.models import PersonRecord, Tie
from saikne.people.queries.ties import tie_facts
from saikne.people.rules import TieProblem, tie_problems


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
    facts = tie_facts(a=a.pk, b=b.pk, kind=kind, since=since, until=until)
    if problems := tie_problems(facts, on=clock.today()):
        raise Refusal(**_beside_fields(problems))
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


def _beside_fields(problems: Iterable[TieProblem]) -> dict[str, str]:
    """Every reason at once, each beside the field that can be changed."""
    found: dict[str, list[str]] = {}
    for problem in problems:
        field, said = _sentence(problem)
        found.setdefault(field, []).append(said)
    return {field: " ".join(said) for field, said in found.items()}


def _sentence(problem: TieProblem) -> tuple[str, str]:
    said = {
        TieProblem.SELF_TIE: ("kind", _("Choose another person: nobody has a tie with herself.")),
        TieProblem.ENDS_BEFORE_START: ("until", _("The end must be after the beginning.")),
        TieProblem.IN_THE_FUTURE: ("since", _("The date cannot be in the future.")),
        TieProblem.BEFORE_BIRTH: ("since", _("One of the two was born after this day.")),
        TieProblem.PARENT_NOT_OLDER: ("kind", _("The parent would not be older than the child. Check who is who.")),
        TieProblem.OVERLAPS_SAME: ("kind", _("This tie is written down already for the same time.")),
        TieProblem.REVERSED: (
            "kind",
            _("The same tie is written down the other way round. End it first, or swap the people."),
        ),
    }
    return said[problem]
