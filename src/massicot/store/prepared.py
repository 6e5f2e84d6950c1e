"""Statements that the ORM writes once and the database is sent many times, several in one trip.

Writing a statement costs the ORM more than running it costs the database, and a trip to the server more than what is
done there. Here a query set is written once, with marks in the place of its values; after that the values alone are
put in, what has no need of the answer to another goes to the server together, and the server keeps its plan.

What is asked is always asked: nothing is remembered but the wording, which one process has for its one database.
"""

import re
from abc import ABC, abstractmethod
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
    lengthen,
    selection,
    word,
)

Row = TypeVar("Row")
QuerySetOf = Callable[..., "models.QuerySet[Any, Any]"]
Listener = Callable[["_Statement | Insertion", Values], None]
LISTENERS: list[Listener] = []
"""Who is told of a statement as its words are kept, and of its first values: nobody but the suite, which has the ORM
write it again with them, and compares (tests/hostile/second_writing.py)."""


class _Statement(ABC):
    """What is written once for each shape of its values: which of them are None, how long their lists are."""

    _holds = False

    def __init__(self) -> None:
        self._wordings: dict[object, Wording] = {}

    def of(self, **values: Any) -> Call:
        """Put values in, or None; a list is a set of at least one, of any length."""
        filling = {name: lengthen(value) if isinstance(value, list) else value for name, value in values.items()}
        key = tuple(
            (name, len(value) if isinstance(value, list) else None)
            for name, value in filling.items()
            if value is None or isinstance(value, list)
        )
        wording = self._wordings.get(key)
        if wording is None:
            wording = word(self._write_statement, filling)
            if not any(isinstance(value, list) and len(value) > LONG for value in filling.values()):
                self._wordings[key] = wording
                _tell(self, values)
        if self._holds and connection.get_autocommit():
            # The ORM says so as it writes, which is here done once.
            raise TransactionManagementError(wording.sql)
        return wording.fill(filling)

    @abstractmethod
    def _write_statement(self, **slots: Any) -> Written:
        """Write the statement by the ORM, with marks in the place of its values."""


class Question(_Statement, Generic[Row]):
    """A query set of named values: `of(...)` is sent with others by `ask_all`, `ask(...)` alone."""

    def __init__(self, write: Callable[..., "models.QuerySet[Any, Row]"]) -> None:
        super().__init__()
        self.write = write

    def _write_statement(self, **slots: Any) -> Written:
        rows = self.write(**slots)
        self._holds = bool(rows.query.select_for_update) and connection.features.has_select_for_update
        return selection(rows)

    def ask(self, **values: Any) -> list[Row]:
        """Put values in and fetch the rows."""
        return cast("list[Row]", ask_all(self.of(**values))[0])

    def first(self, **values: Any) -> Row | None:
        """Put values in and fetch the first row, or None."""
        return next(iter(self.ask(**values)), None)


class Update(_Statement):
    """An update of named values: `write` gives the rows, and the values that they take."""

    def __init__(self, write: Callable[..., tuple["models.QuerySet[Any, Any]", Values]]) -> None:
        super().__init__()
        self.write = write

    def _write_statement(self, **slots: Any) -> Written:
        return changed_rows(*self.write(**slots))


class Deletion(_Statement):
    """A deletion of named values: `write` gives the rows, on which no others may hang."""

    def __init__(self, write: QuerySetOf) -> None:
        super().__init__()
        self.write = write

    def _write_statement(self, **slots: Any) -> Written:
        return deleted_rows(self.write(**slots))


class Insertion:
    """A few rows of the named fields of a table; many are for `writes.insert_rows`.

    With `unless_there`, those that would be there twice by a rule of the table are left out, and are not counted.
    """

    def __init__(self, model: type[models.Model], *names: str, unless_there: bool = False) -> None:
        self.model, self.names, self.unless_there = model, names, unless_there
        self._end = " ON CONFLICT DO NOTHING" if unless_there else ""
        self._wordings: dict[int, str] = {}

    def of(self, *rows: Sequence[Any]) -> Call:
        """Put rows in."""
        fields = self._fields
        here = connections[DEFAULT_DB_ALIAS]
        sql = self._wordings.get(len(rows))
        if sql is None:
            line = f"({', '.join(['%s'] * len(fields))})"
            sql = self._wordings[len(rows)] = f"{self._start} {', '.join([line] * len(rows))}{self._end}"
            _tell(self, {"rows": rows})
        values = [field.get_db_prep_save(value, here) for row in rows for field, value in zip(fields, row, strict=True)]
        return Call(sql, values, None)

    @cached_property
    def _fields(self) -> list[Any]:
        return [self.model._meta.get_field(name) for name in self.names]

    @cached_property
    def _start(self) -> str:
        quote = connection.ops.quote_name
        names = ", ".join(quote(field.column) for field in self._fields)
        return f"INSERT INTO {quote(self.model._meta.db_table)} ({names}) VALUES"


def _tell(statement: "_Statement | Insertion", values: Values) -> None:
    for listener in LISTENERS:
        listener(statement, values)


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
        return [_fetch(calls[0], _send(server, calls[0]))]
    with server.pipeline():
        cursors = [_send(server, call) for call in calls]
    return [_fetch(call, cursor) for call, cursor in zip(calls, cursors, strict=True)]


def _send(server: "psycopg.Connection[Any]", call: Call) -> "psycopg.RawCursor[Any]":
    return psycopg.RawCursor(server).execute(_number_marks(call.sql), call.parameters)


@lru_cache(maxsize=1024)
def _number_marks(sql: str) -> str:
    """Number the marks of values as the server does; in a long statement psycopg would look for them each time."""
    numbers = count(1)
    return re.sub("%([%s])", lambda mark: "%" if mark[1] == "%" else f"${next(numbers)}", sql)


def _alone(call: Call) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(call.sql, call.parameters)
        return _fetch(call, cursor)


def _fetch(call: Call, cursor: Any) -> Any:
    return cursor.rowcount if call.read is None else cursor.fetchall()
