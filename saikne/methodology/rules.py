"""Latvian words: their order in a list, and what a search ignores."""

import unicodedata

ALPHABET = "aābcčdeēfgģhiyījkķlļmnņoōpqrŗsštuūvwxzž"
_PLACE = {letter: f"{place:02d}" for place, letter in enumerate(ALPHABET, start=1)}
_OTHER = "00"


def alphabet_key(text: str) -> str:
    """A key that sorts A Ā B C Č … in any database: two digits a letter."""
    return "".join(_PLACE.get(letter, _OTHER) for letter in unicodedata.normalize("NFC", text.lower()))


def folded(text: str) -> str:
    """Lower case without diacritics and marks: what a search compares."""
    plain = unicodedata.normalize("NFKD", text.lower())
    kept = (sign if sign.isalnum() else " " for sign in plain if not unicodedata.combining(sign))
    return " ".join("".join(kept).split())


def first_letter(text: str) -> str:
    """Under which letter of the alphabet a term stands."""
    return text[:1].upper()
