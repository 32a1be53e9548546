"""One-time codes: what they are made of and how a typed one is read."""

import hashlib

# Letters that nobody mistakes for another on paper: no I, L, O, U, no 0, 1.
ALPHABET = "ABCDEFGHJKMNPQRSTVWXYZ23456789"
LENGTH, GROUP = 16, 4


def written(code: str) -> str:
    """K7QM-4XPT-9RWD-2HSA: as it is printed."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def read(typed: str) -> str:
    """The code that was meant, however it was spaced and whichever case it was typed in."""
    return "".join(letter for letter in typed.upper() if letter in ALPHABET)


def digest(code: str) -> str:
    """What is kept of a code: 16 signs of 30 are 78 bits, so a plain hash cannot be tried out."""
    return hashlib.sha256(code.encode()).hexdigest()


def mixed_roles(roles: frozenset[str], *, admin: str) -> bool:
    """Whether an account would both manage accounts and work with clients."""
    return admin in roles and len(roles) > 1
