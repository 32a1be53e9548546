"""What of files ends, stays or opens again when a worker leaves, comes back, or moves to another unit."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q

from saikne.accounts.actions import tell
from saikne.accounts.models import User
from saikne.cases.actions.frame import lead_of, subjects_of
from saikne.cases.actions.reach import open_to_lead, open_to_main_worker
from saikne.cases.models import Case, HandOver, LeadPeriod, MainWorkerPeriod, TeamMember
from saikne.core.errors import Moved
from saikne.core.periods import live
from saikne.people.actions import hold_persons
from saikne.privacy.actions import take_back
from saikne.privacy.enums import Ground


def hold_files(numbers: Iterable[int]) -> tuple[list[Case], dict[int, list[int]]]:
    """Lock the people of these files, then the files; each with its records, read again under the locks."""
    wanted = sorted(set(numbers))
    people = {case.pk: subjects_of(case) for case in Case.objects.filter(pk__in=wanted)}
    hold_persons(sorted({number for found in people.values() for number in found}))
    held = list(Case.objects.select_for_update(no_key=True).filter(pk__in=wanted).order_by("pk"))
    if {case.pk: subjects_of(case) for case in held} != people:
        raise Moved
    return held, people


def led_by(user: User) -> list[int]:
    """Open files that she leads."""
    led = LeadPeriod.objects.filter(live(), worker=user, case__closed_at__isnull=True)
    return sorted(led.values_list("case_id", flat=True))


def leave_files(user: User, at: datetime, by: User) -> None:
    """Inside the act by which she leaves: teams are left and files on their way to her stay where they are.

    What she leads stays hers in name until it is handed over; the heads over her unit see it all along.
    """
    team = TeamMember.objects.filter(Q(until__isnull=True) | Q(until__gt=at), user=user, since__lt=at)
    team.update(until=at)
    waiting = HandOver.objects.filter(receiver=user, received_at__isnull=True, returned_at__isnull=True)
    for row in waiting.select_related("giver", "case").order_by("pk"):
        lead = lead_of(row.case)
        take_back(ground=Ground.HAND_OVER, ground_no=row.pk, at=at)
        if lead and lead.worker_id == user.pk:  # handed over at once: she led it already, only the receipt is missing
            HandOver.objects.filter(pk=row.pk).update(received_at=at)
            continue
        HandOver.objects.filter(pk=row.pk).update(returned_at=at, returned_because=str(user))
        tell(users=[row.giver], message="cases.hand_over_returned", about="case", about_no=row.case_id, by=by)


def open_files_again(user: User, at: datetime, by: User) -> None:
    """Inside the act by which she comes back: what she still leads, or is the main worker of, is open to her again."""
    main = MainWorkerPeriod.objects.filter(live(), worker=user).values("client")
    beside = Case.objects.open().filter(client__in=main)
    led = set(led_by(user))
    held, people = hold_files(led | set(beside.values_list("pk", flat=True)))
    clients = set(main.values_list("client", flat=True))
    for case in held:
        if case.pk in led:
            open_to_lead(case, people[case.pk], user, at)
        if case.client_id in clients:
            open_to_main_worker(case, people[case.pk], user, at)


def follow_unit(user: User, at: datetime, by: User) -> None:
    """Inside the act by which her unit changes: the heads over the new one see her files, the others no longer."""
    held, people = hold_files(led_by(user))
    for case in held:
        take_back(ground=Ground.UNIT, ground_no=case.pk, at=at)
        open_to_lead(case, people[case.pk], user, at)
