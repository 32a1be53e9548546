"""Every page on A4: nothing is cut, nothing to click is printed, and the first line says what the paper is.

In the full run only; PAPER=folder keeps the papers to be looked at.
"""

import io
import os
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from pypdf import PdfReader
from pytest_django.live_server_helper import LiveServer

from saikne.core import clock
from saikne.ui.words import day
from tests.e2e.visits import Rooms, Visit, look_at, town, visits

FULL = os.environ.get("E2E") == "full"
# 182 mm between the margins, at 96 dots an inch.
PAPER_WIDTH, PAPER_HEIGHT = 688, 1000
# These hold nobody's data and are given to anybody.
FOR_EVERYBODY = ("/handbook/", "/accessibility/", "/personal-data/", "/cases/boundaries/", "/accounts/")
READERS = {"lead": "Maija Liepa", "head": "Gunta Siliņa", "psychosocial": "Iveta Saulīte"}

# Text that goes over the edge of the paper or of the box that hides the rest of it; what should not be printed at all.
CUT = """() => {
  const faults = [], edge = document.documentElement.clientWidth + 1;
  const shown = one => one.checkVisibility({opacityProperty: true, visibilityProperty: true});
  const name = one => one.outerHTML.slice(0, 120);
  for (const one of document.querySelectorAll("body *")) {
    if (!shown(one) || one.closest(".govuk-visually-hidden, svg")) { continue; }
    const style = getComputedStyle(one), box = one.getBoundingClientRect();
    const hides = ["hidden", "clip", "auto", "scroll"].includes(style.overflowX) || one.matches("textarea, input");
    if (one.matches("[type=checkbox], [type=radio]")) { continue; }
    if (hides && (one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 2)) {
      faults.push("cut by its box: " + name(one));
    }
    const words = [...one.childNodes].some(node => node.nodeType === 3 && node.data.trim());
    if (box.width && words && (box.right > edge || box.left < -1)) { faults.push("over the edge: " + name(one)); }
  }
  for (const one of document.querySelectorAll("nav a, button, [type=submit], .govuk-button, .govuk-skip-link")) {
    if (shown(one)) { faults.push("printed: " + name(one)); }
  }
  return faults;
}"""


def on_paper(page: Page, visit: Visit, folder: str | None) -> list[str]:
    """What is wrong with the page on A4."""
    page.set_viewport_size({"width": PAPER_WIDTH, "height": PAPER_HEIGHT})
    page.emulate_media(media="print")
    found: list[str] = page.evaluate(CUT)
    paper = page.pdf(format="A4", prefer_css_page_size=True)
    if folder:
        name = re.sub(r"\W+", "-", f"{visit.path.strip('/') or 'home'}-{visit.who}")[:80]
        (Path(folder) / f"{name}.pdf").write_bytes(paper)
    return found + first_line(paper, visit)


def first_line(paper: bytes, visit: Visit) -> list[str]:
    """Restricted information, who printed it and when; for what, where somebody's data are on it."""
    if visit.path.startswith(FOR_EVERYBODY):
        return []
    said = _squeezed(PdfReader(io.BytesIO(paper)).pages[0].extract_text())
    begins = f"Ierobežotas pieejamības informācija · Izdrukāja: {READERS[visit.who]}, {day(clock.today())}"
    if not re.match(r"\d+/\d+" + re.escape(_squeezed(begins)), said):
        return [f"begins with {said[:120]!r}"]
    shows = any(_squeezed(word) in said for word in ("Ūdenszīl", "Žagarsēta", "Ozoliņ", "Krastiņš"))
    if shows and "Piekļuvesnolūks:" not in said[:300]:
        return [f"does not say for what: {said[:160]!r}"]
    return []


def _squeezed(text: str) -> str:
    """Without the spaces: a paper places its letters one by one."""
    return "".join(text.split())


def test_what_is_cut_or_should_not_be_printed_would_be_seen(page: Page) -> None:
    page.set_viewport_size({"width": PAPER_WIDTH, "height": PAPER_HEIGHT})
    page.set_content(
        "<body style='margin: 0'><p>Der</p>"
        "<p style='width: 50px; overflow: hidden; white-space: nowrap'>Nogriezts teksts</p>"
        "<p style='width: 900px'>Pāri malai</p><nav><a href='#'>Lietas</a></nav><button hidden>Saglabāt</button>"
    )

    assert [fault.partition(":")[0] for fault in page.evaluate(CUT)] == ["cut by its box", "over the edge", "printed"]


@pytest.mark.skipif(not FULL, reason="only with E2E=full")
@pytest.mark.django_db(transaction=True)
def test_no_page_is_cut_on_paper(
    transactional_db: None, browser: Browser, live_server: LiveServer, browser_context_args: dict[str, Any]
) -> None:
    here = town()
    rooms = Rooms(browser, live_server.url, here, "lv", browser_context_args)
    folder = os.environ.get("PAPER")

    found = [
        fault
        for visit in visits(here, everybody=False)
        if visit.who in READERS and visit.status == 200
        for fault in look_at(rooms, visit, lambda page, visit=visit: on_paper(page, visit, folder))  # type: ignore[misc]
    ]

    rooms.close()
    assert found == [], "\n".join(found)
