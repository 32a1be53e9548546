"""Chapters of the agreement for which somebody answered who hands her file over: another answers from then."""

from datetime import datetime

from saikne.accounts.models import User
from saikne.cases.actions.agreement_chapters import pass_draft
from saikne.cases.actions.agreement_frame import lines_of, write_agreement_version
from saikne.cases.enums import AgreementState
from saikne.cases.models import Agreement, Chapter
from saikne.core.edits import save_fields


def pass_chapters(*, client_no: int, giver: User, receiver: User, by: User, at: datetime) -> list[int]:
    """Inside an action that holds the client and her agreements: another answers for the giver's chapters.

    What was signed stays as it was signed; the agreement in force gets a version that says who answers. A draft is
    worded anew with her who will sign it. Which chapters passed.
    """
    alive = [AgreementState.DRAFT, AgreementState.IN_FORCE]
    passed: list[int] = []
    for agreement in Agreement.objects.filter(client=client_no, state__in=alive).order_by("pk"):
        hers = [line for line in lines_of(agreement).live if line.chapter.owner_id == giver.pk]
        in_force = [_pass_in_force(line.chapter, receiver, by) for line in hers if line.in_force]
        if in_force:
            write_agreement_version(agreement, by, at)
        passed += in_force + [pass_draft(line, owner=receiver, by=by).pk for line in hers if line.draft]
    return passed


def _pass_in_force(chapter: Chapter, receiver: User, by: User) -> int:
    save_fields(chapter, base=chapter.version, fields={"owner_id": receiver.pk}, by=by, act="cases.chapter_passed")
    return chapter.pk
