"""What a file is, told by its first bytes and never by its name."""

import re
from enum import StrEnum

HEAD = 2048


class Kind(StrEnum):
    """Files that are kept."""

    PDF = "pdf"
    JPEG = "jpeg"
    PNG = "png"
    HEIC = "heic"


class Fault(StrEnum):
    """Why a file is not kept."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    PROGRAM = "program"
    WEB_PAGE = "web_page"
    DRAWING = "drawing"
    OFFICE = "office"
    ARCHIVE = "archive"
    OTHER = "other"
    BROKEN = "broken"
    TOO_MANY_PIXELS = "too_many_pixels"
    SEVERAL = "several"
    TOO_HEAVY = "too_heavy"
    BUSY = "busy"


class Remark(StrEnum):
    """What a reader of a kept file should know of it."""

    LOCATION_REMOVED = "location_removed"
    DETAILS_REMOVED = "details_removed"
    FROM_HEIC = "from_heic"
    LOCKED = "locked"
    SCRIPTS = "scripts"
    ATTACHMENTS = "attachments"
    NO_PREVIEW = "no_preview"


PNG_MARK = b"\x89PNG\r\n\x1a\n"
HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
PROGRAMS = (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xfe\xed\xfa", b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe")
ARCHIVES = (b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf\x27\x1c", b"BZh", b"\xfd7zXZ", b"PK\x05\x06")
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
NEW_OFFICE = re.compile(rb"\[Content_Types\]\.xml|word/|xl/|ppt/|mimetypeapplication/vnd\.oasis")
WEB_PAGE = re.compile(rb"<!doctype html|<html|<head|<body|<script|<iframe")
DRAWING = re.compile(rb"<svg|<!doctype svg")
BEFORE_A_PDF = b"\xef\xbb\xbf\r\n\t \0"


def kind_of(head: bytes) -> Kind | Fault:
    """The kind of a file that begins with these bytes (at least `HEAD` of them, if it has as many)."""
    if not head:
        return Fault.EMPTY
    if head.lstrip(BEFORE_A_PDF).startswith(b"%PDF-"):
        return Kind.PDF
    if head.startswith(b"\xff\xd8\xff"):
        return Kind.JPEG
    if head.startswith(PNG_MARK):
        return Kind.PNG
    return Kind.HEIC if _is_heic(head) else _stranger(head)


def _is_heic(head: bytes) -> bool:
    """A box `ftyp` that names one of the brands, as its own or among those it goes with."""
    if head[4:8] != b"ftyp":
        return False
    end = min(int.from_bytes(head[:4], "big"), 256)
    brands = {head[8:12], *(head[at : at + 4] for at in range(16, end, 4))}
    return bool(brands & HEIC_BRANDS) and head[8:12] != b"avif"


def _stranger(head: bytes) -> Fault:
    """Which of the others it is, for a sentence that helps."""
    if head.startswith(PROGRAMS):
        return Fault.PROGRAM
    if head.startswith(OLD_OFFICE):
        return Fault.OFFICE
    if head.startswith(b"PK\x03\x04"):
        return Fault.OFFICE if NEW_OFFICE.search(head) else Fault.ARCHIVE
    if head.startswith(ARCHIVES):
        return Fault.ARCHIVE
    text = head.replace(b"\0", b"").lower()
    if DRAWING.search(text):
        return Fault.DRAWING
    return Fault.WEB_PAGE if WEB_PAGE.search(text) else Fault.OTHER
