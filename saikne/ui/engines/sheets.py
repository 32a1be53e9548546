"""A table as CSV or as a sheet: what somebody typed stays text and never becomes a formula."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any

Cell = str | int | date | datetime | None
Row = Sequence[Cell]

BOM = "\ufeff"  # without it, Excel reads Latvian letters as another alphabet's
FORMULA = re.compile(r"\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n]")  # also the full-width signs
UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
A4 = 9  # the paper's number in a sheet's file
DAY, MOMENT = "dd.mm.yyyy.", "dd.mm.yyyy. hh:mm"
WIDEST, NARROWEST = 60, 8
TITLE_MOST = 31  # Excel's limit, with the signs below refused
TITLE_REFUSED = re.compile(r"[\\*?:/\[\]]")


def is_formula(text: str) -> bool:
    """Whether a spreadsheet could take this text for something to work out."""
    return bool(FORMULA.match(text))


def csv_table(header: Sequence[str], rows: Iterable[Row]) -> bytes:
    """UTF-8 with BOM, semicolons, everything quoted; days as 2026-11-24."""
    text = io.StringIO(newline="")
    text.write(BOM)
    writer = csv.writer(text, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([_plain(cell) for cell in row] for row in rows)
    return text.getvalue().encode()


def _plain(cell: Cell) -> str:
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d %H:%M}"
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, int) or cell is None:
        return "" if cell is None else str(cell)
    return f"'{cell}" if is_formula(cell) else cell


def xlsx_table(title: str, header: Sequence[str], rows: Sequence[Row], *, author: str, notice: str) -> bytes:
    """A sheet with days as days; `author` is the service, `notice` stands at the head of each printed page."""
    from openpyxl import Workbook  # heavy, and few requests need it

    book = Workbook(write_only=True)
    book.properties.creator, book.properties.title = _writable(author), _writable(title)
    sheet = book.create_sheet(TITLE_REFUSED.sub(" ", _writable(title))[:TITLE_MOST])
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", A4
    sheet.oddHeader.left.text = _writable(notice).replace("&", "&&")
    for letter, width in zip(_letters(), _widths(header, rows), strict=False):
        sheet.column_dimensions[letter].width = width
    sheet.append([_cell(sheet, name, bold=True) for name in header])
    for row in rows:
        sheet.append([_cell(sheet, cell) for cell in row])
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def _cell(sheet: Any, value: Cell, *, bold: bool = False) -> Any:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    if isinstance(value, datetime):
        value = value.replace(tzinfo=None)  # a sheet knows no time zones: the caller gives local time
    cell = WriteOnlyCell(sheet, value=_writable(value) if isinstance(value, str) else value)
    if isinstance(value, str):
        cell.data_type = "s"
        cell.quotePrefix = is_formula(value)  # stays text when somebody edits the cell
    elif isinstance(value, date):
        cell.number_format = MOMENT if isinstance(value, datetime) else DAY
    if bold:
        cell.font = Font(bold=True)
    return cell


def _writable(text: str) -> str:
    """Without the signs that a sheet's file cannot hold."""
    return UNWRITABLE.sub("", text)


def _letters() -> Iterator[str]:
    from openpyxl.utils import get_column_letter

    return (get_column_letter(number) for number in range(1, 1000))


def _widths(header: Sequence[str], rows: Sequence[Row]) -> list[int]:
    """Wide enough for the longest cell, within reason."""
    longest = [len(name) for name in header]
    for row in rows:
        longest = [max(known, len(_plain(cell))) for known, cell in zip(longest, row, strict=True)]
    return [min(max(length + 2, NARROWEST), WIDEST) for length in longest]
