"""Questions put together once: a large queryset is built and worded as SQL at its first asking, then only filled in.

Building the filters of a page's questions took more of the server's time than the database did (ADR 18).
"""

import copy
from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import lru_cache
from inspect import signature
from types import UnionType
from typing import Any, Generic, ParamSpec, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from django.core.exceptions import EmptyResultSet, ObjectDoesNotExist
from django.db import connections
from django.db.models import Expression, Model, QuerySet
from django.db.models.sql import Query

P = ParamSpec("P")
Q = TypeVar("Q", bound="QuerySet[Any, Any]")
M = TypeVar("M", bound="Model")
R = TypeVar("R", covariant=True)
Sql = tuple[str, tuple[Any, ...]]

# So many wordings of one question are kept; words and flags come from the code, so there are few.
WORDINGS = 64
NOBODY = "(SELECT 0 WHERE 1 = 0)"


class Blank(Expression):
    """A place in a question that each asking fills in with a number or a moment, or with a list of numbers."""

    def __init__(self, name: str, *, many: bool = False) -> None:
        super().__init__()
        self.name, self.many = name, many

    @property
    def mark(self) -> str:
        """What stands for a list in the SQL until its length is known."""
        return f"(/*{self.name}*/%s)"

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """One parameter, which is this place itself until `_filled` puts the value there."""
        return self.mark if self.many else "%s", (self,)

    def get_group_by_cols(self) -> list[Any]:
        """A given value groups nothing."""
        return []


class AskedQuery(Query):
    """A query whose blanks are filled; while nobody has added to it, its SQL is the one worded before."""

    given: Mapping[str, Any]
    worded: dict[str, Any] | None

    def clone(self) -> "AskedQuery":
        """A copy, which is about to be changed: it has to be worded anew."""
        copied = cast("AskedQuery", super().clone())
        copied.worded = None
        return copied

    def chain(self, klass: type[Query] | None = None) -> Any:
        """A copy for the next operation; never a change of rows, for which nobody would fill the blanks."""
        if klass is not None:
            raise TypeError("A prepared question cannot change rows. Ask it for keys and change those.")
        return super().chain()

    def get_compiler(self, using: str | None = None, connection: Any = None, elide_empty: bool = True) -> Any:
        """A compiler whose SQL has the given values in place."""
        asked = self._worded(using) if using and connection is None and self.worded is not None else None
        compiler = asked or super().get_compiler(using, connection, elide_empty)
        plain = compiler.as_sql

        def as_sql(*args: Any, **kwargs: Any) -> Sql:
            return _filled(*plain(*args, **kwargs), given=self.given, connection=compiler.connection)

        compiler.as_sql = as_sql
        return compiler

    def _worded(self, using: str) -> Any:
        """The compiler of the whole question as it was worded at the first asking; none where nothing can be found."""
        known = cast("dict[str, Any]", self.worded)
        if using not in known:
            first = Query.get_compiler(self.clone(), using)
            try:
                worded = first.as_sql()
            except EmptyResultSet:
                return None
            first.as_sql = lambda *args, **kwargs: worded
            known[using] = first
        compiler = copy.copy(known[using])
        compiler.query, compiler.connection = self, connections[using]
        return compiler


def _filled(sql: str, params: tuple[Any, ...], *, given: Mapping[str, Any], connection: Any) -> Sql:
    """The SQL with a place for each number of a list, and the values that go there."""
    filled: list[Any] = []
    for place in params:
        if not isinstance(place, Blank) or place.name not in given:
            filled.append(place)
        elif isinstance(value := given[place.name], Blank):
            filled.append(value)
            sql = sql.replace(place.mark, value.mark)
        elif place.many:
            filled += value
            sql = sql.replace(place.mark, f"({', '.join(['%s'] * len(value))})" if value else NOBODY)
        else:
            filled.append(connection.ops.adapt_unknown_value(value))
    return sql, tuple(filled)


class Prepared(Generic[P, Q]):
    """A question that is put together once for each choice of its words and flags, and asked with given values."""

    def __init__(self, build: Callable[P, Q]) -> None:
        self.build = build
        self.__doc__, self.__name__ = build.__doc__, build.__name__
        hints = get_type_hints(build)
        self.signature = signature(build)
        self.blanks = {
            # With the module: two questions of one name, one inside the other, must not fill each other's blanks.
            name: Blank(f"{build.__module__}.{build.__qualname__}.{name}", many=_is_list(hints[name]))
            for name in self.signature.parameters
            if _is_given(hints[name])
        }
        self._wording = lru_cache(WORDINGS)(self._put_together)

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> Q:
        """The question with these values: as it is, or to be narrowed like any queryset."""
        bound = self.signature.bind(*args, **kwargs)
        bound.apply_defaults()
        given, words = {}, []
        for name, value in bound.arguments.items():
            blank = self.blanks.get(name)
            if blank is None or value is None:
                words.append((name, value))
            else:
                given[blank.name] = value if isinstance(value, Blank) or not blank.many else list(value)
        rows, worded = self._wording(tuple(words))
        asked = rows.all()
        inside = {name: _passed_on(value, given) for name, value in rows.query.given.items()}
        asked.query.given, asked.query.worded = {**inside, **given}, worded
        return cast("Q", asked)

    def _put_together(self, words: tuple[tuple[str, Any], ...]) -> tuple[Any, dict[str, Any]]:
        """The queryset with its blanks, and a place to keep its SQL for each database."""
        chosen = {**self.blanks, **dict(words)}
        build = cast("Callable[..., Any]", self.build)
        rows = build(**{name: chosen[name] for name in self.signature.parameters}).all()
        # A question that narrows another one has that one's blanks as well, filled with its own.
        inside = getattr(rows.query, "given", {})
        # Django turns its own queries into updates and deletions this way; to set `rows.query` would forget `values`.
        rows.query.__class__ = AskedQuery
        rows.query.given, rows.query.worded = inside, None
        return rows, {}


def prepared(build: Callable[P, Q]) -> Prepared[P, Q]:
    """Make a function that builds a queryset into a question put together once.

    Numbers, dates, moments and lists of numbers are blanks, filled in at each asking; words, flags and None
    choose between wordings. The function may therefore read nothing but what it is given: no clock, no language.
    """
    return Prepared(build)


def one(rows: "QuerySet[M, R]") -> R:
    """The only row of a question asked by key; `ObjectDoesNotExist` where there is none."""
    for row in rows:
        return row
    raise ObjectDoesNotExist


def _is_given(hint: Any) -> bool:
    kinds = get_args(hint) if get_origin(hint) in (Union, UnionType) else (hint,)
    return any(kind in (int, date, datetime) or _is_list(kind) for kind in kinds)


def _is_list(hint: Any) -> bool:
    return get_origin(hint) is list


def _passed_on(value: Any, given: Mapping[str, Any]) -> Any:
    return given.get(value.name, value) if isinstance(value, Blank) else value
