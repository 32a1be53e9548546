"""The family's title: a Latvian surname in the genitive plural ("Ozoliņu ģimene").

Consonant changes and their exceptions follow the school grammar of the University of Latvia's language
laboratory (valoda.ailab.lv, "Līdzskaņu mija", second and fifth declension). Pairs of a feminine in -e with a
masculine in -s (Pētersone, Pētersons) are general knowledge, to be checked by a linguist. Where a surname is
foreign, indeclinable or doubtful the answer is None, and the caller leaves it in the nominative.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence

from saikne.people.rules.names import name_key

_LATVIAN = re.compile(r"[a-pr-vzāčēģīķļņšūž]+")

# Longest first. Other consonants (r, j, k of -skis and -ckis, g, ķ, ģ, š, ž, č, f) stay as they are.
_CHANGES = (
    ("kst", "kš"),
    ("dz", "dž"),
    ("sn", "šņ"),
    ("zn", "žņ"),
    ("sl", "šļ"),
    ("zl", "žļ"),
    ("ln", "ļņ"),
    ("ll", "ļļ"),
    ("nn", "ņņ"),
    ("b", "bj"),
    ("m", "mj"),
    ("p", "pj"),
    ("v", "vj"),
    ("c", "č"),
    ("d", "ž"),
    ("l", "ļ"),
    ("n", "ņ"),
    ("s", "š"),
    ("t", "š"),
    ("z", "ž"),
)

# Stems without the change: given names of two syllables in -tis and -dis borne as surnames, and single words.
_UNCHANGED_STEMS = """
    at gat gunt art rait zint dzint it uld vald ald and vies tēt
    balamut mut kas pas ras mis bis flot front kušet planšet šprot taks
"""
_UNCHANGED = frozenset(_UNCHANGED_STEMS.split())
_UNCHANGED_ENDS = ("st", "skat", "mat", "pēd")
_VOWELS = "aāeēiīoōuū"

# Nouns of the second declension in -s, and those of the sixth, which nobody should have to guess.
_IRREGULAR = {
    "akmens": "akmeņu",
    "asmens": "asmeņu",
    "mēness": "mēnešu",
    "rudens": "rudeņu",
    "suns": "suņu",
    "ūdens": "ūdeņu",
    "zibens": "zibeņu",
}
_SIXTH_DECLENSION = """
    acs ass auss avs balss birzs cilts debess dzelzs govs klēts klints krāsns krūts nakts nots pils pirts plīts
    sirds sāls telts uguns uts valsts zivs zoss
"""
_DOUBTFUL = frozenset(_SIXTH_DECLENSION.split())

# The feminine in -e of a masculine in -s takes the masculine's plural: Muižniece → Muižnieku.
_OF_MASCULINE_S = {
    "niece": "nieku",
    "sone": "sonu",
    "šteine": "šteinu",
    "felde": "feldu",
    "valde": "valdu",
    "berte": "bertu",
}


def genitive_plural(surname: str) -> str | None:
    """Return a surname in the genitive plural ("Egle" → "Egļu"), or None when it does not decline for certain.

    Each part of a double surname declines: "Bērziņa-Kalna" → "Bērziņu-Kalnu".
    """
    parts = [_decline(part.strip()) for part in re.split(r"[-–]", surname)]
    return "-".join(part for part in parts if part) if all(parts) else None


def family_title(surnames: Sequence[str]) -> str | None:
    """Return the genitive plural by which a family is called, or None when its surname does not decline.

    Both genders of a surname count as one, and its masculine decides where the feminine is ambiguous
    (Kaufmane with Kaufmans). Of several surnames the one that most share is taken, on a tie the first.
    """
    named = [surname.strip() for surname in surnames if surname.strip()]
    if not named:
        return None
    shared = Counter(name_key(surname) for surname in named)
    most = max(shared, key=lambda key: shared[key])
    forms = sorted((surname for surname in named if name_key(surname) == most), key=_is_feminine)
    return next((title for title in map(genitive_plural, forms) if title), None)


def _is_feminine(surname: str) -> bool:
    return not surname.lower().endswith(("s", "š"))


def _decline(name: str) -> str | None:
    """Decline one part, keeping its capital; a part in capitals comes back with one."""
    lower = name.lower()
    if not _LATVIAN.fullmatch(lower) or lower in _DOUBTFUL:
        return None
    genitive = _IRREGULAR.get(lower) or _of_masculine(lower) or _by_ending(lower)
    if genitive is None:
        return None
    return genitive[0].upper() + genitive[1:] if name[0].isupper() else genitive


def _of_masculine(name: str) -> str | None:
    """Plural of a feminine whose masculine ends in -s."""
    for ending, plural in _OF_MASCULINE_S.items():
        if name.endswith(ending) and len(name) > len(ending) + 1:
            return name.removesuffix(ending) + plural
    return None


def _by_ending(name: str) -> str | None:
    """Decline by the longest ending known; a vowel before it tells a foreign name (Paulius, Dibuā)."""
    for ending, plural in _ENDINGS:
        if name.endswith(ending):
            stem = name.removesuffix(ending)
            return plural(stem) if len(stem) > 1 and stem[-1] not in _VOWELS else None
    return None


def _softened(stem: str) -> str:
    """Second and fifth declension: the last consonant changes before the ending."""
    if stem in _UNCHANGED or (stem.endswith(_UNCHANGED_ENDS) and not stem.endswith("kst")):
        return f"{stem}u"
    for consonant, soft in _CHANGES:
        if stem.endswith(consonant):
            return f"{stem.removesuffix(consonant)}{soft}u"
    return f"{stem}u"


def _plain(stem: str) -> str:
    return f"{stem}u"


def _definite(stem: str) -> str:
    return f"{stem}o"


def _after_soft(stem: str) -> str | None:
    """First declension in -š (Bērziņš, Vējš); elsewhere -š belongs to a foreign stem."""
    return f"{stem}u" if stem[-1] in "ņjļķģr" else None


def _unknown(_stem: str) -> None:
    return None


_ENDINGS: tuple[tuple[str, Callable[[str], str | None]], ...] = (
    ("ais", _definite),
    ("ā", _definite),
    ("skaja", _unknown),
    ("ckaja", _unknown),
    ("is", _softened),
    ("us", _plain),
    ("s", _plain),
    ("š", _after_soft),
    ("a", _plain),
    ("e", _softened),
)
