"""Who stands beside the lead: members of the team, deputies until a day, the client's main worker."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from saikne.accounts.actions import tell
from saikne.accounts.models import User
from saikne.cases.actions.frame import hold_client, hold_with_people, lead_of, main_worker_of, subjects_of
from saikne.cases.actions.opening import change_main_worker
from saikne.cases.actions.reach import close_to_member, close_to_named, open_to_member
from saikne.cases.enums import TeamRole
from saikne.cases.models import Case, MainWorkerPeriod, TeamMember
from saikne.cases.queries.access import not_named
from saikne.cases.queries.restricted import main_worker_problems
from saikne.cases.queries.talk_team import whole_team
from saikne.cases.queries.team_obstacles import barred_problem, may_not_lead, who_may_lead
from saikne.cases.rules.team import DeputyFacts, DeputyProblem, deputy_problems
from saikne.core import clock
from saikne.core.acts import act, note
from saikne.core.errors import Moved, Refusal
from saikne.core.periods import standing
from saikne.organisation.queries import seat_of
from saikne.people.actions import hold_persons
from saikne.privacy.queries import shut_out


@act
def add_member(*, case: Case, user: User, role: str, does: str = "", by: User) -> TeamMember:
    """Somebody works with the file from now, in a role; what the role opens is hers."""
    held, people = hold_with_people(case)
    problems = [("user", told) for told in _colleague_problems(held, {"case": [held.pk], "record": people}, user)]
    if role == TeamRole.DEPUTY:
        problems.append(("role", _("A deputy stands in until a day: use the form for deputies.")))
    if _stands(held, user, role):
        problems.append(("role", _("This colleague is in the team in this role already.")))
    _refuse(problems)
    return _join(held, people, user, role, does, None, by)


@act
def add_deputy(*, case: Case, user: User, until: date, does: str = "", by: User) -> TeamMember:
    """Somebody stands in for the lead up to and including a day, within a year; her reach ends by itself."""
    held, people = hold_with_people(case)
    lead = lead_of(held)
    facts = DeputyFacts(
        until=until,
        is_lead=bool(lead and lead.worker_id == user.pk),
        is_deputy=_stands(held, user, TeamRole.DEPUTY),
    )
    _refuse(
        [
            *(("user", told) for told in _lead_problems(held, {"case": [held.pk], "record": people}, user)),
            *(
                (_DEPUTY_FIELD[problem], _deputy_sentence(problem))
                for problem in deputy_problems(facts, today=clock.today())
            ),
        ]
    )
    return _join(held, people, user, TeamRole.DEPUTY, does, end_of(until), by)


def _refuse(problems: Iterable[tuple[str, str]]) -> None:
    """Everything at once: several sentences about one field stand in it one after another."""
    told: dict[str, list[str]] = {}
    for name, sentence in problems:
        told.setdefault(name, []).append(sentence)
    if told:
        raise Refusal(**{name: " ".join(sentences) for name, sentences in told.items()})


def end_of(day: date) -> datetime:
    """The first moment after this day."""
    return clock.midnight(day + timedelta(days=1))


def _join(
    case: Case, people: list[int], user: User, role: str, does: str, until: datetime | None, by: User
) -> TeamMember:
    moment = clock.now()
    member = TeamMember.objects.create(case=case, user=user, role=role, does=does.strip(), since=moment, until=until)
    open_to_member(member, people, moment)
    tell(users=[user], message="cases.deputy" if until else "cases.team_joined", about="case", about_no=case.pk, by=by)
    note(act="cases.team_add", about="cases.case", about_no=case.pk, by=by, at=moment, user=user.pk, role=role)
    return member


@act
def end_member(*, member: TeamMember, by: User) -> None:
    """Somebody no longer works with the file, or stands in no longer; what her role opened is closed."""
    case, people = hold_with_people(Case.objects.get(pk=member.case_id))
    held = TeamMember.objects.select_related("user", "case").get(pk=member.pk)
    moment = clock.now()
    if held.until is not None and held.until <= moment:
        raise Refusal(_("This colleague has left the team already."))
    leave_team(held, people, moment)
    tell(users=[held.user], message="cases.team_left", about="case", about_no=case.pk, by=by)
    note(act="cases.team_end", about="cases.case", about_no=case.pk, by=by, at=moment, user=held.user_id)


def leave_team(member: TeamMember, people: Iterable[int], at: datetime) -> None:
    """Inside an action that holds the people and the file: the membership ends with what it opened."""
    close_to_member(member, at)
    close_to_named(member.case, people, member.user, at)
    TeamMember.objects.filter(pk=member.pk).update(until=at)


@act
def set_main_worker(*, case: Case, worker: User, reason: str, by: User) -> MainWorkerPeriod:
    """From now another colleague is the client's main worker, over all her files; all who work with her are told."""
    files = hold_files_of_client(case)
    problems = [("worker", told) for told in _main_problems(case, files, worker, by)]
    current = main_worker_of(case.client_id)
    if not reason.strip():
        problems.append(("reason", _("Say why.")))
    if current and current.worker_id == worker.pk:
        problems.append(("worker", _("This colleague is the main worker already.")))
    _refuse(problems)
    moment = clock.now()
    change_main_worker(case.client, worker, reason=reason.strip(), at=moment)
    for file in files:
        tell(users=whole_team(file), message="cases.main_worker_changed", about="case", about_no=file.pk, by=by)
    note(act="cases.main_worker", about="cases.client", about_no=case.client_id, by=by, at=moment, worker=worker.pk)
    return MainWorkerPeriod.objects.get(client=case.client_id, since=moment)


