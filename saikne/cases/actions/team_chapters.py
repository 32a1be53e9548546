"""Chapters of the agreement for which somebody answered who hands her file over: another answers from then."""

from datetime import datetime

from saikne.accounts.models import User
from saikne.cases.actions.agreement_frame import write_agreement_version
from saikne.cases.enums import AgreementState, ChapterState
from saikne.cases.models import Agreement, Chapter
from saikne.core.edits import save_fields


def pass_chapters(*, client_no: int, giver: User, receiver: User, by: User, at: datetime) -> list[int]:
    """Inside an action that holds the client and her agreement: another answers for the giver's chapters in force.

    What was signed stays as it was signed; the agreement gets a version that says who answers. Which chapters passed.
    """
    agreement = Agreement.objects.filter(client=client_no, state=AgreementState.IN_FORCE).first()
    hers = Chapter.objects.filter(agreement=agreement, state=ChapterState.IN_FORCE, owner=giver).order_by("pk")
    chapters = list(hers) if agreement else []
    for chapter in chapters:
        fields = {"owner_id": receiver.pk}
        save_fields(chapter, base=chapter.version, fields=fields, by=by, act="cases.chapter_passed")
    if agreement and chapters:
        write_agreement_version(agreement, by, at)
    return [chapter.pk for chapter in chapters]
