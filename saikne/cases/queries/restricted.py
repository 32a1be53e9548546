"""A file kept to named persons in the way of a main worker: what is said of it, and to whom."""

from collections.abc import Iterable, Mapping

from django.db.models import Q
from django.utils.translation import gettext as _

from saikne.accounts.models import User
from saikne.cases.access import Perm
from saikne.cases.models import Case
from saikne.privacy.queries import headed_units, shut_out


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
    ) % {"name": worker, "files": ", ".join(_labels(files))}


def _known_to(user: User, cases: Iterable[int]) -> set[int]:
    """Files that are open to this user, or of whose restriction she knows as the head of the service."""
    known = Q(pk__in=Case.objects.visible_to(user).values("pk"))
    if user.has_perm(Perm.HEAD):
        known |= Q(municipality__units__in=headed_units(user))
    return set(Case.objects.filter(known, pk__in=list(cases)).values_list("pk", flat=True))


def _labels(cases: Iterable[int]) -> list[str]:
    rows = Case.objects.filter(pk__in=list(cases)).select_related("kind", "number__series").order_by("pk")
    return [case.label for case in rows]
