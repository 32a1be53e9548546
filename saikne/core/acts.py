"""The frame of an action: one transaction, audit last, the database's refusals put into sentences."""

import functools
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta
from time import monotonic
from typing import ParamSpec, Protocol, TypeVar

from django.apps import apps
from django.db import IntegrityError, OperationalError, connection, transaction
from django.db.models import Model, UniqueConstraint
from django.utils.translation import gettext as _

from saikne.core import clock
from saikne.core.errors import Moved, Refusal, Sentence
from saikne.core.models import AuditRow, NumberSeries, RunningNumber

P = ParamSpec("P")
R = TypeVar("R")
TRIES = 5
LONGEST_TRANSACTION = timedelta(minutes=10)
MARGIN_SECONDS = 60
DEADLOCKS = frozenset({"40P01", "40001"})  # PostgreSQL: deadlock, failure to serialise
_running: ContextVar[bool] = ContextVar("saikne_act_running", default=False)
_finishing: ContextVar[tuple[Callable[[], None], ...]] = ContextVar("saikne_act_finishing", default=())
_sentences: dict[str, Sentence] = {}


class Actor(Protocol):
    """Whoever acts: a user, by key."""

    pk: int


def constraint_sentences(sentences: Mapping[str, Sentence]) -> None:
    """Say what a person should read when this constraint of the database settles a race."""
    _sentences.update(sentences)


def act(function: Callable[P, R]) -> Callable[P, R]:
    """Run an action in one transaction; a broken constraint is a refusal.

    It runs again if what it rested on moved, or if the database ended a deadlock by stopping it. An action called by
    another action joins its transaction and leaves retrying to it.
    """

    @functools.wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        if _running.get():
            return function(*args, **kwargs)
        token = _running.set(True)
        try:
            return _outermost(lambda: function(*args, **kwargs))
        finally:
            _running.reset(token)

    return run


def _outermost(deed: Callable[[], R]) -> R:
    for _try in range(TRIES):
        begun = monotonic()
        try:
            with transaction.atomic():
                result = deed()
                for finish in _finishing.get():
                    finish()
                _refuse_endless(begun)
                return result
        except Moved:
            continue
        except IntegrityError as error:
            raise Refusal(_sentence_for(error)) from error
        except OperationalError as error:
            if not _is_contention(error):
                raise
            if _is_out_of_patience(error):
                break
    raise Refusal(_("Others are changing the same record. Try again."))


def _refuse_endless(begun: float) -> None:
    """The sealer gives up on a row that is not there after the longest time; no act may commit one later than that."""
    if monotonic() - begun > LONGEST_TRANSACTION.total_seconds() - MARGIN_SECONDS and connection.vendor != "sqlite":
        raise Refusal(_("This took too long and was not done. Do it in smaller parts."))


def _is_contention(error: OperationalError) -> bool:
    """Two transactions waited for each other, or SQLite's one writer did not come to an end."""
    return getattr(error.__cause__, "sqlstate", None) in DEADLOCKS or _is_out_of_patience(error)


def _is_out_of_patience(error: OperationalError) -> bool:
    return getattr(error.__cause__, "sqlite_errorname", "").startswith("SQLITE_BUSY")


def _sentence_for(error: IntegrityError) -> Sentence:
    found = _sentences.get(_constraint_of(error)) or _sentence_by_columns(str(error))
    return found or _("Somebody has just changed the same record. Open it again and repeat.")


def _constraint_of(error: IntegrityError) -> str:
    """The name of the broken constraint; SQLite names checks only."""
    told = getattr(error.__cause__, "diag", None)
    if told is not None:
        return told.constraint_name or ""
    return str(error).partition("CHECK constraint failed: ")[2]


def _sentence_by_columns(text: str) -> Sentence | None:
    """SQLite names the columns of a unique index, not the index: `… failed: table.a, table.b`."""
    _before, found, columns = text.partition("UNIQUE constraint failed: ")
    if not found:
        return None
    wanted = {column.strip().rpartition(".")[2] for column in columns.split(",")}
    table = columns.partition(".")[0]
    for model in apps.get_models():
        if model._meta.db_table == table:
            return _only_one(_sentences[name] for name in _unique_over(model, wanted) if name in _sentences)
    return None


def _only_one(sentences: Iterable[Sentence]) -> Sentence | None:
    """Two rules over the same columns (one draft, one in force) cannot be told apart by columns."""
    found = list(sentences)
    return found[0] if len(found) == 1 else None


def _unique_over(model: type[Model], columns: set[str]) -> Iterator[str]:
    for rule in model._meta.constraints:
        if isinstance(rule, UniqueConstraint) and {_column(model, name) for name in rule.fields} == columns:
            yield rule.name


def _column(model: type[Model], name: str) -> str:
    return str(getattr(model._meta.get_field(name), "column", name))


@contextmanager
def finishing_with(*deeds: Callable[[], None]) -> Iterator[None]:
    """Whatever act is done inside ends with these deeds, in its own transaction."""
    token = _finishing.set((*_finishing.get(), *deeds))
    try:
        yield
    finally:
        _finishing.reset(token)


def note(*, act: str, about: str, about_no: int, by: Actor, at: datetime | None = None, **details: object) -> None:
    """Write the audit row, the last statement of an action: ids and field names, never what they hold."""
    AuditRow.objects.create(at=at or clock.now(), by_id=by.pk, act=act, about=about, about_no=about_no, details=details)


def next_number(*, register: str, scope_no: int, year: int) -> RunningNumber:
    """Give the next number; take it late in the action, for the guard row is held until commit."""
    key = {"register": register, "scope_no": scope_no, "year": year}
    series = NumberSeries.objects.select_for_update(no_key=True).filter(**key).first()
    if series is None:
        NumberSeries.objects.bulk_create([NumberSeries(**key)], ignore_conflicts=True)
        series = NumberSeries.objects.select_for_update(no_key=True).get(**key)
    series.last += 1
    series.save(update_fields=["last"])
    return RunningNumber.objects.create(series=series, number=series.last)
