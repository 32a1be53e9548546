"""Names as keys: folded for search, phonetic for likeness, and ordered as the Latvian alphabet goes.

All are computed here, once, when a name is saved, so that every database finds and sorts alike.
"""

import re
import unicodedata
from functools import lru_cache

ELLIPSIS = "…"
LONGEST_SORT_KEY = 400

_CYRILLIC = dict(
    zip(
        "абвгдежзийклмнопрстуфхцчшщъыьэюяёіїєґў",
        (
            *("a", "b", "v", "g", "d", "e", "ž", "z", "i", "j", "k", "l", "m", "n", "o", "p", "r", "s", "t"),
            *("u", "f", "h", "c", "č", "š", "šč", "", "i", "", "e", "ju", "ja", "jo", "i", "ji", "je", "g", "u"),
        ),
        strict=True,
    )
)
_LETTERS = {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i"}
_APOSTROPHES = dict.fromkeys("'’‘`´ʼʹ", "")
_TO_LATIN = str.maketrans(_CYRILLIC | _LETTERS | _APOSTROPHES)

_ADJECTIVE = re.compile(r"(?<=[scz]k)(?:aja|aya|aia|ij|iy|yj|is|y|i|a)$")
_J_ENDING = re.compile(r"(?<=[aeiou]j)s$")
_ENDING = re.compile(r"(?<=..)(?:ais|is|us|as|es|s|a|e|o|u)$")
_DOUBLED = re.compile(r"(.)\1+")
_SPELLINGS = tuple(
    (re.compile(pattern), letter)
    for pattern, letter in (
        ("niec$", "niek"),  # Muižniece, Muižnieks
        ("shch|sch", "sc"),
        ("sh", "s"),
        ("zh", "z"),
        ("tch|ch|ts", "c"),
        ("kh", "h"),
        ("ph", "f"),
        ("th", "t"),
        ("w", "v"),
        ("x", "ks"),
        ("q", "k"),
        ("(?<=[^aeiouy])y(?=[^aeiouy])", "i"),  # Vysotskaya, Visocka
        ("y", "j"),
        ("(?<=[aeou])[ij]+$", ""),  # Sergejs, Sergei
        ("(?<=[^aeouij])[ij]+$", "i"),  # Jurijs, Yuriy; Natalja, Natalija
        ("[jh]", ""),
        (r"(.)\1+", r"\1"),
    )
)

# The order agreed for the house: A Ā B C Č … I (Y) Ī … Z Ž, each its own letter.
_ALPHABET = "aābcčdeēfgģhiyījkķlļmnņopqrsštuūvwxzž"
_BESIDE = {"y": "i1", "ī": "i2"}


@lru_cache(maxsize=65_536)
def fold(text: str) -> str:
    """Lower case, Cyrillic in Latin letters, no diacritics, other signs one space: what search compares."""
    plain = _undressed(_latin(text))
    return " ".join(re.sub(r"[\W_]+", " ", plain).split())


@lru_cache(maxsize=65_536)
def name_key(text: str) -> str:
    """Return a key for each word, alike for both genders, both alphabets and the usual transliterations."""
    return " ".join(_word_key(word) for word in fold(text).split())


def sort_key(text: str) -> str:
    """Return the key by which texts stand in Latvian order in any database.

    Two signs a letter, digits and lower-case letters only, so that no collation can change the order.
    A comma comes before any other sign: "Bērza, Zane" stands before "Bērza-Kalna, Anna".
    """
    plain = re.sub(r"\s*,\s*", ",", re.sub(r"[^\w,]+|_", " ", _latin(text)).strip())
    return "".join(_letter_key(sign) for sign in plain)


def person_sort_key(family: str, given: str) -> str:
    """Return the key for lists of people: family name first, then given name; 400 signs at most."""
    return sort_key(f"{family},{given}")[:LONGEST_SORT_KEY]


def initials(given: str, family: str) -> str:
    """Return the first letters with an ellipsis, for a record the reader may not open."""
    return " ".join(f"{name.strip()[0].upper()}{ELLIPSIS}" for name in (given, family) if name.strip())


def _latin(text: str) -> str:
    """Lower case in Latin letters, Latvian diacritics kept (composed)."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFKC", text).lower()).translate(_TO_LATIN)


def _undressed(text: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFD", text) if not unicodedata.combining(sign))


@lru_cache(maxsize=65_536)
def _word_key(word: str) -> str:
    """Key of one folded word; never empty, so that words keep their places."""
    key = _stem(_DOUBLED.sub(r"\1", word))
    for pattern, letter in _SPELLINGS:
        key = pattern.sub(letter, key)
    return key or word


def _stem(word: str) -> str:
    """Take off the ending that tells gender and case, where two letters or more remain."""
    for ending in (_ADJECTIVE, _J_ENDING):
        if ending.search(word):
            return ending.sub("", word)
    return _ENDING.sub("", word)


def _letter_key(sign: str) -> str:
    if sign == ",":
        return "00"
    if sign.isdigit():
        return f"1{unicodedata.digit(sign, 0)}"
    if not sign.isalpha():
        return "01"
    base = _undressed(sign)[:1]
    beside = _BESIDE.get(sign) or _BESIDE.get(base)
    if beside:
        return beside
    if not ("a" <= base <= "z"):
        return "zz"
    return f"{base}{1 if sign in _ALPHABET and sign != base else 0}"
