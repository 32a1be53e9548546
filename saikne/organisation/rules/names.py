"""Suggesting a username: letters of the name without their marks."""

import re
import unicodedata


def plain(text: str) -> str:
    """Small Latin letters only: Ģirts Bērziņš-Ozols → girts, berzins-ozols."""
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
    return re.sub(r"[^a-z-]", "", bare.lower()).strip("-")


def suggested_username(first_name: str, last_name: str, taken: frozenset[str]) -> str:
    """m.liepa; if somebody has that, m.liepa2 and so on."""
    first, last = plain(first_name), plain(last_name)
    base = f"{first[:1]}.{last}".strip(".") or "lietotajs"
    number = 2
    found = base
    while found in taken:
        found, number = f"{base}{number}", number + 1
    return found
