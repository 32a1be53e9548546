"""Taking files in, filing documents, withdrawing them, moving them to the file to which they belong."""

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from saikne.accounts.models import User
from saikne.core import clock
from saikne.core.acts import act, next_number, note
from saikne.core.errors import Refusal
from saikne.privacy import store
from saikne.privacy.engines.uploads.kinds import Fault, Kind, Remark
from saikne.privacy.engines.uploads.look import Kept, Limits, look
from saikne.privacy.enums import DocumentKind, DocumentMedium, DocumentWay, Opens
from saikne.privacy.models import Document, DocumentFile, DocumentPerson, KeptFile, Upload

REGISTER = "privacy.document"
KEPT_UNFILED = timedelta(days=1)
LONGEST_NAME = 120
MOST_FILES = 40
MOST_WAITING = 100  # else one account could fill the disk
UNSEEN = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
NOT_IN_A_NAME = re.compile(r'[/\\:*?"<>|]+')
SUFFIX = {Kind.PDF: ".pdf", Kind.JPEG: ".jpg", Kind.PNG: ".png"}
FILE_FIELDS = ("name", "kind", "size", "pages", "sha256", "came_sha256", "key_id", "blob", "preview", "remarks")


@dataclass(frozen=True, slots=True)
class Filed:
    """Of what it is a document, who may see it, and in whose register it gets its number."""

    no: int
    municipality_no: int
    audience: str = Opens.CASE_WORK
    kind: str = "case"


@dataclass(frozen=True, slots=True)
class Described:
    """What a document is, from or to whom, of which day, where it is, and whom it concerns."""

    kind: str
    on: date
    way: str = DocumentWay.RECEIVED
    party: str = ""
    title: str = ""
    medium: str = DocumentMedium.FILE
    shelf: str = ""
    records: tuple[int, ...] = ()


# ---------------------------------------------------------------- what was sent


def take_in(*, content: bytes, name: str, filed: Filed, by: User) -> Upload:
    """Look at a file that was sent and keep it sealed for its sender, until it is filed. Refused in a sentence.

    Looking takes seconds, so it is done before any transaction.
    """
    found = look(content, Limits(settings.DOCUMENT_MAX_BYTES, settings.DOCUMENT_MAX_PIXELS))
    if isinstance(found, Fault):
        raise refused(found, name)
    blob = store.put(found.content)
    preview = store.put(found.preview) if found.preview else ""
    try:
        return _note_upload(row=_kept(found, content, name, blob, preview), filed=filed, by=by)
    except BaseException:
        store.drop(blob, preview)
        raise


def _kept(found: Kept, came: bytes, name: str, blob: str, preview: str) -> Upload:
    return Upload(
        name=plain_name(name, found.kind),
        kind=found.kind.value,
        size=len(found.content),
        pages=found.pages,
        sha256=hashlib.sha256(found.content).hexdigest(),
        came_sha256=hashlib.sha256(came).hexdigest(),
        key_id=store.key_now(),
        blob=blob,
        preview=preview,
        remarks=[Remark(one).value for one in found.remarks],
    )


@act
def _note_upload(*, row: Upload, filed: Filed, by: User) -> Upload:
    moment = clock.now()
    _forget(Upload.objects.filter(at__lt=moment - KEPT_UNFILED))
    if Upload.objects.filter(by=by).count() >= MOST_WAITING:
        raise Refusal(sent=_("Too many of your files wait to be added to documents. Add them, or wait until tomorrow."))
    row.filed_kind, row.filed_no, row.by, row.at = filed.kind, filed.no, by, moment
    row.save(force_insert=True)
    note(act="privacy.take_in", about="privacy.upload", about_no=row.pk, by=by, at=moment, filed=filed.no)
    return row


def _forget(uploads: Iterable[Upload]) -> None:
    """The rows now, their bytes once that is certain."""
    for row in uploads:
        names = (row.blob, row.preview)
        Upload.objects.filter(pk=row.pk).delete()
        transaction.on_commit(partial(store.drop, *names))


