"""Deputies of an absent colleague: one for all her work, or several, file by file; and her return."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from saikne.accounts.models import User
from saikne.cases.actions.frame import hold_with_people
from saikne.cases.actions.leaver_work import led_by
from saikne.cases.actions.team import add_deputy, leave_team
from saikne.cases.enums import TeamRole
from saikne.cases.models import Case, TeamMember
from saikne.cases.queries.access import not_named
from saikne.cases.queries.team_obstacles import Passing, lead_problems, obstacles_to
from saikne.cases.rules.team import HandOverObstacle
from saikne.core import clock
from saikne.core.acts import act, note
from saikne.core.errors import Refusal
from saikne.core.periods import standing
from saikne.organisation.actions.absence import come_back, name_deputy
from saikne.organisation.models import Absence, Deputyship
from saikne.organisation.queries import seat_of
from saikne.privacy.enums import Ground
from saikne.privacy.models import Grant


@act
def stand_in_for_all(*, absence: Absence, deputy: User, last_day: date, by: User) -> Deputyship:
    """A colleague has the reach of the absent one while she is away, up to a day; restricted files stay outside."""
    if problems := _problems(absence.user, deputy, by):
        raise Refusal(deputy=" ".join(problems))
    return name_deputy(absence=absence, deputy=deputy, last_day=last_day, by=by)


def _problems(absent: User, deputy: User, by: User) -> list[str]:
    """Why this colleague cannot take all her work: her role, two sides of one client, files kept to named persons."""
    files = list(Case.objects.filter(pk__in=led_by(absent)).select_related("kind", "number__series", "household"))
    seat = seat_of(absent)
    found = lead_problems(deputy, seat.municipality_id) if files and seat else []
    against = obstacles_to([Passing(case, deputy) for case in files], absent, by=by, main_worker=False)
    found += sorted({row.sentence for row in against if row.kind == HandOverObstacle.DECIDES_BENEFIT})
    if _named_where_the_other_is_not(absent, deputy):
        found.append(not_named(deputy))
        found.append(_("Name deputies file by file, and for restricted files only somebody who is named there."))
    return found


def _named_where_the_other_is_not(absent: User, deputy: User) -> bool:
    """With the reach of the absent one goes what she was named for: so whoever is not named there takes none of it."""
    moment = clock.now()
    named = Grant.objects.filter(standing(moment), ground=Ground.NAMED)
    hers = named.filter(holder__user=deputy).values("ground_no")
    return named.filter(holder__user=absent).exclude(ground_no__in=hers).exists()


@act
def stand_in_by_file(*, absence: Absence, passings: Sequence[Passing], last_day: date, by: User) -> list[TeamMember]:
    """Several colleagues stand in, each for the files named to her, from now until a day; all or none."""
    led = set(led_by(absence.user))
    problems, made = [], []
    if not passings:
        problems.append(_("Choose a deputy for at least one file."))
    for passing in sorted(passings, key=lambda one: one.case.pk):
        if passing.case.pk not in led:
            problems.append(_("%(file)s: somebody else leads this file now.") % {"file": passing.case.label})
            continue
        try:
            made.append(add_deputy(case=passing.case, user=passing.receiver, until=last_day, by=by))
        except Refusal as refusal:
            told = (*refusal.reasons, *refusal.by_field.values())
            problems += [f"{passing.case.label}: {sentence}" for sentence in told]
    if problems:
        raise Refusal(*problems)
    return made


@act
def return_to_work(*, absence: Absence, by: User) -> None:
    """She is back: deputies for all her work and those for single files, named for this absence, stand in no longer."""
    come_back(absence=absence, by=by)
    moment = clock.now()
    rows = TeamMember.objects.filter(
        standing(moment), role=TeamRole.DEPUTY, case__in=led_by(absence.user), since__gte=absence.noted_at
    )
    ended = []
    for member in rows.select_related("case", "user").order_by("case_id", "pk"):
        _case, people = hold_with_people(member.case)
        leave_team(member, people, moment)
        ended.append(member.pk)
    note(act="cases.return_to_work", about="accounts.user", about_no=absence.user_id, by=by, at=moment, team=ended)
