"""What the frame of every page needs to know."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language

from saikne.core import clock
from saikne.core.registry import Registry
from saikne.ui.registry import FOOTER, NAVIGATION, SEARCH, NavItem


@dataclass(frozen=True, slots=True)
class Link:
    """An item as it is drawn."""

    label: str
    url: str
    current: bool


class Shell:
    """The frame's facts, each worked out only when the page asks."""

    def __init__(self, request: HttpRequest) -> None:
        """Nothing is asked yet."""
        self._request = request
        self._user: Any = getattr(request, "user", None)

    @property
    def signed_in(self) -> bool:
        """Whether somebody has signed in; error pages may be drawn before that is known."""
        return bool(self._user and self._user.is_authenticated)

    @property
    def user(self) -> Any:
        """Who has signed in, or nobody."""
        return self._user if self.signed_in else None

    @property
    def navigation(self) -> list[Link]:
        """Items that this user may see."""
        return self._links(NAVIGATION) if self.signed_in else []

    @property
    def footer(self) -> list[Link]:
        """Links at the foot."""
        return self._links(FOOTER)

    @property
    def home(self) -> str:
        """Where the name of the system leads."""
        return settings.LOGIN_REDIRECT_URL

    @property
    def search(self) -> str:
        """Where the search box asks; none for those who have nobody to look for."""
        return next((link.url for link in self._links(SEARCH)), "") if self.signed_in else ""

    @property
    def account(self) -> str:
        """Where one's own account is."""
        return address("mfa_index")

    @property
    def sign_out(self) -> str:
        """Where the button for leaving leads."""
        return address("account_logout")

    @property
    def language_url(self) -> str:
        """Where the language is chosen."""
        return address("ui:set_language")

    @property
    def languages(self) -> list[tuple[str, str]]:
        """The languages that the page is not in."""
        return [(code, name) for code, name in settings.LANGUAGES if code != self.language]

    @property
    def language(self) -> str:
        """The language of the page."""
        return get_language() or settings.LANGUAGE_CODE

    @property
    def path(self) -> str:
        """Where the page is, to come back to it; an answer to a form is not a place to come back to by GET."""
        return self._request.get_full_path()

    @property
    def now(self) -> Any:
        """The moment of drawing, for the print header."""
        return clock.now()

    def _links(self, registry: Registry[NavItem]) -> list[Link]:
        seen = [item for item in registry if item.test(self._user)]
        return [Link(str(item.label), reverse(item.url_name), self._is_current(item)) for item in seen]

    def _is_current(self, item: NavItem) -> bool:
        match = getattr(self._request, "resolver_match", None)
        if match is None:
            return False
        if any(match.view_name in _own(other) for other in (*NAVIGATION, *FOOTER)):
            return match.view_name in _own(item)
        return (match.namespace or "") in item.sections


def _own(item: NavItem) -> tuple[str, ...]:
    """The addresses at which this item is the current one, whatever their section."""
    return (item.url_name, *item.pages)


def address(url_name: str) -> str:
    """The address of that name, or none where a house without that room is served."""
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return ""


def shell(request: HttpRequest) -> dict[str, Shell]:
    """Put `shell` into every template."""
    return {"shell": Shell(request)}
