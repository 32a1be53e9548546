"""Papers: a Typst template and data make a PDF. What somebody typed is data, never Typst."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import typst
from django.http import HttpResponse
from django.utils.http import content_disposition_header

from saikne.core import clock


@cache
def _fonts() -> typst.Fonts:
    """The fonts that come with Typst, and no others: a paper looks the same on every machine."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True)


def make_pdf(template: Path, data: Mapping[str, Any]) -> bytes:
    """Set the template, which reads `#let data = json(bytes(sys.inputs.data))`; a tagged PDF.

    Dates and numbers come as text, already in the reader's words.
    """
    made = typst.compile(
        template,
        root=template.parent,
        font_paths=_fonts(),
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        timestamp=int(clock.now().timestamp()),
        format="pdf",
    )
    return bytes(made)


def pdf_response(made: bytes, *, name: str) -> HttpResponse:
    """Send it to be read in the browser; `name` is a file's label, never a person's name."""
    safe = "".join(letter if letter.isalnum() or letter in "-_" else "-" for letter in name)
    shown = content_disposition_header(as_attachment=False, filename=f"{safe}.pdf")
    return HttpResponse(made, content_type="application/pdf", headers={"Content-Disposition": shown or "inline"})
