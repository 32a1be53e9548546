"""Links that narrow a list, as `<c-filters>` draws them."""

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Filter:
    """A link that narrows a list, with how much it leaves; the current one is marked."""

    label: str | Promise
    url: str
    current: bool
    count: int | None = None
