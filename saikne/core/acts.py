"""The frame of an action: one transaction, audit last, the database's refusals put into sentences."""

import functools
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import ParamSpec, Protocol, TypeVar

from django.apps import apps
from django.db import IntegrityError, transaction
from django.db.models import Model, UniqueConstraint
from django.utils.translation import gettext as _

from saikne.core import clock
from saikne.core.errors import Moved, Refusal, Sentence
from saikne.core.models import AuditRow, NumberSeries, RunningNumber

P = ParamSpec("P")
R = TypeVar("R")
TRIES = 5
_running: ContextVar[bool] = ContextVar("saikne_act_running", default=False)
finishing: ContextVar[tuple[Callable[[], None], ...]] = ContextVar("saikne_actfinishing", default=())
_sentences: dict[str, Sentence] = {}


class Actor(Protocol):
    """Whoever acts: a user, by key."""

    pk: int


def constraint_sentences(sentences: Mapping[str, Sentence]) -> None:
    """Say what a person should read when this constraint of the database settles a race."""
    _sentences.update(sentences)


def act(function: Callable[P, R]) -> Callable[P, R]:
    """Run an action in one transaction; again if what it rested on moved; a broken constraint is a refusal.

    An action called by another action joins its transaction and leaves retrying to it.
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
        try:
            with transaction.atomic():
                result = deed()
                for finish in finishing.get():
                    finish()
                return result
        except Moved:
            continue
        except IntegrityError as error:
            raise Refusal(_sentence_for(error)) from error
    raise Refusal(_("Others are changing the same record. Try again."))


def _sentence_for(error: IntegrityError) -> Sentence:
    text = str(error)
    named = next((sentence for name, sentence in _sentences.items() if name in text), None)
    return (
        named or _sentence_by_columns(text) or _("Somebody has just changed the same record. Open it again and repeat.")
    )


def _sentence_by_columns(text: str) -> Sentence | None:
    """SQLite names the columns of a unique index, not the index: `… failed: table.a, table.b`."""
    _before, found, columns = text.partition("UNIQUE constraint failed: ")
    if not found:
        return None
    wanted = {column.strip().rpartition(".")[2] for column in columns.split(",")}
    table = columns.partition(".")[0]
    for model in apps.get_models():
        if model._meta.db_table == table:
            return next((_sentences[name] for name in _unique_over(model, wanted) if name in _sentences), None)
    return None


def _unique_over(model: type[Model], columns: set[str]) -> Iterator[str]:
    for rule in model._meta.constraints:
        if isinstance(rule, UniqueConstraint) and {_column(model, name) for name in rule.fields} == columns:
            yield rule.name


def _column(model: type[Model], name: str) -> str:
    return str(getattr(model._meta.get_field(name), "column", name))


def in_the_same_transaction(finish: Callable[[], None]) -> None:
    """Have this done at the end of the running act, inside its transaction."""
    finishing.set((*finishing.get(), finish))


@contextmanager
def finishing_with(*deeds: Callable[[], None]) -> Iterator[None]:
    """Whatever act is done inside ends with these deeds, in its own transaction."""
    token = finishing.set(finishing.get())
    try:
        for deed in deeds:
            in_the_same_transaction(deed)
        yield
    finally:
        finishing.reset(token)


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
