"""What is kept of a file is told by its content; what is hostile is refused in a process that may die alone."""

import io
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from saikne.privacy.engines.uploads import look as engine
from saikne.privacy.engines.uploads.kinds import Fault, Kind, Remark, kind_of
from saikne.privacy.engines.uploads.look import Kept, Limits, look
from saikne.privacy.tests import samples

LIMITS = Limits(size=5 * 1024 * 1024, pixels=10_000_000)


def kept(content: bytes, limits: Limits = LIMITS) -> Kept:
    found = look(content, limits)
    assert isinstance(found, Kept), found
    return found


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("program", Fault.PROGRAM),
        ("linux", Fault.PROGRAM),
        ("script", Fault.PROGRAM),
        ("page", Fault.WEB_PAGE),
        ("drawing", Fault.DRAWING),
        ("archive", Fault.ARCHIVE),
        ("office", Fault.OFFICE),
        ("text", Fault.OTHER),
    ],
)
def test_a_file_is_known_by_its_first_bytes(name: str, fault: Fault) -> None:
    assert look(samples.DISGUISED[name], LIMITS) == fault


def test_a_drawing_in_wide_letters_is_a_drawing_too() -> None:
    assert kind_of("\ufeff<svg>".encode("utf-16")) == Fault.DRAWING


def test_an_empty_file_is_not_kept() -> None:
    assert look(b"", LIMITS) == Fault.EMPTY


def test_a_file_over_the_limit_is_not_even_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "_ask", lambda *_told: pytest.fail("the worker was asked"))

    assert look(samples.pdf(), Limits(size=10, pixels=10)) == Fault.TOO_LARGE


@pytest.mark.parametrize(
    "content",
    [
        samples.jpeg()[:200],
        b"\xff\xd8\xff\xe0" + b"x" * 500,
        samples.png()[:40],
        b"%PDF-1.7\n" + b"x" * 500,
        samples.pdf()[:200],
        samples.HEIC[:200],
    ],
    ids=["cut jpeg", "junk jpeg", "cut png", "junk pdf", "cut pdf", "cut heic"],
)
def test_what_cannot_be_read_is_not_kept(content: bytes) -> None:
    assert look(content, LIMITS) == Fault.BROKEN


def test_a_picture_of_a_few_bytes_that_unpacks_to_gigabytes_is_not_unpacked() -> None:
    assert look(samples.bomb(), LIMITS) == Fault.TOO_MANY_PIXELS
    assert look(samples.text_bomb(), LIMITS) == Fault.BROKEN


def test_a_moving_picture_is_not_kept() -> None:
    out = io.BytesIO()
    first, second = (Image.new("RGB", (20, 20), colour) for colour in ("red", "blue"))
    first.save(out, "PNG", save_all=True, append_images=[second], duration=100)

    assert look(out.getvalue(), LIMITS) == Fault.SEVERAL


def test_a_photo_loses_the_place_where_it_was_taken_and_says_so() -> None:
    came = samples.jpeg(place=True)
    found = kept(came)
    picture = Image.open(io.BytesIO(found.content))

    assert b"Telephone" in came
    assert found.remarks == (Remark.LOCATION_REMOVED, Remark.DETAILS_REMOVED)
    assert dict(picture.getexif()) == {}
    assert not picture.getexif().get_ifd(samples.PLACE)
    assert b"Telephone" not in found.content + found.preview


def test_a_photo_held_upright_stays_upright() -> None:
    found = kept(samples.jpeg(size=(60, 40), turned=True))

    assert Image.open(io.BytesIO(found.content)).size == (40, 60)
    assert found.remarks == ()


def test_what_hides_behind_a_picture_is_gone() -> None:
    found = kept(samples.jpeg() + b"<script>alert(1)</script>" + samples.DISGUISED["program"])

    assert b"script" not in found.content
    assert b"MZ\x90" not in found.content


