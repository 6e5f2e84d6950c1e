"""Statements that the ORM writes once and the database is sent many times, several in one trip.

Writing a statement costs the ORM more than running it costs the database, and a trip to the server more than what is
done there. Here a query set is written once, with marks in the place of its values; after that the values alone are
put in, what has no need of the answer to another goes to the server together, and the server keeps its plan.

What is asked is always asked: nothing is remembered but the wording, which one process has for its one database.
"""

import re
from collections.abc import Callable, Sequence
from functools import cached_property, lru_cache
from itertools import count
from typing import Any, Generic, TypeVar, cast

import psycopg
import psycopg.sql
from django.db import DEFAULT_DB_ALIAS, connection, connections, models
from django.db.transaction import TransactionManagementError

from massicot.store.wording import (
    LONG,
    Call,
    Values,
    Wording,
    Written,
    changed_rows,
    deleted_rows,
    evened,
    selection,
    word,
)

Row = TypeVar("Row")
QuerySetOf = Callable[..., "models.QuerySet[Any, Any]"]


class Question(Generic[Row]):
    """A query set of named values: `of(...)` is sent with others by `ask_all`, `ask(...)` alone."""

    def __init__(self, write: Callable[..., "models.QuerySet[Any, Row]"]) -> None:
        self._write = write
        self._wordings: dict[object, Wording] = {}
        self._holds = False

    def of(self, **values: Any) -> Call:
        """Put values in, or None; a list is a set of at least one, of any length."""
        values = {name: evened(value) if isinstance(value, list) else value for name, value in values.items()}
        key = tuple(
            (name, len(value) if isinstance(value, list) else None)
            for name, value in values.items()
            if value is None or isinstance(value, list)
        )
        wording = self._wordings.get(key)
        if wording is None:
            wording = word(self._written, values)
            if not any(isinstance(value, list) and len(value) > LONG for value in values.values()):
                self._wordings[key] = wording
        if self._holds and connection.get_autocommit():
            # The ORM says so as it writes, which is here done once.
            raise TransactionManagementError(wording.sql)
        return wording.filled(values)

    def _written(self, **slots: Any) -> Written:
        rows = self._write(**slots)
        self._holds = bool(rows.query.select_for_update) and connection.features.has_select_for_update
        return selection(rows)

    def ask(self, **values: Any) -> list[Row]:
        """Put values in and fetch the rows."""
        return cast("list[Row]", ask_all(self.of(**values))[0])

    def first(self, **values: Any) -> Row | None:
        """Put values in and fetch the first row, or None."""
        return next(iter(self.ask(**values)), None)


class _Change:
    """What changes rows, by named values."""

    def __init__(self, write: Callable[..., Written]) -> None:
        self._write = write
        self._wordings: dict[object, Wording] = {}

    def of(self, **values: Any) -> Call:
        """Put values in, or None; what comes back is how many rows changed."""
        key = tuple(name for name, value in values.items() if value is None)
        wording = self._wordings.get(key)
        if wording is None:
            wording = self._wordings[key] = word(self._write, values)
        return wording.filled(values)


class Update(_Change):
    """An update of named values: `write` gives the rows, and the values that they take."""

    def __init__(self, write: Callable[..., tuple["models.QuerySet[Any, Any]", Values]]) -> None:
        super().__init__(lambda **slots: changed_rows(*write(**slots)))


class Deletion(_Change):
    """A deletion of named values: `write` gives the rows, on which no others may hang."""

    def __init__(self, write: QuerySetOf) -> None:
        super().__init__(lambda **slots: deleted_rows(write(**slots)))


class Insertion:
    """A few rows of the named fields of a table; many are for `writes.insert_rows`.

    With `unless_there`, those that would be there twice by a rule of the table are left out, and are not counted.
    """

    def __init__(self, model: type[models.Model], *names: str, unless_there: bool = False) -> None:
        self._model, self._names = model, names
        self._end = " ON CONFLICT DO NOTHING" if unless_there else ""

    def of(self, *rows: Sequence[Any]) -> Call:
        """Put rows in."""
        fields = self._fields
        here = connections[DEFAULT_DB_ALIAS]
        line = f"({', '.join(['%s'] * len(self._names))})"
        values = [field.get_db_prep_save(value, here) for row in rows for field, value in zip(fields, row, strict=True)]
        return Call(f"{self._start} {', '.join([line] * len(rows))}{self._end}", values, None)

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
    is_looked_at = here.execute_wrappers or here.queries_logged
    # A server takes so many values beside a statement and no more; Django writes them into its words.
    is_long = any(len(call.parameters) > LONG for call in calls)
    if here.vendor == "postgresql" and not is_looked_at and not is_long:
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
