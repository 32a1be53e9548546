"""How a lower room asks upper rooms: it owns a registry, they fill it in their `apps.py`."""

from collections.abc import Iterator
from typing import Generic, TypeVar

T = TypeVar("T")


class Registry(Generic[T]):
    """Entries in the order of their rank; each name stands once."""

    def __init__(self, what: str) -> None:
        """`what` names the registry in an error."""
        self._what = what
        self._entries: dict[str, tuple[int, T]] = {}

    def register(self, name: str, entry: T, *, rank: int = 100) -> None:
        """Add an entry; the same name twice is a mistake of ours."""
        if name in self._entries:
            raise ValueError(f"{self._what}: {name!r} is registered already.")
        self._entries[name] = (rank, entry)

    def __iter__(self) -> Iterator[T]:
        """Entries by rank, then by name."""
        for _, (_, entry) in sorted(self._entries.items(), key=lambda item: (item[1][0], item[0])):
            yield entry

    def items(self) -> dict[str, T]:
        """Names with their entries."""
        return {name: entry for name, (_, entry) in self._entries.items()}

    def get(self, name: str) -> T:
        """The entry of that name."""
        return self._entries[name][1]
