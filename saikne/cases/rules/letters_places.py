"""Named places of a template: a fixed list, filled from the record; what is not on the list is refused by its name."""

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum

PLACE = re.compile(r"\{([^{}\n]*)\}")
LEFT_OPEN = re.compile(r"[{}]")


class Place(StrEnum):
    """What a template may ask for: Latvian words, for letters are written in Latvian by those who fill them."""

    CLIENT = "adresāts"
    ADDRESS = "adrese"
    SUBJECT = "temats"
    NUMBER = "numurs"
    DATE = "datums"
    RECEIVED = "saņemts"
    THEIR_NUMBER = "sūtītāja_numurs"
    REPLY_DAYS = "atbildes_dienas"
    WORKER = "sagatavotājs"
    WORKER_TITLE = "amats"
    PHONE = "tālrunis"
    OFFICE = "dienests"
    OFFICE_ADDRESS = "dienesta_adrese"
    MUNICIPALITY = "pašvaldība"


# Known only with the signature, so they stay as places until the letter is printed.
LATE = frozenset({Place.NUMBER, Place.DATE})


def unknown_places(text: str) -> tuple[str, ...]:
    """Names between braces that are on no list, once each, as they stand; a brace left open counts too."""
    known = {place.value for place in Place}
    named = [name for name in PLACE.findall(text) if name not in known]
    left = LEFT_OPEN.findall(PLACE.sub("", text))
    return tuple(dict.fromkeys([*(f"{{{name}}}" for name in named), *left]))


def asked_places(text: str) -> frozenset[str]:
    """Which places of the list a text asks for."""
    return frozenset(PLACE.findall(text)) & frozenset(place.value for place in Place)


def unfilled_places(text: str, *, but: Iterable[str] = LATE) -> tuple[str, ...]:
    """Places for which the record had nothing, but for those filled later."""
    return tuple(f"{{{name}}}" for name in sorted(asked_places(text) - frozenset(but)))


def fill(text: str, values: Mapping[str, str]) -> str:
    """Put values into their places; a place without a value stays. What is put in is never read as a place itself."""

    def one(found: re.Match[str]) -> str:
        return values.get(found[1], "").replace("{", "(").replace("}", ")") or found[0]

    return PLACE.sub(one, text)
