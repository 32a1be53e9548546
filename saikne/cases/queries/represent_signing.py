"""Who may put her name under a chapter for somebody who does not sign herself: for forms, refusals and paper."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from saikne.accounts.models import User
from saikne.cases.models import ChapterParty
from saikne.cases.queries.agreement import AgreementLines, ChapterLine, PartyLine
from saikne.core import clock
from saikne.organisation.models import Institution
from saikne.people.enums import RepresentKind
from saikne.people.queries.naming import name_people
from saikne.people.queries.representation import represent_facts
from saikne.people.rules.representation import (
    TAKES_AWAY,
    Doer,
    Kind,
    RepresentFacts,
    Right,
    What,
    acts_herself,
    may,
)

HERSELF = ""


@dataclass(frozen=True, slots=True)
class Signers:
    """Of each person who is a party: what decides who signs, and how those who may are called."""

    facts: Mapping[int, RepresentFacts]
    names: Mapping[Doer, str]

    def rights(self, record: int, on: date) -> tuple[Right, ...]:
        """Who may sign for her on a day."""
        return may(self.facts[record], What.SIGN, on=on)

    def herself(self, record: int, on: date) -> bool:
        """Whether she signs in person."""
        return acts_herself(self.facts[record], What.SIGN, on=on)

    def words(self, record: int, on: date) -> str:
        """Everybody who may sign for her on a day, with the ground; empty where nobody is written down."""
        return "; ".join(self.named(right) for right in self.rights(record, on) if right.kind is not Kind.SELF)

    def named(self, right: Right) -> str:
        """Ground and name: aizgādnis: Juris Kalns."""
        return f"{RepresentKind(right.kind.value).label}: {self.names.get(right.doer, '')}"

    def choices(self, record: int, on: date) -> list[tuple[str, str]]:
        """Who can be chosen in the form: those of today, then those of other days, whom the act judges by its day."""
        rights = [right for right in self.rights(record, on) if right.kind is not Kind.SELF]
        found: dict[str, str] = {}
        for right in (*rights, *_ever(self.facts[record], on)):
            found.setdefault(doer_word(right.doer), self.named(right))
        return list(found.items())


def _ever(facts: RepresentFacts, on: date) -> list[Right]:
    """All who may have signed on some day."""
    rows = (row for row in facts.rows if What.SIGN in row.gives and row.kind not in TAKES_AWAY)
    parents = [Right(Doer(one.parent), Kind.CUSTODY) for one in facts.parents if facts.child(on)]
    return [*(Right(row.doer, row.kind) for row in rows), *parents]


def doer_word(doer: Doer) -> str:
    """Somebody who acts, as a form carries her: record:7."""
    return f"record:{doer.record}" if doer.record else f"institution:{doer.institution}"


def doer_of(word: str) -> Doer:
    """The same read back; nobody for anything else."""
    kind, _sign, number = word.partition(":")
    if kind not in {"record", "institution"} or not number.isascii() or not number.isdigit():
        return Doer()
    return Doer(**{kind: int(number)})


def signers_of(records: Iterable[int], *, by: User) -> Signers:
    """Who may sign for each of these; names as this user may know them."""
    facts = represent_facts(records)
    doers = {row.doer for one in facts.values() for row in one.rows}
    doers |= {Doer(tie.parent) for one in facts.values() if one.child(clock.today()) for tie in one.parents}
    people = {doer.record for doer in doers if doer.record}
    names = {Doer(number): one.name for number, one in name_people(people, by).items()}
    houses = {doer.institution for doer in doers if doer.institution}
    names |= {Doer(institution=one.pk): one.name for one in Institution.objects.filter(pk__in=houses)} if houses else {}
    return Signers(facts, names)


def people_in(lines: Iterable[ChapterLine]) -> list[PartyLine]:
    """The parties that are persons and have not signed the latest wording."""
    return [party for line in lines for party in line.parties if party.party.record_id and not party.signature]


def signing_problem(signers: Signers, party: PartyLine, word: str, on: date) -> str:
    """Why this signature cannot be noted: she does not sign herself on the day, or the other may not for her."""
    record = party.party.record_id or 0
    told = {"party": party.name, "who": signers.words(record, on)}
    if word == HERSELF:
        return "" if signers.herself(record, on) else _not_herself(told)
    if any(right.doer == doer_of(word) for right in signers.rights(record, on)):
        return ""
    told["other"] = signers.names.get(doer_of(word), "")
    return _not_the_other(told, herself=signers.herself(record, on))


def _not_herself(told: dict[str, str]) -> str:
    if told["who"]:
        return _("This person does not sign herself on this day: %(party)s. May sign instead: %(who)s.") % told
    return _("Nobody may sign for this person on this day: %(party)s. Write down who may, on the person's page.") % told


def _not_the_other(told: dict[str, str], *, herself: bool) -> str:
    if told["who"]:
        return _("%(other)s may not sign on this day for this person: %(party)s. May sign instead: %(who)s.") % told
    if herself:
        return _("%(other)s may not sign on this day for this person: %(party)s. The person signs herself.") % told
    return _("%(other)s may not sign on this day for this person, nor may anybody else: %(party)s.") % told


def right_of(signers: Signers, party: ChapterParty, word: str, on: date) -> Right | None:
    """The ground on which another signs for this party; nothing for one who signs herself."""
    if word == HERSELF or not party.record_id:
        return None
    return next(right for right in signers.rights(party.record_id, on) if right.doer == doer_of(word))


def paper_signers(lines: AgreementLines | None, *, by: User, on: date) -> dict[int, str]:
    """For the paper: party → who signs in her place, where she does not sign herself."""
    parties = people_in(lines.live) if lines else []
    if not parties:
        return {}
    signers = signers_of({party.party.record_id or 0 for party in parties}, by=by)
    return {
        party.party.pk: signers.words(record, on)
        for party in parties
        if (record := party.party.record_id or 0) and not signers.herself(record, on)
    }
