"""What each role opens of a file, in words."""

from collections.abc import Mapping
from types import MappingProxyType

LEAD_OPENS: tuple[str, ...] = ("case_work",)

# Case management and psychosocial work are two things: who writes the one notebook does not read the other.
ROLE_OPENS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "assistance": ("facts",),
        "psychosocial": ("facts", "psychosocial"),
        "psychologist": ("facts", "psychosocial"),
        "adults": ("case_work",),
        "co_worker": ("case_work",),
        "assistant": ("case_work",),
        "deputy": ("case_work",),
    }
)
