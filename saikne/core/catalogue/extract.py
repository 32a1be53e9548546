"""Finds the sentences marked for translation in a room's Python files and templates."""

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.template.base import Lexer, Token, TokenType
from django.utils.translation import trim_whitespace

TEMPLATE_SUFFIXES = {".html", ".txt", ".typ"}
PASSED_BY = {"tests", "migrations", "static", "locale", "data", "node_modules"}

# Which argument is the context, the message and its plural, for each function that marks a sentence.
_PLAIN, _COUNTED = (None, 0, None), (None, 0, 1)
_IN_CONTEXT, _COUNTED_IN_CONTEXT = (0, 1, None), (0, 1, 2)
_Places = tuple[int | None, int, int | None]
MARKERS: dict[str, _Places] = {
    "_": _PLAIN,
    "gettext": _PLAIN,
    "gettext_lazy": _PLAIN,
    "gettext_noop": _PLAIN,
    "ngettext": _COUNTED,
    "ngettext_lazy": _COUNTED,
    "pgettext": _IN_CONTEXT,
    "pgettext_lazy": _IN_CONTEXT,
    "npgettext": _COUNTED_IN_CONTEXT,
    "npgettext_lazy": _COUNTED_IN_CONTEXT,
}

_QUOTED = r"\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'"
_CALLED = re.compile(rf"(?<!\w)_\(\s*({_QUOTED})\s*\)")
_LITERAL = re.compile(rf"^({_QUOTED})(?:\||$)")


class SourceError(Exception):
    """A file whose marked sentences cannot be read, with its place."""


@dataclass(frozen=True, order=True)
class Message:
    """One sentence to translate; `plural` is empty where nothing is counted."""

    context: str
    msgid: str
    plural: str = ""


Found = dict[Message, set[str]]


def messages_of(room: Path, base: Path) -> Found:
    """Collect the messages of one room, each with the files that say it, as paths from `base`."""
    found: Found = {}
    for path in _sources(room):
        text = path.read_text(encoding="utf-8")
        read = from_python if path.suffix == ".py" else from_template
        place = path.relative_to(base).as_posix()
        try:
            for message in read(text):
                if message.msgid:
                    found.setdefault(message, set()).add(place)
        except (SyntaxError, SourceError) as error:
            raise SourceError(f"{place}: {error}") from error
    return _folded(found)


def _folded(found: Found) -> Found:
    """A sentence said both plainly and counted is one entry, the counted one."""
    counted: dict[tuple[str, str], Message] = {}
    for message in found:
        if message.plural and (other := counted.setdefault((message.context, message.msgid), message)) != message:
            raise SourceError(f"“{message.msgid}” is counted in two ways: “{other.plural}” and “{message.plural}”.")
    folded: Found = {}
    for message, files in found.items():
        folded.setdefault(counted.get((message.context, message.msgid), message), set()).update(files)
    return folded


def _sources(room: Path) -> Iterator[Path]:
    for path in sorted(room.rglob("*")):
        if path.suffix not in TEMPLATE_SUFFIXES | {".py"}:
            continue
        if not PASSED_BY.intersection(path.relative_to(room).parts[:-1]):
            yield path


def from_python(text: str) -> Iterator[Message]:
    """Yield what the translation functions are called with, under whatever name they were imported."""
    tree = ast.parse(text)
    markers = MARKERS | _aliases(tree)
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        places = markers.get(_called(call.func))
        if places and (message := _message(call.args, places)):
            yield message


def _aliases(tree: ast.Module) -> dict[str, _Places]:
    return {
        name.asname: MARKERS[name.name]
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for name in node.names
        if name.asname and name.name in MARKERS
    }


def _called(function: ast.expr) -> str:
    if isinstance(function, ast.Name):
        return function.id
    return function.attr if isinstance(function, ast.Attribute) else ""


def _message(args: list[ast.expr], places: _Places) -> Message | None:
    words = [_word(args, place) for place in places]
    if None in words:
        return None
    context, msgid, plural = words
    return Message(context or "", msgid or "", plural or "")


def _word(args: list[ast.expr], place: int | None) -> str | None:
    """The literal at this place: empty if none is asked for, None if it is not a literal."""
    if place is None:
        return ""
    if place >= len(args):
        return None
    argument = args[place]
    return argument.value if isinstance(argument, ast.Constant) and isinstance(argument.value, str) else None


def from_template(text: str) -> Iterator[Message]:
    """Yield what a Django template asks to translate, in tags, variables and component attributes."""
    tokens = iter(Lexer(text).tokenize())
    for token in tokens:
        tag = token.contents.split(maxsplit=1)[0] if token.token_type == TokenType.BLOCK and token.contents else ""
        if tag == "comment":
            _skip(tokens, "endcomment")
        elif tag in {"blocktranslate", "blocktrans"}:
            yield _block(token, tokens)
        elif tag in {"translate", "trans"}:
            yield from _tag(token)
        elif token.token_type != TokenType.COMMENT:
            yield from _calls(token.contents)


def _skip(tokens: Iterable[Token], end: str) -> None:
    for token in tokens:
        if token.token_type == TokenType.BLOCK and token.contents == end:
            return


def _calls(contents: str) -> Iterator[Message]:
    for match in _CALLED.finditer(contents):
        yield Message("", _doubled(_unquoted(match[1])))


def _tag(token: Token) -> Iterator[Message]:
    bits = token.split_contents()
    literal = _LITERAL.match(bits[1]) if len(bits) > 1 else None
    if literal:
        yield Message(_context(bits), _doubled(_unquoted(literal[1])))


def _block(opening: Token, tokens: Iterable[Token]) -> Message:
    """Read up to the end of a block: its text, and the text after {% plural %}."""
    bits = opening.split_contents()
    texts = [""]
    for token in tokens:
        if token.token_type == TokenType.TEXT:
            texts[-1] += _doubled(token.contents)
        elif token.token_type == TokenType.VAR:
            texts[-1] += f"%({token.contents})s"
        elif token.token_type == TokenType.BLOCK and token.contents == "plural":
            texts.append("")
        elif token.token_type == TokenType.BLOCK:
            if token.contents not in {"endblocktranslate", "endblocktrans"}:
                raise SourceError(f"line {token.lineno}: {{% {token.contents} %}} stands inside a blocktranslate.")
            break
    else:
        raise SourceError(f"line {opening.lineno}: this blocktranslate has no end.")
    if "trimmed" in bits:
        texts = [trim_whitespace(text) for text in texts]
    return Message(_context(bits), *texts[:2])


def _context(bits: list[str]) -> str:
    if "context" in bits[:-1] and (literal := _LITERAL.match(bits[bits.index("context") + 1])):
        return _unquoted(literal[1])
    return ""


def _unquoted(literal: str) -> str:
    quote = literal[0]
    return literal[1:-1].replace(f"\\{quote}", quote).replace("\\\\", "\\")


def _doubled(text: str) -> str:
    """Django doubles the percent signs of a template before it looks the sentence up."""
    return text.replace("%", "%%")
