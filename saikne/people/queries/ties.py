"""What the rules of ties ask of the database, and what looks odd about a tie that is written down."""

from datetime import date

from django.utils.translation import gettext as _

from saikne.people.enums import EQUAL, PARENTAL, TieKind
from saikne.people.models import Tie
from saikne.people.queries.records import faces
from saikne.people.rules import ExistingTie, TieFacts, TieWarning, tie_warnings


def tie_facts(*, a: int, b: int, kind: str, since: date | None, until: date | None) -> TieFacts:
    """A tie between two records with their births, and the ties of this kind that join them already."""
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


def tie_doubts(tie: Tie) -> list[str]:
    """Sentences about what may still be right: said and never refused."""
    said = {TieWarning.PARENT_HARDLY_OLDER: _("The two are less than 12 years apart. Check who is who.")}
    facts = tie_facts(a=tie.a_id, b=tie.b_id, kind=tie.kind, since=tie.since, until=tie.until)
    return [said[warning] for warning in tie_warnings(facts)]
