"""Asking the colleague who answers for a chapter to change a point that contradicts another one."""

from django.utils.translation import gettext as _

from saikne.accounts.models import User
from saikne.cases.actions.agreement_frame import held_chapter, hold
from saikne.cases.actions.frame import subjects_of
from saikne.cases.actions.journal import Happening, write_entry
from saikne.cases.models import Case, Chapter, PointRequest
from saikne.cases.queries.agreement_asking import clash_of, waiting_request
from saikne.cases.queries.journal import file_readers
from saikne.core import clock
from saikne.core.acts import act, note
from saikne.core.errors import Refusal
from saikne.people.actions import hold_persons


@act
def ask_to_change(*, case: Case, chapter: Chapter, point: int, text: str, by: User) -> PointRequest:
    """A note in the journal for whoever answers for the chapter; it waits until she says that she has read it."""
    owner = User.objects.get(pk=Chapter.objects.values_list("owner", flat=True).get(pk=chapter.pk))
    _refuse_whom(case, owner, by)
    hold_persons(subjects_of(case))
    lines, line = held_chapter(hold(case, by), chapter)
    if clash_of(lines, chapter.pk, point) is None:
        raise Refusal(_("This point no longer contradicts another. Open the agreement again."))
    if waiting_request(line.version, point):
        raise Refusal(_("A note about this point waits to be read already."))
    entry = write_entry(case=case, what=Happening(on=clock.today(), text=text), colleague=owner, by=by)
    request = PointRequest.objects.create(version=line.version, point=point, entry=entry)
    note(
        act="cases.point_ask",
        about="cases.chapter",
        about_no=chapter.pk,
        by=by,
        entry=entry.pk,
        point=point,
    )
    return request


def _refuse_whom(case: Case, owner: User, by: User) -> None:
    """Only a colleague who reads the journal of the case can be asked in it."""
    if owner.pk == by.pk:
        raise Refusal(_("You answer for this chapter yourself. Change the point."))
    if not file_readers(case.pk).filter(pk=owner.pk).exists():
        raise Refusal(
            _("This colleague does not see the file, so a note will not be read. Let somebody else answer for it.")
        )
