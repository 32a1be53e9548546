"""What upper rooms put on every page: items of the navigation and of the foot, the search box."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from saikne.core.errors import Sentence
from saikne.core.registry import Registry


def everybody(user: Any) -> bool:
    """For an item that nobody is refused."""
    return True


@dataclass(frozen=True, slots=True)
class NavItem:
    """One link of the navigation: where it leads, who sees it, and where it is the current one.

    `sections` are URL namespaces; `pages` are single addresses, by name, that belong here and not to their section.
    """

    label: Sentence
    url_name: str
    test: Callable[[Any], bool] = everybody
    sections: tuple[str, ...] = field(default=())
    pages: tuple[str, ...] = field(default=())


NAVIGATION: Registry[NavItem] = Registry("navigation")
SEARCH: Registry[NavItem] = Registry("search")
FOOTER: Registry[NavItem] = Registry("footer")
