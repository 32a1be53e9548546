"""Pages of a long list without counting it: each page begins after the last row of the one before."""

import base64
import binascii
import json
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.core.exceptions import BadRequest, FieldDoesNotExist, ValidationError
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest

M = TypeVar("M", bound=Model)
AFTER = "after"


@dataclass(frozen=True, slots=True)
class KeysetPage(Generic[M]):
    """Rows of one page, the address of the next and of the first; empty where there is none."""

    rows: list[M]
    next: str
    first: str


class Keyset:
    """An order of rows; none of its fields may be null, the last one is unique."""

    def __init__(self, *order: str, size: int = 25, param: str = AFTER) -> None:
        """`order` as for `order_by`; `param` differs where two lists share a page."""
        self.order, self.size, self.param = order, size, param

    def page(self, queryset: QuerySet[M], request: HttpRequest) -> KeysetPage[M]:
        """The rows that the address asks for."""
        cursor = request.GET.get(self.param, "")
        if cursor:
            queryset = queryset.filter(self._beyond(queryset.model, cursor))
        rows = list(queryset.order_by(*self.order)[: self.size + 1])
        more = len(rows) > self.size
        rows = rows[: self.size]
        following = self._address(request, self._cursor(rows[-1])) if more else ""
        return KeysetPage(rows, following, self._address(request, "") if cursor else "")

    def _beyond(self, model: type[Model], cursor: str) -> Q:
        """Rows after the cursor: equal in the first fields, further on in the next."""
        values = self._read(model, cursor)
        beyond, same = Q(), Q()
        for order, value in zip(self.order, values, strict=True):
            name = order.removeprefix("-")
            step = "lt" if order.startswith("-") else "gt"
            beyond |= same & Q(**{f"{name}__{step}": value})
            same &= Q(**{name: value})
        return beyond

    def _read(self, model: type[Model], cursor: str) -> list[Any]:
        try:
            told = json.loads(base64.urlsafe_b64decode(cursor))
            if not isinstance(told, list) or len(told) != len(self.order):
                raise BadRequest
            return [_field_value(model, order, value) for order, value in zip(self.order, told, strict=True)]
        except (ValueError, TypeError, binascii.Error, ValidationError) as error:
            raise BadRequest from error

    def _cursor(self, row: Model) -> str:
        values = [_value(row, order.removeprefix("-")) for order in self.order]
        return base64.urlsafe_b64encode(json.dumps(values, default=str).encode()).decode()

    def _address(self, request: HttpRequest, cursor: str) -> str:
        asked = request.GET.copy()
        asked.pop(self.param, None)
        if cursor:
            asked[self.param] = cursor
        return f"{request.path}?{asked.urlencode()}" if asked else request.path


def _value(row: Any, path: str) -> Any:
    for step in path.split("__"):
        row = getattr(row, step)
    return row


def _field_value(model: type[Model], order: str, value: Any) -> Any:
    """The value in the type of its field; an annotation's stays as told."""
    *steps, name = order.removeprefix("-").split("__")
    try:
        for step in steps:
            model = model._meta.get_field(step).related_model  # type: ignore[assignment]
        return model._meta.get_field("id" if name == "pk" else name).to_python(value)  # type: ignore[union-attr]
    except FieldDoesNotExist:
        return value
