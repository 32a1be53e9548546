"""Reach, and the trace it leaves."""

from saikne.privacy.models.ledger import (
    Bar,
    Grant,
    GrantManager,
    Holder,
    HolderMember,
    Numbered,
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
    "GrantManager",
    "Holder",
    "HolderMember",
    "Numbered",
    "Numbers",
    "Restriction",
    "Side",
]
