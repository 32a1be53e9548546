"""Tables as files: what a spreadsheet reads is what was written, and never a formula."""

import csv
import io
from datetime import UTC, date, datetime

import pytest
from openpyxl import load_workbook

from saikne.ui.engines.sheets import Row, csv_table, xlsx_table

HEADER = ["Klients", "Diena", "Skaits", "Kad"]
ROW: Row = ["Ozoliņa; „Elza”", date(2026, 11, 24), -3, datetime(2026, 11, 24, 14, 5, tzinfo=UTC)]


def read_csv(made: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(made.decode("utf-8-sig"), newline=""), delimiter=";"))


def sheet_of(made: bytes):  # type: ignore[no-untyped-def]
    return load_workbook(io.BytesIO(made))


def made_sheet(*rows: Row, header: list[str] | None = None) -> bytes:
    return xlsx_table("Lietas: 2026/1", header or HEADER, rows, author="Sociālais dienests", notice="Slepeni & savi")


def test_csv_is_utf8_with_bom_and_quoted_semicolons() -> None:
    made = csv_table(HEADER, [ROW, ["", None, 0, None]])

    assert made.startswith(b"\xef\xbb\xbf")
    assert made.splitlines()[0].decode("utf-8-sig") == '"Klients";"Diena";"Skaits";"Kad"'
    assert read_csv(made) == [
        HEADER,
        ["Ozoliņa; „Elza”", "2026-11-24", "-3", "2026-11-24 14:05"],
        ["", "", "0", ""],
    ]


DANGEROUS = ["=1+1", "+371 20000000", "-2+3", "@SUM(A1)", "\t=1", "\r=1", " =1+1", "＝1+1", '=HYPERLINK("http://x")']


@pytest.mark.parametrize("typed", DANGEROUS)
def test_no_text_becomes_a_formula(typed: str) -> None:
    assert read_csv(csv_table(["a"], [[typed]]))[1] == [f"'{typed}"]

    cell = sheet_of(made_sheet([typed], header=["a"])).active["A2"]

    assert (cell.data_type, cell.quotePrefix) == ("s", True)
    assert cell.value.strip() == typed.strip()


@pytest.mark.parametrize("typed", ["Anna", "a=1", "–", "2026/014", "ĢL-2026/001"])
def test_harmless_text_stays_as_it_is(typed: str) -> None:
    assert read_csv(csv_table(["a"], [[typed]]))[1] == [typed]
    cell = sheet_of(made_sheet([typed], header=["a"])).active["A2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (typed, "s", False)


def test_a_sheet_has_days_as_days_and_numbers_as_numbers() -> None:
    sheet = sheet_of(made_sheet(ROW, ["", None, 0, None])).active

    assert [cell.value for cell in sheet[1]] == HEADER
    assert [cell.value for cell in sheet[2]] == [
        "Ozoliņa; „Elza”",
        datetime(2026, 11, 24),  # noqa: DTZ001
        -3,
        datetime(2026, 11, 24, 14, 5),  # noqa: DTZ001
    ]
    assert sheet["B2"].number_format == "dd.mm.yyyy."
    assert sheet.freeze_panes == "A2"


def test_a_sheet_names_the_service_and_nobody_else() -> None:
    book = sheet_of(made_sheet(ROW))

    assert book.properties.creator == "Sociālais dienests"
    assert book.properties.lastModifiedBy is None
    assert book.active.title == "Lietas  2026 1"
    assert book.active.oddHeader.left.text == "Slepeni && savi"


def test_what_a_sheet_cannot_hold_is_left_out() -> None:
    assert sheet_of(made_sheet(["a\x00b\x1fc\ud800"], header=["a"])).active["A2"].value == "abc"


def test_a_sheet_of_ten_thousand_rows_is_whole() -> None:
    made = xlsx_table("Daudz", ["n"], [[n] for n in range(10_000)], author="d", notice="n")
    assert sheet_of(made).active.max_row == 10_001
