"""How a statement is written once: with marks in the place of its values, told from the rest by writing it twice.

`store.prepared` keeps what is written here, puts values in and sends it.
"""

import re
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import count
from typing import Any
from uuid import UUID

import psycopg.sql
from django.db import connection, models
from django.db.models.deletion import Collector
from django.db.models.sql import DeleteQuery, UpdateQuery

from massicot.store.reading import Read, reader
from massicot.store.slots import plain_mark, slot_mark

Values = Mapping[str, Any]

LONG = 1 << 14
"""Of how many values a list is so long that its wording is not kept: there would be one for each length."""

_FIRST_RANKS = (100, 16_101)
"""From where the marks of either writing count: of a kept list, a small whole number holds each of both.

One alone is even: the mark of a truth is another one in either writing.
"""


class SlotLostError(RuntimeError):
    """A fault of the program: a statement in which a value cannot be told from the rest."""


class RowsHangOnItError(RuntimeError):
    """A fault of the program: a deletion of rows on which others hang, which one statement does not delete."""


@dataclass(frozen=True, slots=True)
class Call:
    """One statement with its values, ready to be sent; `read` makes rows of what comes back."""

    sql: str
    parameters: Sequence[Any]
    read: Read | None


_Slot = tuple[str, int | None, type | None] | None
"""Where a value goes: its name, its place in a list, how wide a number is; None where nothing is put in."""


@dataclass(frozen=True, slots=True)
class Wording:
    """A statement that is written: its words, where its values go, and what never changes."""

    sql: str
    slots: tuple[_Slot, ...]
    constants: tuple[Any, ...]
    read: Read | None

    def fill(self, values: Values) -> Call:
        """Put values in."""
        given = zip(self.slots, self.constants, strict=True)
        return Call(
            self.sql, [constant if slot is None else _value(values, *slot) for slot, constant in given], self.read
        )


Written = tuple[str, Sequence[Any], Read | None]


def word(write: Callable[..., Written], values: Values) -> Wording:
    """Write a statement twice, with other marks: what changes from one to the other is where the values go."""
    first, second = (
        {name: slot_mark(value, ranks) for name, value in values.items()} for ranks in map(count, _FIRST_RANKS)
    )
    sql, before, read = write(**first)
    other_sql, after, _ = write(**second)
    if sql != other_sql:
        raise SlotLostError(sql)
    before, after = (list(map(_unwrap, parameters)) for parameters in (before, after))
    pairs = [(pair, (name, place)) for name in first for place, *pair in _marks(first[name], second[name])]
    marks = {tuple(pair): where for pair, where in pairs}
    slots = tuple(_slot(marks, old, new) for old, new in zip(before, after, strict=True))
    # What is reckoned from a value would stay as it was reckoned from the mark: it is a value of its own.
    is_frozen = any(slot is None and old != new for slot, old, new in zip(slots, before, after, strict=True))
    found = {slot[:2] for slot in slots if slot}
    if is_frozen or found != {where for _, where in pairs}:
        raise SlotLostError(sql)
    _check_truths(sql, values, [constant for slot, constant in zip(slots, before, strict=True) if slot is None])
    if connection.vendor == "postgresql":
        sql, slots, before = _with_constants(sql, slots, before)
    return Wording(sql, slots, tuple(before), read)


def _check_truths(sql: str, values: Values, constants: Sequence[Any]) -> None:
    """Refuse a truth beside another: it cannot be watched as other values are, and what is made of it looks like it."""
    given = [one for value in values.values() for one in (value if isinstance(value, list) else [value])]
    truths = [one for one in given if isinstance(one, bool)]
    others = [constant for constant in constants if isinstance(constant, int) and constant in (False, True)]
    if truths and len(truths) + len(others) > 1:
        raise SlotLostError(f"a truth beside another, or beside a constant one: {sql}")


def _unwrap(value: Any) -> Any:
    """Take bytes out of what a driver wraps them in: the same bytes are wrapped in two that are not the same."""
    return value.obj if isinstance(value, psycopg.Binary) else plain_mark(value)


def _with_constants(
    sql: str, slots: Sequence[_Slot], values: Sequence[Any]
) -> tuple[str, tuple[_Slot, ...], list[Any]]:
    """Write what never changes into the words: an index of some rows serves only a statement that says which."""
    connection.ensure_connection()
    pairs = iter(zip(slots, values, strict=True))

    def literal_of(mark: re.Match[str]) -> str:
        if mark[0] == "%%" or (pair := next(pairs))[0] is not None:
            return mark[0]
        return psycopg.sql.Literal(pair[1]).as_string(connection.connection).replace("%", "%%")

    sql = re.sub("%[%s]", literal_of, sql)
    changing = [(slot, value) for slot, value in zip(slots, values, strict=True) if slot is not None]
    return sql, tuple(slot for slot, _ in changing), [value for _, value in changing]


def lengthen(values: list[Any]) -> list[Any]:
    """Lengthen a list to the next power of two: there is one wording for each, whatever is sent.

    One that is very long stays as it is: a database takes so many values and no more.
    """
    if len(values) > LONG:
        return values
    return values + [values[-1]] * ((1 << (len(values) - 1).bit_length()) - len(values))


def _marks(mark: Any, other: Any) -> Iterator[tuple[int | None, Any, Any]]:
    if isinstance(mark, list):
        yield from (
            (place, _adapt(plain_mark(element)), _adapt(plain_mark(other_element)))
            for place, (element, other_element) in enumerate(zip(mark, other, strict=True))
        )
    elif mark is not None:
        yield None, _adapt(plain_mark(mark)), _adapt(plain_mark(other))


def _slot(marks: Mapping[tuple[Any, Any], tuple[str, int | None]], value: Any, other: Any) -> _Slot:
    # A mark can be looked up; what never changes may be one that cannot.
    where = marks.get((value, other)) if isinstance(value, Hashable) else None
    if where is None:
        return None
    # Django says of a number how wide it is: one statement of the server has one width.
    return *where, type(value) if isinstance(value, int) else None


def _value(values: Values, name: str, place: int | None, width: type | None) -> Any:
    value = values[name] if place is None else values[name][place]
    return _adapt(value) if width is None else width(value)


def _adapt(value: Any) -> Any:
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, date):
        return connection.ops.adapt_datefield_value(value)
    if isinstance(value, UUID) and not connection.features.has_native_uuid_field:
        return value.hex
    return value


def changed_rows(rows: "models.QuerySet[Any, Any]", changes: Values) -> Written:
    """Write an update of some rows."""
    query: Any = rows.query.chain(UpdateQuery)
    query.add_update_values(changes)
    sql, parameters = query.get_compiler(connection=connection).as_sql()
    return sql, parameters, None


def deleted_rows(rows: "models.QuerySet[Any, Any]") -> Written:
    """Write a deletion of some rows, on which no others may hang."""
    if not Collector(using=connection.alias).can_fast_delete(rows):
        raise RowsHangOnItError(rows.model.__name__)
    sql, parameters = rows.query.chain(DeleteQuery).get_compiler(connection=connection).as_sql()
    return sql, parameters, None


def selection(rows: "models.QuerySet[Any, Any]") -> Written:
    """Write a query set, and how its rows are made of what comes back."""
    compiler = rows.query.get_compiler(connection=connection)
    sql, parameters = compiler.as_sql()
    return sql, parameters, reader(rows, compiler)
