"""Statements that the ORM writes once and the database is sent many times, several in one trip.

Writing a statement costs the ORM more than running it costs the database, and a trip to the server more than what is
done there. Here a query set is written once, with marks in the place of its values; after that the values alone are
put in, what has no need of the answer to another goes to the server together, and the server keeps its plan.

What is asked is always asked: nothing is remembered but the wording, which one process has for its one database.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property, lru_cache
from itertools import count
from typing import Any, Generic, TypeVar, cast
from uuid import UUID

import psycopg
import psycopg.sql
from django.db import DEFAULT_DB_ALIAS, connection, connections, models
from django.db.models.query import ModelIterable, get_related_populators
from django.db.models.sql import UpdateQuery

Row = TypeVar("Row")
Values = Mapping[str, Any]
QuerySetOf = Callable[..., "models.QuerySet[Any, Any]"]


class SlotLostError(RuntimeError):
    """A fault of the program: a statement in which a value cannot be told from the rest."""


@dataclass(frozen=True, slots=True)
class Call:
    """One statement with its values, ready to be sent; `read` makes rows of what comes back."""

    sql: str
    parameters: Sequence[Any]
    read: Callable[[list[Any]], list[Any]] | None


_Slot = tuple[str, int | None, type | None] | None
"""Where a value goes: its name, its place in a list, how wide a number is; None where nothing is put in."""


@dataclass(frozen=True, slots=True)
class _Wording:
    sql: str
    slots: tuple[_Slot, ...]
    constants: tuple[Any, ...]
    read: Callable[[list[Any]], list[Any]] | None

    def filled(self, values: Values) -> Call:
        given = zip(self.slots, self.constants, strict=True)
        return Call(
            self.sql, [constant if slot is None else _value(values, *slot) for slot, constant in given], self.read
        )


class Question(Generic[Row]):
    """A query set of named values: `of(...)` is sent with others by `ask_all`, `ask(...)` alone."""

    def __init__(self, write: Callable[..., "models.QuerySet[Any, Row]"]) -> None:
        self._write = write
        self._wordings: dict[object, _Wording] = {}

    def of(self, **values: Any) -> Call:
        """Put values in; a list is a set of at least one, of any length."""
        values = {name: _evened(value) if isinstance(value, list) else value for name, value in values.items()}
        key = tuple(len(value) for value in values.values() if isinstance(value, list))
        wording = self._wordings.get(key)
        if wording is None:
            wording = self._wordings[key] = _word(lambda **slots: _selection(self._write(**slots)), values)
        return wording.filled(values)

    def ask(self, **values: Any) -> list[Row]:
        """Put values in and fetch the rows."""
        return cast("list[Row]", ask_all(self.of(**values))[0])


class Update:
    """An update of named values: `write` gives the rows, and the values that they take."""

    def __init__(self, write: Callable[..., tuple["models.QuerySet[Any, Any]", Values]]) -> None:
        self._write = write
        self._wordings: dict[object, _Wording] = {}

    def of(self, **values: Any) -> Call:
        """Put values in, or None; what comes back is how many rows changed."""
        key = tuple(name for name, value in values.items() if value is None)
        wording = self._wordings.get(key)
        if wording is None:
            wording = self._wordings[key] = _word(lambda **slots: _update(*self._write(**slots)), values)
        return wording.filled(values)


class Insertion:
    """A few rows of the named fields of a table; many are for `bulk.insert_rows`."""

    def __init__(self, model: type[models.Model], *names: str) -> None:
        self._model, self._names = model, names

    def of(self, *rows: Sequence[Any]) -> Call:
        """Put rows in."""
        fields = self._fields
        here = connections[DEFAULT_DB_ALIAS]
        line = f"({', '.join(['%s'] * len(self._names))})"
        values = [field.get_db_prep_save(value, here) for row in rows for field, value in zip(fields, row, strict=True)]
        return Call(f"{self._start} {', '.join([line] * len(rows))}", values, None)

    @cached_property
    def _fields(self) -> list[Any]:
        return [self._model._meta.get_field(name) for name in self._names]

    @cached_property
    def _start(self) -> str:
        quote = connection.ops.quote_name
        names = ", ".join(quote(field.column) for field in self._fields)
        return f"INSERT INTO {quote(self._model._meta.db_table)} ({names}) VALUES"


def ask_all(*calls: Call) -> list[Any]:
    """Send statements in their order, in one trip; give the rows of each question, the count of each change.

    Each sees what those before it did, and what others had committed when its turn came.
    """
    here = connections[DEFAULT_DB_ALIAS]
    here.ensure_connection()
    if here.vendor == "postgresql" and not (here.execute_wrappers or here.queries_logged):
        here.validate_no_broken_transaction()
        with here.wrap_database_errors:
            answers = _together(cast("psycopg.Connection[Any]", here.connection), calls)
    else:
        answers = [_alone(call) for call in calls]
    return [answer if call.read is None else call.read(answer) for call, answer in zip(calls, answers, strict=True)]


def _together(server: "psycopg.Connection[Any]", calls: Sequence[Call]) -> list[Any]:
    if len(calls) == 1 and server.autocommit:
        return [_fetched(calls[0], _sent(server, calls[0]))]
    with server.pipeline():
        cursors = [_sent(server, call) for call in calls]
    return [_fetched(call, cursor) for call, cursor in zip(calls, cursors, strict=True)]


def _sent(server: "psycopg.Connection[Any]", call: Call) -> "psycopg.RawCursor[Any]":
    return psycopg.RawCursor(server).execute(_numbered(call.sql), call.parameters)


@lru_cache(maxsize=1024)
def _numbered(sql: str) -> str:
    """Number the marks of values as the server does; in a long statement psycopg would look for them each time."""
    numbers = count(1)
    return re.sub("%([%s])", lambda mark: "%" if mark[1] == "%" else f"${next(numbers)}", sql)


def _alone(call: Call) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(call.sql, call.parameters)
        return _fetched(call, cursor)


def _fetched(call: Call, cursor: Any) -> Any:
    return cursor.rowcount if call.read is None else cursor.fetchall()


# -- Writing -------------------------------------------------------------------------------------------------------

_Written = tuple[str, Sequence[Any], Callable[[list[Any]], list[Any]] | None]


def _word(write: Callable[..., _Written], values: Values) -> _Wording:
    """Write a statement twice, with other marks: what changes from one to the other is where the values go."""
    first, second = (
        {name: _mark(value, ranks) for name, value in values.items()} for ranks in (count(100), count(50_000_100))
    )
    sql, before, read = write(**first)
    _, after, _ = write(**second)
    marks = [(name, place, mark, other) for name in first for place, mark, other in _marks(first[name], second[name])]
    slots = tuple(_slot(marks, old, new) for old, new in zip(before, after, strict=True))
    if {name for name, *_ in marks} != {slot[0] for slot in slots if slot}:
        raise SlotLostError(sql)
    if connection.vendor == "postgresql":
        sql, slots, before = _with_constants(sql, slots, before)
    return _Wording(sql, slots, tuple(before), read)


def _with_constants(
    sql: str, slots: Sequence[_Slot], values: Sequence[Any]
) -> tuple[str, tuple[_Slot, ...], list[Any]]:
    """Write what never changes into the words: an index of some rows serves only a statement that says which."""
    connection.ensure_connection()
    pairs = iter(zip(slots, values, strict=True))

    def written(mark: re.Match[str]) -> str:
        if mark[0] == "%%" or (pair := next(pairs))[0] is not None:
            return mark[0]
        return psycopg.sql.Literal(pair[1]).as_string(connection.connection).replace("%", "%%")

    sql = re.sub("%[%s]", written, sql)
    changing = [(slot, value) for slot, value in zip(slots, values, strict=True) if slot is not None]
    return sql, tuple(slot for slot, _ in changing), [value for _, value in changing]


def _evened(values: list[Any]) -> list[Any]:
    # One wording for each power of two, whatever is sent.
    return values + [values[-1]] * ((1 << (len(values) - 1).bit_length()) - len(values))


def _mark(value: Any, ranks: Iterator[int]) -> Any:
    if isinstance(value, list):
        return [_mark(element, ranks) for element in value]
    if value is None:  # nothing is nothing: it is said in the words, not put into them
        return None
    if isinstance(value, datetime):
        return datetime.fromtimestamp(next(ranks), UTC)
    if isinstance(value, date):
        return date.fromordinal(1 + next(ranks) % date(9000, 1, 1).toordinal())
    return UUID(int=next(ranks)) if isinstance(value, UUID) else type(value)(next(ranks))


def _marks(mark: Any, other: Any) -> Iterator[tuple[int | None, Any, Any]]:
    if isinstance(mark, list):
        yield from (
            (place, _stored(element), _stored(other_element))
            for place, (element, other_element) in enumerate(zip(mark, other, strict=True))
        )
    elif mark is not None:
        yield None, _stored(mark), _stored(other)


def _slot(marks: Sequence[tuple[str, int | None, Any, Any]], value: Any, other: Any) -> _Slot:
    for name, place, mark, another in marks:
        if (value, other) == (mark, another):
            # Django says of a number how wide it is: one statement of the server has one width.
            return name, place, type(value) if isinstance(value, int) else None
    return None


def _value(values: Values, name: str, place: int | None, width: type | None) -> Any:
    value = values[name] if place is None else values[name][place]
    return _stored(value) if width is None else width(value)


def _stored(value: Any) -> Any:
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, date):
        return connection.ops.adapt_datefield_value(value)
    if isinstance(value, UUID) and not connection.features.has_native_uuid_field:
        return value.hex
    return value


def _update(rows: "models.QuerySet[Any, Any]", changes: Values) -> _Written:
    query: Any = rows.query.chain(UpdateQuery)
    query.add_update_values(changes)
    sql, parameters = query.get_compiler(connection=connection).as_sql()
    return sql, parameters, None


def _selection(rows: "models.QuerySet[Any, Any]") -> _Written:
    compiler = rows.query.get_compiler(connection=connection)
    sql, parameters = compiler.as_sql()
    converters = compiler.get_converters([column[0] for column in compiler.select]).items()
    build = _instances(compiler) if rows._iterable_class is ModelIterable else list

    def read(answer: list[Any]) -> list[Any]:
        if converters:
            answer = [_converted(row, converters) for row in answer]
        return build(answer)

    return sql, parameters, read


def _converted(row: Sequence[Any], converters: Any) -> tuple[Any, ...]:
    values = list(row)
    for place, (convert, expression) in converters:
        for converter in convert:
            values[place] = converter(values[place], expression, connection)
    return tuple(values)


def _instances(compiler: Any) -> Callable[[list[Any]], list[Any]]:
    """Build rows as a query set does: the model's own columns, then those of the rows that come with it."""
    select, about = compiler.select, compiler.klass_info
    start, end = about["select_fields"][0], about["select_fields"][-1] + 1
    names = [column[0].target.attname for column in select[start:end]]
    alias = connection.alias
    populators = cast("Any", get_related_populators)
    companions = populators(about, select, alias)

    def instance(row: Sequence[Any]) -> Any:
        model = about["model"].from_db(alias, names, row[start:end])
        for companion in companions:
            companion.populate(row, model)
        return model

    return lambda rows: [instance(row) for row in rows]
