"""Documents as a page of a file shows them: to whom they are open, whom they concern, what became of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Prefetch, QuerySet
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from saikne.accounts.models import User
from saikne.cases.access import Perm
from saikne.cases.models import Case
from saikne.cases.queries.frame import FileFrame
from saikne.cases.queries.talk_names import names_with
from saikne.core import clock
from saikne.core.errors import Sentence
from saikne.core.prepared import prepared
from saikne.privacy.engines.uploads.kinds import Remark
from saikne.privacy.enums import DocumentKind, DocumentWay, Opens
from saikne.privacy.models import Document, DocumentFile, DocumentPerson, KeptFile, Upload
from saikne.ui.words import day

MEGABYTE = 1024 * 1024
LATEST = 3


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """The other file of a document that was moved; its name only for who may see it."""

    case_no: int | None
    label: str


@dataclass(frozen=True, slots=True)
class FileLine:
    """A file of a document, in words."""

    file: KeptFile
    size: str
    pages: str
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """A document in one row; of one that went elsewhere only that it was here."""

    document: Document
    files: tuple[FileLine, ...]
    concerns: tuple[str, ...]
    went_to: Elsewhere | None
    came_from: Elsewhere | None

    @property
    def stands(self) -> bool:
        """Neither withdrawn nor moved."""
        return self.document.withdrawn_at is None

    @property
    def name(self) -> str:
        """What it is: its kind, and in a few words which."""
        kind = str(self.document.get_kind_display())
        return kind if self.went_to or not self.document.title else f"{kind}: {self.document.title}"

    @property
    def other_side(self) -> str:
        """From whom, to whom, or made in the service."""
        if self.went_to:
            return ""
        if self.document.way == DocumentWay.OWN:
            return str(self.document.get_way_display())
        return f"{self.document.get_way_display()}: {self.document.party}"

    @property
    def where(self) -> str:
        """In the system, on a shelf, or both."""
        if self.went_to:
            return ""
        told = [_("in Saikne")] if self.files else []
        return ", ".join([*told, *([self.document.shelf] if self.document.shelf else [])])

    @property
    def fate(self) -> str:
        """What became of a document that does not count here any more."""
        if self.stands:
            return ""
        word = _("Moved to another file") if self.went_to else pgettext("document", "Withdrawn")
        return f"{word}, {day(self.document.withdrawn_at)}: {self.document.withdrawn_because}"


@dataclass(frozen=True, slots=True)
class Page:
    """Lines with whom they show beyond the people of the file."""

    lines: list[DocumentLine]
    outside: tuple[int, ...]


def documents_of(user: User, case_no: int) -> QuerySet[Document]:
    """Documents of one file within reach, with all that a line shows."""
    return with_line(Document.objects.visible_to(user, only=case_no).filter(filed_no=case_no))


def documents_by(user: User, **by: Any) -> QuerySet[Document]:
    """Documents of any file within reach, with all that a line shows."""
    return with_line(Document.objects.visible_to(user).filter(**by))


def with_line(documents: QuerySet[Document]) -> QuerySet[Document]:
    """Fetch along what a line shows."""
    return documents.select_related("number__series", "by", "withdrawn_by", "moved_from", "moved_to").prefetch_related(
        Prefetch("files", DocumentFile.objects.order_by("place")),
        Prefetch("people", DocumentPerson.objects.order_by("record_no")),
    )


def page_of(frame: FileFrame, user: User, documents: Sequence[Document]) -> Page:
    """Documents fetched by `with_line` as lines; at most three more queries."""
    records = {row.record_no for document in documents for row in document.people.all()}
    names, outside = names_with(frame, records, user)
    others = {row.filed_no for document in documents for row in _others(document)}
    seen = _files(others, user)
    return Page([_line(document, names, seen) for document in documents], outside)


def _others(document: Document) -> list[Document]:
    return [row for row in (getattr(document, "moved_to", None), document.moved_from) if row is not None]


def _files(numbers: set[int], user: User) -> dict[int, str]:
    """Other files within reach: number → what they are called."""
    if not numbers:
        return {}
    rows = Case.objects.visible_to(user).filter(pk__in=numbers).select_related("kind", "number__series")
    return {row.pk: row.label for row in rows}


def _line(document: Document, names: Mapping[int, str], seen: Mapping[int, str]) -> DocumentLine:
    went = getattr(document, "moved_to", None)
    came = document.moved_from
    return DocumentLine(
        document=document,
        files=() if went else tuple(file_line(file) for file in document.files.all()),
        concerns=() if went else tuple(names.get(row.record_no, "") for row in document.people.all()),
        went_to=_elsewhere(went, seen),
        came_from=_elsewhere(came, seen),
    )


def _elsewhere(document: Document | None, seen: Mapping[int, str]) -> Elsewhere | None:
    if document is None:
        return None
    number = document.filed_no
    return Elsewhere(number if number in seen else None, seen.get(number, ""))


def latest_of(user: User, case_no: int) -> list[Document]:
    """The documents of a file that were added last and stand; one query."""
    return list(_latest(user_id=user.pk, case=case_no, at=clock.now()))


@prepared
def _latest(*, user_id: int, case: int, at: datetime) -> QuerySet[Document]:
    rows = Document.objects.visible_at(user_id, at, filed_kind="case", only=case).standing().filter(filed_no=case)
    return rows.select_related("number__series").order_by("-noted_at", "-pk")[:LATEST]


def kind_counts(user: User, case_no: int) -> dict[str, int]:
    """How many documents of each kind there are; one query."""
    rows = Document.objects.visible_to(user, only=case_no).filter(filed_no=case_no)
    return dict(rows.order_by().values_list("kind").annotate(n=Count("pk")))


def kinds_of(counts: Mapping[str, int]) -> list[tuple[DocumentKind, int]]:
    """Kinds that there are, in the order of the list of kinds."""
    return [(kind, counts[kind]) for kind in DocumentKind if kind in counts]


def audiences_of(frame: FileFrame, user: User) -> list[str]:
    """For which audiences this user may add documents to the file; none where it is closed."""
    if frame.case.closed_at is not None:
        return []
    may = {
        Opens.CASE_WORK.value: frame.reads and user.has_perm(Perm.WORK),
        Opens.PSYCHOSOCIAL.value: frame.psychosocial and user.has_perm(Perm.PSYCHOSOCIAL),
    }
    return [audience for audience, holds in may.items() if holds]


def reads_documents(frame: FileFrame) -> bool:
    """Whether this file has documents that may be open to its reader."""
    return frame.reads or frame.psychosocial


def my_uploads(user: User, case_no: int, numbers: Iterable[int]) -> list[Upload]:
    """Of these, the files that this user has sent for this file and not filed yet."""
    rows = Upload.objects.visible_to(user).filter(filed_kind="case", filed_no=case_no, pk__in=set(numbers))
    return list(rows.order_by("pk"))


# ---------------------------------------------------------------- words


def file_line(file: KeptFile) -> FileLine:
    """A file in words."""
    pages = _("Pages: %(n)s") % {"n": file.pages} if file.kind == "pdf" and file.pages else ""
    return FileLine(file, size_words(file.size), pages, tuple(remark_words(file.remarks)))


def page_words(files: Iterable[FileLine]) -> str:
    """How many pages the files have together; nothing where that is not known."""
    counted = [one.file.pages for one in files]
    return str(sum(number or 0 for number in counted)) if counted and all(counted) else ""


def size_words(size: int) -> str:
    """412 KB; 8,7 MB."""
    if size < MEGABYTE:
        return f"{max(1, round(size / 1024))}\xa0KB"
    told = round(size / MEGABYTE, 1)
    return f"{number_format(int(told) if told == int(told) else told)}\xa0MB"


def remark_words(remarks: Iterable[str]) -> list[str]:
    """What a reader should know of the file."""
    said: dict[Remark, Sentence] = {
        Remark.LOCATION_REMOVED: _("The picture told where it was taken. The place was removed and is not kept."),
        Remark.DETAILS_REMOVED: _("Details of the camera and the program were removed from the picture."),
        Remark.FROM_HEIC: _("The photo came as HEIC and is kept as JPEG, so that every computer opens it."),
        Remark.LOCKED: _("The PDF is locked with a password of its own. Saikne cannot look into it."),
        Remark.SCRIPTS: _("The PDF holds a program (JavaScript). It is not run here; do not run it elsewhere."),
        Remark.ATTACHMENTS: _("The PDF holds other files inside. They were not checked."),
        Remark.NO_PREVIEW: _("The first page cannot be shown here. Download the file to read it."),
    }
    return [str(said[word]) for word in Remark if word in remarks and not _told_already(word, remarks)]


def _told_already(word: Remark, remarks: Iterable[str]) -> bool:
    """A place that was removed says enough of the details."""
    return word == Remark.DETAILS_REMOVED and Remark.LOCATION_REMOVED in set(remarks)
