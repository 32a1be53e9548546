"""A PDF is kept as it came: counted, looked into, its first page drawn in small."""

from collections.abc import Iterator
from contextlib import closing

import pypdfium2
from pypdfium2 import raw

from saikne.privacy.engines.uploads.kinds import Fault, Kind, Remark
from saikne.privacy.engines.uploads.pictures import PREVIEW, Drawn, UnkeptError, preview_of

LOCKED = frozenset({raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY})


def read(content: bytes) -> Iterator[Drawn]:
    """What is known of the paper without drawing it, then the same with its first page. Raises `UnkeptError`."""
    try:
        paper = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if error.err_code not in LOCKED:
            raise UnkeptError(Fault.BROKEN) from error
        yield Drawn(Kind.PDF, remarks=[Remark.LOCKED, Remark.NO_PREVIEW])
        return
    with closing(paper):
        if not len(paper):
            raise UnkeptError(Fault.BROKEN)
        found = Drawn(Kind.PDF, pages=len(paper), remarks=_inside(paper))
        yield found
        found.preview = _first_page(paper)
        yield found


def _inside(paper: pypdfium2.PdfDocument) -> list[Remark]:
    found = []
    if raw.FPDFDoc_GetJavaScriptActionCount(paper.raw) > 0:
        found.append(Remark.SCRIPTS)
    if paper.count_attachments() > 0:
        found.append(Remark.ATTACHMENTS)
    return found


def _first_page(paper: pypdfium2.PdfDocument) -> bytes:
    """Nothing if the page cannot be drawn; a page of any size is drawn in ours."""
    try:
        page = paper[0]
        width, height = page.get_size()
        scale = min(PREVIEW[0] / max(width, 1), PREVIEW[1] / max(height, 1))
        return preview_of(page.render(scale=scale, may_draw_forms=False).to_pil())
    except pypdfium2.PdfiumError:
        return b""
