"""What handing over many files would do: by receiver, with every obstacle, and what stays."""

from collections.abc import Sequence
from dataclasses import dataclass

from saikne.accounts.models import User
from saikne.cases.models import Case
from saikne.cases.queries.team_obstacles import Passing, obstacles_to


@dataclass(frozen=True, slots=True)
class FileLine:
    """A file that would go to somebody, and what stands in the way."""

    case: Case
    obstacles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReceiverLines:
    """The files that one colleague would take over."""

    receiver: User
    files: list[FileLine]


@dataclass(frozen=True, slots=True)
class Preview:
    """Who would take what over, and what would stay."""

    receivers: list[ReceiverLines]
    stays: list[Case]
    obstacles: int

    @property
    def total(self) -> int:
        """How many files would go."""
        return sum(len(row.files) for row in self.receivers)


def preview_of(passings: Sequence[Passing], giver: User, files: Sequence[Case]) -> Preview:
    """Without writing anything."""
    found = obstacles_to(passings, giver)
    receivers: dict[int, ReceiverLines] = {}
    for passing in passings:
        told = tuple(row.sentence for row in found if row.case_no == passing.case.pk)
        lines = receivers.setdefault(passing.receiver.pk, ReceiverLines(passing.receiver, []))
        lines.files.append(FileLine(passing.case, told))
    going = {passing.case.pk for passing in passings}
    stays = [case for case in files if case.pk not in going]
    return Preview(list(receivers.values()), stays, len(found))
