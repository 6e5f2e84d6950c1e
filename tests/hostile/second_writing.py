"""A second writing: what a prepared statement gives is held against what the ORM gives, asked with the same values.

Each statement is looked at once for each shape of its values, at the end of the test that was the first to send it;
what either does then is undone. On SQLite alone, where no value is written into the words.
"""

import re
import time
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import DatabaseError, connection, models, transaction

from massicot.store.prepared import Deletion, Insertion, Question, Update, ask_all

PLACES = re.compile(r"%%|IN \(%s(?:, %s)*\)|%s")
Told = dict[str, Any]


class WrittenOtherwise(AssertionError):
    """A prepared statement that is not what the ORM writes, or gives."""


class SecondWriting:
    """Hears of each statement that is prepared, and has the ORM write it too."""

    def __init__(self) -> None:
        self.waiting: list[tuple[Any, dict[str, Any]]] = []
        self.counts: Counter[str] = Counter()

    def hear(self, statement: Any, values: Any) -> None:
        """Keep a statement, and the values that it was first sent with, until the test has ended."""
        kept = {name: list(value) if isinstance(value, list) else value for name, value in values.items()}
        self.waiting.append((statement, kept))

    def compare(self) -> None:
        """Compare what was heard; fail on the first difference."""
        began = time.perf_counter()
        heard, self.waiting = self.waiting, []
        for statement, values in heard:
            prepared, by_orm = COMPARISONS[type(statement)](statement, values)
            self.counts["statements"] += 1
            self.counts["with rows"] += bool(by_orm["answer"])
            if prepared != by_orm:
                raise WrittenOtherwise(f"{name_of(statement)}, {values}:\n{prepared}\nand by the ORM\n{by_orm}")
        self.counts["us"] += round(1_000_000 * (time.perf_counter() - began))

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Tell the process that hears of all, where this one works for it."""
        if (output := getattr(session.config, "workeroutput", None)) is not None:
            output[__name__] = dict(self.counts)

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        """Hear from a process that worked for this one."""
        self.counts.update(getattr(node, "workeroutput", {}).get(__name__, {}))

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Print how many statements were compared, how many of them found something, and in how long."""
        statements, found, us = (self.counts[name] for name in ("statements", "with rows", "us"))
        terminalreporter.write_line(
            f"{statements} prepared statements written again by the ORM in {us / 1e6:.1f} s; {found} found rows"
        )

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_teardown(self) -> Iterator[None]:
        """Compare while what the test wrote is still there."""
        try:
            if self.waiting and is_open():
                self.compare()
        finally:
            result = yield
        return result


def is_open() -> bool:
    """Tell whether the database may be asked: the test uses it, and its transaction has not failed."""
    try:
        connection.ensure_connection()
    except RuntimeError:  # so pytest-django says that it may not
        return False
    return not (connection.in_atomic_block and transaction.get_rollback())


def name_of(statement: Any) -> str:
    """Say where a statement is written."""
    if isinstance(statement, Insertion):
        return f"the insertion into {statement.model.__name__}"
    code = statement.write.__code__
    return f"{code.co_filename}:{code.co_firstlineno}"


def undone(act: Callable[[], Any]) -> Told:
    """Do something, tell which statements were sent for it and what it gave, and undo it."""
    sent = []

    def note(execute: Callable[..., Any], sql: str, parameters: Any, many: bool, context: Any) -> Any:
        sent.append(settled(sql, parameters))
        return execute(sql, parameters, many, context)

    with transaction.atomic():
        try:
            with connection.execute_wrapper(note):
                answer = act()
        except DatabaseError as fault:
            answer = type(fault)
        transaction.set_rollback(True)
    return {"sent": sent, "answer": answer}


def settled(sql: str, parameters: Any) -> tuple[str, list[Any]]:
    """Take a set of values for a set, however long it was made and in whatever order."""
    left, values = iter(parameters or ()), []

    def settle(place: re.Match[str]) -> str:
        if place[0] == "%%":
            return "%%"
        taken = [next(left) for _ in range(place[0].count("%s"))]
        values.append(taken[0] if place[0] == "%s" else set(taken))
        return place[0] if place[0] == "%s" else "IN (...)"

    return PLACES.sub(settle, sql), values


def of_question(question: Question[Any], values: dict[str, Any]) -> tuple[Told, Told]:
    """Ask a question both ways."""
    rows = question.write(**values)
    prepared, by_orm = undone(lambda: question.ask(**values)), undone(lambda: list(rows))
    for told in (prepared, by_orm):
        seen = [looked_at(row) for row in told["answer"]]
        told["answer"] = seen if rows.ordered else sorted(seen, key=repr)
    return prepared, by_orm


def looked_at(row: Any, above: tuple[Any, ...] = ()) -> Any:
    """Tell all that a row holds, and what came with it."""
    if not isinstance(row, models.Model) or any(row is one for one in above):
        return row
    held = {name: value for name, value in vars(row).items() if name != "_state"}
    companions = vars(row._state).get("fields_cache", {})
    return type(row), held, {name: looked_at(one, (*above, row)) for name, one in companions.items()}


def of_update(update: Update, values: dict[str, Any]) -> tuple[Told, Told]:
    """Update rows both ways."""
    rows, changes = update.write(**values)
    return undone(lambda: ask_all(update.of(**values))[0]), undone(lambda: rows.update(**changes))


def of_deletion(deletion: Deletion, values: dict[str, Any]) -> tuple[Told, Told]:
    """Delete rows both ways."""
    return (
        undone(lambda: ask_all(deletion.of(**values))[0]),
        undone(lambda: deletion.write(**values).delete()[0]),
    )


def of_insertion(insertion: Insertion, values: dict[str, Any]) -> tuple[Told, Told]:
    """Fill the table, emptied, both ways: the words are not the same, as some of the columns alone are named."""
    model = insertion.model
    names = [model._meta.get_field(name).attname for name in insertion.names]
    told = [field.attname for field in model._meta.concrete_fields if not isinstance(field, models.AutoField)]

    def filled(fill: Callable[[], Any]) -> list[Any]:
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(model._meta.db_table)}")
        fill()
        return sorted(model._default_manager.values_list(*told), key=repr)

    def insert() -> None:
        rows = [model(**dict(zip(names, row, strict=True))) for row in values["rows"]]
        model._default_manager.bulk_create(rows)

    ways = (undone(lambda: filled(lambda: ask_all(insertion.of(*values["rows"])))), undone(lambda: filled(insert)))
    for way in ways:
        way["sent"] = len(way["sent"])
    return ways


COMPARISONS: dict[type, Callable[[Any, dict[str, Any]], tuple[Told, Told]]] = {
    Question: of_question,
    Update: of_update,
    Deletion: of_deletion,
    Insertion: of_insertion,
}