def _main_problems(case: Case, files: Iterable[Case], worker: User, by: User) -> list[str]:
    """What speaks against a main worker: in the file where she is named, and in the others of the client."""
    people = {file: subjects_of(file) for file in files}
    here = {"case": [case.pk], "record": subjects_of(case)}
    found = _lead_problems(case, here, worker)
    beside = {file: numbers for file, numbers in people.items() if file.pk != case.pk}
    everything = {"case": [file.pk for file in beside], "record": {one for two in beside.values() for one in two}}
    barred = [told for told in barred_problem(worker, everything) if told not in found]
    kept = [] if shut_out([worker.pk], here) else main_worker_problems(worker, beside, by)
    return found + barred + kept


def hold_files_of_client(case: Case) -> list[Case]:
    """Lock the people of the client's open files, the client, the files; read again under the locks."""
    files = _open_files(case)
    people = {file.pk: subjects_of(file) for file in files}
    hold_persons(sorted({number for numbers in people.values() for number in numbers}))
    hold_client(case.client_id)
    numbers = [file.pk for file in files]
    held = list(Case.objects.select_for_update(no_key=True).filter(pk__in=numbers).order_by("pk"))
    if [file.pk for file in _open_files(case)] != numbers or {file.pk: subjects_of(file) for file in held} != people:
        raise Moved
    return held


def _open_files(case: Case) -> list[Case]:
    return list(Case.objects.open().filter(client=case.client_id).order_by("pk"))


def _stands(case: Case, user: User, role: str) -> bool:
    return TeamMember.objects.filter(standing(clock.now()), case=case, user=user, role=role).exists()


def _colleague_problems(case: Case, numbers: Mapping[str, Iterable[int]], user: User) -> list[str]:
    """Only a colleague with a post in the municipality of the file works with it; if it is restricted, one named."""
    seat, found = seat_of(user), []
    if not user.is_active or seat is None or seat.municipality_id != case.municipality_id:
        found.append(_("This person has no post in the municipality of the file."))
    if shut_out([user.pk], numbers):
        found.append(not_named(user))
    return found + barred_problem(user, numbers)


def _lead_problems(case: Case, numbers: Mapping[str, Iterable[int]], user: User) -> list[str]:
    """Who stands in for a lead, or is the main worker, needs a role that allows leading."""
    found = _colleague_problems(case, numbers, user)
    return found if who_may_lead().filter(pk=user.pk).exists() else [*found, may_not_lead(user)]


_DEPUTY_FIELD = {
    DeputyProblem.NOT_AFTER_TODAY: "until",
    DeputyProblem.TOO_LONG: "until",
    DeputyProblem.IS_LEAD: "user",
    DeputyProblem.IS_DEPUTY: "user",
}


def _deputy_sentence(problem: DeputyProblem) -> str:
    return {
        DeputyProblem.NOT_AFTER_TODAY: _("The end date must be after today."),
        DeputyProblem.TOO_LONG: _("A deputy stands in for a year at most. For longer, hand the file over."),
        DeputyProblem.IS_LEAD: _("This colleague leads the file herself."),
        DeputyProblem.IS_DEPUTY: _("This colleague stands in already. End that deputyship first."),
    }[problem]
