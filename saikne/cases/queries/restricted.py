"""Files kept to named persons: what is said of them, and to whom, where they stand in the way of an act."""

from collections.abc import Iterable, Mapping

from django.db.models import Q
from django.utils.translation import gettext as _

from saikne.accounts.models import User
from saikne.cases.access import Perm
from saikne.cases.models import Case
from saikne.cases.queries.access import files_about
from saikne.core import clock
from saikne.core.periods import standing
from saikne.people.queries import anchors_of, records_of
from saikne.privacy.models import Restriction
from saikne.privacy.queries import headed_units, shut_out
from saikne.ui.words import day


def main_worker_problems(worker: User, files: Mapping[Case, Iterable[int]], by: User) -> list[str]:
    """Why somebody cannot be the main worker of a client with these open files (file → its people)."""
    kept = [
        file for file, people in files.items() if shut_out([worker.pk], {"case": [file.pk], "record": list(people)})
    ]
    return [kept_from_main_worker(worker, kept, by)] if kept else []


def kept_from_main_worker(worker: User, kept: Iterable[Case], by: User) -> str:
    """That these files are closed to a new main worker; whoever may not know of one of them is told nothing of it."""
    files = {file.pk: file for file in kept}
    if _known_to(by, files) != set(files):
        return _("The client's main worker cannot be changed here. Ask the head of service.")
    return _(
        "%(name)s would become the client's main worker, but this colleague is not among those to whom other files of "
        "the client are restricted: %(files)s. The head of service names the colleague in the restriction first, "
        "or the main worker stays as now."
    ) % {"name": worker, "files": ", ".join(_labelled(files).values())}


def _known_to(user: User, cases: Iterable[int]) -> set[int]:
    """Files that are open to this user, or of whose restriction she knows as the head of the service."""
    known = Q(pk__in=Case.objects.visible_to(user).values("pk"))
    if user.has_perm(Perm.HEAD):
        known |= Q(municipality__units__in=headed_units(user))
    return set(Case.objects.filter(known, pk__in=list(cases)).values_list("pk", flat=True))


def _labelled(cases: Iterable[int]) -> dict[int, str]:
    rows = Case.objects.filter(pk__in=list(cases)).select_related("kind", "number__series").order_by("pk")
    return {case.pk: case.label for case in rows}


def restricted_already(case: Case, names: Mapping[int, str]) -> str:
    """What is restricted already of all that a restriction of this file takes, as a list; nothing if nothing is."""
    records = records_of(anchors_of(names).values())
    files = set(files_about(records).filter(municipality=case.municipality_id).values_list("pk", flat=True)) | {case.pk}
    wanted = Q(about="case", about_no__in=files) | Q(about="record", about_no__in=list(names))
    rows = Restriction.objects.filter(standing(clock.now()), wanted).order_by("until")
    ends = {(row.about, row.about_no): row.until for row in rows if row.until}
    labels = {**{("case", pk): label for pk, label in _labelled(files).items()}, **_named(names)}
    found = [(label, ends[pair]) for pair, label in labels.items() if pair in ends]
    return "; ".join(_("%(what)s, last day %(day)s") % {"what": label, "day": day(end)} for label, end in found)


def _named(names: Mapping[int, str]) -> dict[tuple[str, int], str]:
    return {("record", number): name for number, name in names.items()}
