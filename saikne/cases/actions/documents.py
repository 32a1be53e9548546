"""Documents of a file: adding them, tying acts to them, withdrawing them, moving those that are in the wrong file."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from saikne.accounts.models import User
from saikne.cases.access import Perm
from saikne.cases.actions.frame import hold_case, hold_with_people, lead_of, subjects_of
from saikne.cases.models import Case, DocumentUse
from saikne.cases.queries.documents_uses import can_rest
from saikne.cases.rules.journal import ChangeFacts, ChangeProblem, change_problems, people_who_belong
from saikne.core import clock
from saikne.core.acts import act, note
from saikne.core.errors import Refusal
from saikne.core.periods import live
from saikne.people.actions import hold_persons
from saikne.privacy.actions.documents import (
    Described,
    Filed,
    description_problems,
    file_document,
    mine_unfiled,
    move_document,
    withdraw_document,
)
from saikne.privacy.enums import Opens
from saikne.privacy.models import Document, DocumentPerson, Upload


@dataclass(frozen=True, slots=True)
class Use:
    """What rests on a document, by word and number."""

    about: str
    about_no: int


def filed_in(case: Case, audience: str = Opens.CASE_WORK) -> Filed:
    """Where a document of this file stands."""
    return Filed(no=case.pk, municipality_no=case.municipality_id, audience=audience)


@act
def add_documents(
    *,
    case: Case,
    what: Described,
    uploads: Iterable[int] = (),
    audience: str = Opens.CASE_WORK,
    use: Use | None = None,
    apart: bool = False,
    by: User,
) -> list[Document]:
    """One document of all that was sent, or one of each file if they are `apart`."""
    held, people = hold_with_people(case)
    filed = filed_in(held, audience)
    wanted = list(uploads)
    sent = mine_unfiled(wanted, filed=filed, by=by)
    problems = description_problems(what, files=len(sent))
    if set(what.records) - set(people):
        problems["records"] = _("One of these people no longer belongs to the file. Open the form again.")
    if use and not can_rest(held, audience=audience, about=use.about, number=use.about_no):
        problems["use"] = _("This does not belong to the file any more. Choose again.")
    if len(sent) < len(set(wanted)):
        problems["sent"] = _("One of the files is not here any more. Add it again.")
    if problems:
        raise Refusal(**problems)
    parts: Sequence[Sequence[Upload]] = [[one] for one in sent] if apart and len(sent) > 1 else [sent]
    found = [file_document(filed=filed, what=what, uploads=part, by=by) for part in parts]
    for document in found if use else ():
        _tie(document, use, by)
    return found


@act
def tie_document(*, document: Document, use: Use, by: User) -> DocumentUse:
    """Say that an act rests on the document."""
    case = hold_case(document.filed_no)
    held = _hold(document)
    if held.withdrawn_at is not None:
        raise Refusal(_("This document has been withdrawn or moved already."))
    if not can_rest(case, audience=held.audience, about=use.about, number=use.about_no):
        raise Refusal(use=_("This does not belong to the file any more. Choose again."))
    if DocumentUse.objects.filter(live(), document=held, about=use.about, about_no=use.about_no).exists():
        raise Refusal(use=_("It rests on this document already."))
    return _tie(held, use, by)


@act
def untie_document(*, use: DocumentUse, by: User) -> None:
    """It was tied by mistake; that it was is kept."""
    row = DocumentUse.objects.select_for_update(no_key=True).get(pk=use.pk)
    if row.until is None:
        _end([row], by)


def _tie(document: Document, use: Use | None, by: User) -> DocumentUse:
    assert use is not None  # noqa: S101  # asked by both callers
    moment = clock.now()
    row = DocumentUse.objects.create(document=document, about=use.about, about_no=use.about_no, since=moment, by=by)
    note(act="cases.tie_document", about="privacy.document", about_no=document.pk, by=by, at=moment, use=row.pk)
    return row


def _end(rows: Iterable[DocumentUse], by: User) -> None:
    for row in rows:
        moment = clock.now()
        DocumentUse.objects.filter(pk=row.pk).update(until=moment)
        note(
            act="cases.untie_document", about="privacy.document", about_no=row.document_id, by=by, at=moment, use=row.pk
        )


@act
def withdraw_from_file(*, document: Document, because: str, by: User) -> Document:
    """The document no longer counts; it stays in the contents, struck, with the reason."""
    case = hold_case(document.filed_no)
    held = _hold(document)
    _refuse(_facts(held, case, because, by))
    return withdraw_document(document=held, because=because, by=by)


@act
def move_to_file(*, document: Document, to: Case, because: str, by: User) -> Document:
    """The document goes to the file to which it belongs, with its number; here its place stays, with the reason.

    Of the people whom it concerns, those who belong to the other file go along. What rested on it here no longer does.
    """
    source, target = Case.objects.get(pk=document.filed_no), Case.objects.get(pk=to.pk)
    people = subjects_of(target)
    hold_persons(sorted({*people, *subjects_of(source)}))
    pair = Case.objects.select_for_update(no_key=True).filter(pk__in=[source.pk, target.pk]).order_by("pk")
    cases = {row.pk: row for row in pair}
    held = _hold(document)
    _refuse(_facts(held, cases[source.pk], because, by, target=cases[target.pk]))
    concerned = DocumentPerson.objects.filter(document=held).values_list("record_no", flat=True)
    moved = move_document(
        document=held,
        to=replace(filed_in(cases[target.pk]), audience=held.audience),
        records=people_who_belong(concerned, people),
        because=because,
        by=by,
    )
    _end(DocumentUse.objects.filter(live(), document=held).order_by("pk"), by)
    return moved


def _hold(document: Document) -> Document:
    return Document.objects.select_for_update(no_key=True).get(pk=document.pk)


def may_change(document: Document, *, lead_no: int | None, user: User) -> bool:
    """Whether this user may withdraw or move it: her own, or one of a file for which she answers."""
    if document.audience == Opens.PSYCHOSOCIAL:
        return document.by_id == user.pk and user.has_perm(Perm.PSYCHOSOCIAL)
    answers = lead_no == user.pk or user.has_perm(Perm.HEAD)
    return user.has_perm(Perm.WORK) and (document.by_id == user.pk or answers)


def _facts(document: Document, case: Case, because: str, by: User, target: Case | None = None) -> ChangeFacts:
    lead = lead_of(case)
    answers = document.audience == Opens.CASE_WORK and ((lead and lead.worker_id == by.pk) or by.has_perm(Perm.HEAD))
    return ChangeFacts(
        reason=because,
        gone=document.withdrawn_at is not None,
        own=document.by_id == by.pk,
        answers=bool(answers),
        source=case.pk,
        source_municipality=case.municipality_id,
        target=target.pk if target else None,
        target_closed=bool(target and target.closed_at),
        target_municipality=target.municipality_id if target else None,
    )


def _refuse(facts: ChangeFacts) -> None:
    sentences = {
        ChangeProblem.NO_REASON: ("because", _("Say why.")),
        ChangeProblem.GONE_ALREADY: ("", _("This document has been withdrawn or moved already.")),
        ChangeProblem.NOT_YOURS: (
            "",
            _("Only whoever added the document, the lead of the file or the head of service can do this."),
        ),
        ChangeProblem.SAME_FILE: ("to", _("The document is in this file already. Choose another one.")),
        ChangeProblem.TARGET_CLOSED: ("to", _("That file is closed. Reopen it before you move a document into it.")),
        ChangeProblem.TARGET_ELSEWHERE: ("to", _("That file belongs to another municipality.")),
    }
    if found := [sentences[problem] for problem in change_problems(facts)]:
        by_field = {name: sentence for name, sentence in found if name}
        raise Refusal(*(sentence for name, sentence in found if not name), **by_field)
