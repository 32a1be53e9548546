"""Signatures in another's place: judged by who may sign on the day, and kept with the ground."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from saikne.accounts.models import User
from saikne.cases.models import Signature
from saikne.cases.queries.agreement import AgreementLines, ChapterLine
from saikne.cases.queries.represent_acted import ABOUT, acted_signatures
from saikne.cases.queries.represent_signing import HERSELF, doer_word, people_in, right_of, signers_of, signing_problem
from saikne.people.actions.representation import note_acted
from saikne.people.models import ActedFor
from saikne.people.rules.representation import Right


@dataclass(frozen=True, slots=True)
class Signing:
    """What stands in the way of these signatures, and by party who signs for her on what ground."""

    problems: list[str]
    rights: dict[int, Right] = field(default_factory=dict)
    records: dict[int, int] = field(default_factory=dict)

    def words(self) -> dict[str, str]:
        """Party → who signs for her, by number, as the audit keeps it."""
        return {str(party): doer_word(right.doer) for party, right in self.rights.items()}


def signing(
    found: Iterable[tuple[AgreementLines, ChapterLine]],
    parties: Collection[int],
    acting: Mapping[int, str],
    on: date,
    by: User,
) -> Signing:
    """Everybody signs herself who may on the day; for others those whom the rule of representation names."""
    people = [one for one in people_in(line for _lines, line in found) if one.party.pk in parties]
    signers = signers_of({one.party.record_id or 0 for one in people}, by=by)
    said = {one.party.pk: acting.get(one.party.pk, HERSELF) for one in people}
    problems = [signing_problem(signers, one, said[one.party.pk], on) for one in people]
    told = [problem for problem in dict.fromkeys(problems) if problem]
    if told:
        return Signing(told)
    rights = {one.party.pk: right_of(signers, one.party, said[one.party.pk], on) for one in people}
    return Signing(
        [],
        {party: right for party, right in rights.items() if right},
        {one.party.pk: one.party.record_id or 0 for one in people},
    )


def note_signed_for(rows: Iterable[Signature], signing: Signing) -> None:
    """Inside the act that notes the signatures: which of them were given in another's place."""
    given = {
        row.pk: (signing.records[row.party_id], signing.rights[row.party_id])
        for row in rows
        if row.party_id in signing.rights
    }
    note_acted(rows=given, about=ABOUT)


def carry_signed_for(former: list[int], rows: list[Signature]) -> None:
    """Inside the act that carries a signed chapter over: who signed in whose place goes with it."""
    acted = acted_signatures(former)
    ActedFor.objects.bulk_create(
        ActedFor(
            of_id=acted[old].of_id,
            by_id=acted[old].by_id,
            institution_id=acted[old].institution_id,
            kind=acted[old].kind,
            about=ABOUT,
            about_no=row.pk,
        )
        for old, row in zip(former, rows, strict=True)
        if old in acted
    )
