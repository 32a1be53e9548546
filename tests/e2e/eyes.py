"""What is looked for on a page: faults against WCAG, sideways scrolling, words of the other language."""

import re
from functools import cache

from django.utils.translation import trans_real
from playwright.sync_api import Page

from tests.e2e.conftest import axe_violations, overflow

HEIGHT = 768
WORD = re.compile(r"[^\W\d_]{3,}")
# What the tests themselves have typed in, the names that they gave to accounts and posts, a girl's name.
TYPED = re.compile(r"kanar\w(-\w+)*|· (family|head|assistance|psychosocial|adults|partner|unnamed|admin)$|\bElza\b")

# Every text that can be seen, heard or come out of a script; what is marked as another language is left out.
TEXTS = """() => {
  const home = document.documentElement.lang, found = [document.title];
  const said = /^(aria-label|aria-description|placeholder|title|alt|data-l|data-draft-.+)$/;
  const own = element => (element.closest("[lang]") || document.documentElement).lang === home;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!element.closest("script, style, code, kbd") && own(element)) { found.push(walker.currentNode.data); }
  }
  for (const element of document.querySelectorAll("body, body *")) {
    if (!own(element)) { continue; }
    for (const {name, value} of element.attributes) {
      if (said.test(name)) { found.push(value); }
    }
  }
  return found;
}"""


@cache
def english_words() -> frozenset[str]:
    """Words of the English sentences that no Latvian sentence uses."""
    english: set[str] = set()
    latvian: set[str] = set()
    catalogue = trans_real.translation("lv")._catalog  # type: ignore[attr-defined]
    for message in {key[0] if isinstance(key, tuple) else key for key in catalogue.keys()}:  # noqa: SIM118
        english |= _words(message.rpartition("\x04")[2])
    for _key, said in catalogue.items():
        latvian |= _words(said)
    return frozenset(english - latvian)


def _words(text: str) -> set[str]:
    return set(WORD.findall(re.sub(r"%\(\w+\)[sd]|\{\w+\}|<[^>]*>", " ", text).lower()))


def english_on(page: Page) -> list[str]:
    """English words on a Latvian page."""
    found = {
        f"{word!r} in {' '.join(text.split())[:80]!r}"
        for text in page.evaluate(TEXTS)
        for word in _words(TYPED.sub(" ", text)) & english_words()
    }
    return [f"English word {fault}" for fault in sorted(found)]


def too_wide(page: Page, widths: tuple[int, ...]) -> list[str]:
    """Sideways scrolling of the page that is open."""
    found = []
    for width in widths:
        page.set_viewport_size({"width": width, "height": HEIGHT})
        if (extra := overflow(page)) > 0:
            found.append(f"at {width} px it is {extra} px too wide")
    return found


def faults_at(page: Page, widths: tuple[int, ...], *, everywhere: bool) -> list[str]:
    """What is wrong with the page that is open: axe at the widest, in the full run at the narrowest too."""
    found = []
    for width in (widths[0], widths[-1]) if everywhere else widths[:1]:
        page.set_viewport_size({"width": width, "height": HEIGHT})
        found += [f"at {width} px {fault}" for fault in axe_violations(page)]
    return found + too_wide(page, widths)