def test_a_picture_keeps_its_colours_and_what_can_be_seen_through() -> None:
    came = Image.open(io.BytesIO(samples.png()))
    found = Image.open(io.BytesIO(kept(samples.png()).content))

    assert (found.mode, found.size, found.tobytes()) == (came.mode, came.size, came.tobytes())


def test_a_photo_of_a_telephone_becomes_a_jpeg_without_its_place() -> None:
    found = kept(samples.HEIC)

    assert found.kind == Kind.JPEG
    assert Image.open(io.BytesIO(found.content)).size == (64, 48)
    assert set(found.remarks) == {Remark.LOCATION_REMOVED, Remark.DETAILS_REMOVED, Remark.FROM_HEIC}


def test_a_pdf_is_kept_as_it_came_and_its_first_page_is_drawn() -> None:
    came = samples.pdf(pages=3)
    found = kept(came)

    assert (found.kind, found.content, found.pages, found.remarks) == (Kind.PDF, came, 3, ())
    assert Image.open(io.BytesIO(found.preview)).format == "JPEG"


def test_a_locked_pdf_is_kept_and_says_so() -> None:
    found = kept(samples.pdf(password="slepeni"))

    assert found.remarks == (Remark.LOCKED, Remark.NO_PREVIEW)
    assert (found.pages, found.preview) == (None, b"")


def test_a_pdf_says_that_a_program_and_other_files_are_inside() -> None:
    assert kept(samples.pdf(program=True)).remarks == (Remark.SCRIPTS,)
    assert kept(samples.pdf(within=True)).remarks == (Remark.ATTACHMENTS,)


def test_a_worker_that_does_not_end_is_stopped() -> None:
    assert look(samples.jpeg(), LIMITS, patience=0.01) == Fault.TOO_HEAVY


def test_a_paper_whose_page_takes_too_long_is_kept_without_it() -> None:
    told = b'{"kind": "pdf", "pages": 2, "remarks": [], "new": 0}\n'
    found = engine._understood(b"%PDF-", told, None)

    assert isinstance(found, Kept)
    assert (found.pages, found.preview, found.remarks) == (2, b"", (Remark.NO_PREVIEW,))


def test_a_picture_whose_worker_dies_is_not_kept_in_part() -> None:
    told = b'{"kind": "jpeg", "pages": 1, "remarks": [], "new": 100}\nhalf'

    assert engine._understood(b"", told, -9) == Fault.TOO_HEAVY
    assert engine._understood(b"", b"", 1) == Fault.BROKEN


def test_too_many_at_once_wait_their_turn_and_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    taken = [engine._turns.acquire(blocking=False) for _turn in range(engine.AT_ONCE)]
    try:
        assert look(samples.jpeg(), LIMITS, patience=0.01) == Fault.BUSY
    finally:
        for _turn in filter(None, taken):
            engine._turns.release()


def test_the_worker_has_none_of_our_secrets(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    spy = tmp_path / "python"
    spy.write_text(f"#!/bin/sh\nenv > {tmp_path}/told\n")
    spy.chmod(0o700)
    monkeypatch.setenv("DOCUMENT_KEY", "slepeni" * 10)
    monkeypatch.setattr(sys, "executable", str(spy))

    look(samples.jpeg(), LIMITS)

    assert "slepeni" not in (tmp_path / "told").read_text()


@pytest.mark.parametrize(
    "deed", ["import pathlib; pathlib.Path(sys.argv[1]).write_bytes(b'x')", "bytearray(2 * 1024**3)"]
)
def test_the_worker_writes_nothing_and_takes_no_more_memory_than_it_may(deed: str, tmp_path: Path) -> None:
    confined = f"import sys; from {engine.WORKER} import _confine; _confine(); {deed}"

    command = [sys.executable, "-I", "-c", confined, str(tmp_path / "x")]
    done = subprocess.run(command, capture_output=True, check=False)  # noqa: S603  # our own line

    assert done.returncode != 0
    assert not (tmp_path / "x").exists() or not (tmp_path / "x").stat().st_size
