"""What a worker does in the browser, in the words of the screen."""

import re
from collections.abc import Callable
from datetime import date, timedelta

from playwright.sync_api import Locator, Page


def day(moment: date) -> str:
    """A date as the screen writes it."""
    return f"{moment:%d.%m.%Y}."


def ahead(days: int) -> str:
    """A day that is to come."""
    return day(date.today() + timedelta(days=days))  # noqa: DTZ011, TID251  # the browser's own day


class Worker:
    """Somebody at the screen."""

    def __init__(self, page: Page) -> None:
        self.page = page

    # ---------- hands

    def goes(self, deed: Callable[[], object]) -> None:
        """Do what leads to another page, and wait for it."""
        with self.page.expect_navigation():
            deed()

    def click_on(self, control: Locator) -> None:
        """Click on what leads to another page."""
        self.goes(control.click)

    def fill_in(self, field: Locator, text: str) -> None:
        """Type into a field."""
        field.fill(text)

    def choose_in(self, field: Locator, option: str) -> None:
        """Choose from a list."""
        field.select_option(label=option)

    def tick_off(self, box: Locator) -> None:
        """Tick a box or choose a round button."""
        box.check()

    # ---------- the same by name

    def press(self, name: str) -> None:
        """Press the button of that name in the page's main part."""
        self.click_on(self.page.locator("main").get_by_role("button", name=name, exact=True).last)

    def follow(self, name: str) -> None:
        """Follow the first link of that name."""
        self.click_on(self.page.locator("main").get_by_role("link", name=name).first)

    def open(self, address: str) -> None:
        """Go to an address."""
        self.page.goto(address)

    def field(self, name: str) -> Locator:
        """The field of that label; the mark of an optional field may follow it."""
        label = re.compile(rf"^\s*{re.escape(name)}(\s*\(neobligāti\))?\s*$")
        return self.page.locator("main").get_by_label(label)

    def fill(self, name: str, text: str) -> None:
        """Type into the field of that label."""
        self.fill_in(self.field(name).first, text)

    def choose(self, name: str, option: str) -> None:
        """Choose from the list of that label."""
        self.choose_in(self.field(name).first, option)

    def tick(self, name: str) -> None:
        """Tick the box or choose the round button of that label."""
        self.tick_off(self.field(name).first)

    @property
    def heading(self) -> str:
        """What the page is called."""
        return self.page.locator("h1").first.inner_text()

    @property
    def number(self) -> str:
        """Number in the address of the page: /cases/7/ → 7."""
        return next(part for part in self.page.url.split("?")[0].split("/") if part.isdigit())

    @property
    def words(self) -> str:
        """All that can be read in the main part."""
        return self.page.locator("main").inner_text()

    # ---------- first contact and people

    def find_or_add(self, first: str, last: str, born: str, sex: str) -> None:
        """Search first; nobody fits, so the person is added without a personal code."""
        self.fill_in(self.page.locator("#q"), f"{first} {last} {born}")
        self.press("Meklēt")
        seen = self.page.locator("main input[type=checkbox]")
        if seen.count():
            self.tick_off(seen.first)
        self.press("Pievienot jaunu personu")
        self.choose_in(self.page.locator("#id_unknown_code"), "nepateica")
        self.choose("Dzimums", sex)
        self.press("Pievienot personu")

    def notes_first_contact(self) -> None:
        """Somebody came: what she told, and that a file is needed."""
        self.open("/")
        self.follow("Jauns kontakts")
        self.tick("Ieradās dienestā")
        self.choose("Iemesls", "Nauda, parādi, komunālie maksājumi")
        self.fill("Kas pastāstīts", "Krājas parāds par elektrību, meita kavē skolu.")
        self.tick("Iekārtota lieta")
        self.press("Sameklēt personu")
        self.find_or_add("Sanita", "Ozoliņa", "14.03.1988.", "sieviete")
        self.press("Saglabāt kontaktu")

    def adds_household(self) -> str:
        """The household of the person who came; its number."""
        self.follow("Sanita Ozoliņa")
        self.follow("Jauna mājsaimniecība")
        self.choose("Loma mājsaimniecībā", "Vecāks vai aprūpētājs")
        self.fill("Dzīvo tur kopš", "01.01.2020.")
        self.press("Saglabāt")
        return self.number

    def adds_member(self, first: str, last: str, born: str, sex: str, role: str) -> None:
        """Somebody else who lives there."""
        self.follow("Pievienot cilvēku mājsaimniecībai")
        self.find_or_add(first, last, born, sex)
        self.choose("Loma mājsaimniecībā", role)
        self.fill("Dzīvo tur kopš", "01.09.2020.")
        self.press("Saglabāt")

    # ---------- the file

    def checks_target_group(self) -> None:
        """Three problems, long-lasting, hindering."""
        problems = (
            ("Atkarība", "Alkohola lietošana"),
            ("Ilgstoša nabadzība", "Ilgi nav pastāvīga darba"),
            ("Parādi", "Parāds par elektrību"),
        )
        for place, (kind, what) in enumerate(problems):
            row = f"#id_p{place}_"
            self.choose_in(self.page.locator(f"{row}holder"), "Raivis Krastiņš")
            self.choose_in(self.page.locator(f"{row}kind"), kind)
            self.fill_in(self.page.locator(f"{row}what"), what)
            self.fill_in(self.page.locator(f"{row}since"), "01.01.2025.")
            self.choose_in(self.page.locator(f"{row}severity"), "smagi")
            self.tick_off(self.page.locator(f"{row}hinders"))
        self.press("Skatīt rezultātu")

    def says(self, kind: str, topic: str, text: str, source: str) -> None:
        """A statement that stays."""
        self.tick(kind)
        self.tick(topic)
        self.fill("Apgalvojums", text)
        self.fill("Avots", source)
        self.press("Saglabāt")

    def agrees_goal(self, title: str, wish: str) -> str:
        """A goal that the client asked for; its number."""
        self.fill("Kam jāmainās", title)
        self.choose("Kas to vēlējās", "klients")
        self.fill("Termiņš", ahead(90))
        self.fill("Klienta paša vēlme, viņa vārdiem", wish)
        self.press("Saglabāt")
        return self.number

    def everybody_took_part(self, child_said: str, why: str) -> None:
        """All took part and the older child spoke; the youngest was ill."""
        names = self.page.locator("main input[name^=part_]").evaluate_all("all => [...new Set(all.map(e => e.name))]")
        *took_part, absent = [name.removeprefix("part_") for name in names]
        for number in took_part:
            self.tick_off(self.page.locator(f"#id_part_{number}_0"))
        self.fill_in(self.page.locator(f"#id_said_{took_part[-1]}"), child_said)
        self.tick_off(self.page.locator(f"#id_part_{absent}_1"))
        self.fill_in(self.page.locator(f"#id_why_{absent}"), why)

    def everybody_answers(self, why: str) -> None:
        """All agree but the youngest, who was not asked."""
        boxes = self.page.locator("main select[name^=answer_]").all()
        for box in boxes[:-1]:
            self.choose_in(box, "Piekrīt")
        self.choose_in(boxes[-1], "Nav jautāts")
        self.fill_in(self.page.locator("main input[name^=said_]").last, why)
        self.press("Saglabāt")

    # ---------- results

    def reviews(self, found: str) -> None:
        """The plan is looked at together."""
        self.fill("Ko konstatējāt", found)
        self.everybody_took_part("„Man tagad iet labāk.”", "slimoja")
        self.press("Saglabāt")

    def evaluates(self) -> None:
        """Every goal has its level, every child its line, the client her say."""
        self.fill("Ko darbs devis", "Elza apmeklē skolu, parāds sadalīts pa daļām.")
        for box in self.page.locator("main input[name^=level_][value='0']").all():
            self.tick_off(box)
        for box in self.page.locator("main input[name^=outcome_][value=better]").all():
            self.tick_off(box)
        for box in self.page.locator("main input[name^=line_]").all():
            self.fill_in(box, "Klājas labāk nekā pirms gada.")
        self.fill("Kā to redz klients", "„Te mani neviens nesteidzināja.”")
        self.tick("Pilnīgi apmierināts")
        self.everybody_took_part("„Labi.”", "slimoja")
        self.press("Saglabāt")

    def ends_agreement(self) -> None:
        """The only chapter in force is ended, and the agreement with it."""
        self.follow("Izbeigt sadaļu")
        self.fill("Kāpēc sadaļa beidzas", "Mērķi sasniegti.")
        self.press("Izbeigt sadaļu")

    def closes(self) -> None:
        """The file is closed because the goals are reached."""
        self.tick("Mērķi ir sasniegti")
        self.press("Slēgt lietu")
