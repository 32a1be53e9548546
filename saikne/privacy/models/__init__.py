"""Reach, and the trace it leaves."""

from saikne.privacy.models.documents import Document, DocumentFile, DocumentPerson, KeptFile, Upload
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
from saikne.privacy.models.reach import ReachQuerySet
from saikne.privacy.models.trace import AccessRow, BreakGlass

__all__ = [
    "AccessRow",
    "Bar",
    "BreakGlass",
    "Document",
    "DocumentFile",
    "DocumentPerson",
    "Grant",
    "GrantManager",
    "Holder",
    "HolderMember",
    "KeptFile",
    "Numbered",
    "Numbers",
    "ReachQuerySet",
    "Restriction",
    "Side",
    "Upload",
]