def plain_name(name: str, kind: Kind) -> str:
    """The name as people read it: one line, no signs of paths, the ending that its content has."""
    told = NOT_IN_A_NAME.sub("-", UNSEEN.sub("", name.replace("\\", "/").rpartition("/")[2]))
    stem, dot, ending = " ".join(told.split()).rpartition(".")
    if not dot or len(ending) > 5:
        stem = f"{stem}{dot}{ending}"
    return f"{stem[:LONGEST_NAME].strip(' .') or _('document')}{SUFFIX[kind]}"


# ---------------------------------------------------------------- documents


@act
def file_document(*, filed: Filed, what: Described, uploads: Sequence[Upload], by: User) -> Document:
    """A document with its number and its files; the caller holds what it is filed under."""
    if problems := description_problems(what, files=len(uploads)):
        raise Refusal(**problems)
    moment = clock.now()
    year = clock.local_date(moment).year
    number = next_number(register=REGISTER, scope_no=filed.municipality_no, year=year)
    paper = what.medium != DocumentMedium.FILE
    document = Document.objects.create(
        filed_kind=filed.kind,
        filed_no=filed.no,
        audience=filed.audience,
        number=number,
        kind=what.kind,
        title=what.title.strip(),
        way=what.way,
        party="" if what.way == DocumentWay.OWN else what.party.strip(),
        on=what.on,
        medium=what.medium,
        shelf=what.shelf.strip() if paper else "",
        by=by,
        noted_at=moment,
    )
    _concern(document, what.records)
    _add_files(document, uploads)
    note(act="privacy.file_document", about="privacy.document", about_no=document.pk, by=by, at=moment, filed=filed.no)
    return document


def _concern(document: Document, records: Iterable[int]) -> None:
    DocumentPerson.objects.bulk_create(
        DocumentPerson(document=document, record_no=number) for number in sorted(set(records))
    )


def _add_files(document: Document, files: Iterable[KeptFile]) -> None:
    """What was sent becomes part of the document; the sealed bytes stay where they are."""
    rows = list(files)
    DocumentFile.objects.bulk_create(
        DocumentFile(document=document, place=place, **{name: getattr(row, name) for name in FILE_FIELDS})
        for place, row in enumerate(rows, start=1)
    )
    Upload.objects.filter(pk__in=[row.pk for row in rows if isinstance(row, Upload)]).delete()


def mine_unfiled(numbers: Iterable[int], *, filed: Filed, by: User) -> list[Upload]:
    """Of these uploads, those of this user for this file that are not filed yet, locked, in the order asked."""
    wanted = list(dict.fromkeys(numbers))
    rows = Upload.objects.select_for_update(no_key=True).filter(
        pk__in=wanted, by=by, filed_kind=filed.kind, filed_no=filed.no
    )
    return sorted(rows.order_by("pk"), key=lambda row: wanted.index(row.pk))


@act
def withdraw_document(*, document: Document, because: str, by: User) -> Document:
    """It no longer counts; it stays in the contents, struck, with the reason."""
    held = _hold_standing(document)
    if not because.strip():
        raise Refusal(because=_("Say why."))
    _withdraw(held, because, by)
    note(act="privacy.withdraw_document", about="privacy.document", about_no=held.pk, by=by, at=held.withdrawn_at)
    return held


@act
def move_document(*, document: Document, to: Filed, records: Iterable[int], because: str, by: User) -> Document:
    """It goes to where it belongs with its number and its files; where it stood, it is struck, with the reason.

    `records` are the people of the other file whom it concerns.
    """
    held = _hold_standing(document)
    problems = {}
    if not because.strip():
        problems["because"] = _("Say why.")
    if (to.kind, to.no) == (held.filed_kind, held.filed_no):
        problems["to"] = _("The document is in this file already. Choose another one.")
    if problems:
        raise Refusal(**problems)
    _withdraw(held, because, by)
    moved = _copy(held, to)
    _concern(moved, records)
    _add_files(moved, held.files.order_by("place"))
    note(
        act="privacy.move_document",
        about="privacy.document",
        about_no=held.pk,
        by=by,
        at=held.withdrawn_at,
        filed=held.filed_no,
        to=to.no,
        moved=moved.pk,
    )
    return moved


