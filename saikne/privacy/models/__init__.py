"""Reach, and the trace it leaves."""

from saikne.privacy.models.ledger import (
    Bar,
    Grant,
    GrantQuerySet,
    Holder,
    HolderMember,
    Numbers,
    Restriction,
    Side,
)
from saikne.privacy.models.trace import AccessRow, BreakGlass

__all__ = [
    "AccessRow",
    "Bar",
    "BreakGlass",
    "Grant",
    "GrantQuerySet",
    "Holder",
    "HolderMember",
    "Numbers",
    "Restriction",
    "Side",
]
