"""A worker without a mouse: every control is come to by Tab, arrows and the access keys, and is seen to be come to."""

from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import ElementHandle, Locator, Page

from tests.e2e.worker import Worker

STOPS = 160

# Where the focus is: whether it is what was asked for, before it or after it; whether it can be seen, and where.
FOCUS = """wanted => {
  const now = document.activeElement, yellow = /rgb\\(255, 221, 0\\)/;
  if (!now || now === document.body) { return {nowhere: true}; }
  const marked = style => yellow.test(style.boxShadow) || yellow.test(style.backgroundColor)
    || yellow.test(style.outlineColor) && style.outlineStyle !== "none";
  const drawn = now.labels && now.labels[0] && getComputedStyle(now).opacity === "0" ? now.labels[0] : null;
  const box = now.getBoundingClientRect();
  return {
    here: now === wanted,
    group: now.type === "radio" && wanted.type === "radio" && now.name === wanted.name && now.form === wanted.form,
    after: Boolean(now.compareDocumentPosition(wanted) & Node.DOCUMENT_POSITION_PRECEDING),
    skip: now.classList.contains("govuk-skip-link"),
    ring: marked(getComputedStyle(now)) || Boolean(drawn) && marked(getComputedStyle(drawn, "::before")),
    inside: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    what: now.outerHTML.slice(0, 160),
  };
}"""

# A form asks first and saves last; nothing jumps the order of the page.
ORDER = """() => {
  const faults = [...document.querySelectorAll("[tabindex]")].filter(one => one.tabIndex > 0).map(one => one.outerHTML);
  for (const form of document.querySelectorAll("main form")) {
    const save = form.querySelector("button[accesskey=s]");
    if (!save) { continue; }
    for (const field of form.querySelectorAll("input:not([type=hidden]), select, textarea")) {
      if (save.compareDocumentPosition(field) & Node.DOCUMENT_POSITION_FOLLOWING) { faults.push(field.outerHTML); }
    }
  }
  return faults;
}"""


class Keyboard(Worker):
    """The same worker; whatever she does, she does with keys."""

    def __init__(self, page: Page) -> None:
        """The window is open at the page where one signs in."""
        super().__init__(page)
        self._by_access_key = False
        self._arrived()

    # ---------- moving

    def _arrived(self) -> None:
        """The first stop on a new page is the way past the menu, unless the page itself chose where to begin."""
        self.page.wait_for_load_state()
        faults = self.page.evaluate(ORDER)
        assert faults == [], f"{self.page.url}: out of order: {faults}"
        chosen = not self._focus(self.page.locator("body").element_handle()).get("nowhere")
        if chosen or urlsplit(self.page.url).fragment:  # who skipped the menu before a form was sent is past it after
            return
        self.page.keyboard.press("Tab")
        stop = self._focus(self.page.locator("body").element_handle())
        assert stop.get("skip"), f"{self.page.url}: the first Tab comes to {stop.get('what')}"
        assert stop["ring"], f"{self.page.url}: the skip link cannot be seen"

    def _focus(self, wanted: ElementHandle) -> dict[str, Any]:
        found: dict[str, Any] = self.page.evaluate(FOCUS, wanted)
        return found

    def reach(self, wanted: Locator) -> None:
        """Press Tab, or Shift and Tab, until the control has the focus; each stop on the way must be seen."""
        target = wanted.element_handle()
        stop = self._focus(target)
        for _ in range(STOPS):
            if stop.get("here") or stop.get("group"):
                return
            self.page.keyboard.press(self._key(stop, wanted))
            stop = self._focus(target)
            if not stop.get("nowhere"):
                assert stop["ring"], f"{self.page.url}: no focus is seen on {stop['what']}"
                assert stop["inside"], f"{self.page.url}: out of the window has the focus: {stop['what']}"
        raise AssertionError(
            f"{self.page.url}: {STOPS} stops, and none of them is {target.evaluate('e => e.outerHTML')}"
        )

    def _key(self, stop: dict[str, Any], wanted: Locator) -> str:
        if stop.get("skip") and wanted.evaluate("e => Boolean(e.closest('main'))"):
            return "Enter"
        return "Shift+Tab" if stop.get("after") else "Tab"

    def goes_with(self, key: str) -> None:
        """Press a key that leads to another page."""
        self.goes(lambda: self.page.keyboard.press(key))
        self._arrived()

    def _with_alt(self, letter: str) -> None:
        """Alt and a letter as a keyboard sends them; Playwright leaves out the letter, and the browser needs it."""
        keys = self.page.context.new_cdp_session(self.page)
        press = {
            "modifiers": 1,
            "key": letter,
            "code": f"Key{letter.upper()}",
            "windowsVirtualKeyCode": ord(letter.upper()),
        }
        keys.send("Input.dispatchKeyEvent", {"type": "keyDown", "unmodifiedText": letter, **press})
        keys.send("Input.dispatchKeyEvent", {"type": "keyUp", **press})
        keys.detach()

    # ---------- the same hands, with keys

    def click_on(self, control: Locator) -> None:
        """Come to a link or a button and press Enter; every other save goes by its access key."""
        key = control.get_attribute("accesskey")
        self._by_access_key = bool(key) and not self._by_access_key
        if self._by_access_key:
            self.goes(lambda: self._with_alt(str(key)))
            self._arrived()
            return
        self.reach(control)
        self.goes_with("Enter")

    def fill_in(self, field: Locator, text: str) -> None:
        """Come to a field and type over what stands there."""
        self.reach(field)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)
        assert field.input_value() == text

    def choose_in(self, field: Locator, option: str) -> None:
        """Come to a list and go down, or up, to the option."""
        self.reach(field)
        places: list[str] = field.evaluate("e => [...e.options].map(o => o.label.trim())")
        way = places.index(option) - int(field.evaluate("e => e.selectedIndex"))
        for _ in range(abs(way)):
            self.page.keyboard.press("ArrowDown" if way > 0 else "ArrowUp")
        assert field.evaluate("e => e.selectedOptions[0].label.trim()") == option

    def tick_off(self, box: Locator) -> None:
        """Come to a box and press Space; come to a group of round buttons and go on by arrows."""
        self.reach(box)
        for _ in range(STOPS):
            if self._focus(box.element_handle()).get("here"):
                break
            self.page.keyboard.press("ArrowDown")
        if not box.is_checked():
            self.page.keyboard.press("Space")
        assert box.is_checked()

    def open(self, address: str) -> None:
        """Find the way to an address by the links on the pages, from the nearest page above it that is linked here."""
        while (here := urlsplit(self.page.url).path) != address:
            step = next((one for one in _way_up(address) if one == here or self._link(one).count()), None)
            assert step not in {None, here}, f"{here}: no link leads on towards {address}"
            self.click_on(self._link(str(step)).first)

    def _link(self, address: str) -> Locator:
        return self.page.locator(f"a[href='{address}']").filter(visible=True)

    def signs_in(self, username: str, password: str) -> None:
        """The first page of the day."""
        self.fill_in(self.page.get_by_label("Lietotājvārds"), username)
        self.fill_in(self.page.get_by_label("Parole"), password)
        self.goes_with("Enter")


def _way_up(address: str) -> list[str]:
    """The address and the pages above it: /cases/7/plan/, /cases/7/, /cases/, /."""
    parts = address.strip("/").split("/")
    return [f"/{'/'.join(parts[:n])}/" for n in range(len(parts), 0, -1)] + ["/"]