def _hold_standing(document: Document) -> Document:
    held = Document.objects.select_for_update(no_key=True).get(pk=document.pk)
    if held.withdrawn_at is not None:
        raise Refusal(_("This document has been withdrawn or moved already."))
    return held


def _withdraw(document: Document, because: str, by: User) -> None:
    document.withdrawn_at, document.withdrawn_by, document.withdrawn_because = clock.now(), by, because.strip()
    document.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_because"])


def _copy(document: Document, to: Filed) -> Document:
    """The same document in the other file."""
    return Document.objects.create(
        filed_kind=to.kind,
        filed_no=to.no,
        audience=document.audience,
        number_id=document.number_id,
        kind=document.kind,
        title=document.title,
        way=document.way,
        party=document.party,
        on=document.on,
        medium=document.medium,
        shelf=document.shelf,
        by_id=document.by_id,
        noted_at=clock.now(),
        moved_from=document,
    )


def description_problems(what: Described, *, files: int) -> dict[str, str]:
    """All that is in the way, by the field of the form."""
    paper = what.medium != DocumentMedium.FILE
    found = {
        "kind": _("Choose what the document is.") if what.kind not in DocumentKind else "",
        "title": _("Write in a few words which document it is.")
        if what.kind == DocumentKind.OTHER and not what.title.strip()
        else "",
        "party": _("Say from whom it was received or to whom it was issued.")
        if what.way != DocumentWay.OWN and not what.party.strip()
        else "",
        "on": _("The date cannot be in the future.") if what.on > clock.today() else "",
        "shelf": _("Say on which shelf the paper is.") if paper and not what.shelf.strip() else "",
        "sent": _files_problem(what.medium, files),
    }
    return {name: sentence for name, sentence in found.items() if sentence}


def _files_problem(medium: str, files: int) -> str:
    if medium == DocumentMedium.PAPER:
        return (
            _("The document is on paper only, and a file was added. Choose “As a file and on paper”.") if files else ""
        )
    if files > MOST_FILES:
        return _("These are too many files for one document. Put the pages into one PDF.")
    return "" if files else _("Add a file, or say that the document is on paper only.")


# ---------------------------------------------------------------- sentences


def refused(fault: Fault, name: str) -> Refusal:
    """Why a file is not kept, with its name and what to do."""
    return Refusal(sent=fault_sentence(fault) % {"name": " ".join(UNSEEN.sub("", name).split())[:80]})


def fault_sentence(fault: Fault) -> str:
    """The sentence; `%(name)s` is the name of the file."""
    return {
        Fault.EMPTY: _("%(name)s: the file is empty. Check it and send it again."),
        Fault.TOO_LARGE: _("%(name)s: the file is too large. At most %(size)s MB are kept.").replace(
            "%(size)s", str(settings.DOCUMENT_MAX_BYTES // 1024 // 1024)
        ),
        Fault.PROGRAM: _("%(name)s: this is a program, not a document. It is not kept."),
        Fault.WEB_PAGE: _("%(name)s: this is a web page, not a document. Print it as a PDF and send that."),
        Fault.DRAWING: _("%(name)s: this is a drawing that may hold a program (SVG). Save it as a PNG or a PDF."),
        Fault.OFFICE: _("%(name)s: this is a document of an office program. Save it as a PDF and send that."),
        Fault.ARCHIVE: _("%(name)s: this is an archive. Take the documents out of it and send each."),
        Fault.OTHER: _("%(name)s: this is neither a PDF nor a picture (JPEG, PNG, HEIC). Save it as a PDF."),
        Fault.BROKEN: _("%(name)s: the file is damaged and cannot be read. Scan it again or ask for another copy."),
        Fault.TOO_MANY_PIXELS: _("%(name)s: the picture is too large. Scan it with 300 dots per inch."),
        Fault.SEVERAL: _("%(name)s: the picture moves or has several pages. Save it as a PDF."),
        Fault.TOO_HEAVY: _("%(name)s: reading the file takes too much time or memory. Save it as a plain PDF."),
        Fault.BUSY: _("%(name)s: many files are being read just now. Send it again in a minute."),
    }[fault]
