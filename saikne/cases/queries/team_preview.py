"""What handing over many files would do: by receiver, with every obstacle, and what stays."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from saikne.accounts.models import User
from saikne.cases.models import Case
from saikne.cases.queries.team_obstacles import Passing, kept_back, obstacles_to


@dataclass(frozen=True, slots=True)
class FileLine:
    """A file that would go to somebody, whose it is, and what stands in the way."""

    case: Case
    title: str
    obstacles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReceiverLines:
    """The files that one colleague would take over."""

    receiver: User
    files: list[FileLine]


@dataclass(frozen=True, slots=True)
class Preview:
    """Who would take what over, what would stay, and whether something stands in the way."""

    receivers: list[ReceiverLines]
    stays: list[FileLine]
    stopped: bool

    @property
    def total(self) -> int:
        """How many files would go."""
        return sum(len(row.files) for row in self.receivers)


def preview_of(
    passings: Sequence[Passing],
    giver: User,
    files: Sequence[Case],
    titles: Mapping[int, str],
    *,
    by: User,
    main_worker: bool,
) -> Preview:
    """Without writing anything; a file that stays though it was to go says why."""
    found = obstacles_to(passings, giver, by=by, main_worker=main_worker)
    kept = kept_back(passings, found)
    told: dict[int, list[str]] = {}
    for row in found:
        told.setdefault(row.case_no, []).append(row.sentence)
    receivers: dict[int, ReceiverLines] = {}
    going = [passing for passing in passings if passing.case.pk not in kept]
    for passing in going:
        lines = receivers.setdefault(passing.receiver.pk, ReceiverLines(passing.receiver, []))
        lines.files.append(_line(passing.case, titles, told))
    leaving = {passing.case.pk for passing in going}
    stays = [_line(case, titles, told) for case in files if case.pk not in leaving]
    stopped = not going or any(row.case_no not in kept for row in found)
    return Preview(list(receivers.values()), stays, stopped)


def _line(case: Case, titles: Mapping[int, str], told: Mapping[int, list[str]]) -> FileLine:
    return FileLine(case, titles.get(case.pk, ""), tuple(told.get(case.pk, ())))
