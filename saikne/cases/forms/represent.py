"""Who signs in a party's place: a choice beside the party."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from saikne.cases.forms.plan_quiet import QuietChoice
from saikne.cases.queries.agreement import ChapterLine
from saikne.cases.queries.represent_signing import HERSELF, Signers, people_in


@dataclass(frozen=True, slots=True)
class SigningFor:
    """Who may be chosen for one party, and whether she may sign herself."""

    choices: list[tuple[str, str]]
    herself: bool

    def field(self, name: str, chapter: int) -> QuietChoice:
        """The choice; where one alone may sign, that one is chosen already."""
        said = pgettext("signature", "signs herself") if self.herself else pgettext("signature", "not chosen")
        label = _("Chapter %(chapter)s, who signs for: %(name)s") % {"chapter": chapter, "name": name}
        alone = not self.herself and len(self.choices) == 1
        return QuietChoice(
            label=label,
            choices=[(HERSELF, said), *self.choices],
            initial=self.choices[0][0] if alone else HERSELF,
            widget=forms.RadioSelect,
        )


def signing_for(lines: Iterable[ChapterLine], signers: Signers, *, on: date) -> dict[int, SigningFor]:
    """A choice for each party who does not sign herself, or for whom somebody else may."""
    found = {
        party.party.pk: SigningFor(signers.choices(record, on), signers.herself(record, on))
        for party in people_in(lines)
        if (record := party.party.record_id)
    }
    return {party: one for party, one in found.items() if one.choices}
