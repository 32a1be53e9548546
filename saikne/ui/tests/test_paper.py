"""Papers hold what was typed, as it was typed."""

import io
from pathlib import Path

import pytest
from pypdf import PdfReader

from saikne.ui.paper import make_pdf, pdf_response

TEMPLATE = """
#let data = json(bytes(sys.inputs.data))
#set document(title: data.title)
#set text(lang: "lv", font: "Libertinus Serif")
= #data.title
#data.body
"""
HOSTILE = '#panic("no") *bold* $x$ @ref <mark> // gone? #import "x" \\ end'


@pytest.fixture
def template(tmp_path: Path) -> Path:
    path = tmp_path / "paper.typ"
    path.write_text(TEMPLATE, encoding="utf-8")
    return path


def read(made: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(made)).pages)


def test_what_is_typed_is_never_run_as_typst(template: Path) -> None:
    text = read(make_pdf(template, {"title": "Paper", "body": HOSTILE}))

    assert HOSTILE in " ".join(text.split())


def test_every_latvian_letter_is_drawn(template: Path) -> None:
    letters = "āčēģīķļņšūž ĀČĒĢĪĶĻŅŠŪŽ"

    assert letters in read(make_pdf(template, {"title": "Paper", "body": letters}))


def test_a_paper_says_its_language(template: Path) -> None:
    reader = PdfReader(io.BytesIO(make_pdf(template, {"title": "Paper", "body": ""})))

    assert str(reader.root_object["/Lang"]).startswith("lv")


def test_a_paper_is_shown_under_the_name_of_the_file() -> None:
    response = pdf_response(b"%PDF", name="ĢL-2026/014")

    assert response["Content-Type"] == "application/pdf"
    assert "2026-014.pdf" in response["Content-Disposition"]
