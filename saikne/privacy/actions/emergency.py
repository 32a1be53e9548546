"""Opening a record with which no relation joins somebody, and the head's answer."""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext as _

from saikne.accounts.models import User
from saikne.core import clock
from saikne.core.acts import act, note
from saikne.core.errors import Refusal
from saikne.core.periods import standing
from saikne.privacy.actions.ledger import Numbers, any_of, give, holder_of, take_back
from saikne.privacy.actions.restrictions import restrictions_on
from saikne.privacy.enums import EmergencyAnswer, Ground, Opens
from saikne.privacy.models import (
    Bar,
    BreakGlass,
)


@act
def break_glass(
    *, user: User, about: str, about_no: int, numbers: Numbers, municipality_id: int, reason: str, words: str
) -> BreakGlass:
    """Open a record with which no relation joins the user, for some hours; the head is to answer.

    The caller holds the persons. One restricted record among `numbers` keeps all of them closed.
    """
    moment = clock.now()
    _refuse_emergency(user, numbers, words, moment)
    until = moment + timedelta(hours=settings.BREAK_GLASS_HOURS)
    row = BreakGlass.objects.create(
        user=user,
        about=about,
        about_no=about_no,
        municipality_id=municipality_id,
        reason=reason,
        words=words.strip(),
        since=moment,
        until=until,
    )
    give(
        holder=holder_of(user),
        numbers=numbers,
        opens=Opens.CASE_WORK,
        ground=Ground.EMERGENCY,
        ground_no=row.pk,
        at=moment,
        until=until,
    )
    note(
        act="privacy.break_glass",
        about=about,
        about_no=about_no,
        by=user,
        at=moment,
        row=row.pk,
        reason=reason,
    )
    return row


def _refuse_emergency(user: User, numbers: Numbers, words: str, at: datetime) -> None:
    if not words.strip():
        raise Refusal(words=_("Say in your own words what happened."))
    if restrictions_on(numbers, at).exists():
        raise Refusal(_("This record is restricted to named persons. Call the head of service."))
    if Bar.objects.filter(any_of(numbers), standing(at), user=user).exists():
        raise Refusal(_("You have declared that you do not work with these people. Call the head of service."))


@act
def answer_emergency(*, row: BreakGlass, answer: str, words: str, by: User) -> None:
    """The head says whether it was justified; the one who opened it does not answer for herself."""
    if answer == EmergencyAnswer.NOT_JUSTIFIED and not words.strip():
        raise Refusal(words=_("Say why it was not justified."))
    held = BreakGlass.objects.select_for_update(no_key=True).get(pk=row.pk)
    if held.user_id == by.pk:
        raise Refusal(_("You cannot answer for your own emergency access. Ask the head's stand-in."))
    if held.answer not in (EmergencyAnswer.WAITING, EmergencyAnswer.EXPLAIN):
        raise Refusal(_("This emergency access has been answered already."))
    moment = clock.now()
    BreakGlass.objects.filter(pk=held.pk).update(
        answer=answer, answer_words=words.strip(), answered_by=by, answered_at=moment
    )
    if answer == EmergencyAnswer.NOT_JUSTIFIED:
        take_back(ground=Ground.EMERGENCY, ground_no=held.pk, at=moment)
    note(
        act="privacy.answer_emergency",
        about=held.about,
        about_no=held.about_no,
        by=by,
        at=moment,
        row=held.pk,
        answer=answer,
    )


@act
def explain_emergency(*, row: BreakGlass, words: str, by: User) -> None:
    """The one who opened a record says why, when the head has asked; the head then answers again."""
    if not words.strip():
        raise Refusal(words=_("Say in your own words what happened."))
    held = BreakGlass.objects.select_for_update(no_key=True).get(pk=row.pk)
    if held.user_id != by.pk or held.answer != EmergencyAnswer.EXPLAIN or held.explained_at is not None:
        raise Refusal(_("No explanation is asked of you for this emergency access."))
    moment = clock.now()
    BreakGlass.objects.filter(pk=held.pk).update(explanation=words.strip(), explained_at=moment)
    note(act="privacy.explain_emergency", about=held.about, about_no=held.about_no, by=by, at=moment, row=held.pk)
