"""Every address of the house, found by asking the resolver; numbers in them come from the world of the tests."""

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http.cookies import SimpleCookie
from types import MappingProxyType
from typing import Any

from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client as Browser
from django.urls import URLPattern, URLResolver, get_resolver

from tests.world import File

PARAMETER = re.compile(r"<(?:(\w+):)?(\w+)>")
NOTHING: Mapping[str, Any] = MappingProxyType({})
REGEX_PARAMETER = re.compile(r"\(\?P<(\w+)>[^)]*\)")

# Pages of a file that is closed: the open one has nothing to show there.
CLOSED_FILES = frozenset({"cases:reopen"})


@dataclass(frozen=True, slots=True)
class Address:
    """One pattern of the resolver: its route and its name."""

    route: str
    name: str

    def path(self, file: File) -> str:
        """The address for one family's file; a word before a number that nobody knows is a mistake of the tests."""
        found = "/"
        for part in self.route.split("/"):
            found += (self._value(part, found, file) if PARAMETER.fullmatch(part) else part) + "/"
        return found.removesuffix("/")

    def _value(self, part: str, before: str, file: File) -> str:
        kind, name = PARAMETER.fullmatch(part).groups()  # type: ignore[union-attr]
        word = before.rstrip("/").rpartition("/")[2]
        known = {
            "cases": file.case.pk,
            "people": file.people[0].pk,
            "person": file.people[0].pk,
            "children": file.people[2].pk,
            "household": file.home.pk,
            "terms": "lieta",
            "handbook": "family",
            "registers": "files",
            "birthdays": file.people[2].pk,
            "kind": "age_15",
            **file.numbers,
        }
        if self.name in CLOSED_FILES and word == "cases":
            word = "closed"
        if name in known and word not in known:
            word = name
        if word not in known:
            raise LookupError(
                f"tests/crawl.py does not know what <{kind}:{name}> after {word!r} means in {self.route!r}: "
                "let tests/world.py make one and name it in File.numbers."
            )
        return str(known[word])


def addresses() -> list[Address]:
    """All of them, in the order of the resolver."""
    return list(_walk(get_resolver().url_patterns, "", ""))


def _walk(patterns: list[URLPattern | URLResolver], route: str, namespace: str) -> Iterator[Address]:
    for pattern in patterns:
        here = route + _route(pattern)
        if isinstance(pattern, URLResolver):
            inner = ":".join(part for part in (namespace, pattern.namespace or "") if part)
            yield from _walk(pattern.url_patterns, here, inner)
        else:
            name = pattern.name or ""
            yield Address(here, f"{namespace}:{name}" if namespace else name)


def _route(pattern: URLPattern | URLResolver) -> str:
    """The route in angle brackets, also where a library wrote a regular expression."""
    text = str(pattern.pattern)
    return REGEX_PARAMETER.sub(r"<str:\1>", text).strip("^$").removesuffix("\\Z")


def visit(browser: Browser, path: str, method: str = "GET", data: Mapping[str, Any] = NOTHING) -> Any:
    """What is answered; whatever the visit changed is undone, signing out too."""
    cookies = {name: morsel.value for name, morsel in browser.cookies.items()}
    try:
        with transaction.atomic():
            answer = browser.get(path) if method == "GET" else browser.post(path, data)
            raise UndoError
    except UndoError:
        browser.cookies = SimpleCookie(cookies)
        return answer


class UndoError(Exception):
    """Nothing was wrong: take everything back."""


def outcome(answer: HttpResponseBase) -> str:
    """The status as the table writes it; being sent to sign in is `in`."""
    if answer.status_code == 302 and "/login/" in answer.headers.get("Location", ""):
        return "in"
    return str(answer.status_code)


def text_of(answer: HttpResponseBase) -> str:
    """All that can be read in an answer: its headers, its page or its paper."""
    body = b"".join(answer) if answer.streaming else getattr(answer, "content", b"")
    told = "\n".join(f"{name}: {value}" for name, value in answer.headers.items())
    if body.startswith(b"%PDF"):
        return told + "\n" + _paper(bytes(body))
    return told + "\n" + bytes(body).decode(errors="replace")


def _paper(body: bytes) -> str:
    from pypdf import PdfReader

    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(body)).pages)
