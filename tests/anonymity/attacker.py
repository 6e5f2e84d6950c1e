"""Somebody who holds a copy of every table, and not the key: what they try, and what they think they found.

An attack gives guesses: candidate number → anonymity number. It knows the program's source, hence where to look.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

Row = Mapping[str, Any]
Guesses = dict[str, str]

NUMBER = re.compile(r"(?<![0-9A-Za-z])[0-9]{8}[A-Z](?![0-9A-Za-z])")
CANDIDATE = re.compile(r"(?<![0-9A-Za-z])[0-9]{11}(?![0-9A-Za-z])")
WORDS = {"present": "written", "blank": "blank", "absent": "placeholder"}
ROW = {"sqlite": "rowid AS _row, 0 AS _tx", "postgresql": "ctid AS _row, xmin::text AS _tx"}


@dataclass(frozen=True)
class Dump:
    """Every table, its rows in the order in which they lie on the disk."""

    tables: Mapping[str, list[Row]]

    def __getitem__(self, table: str) -> list[Row]:
        return self.tables[table]

    def rows(self) -> Iterator[Row]:
        return (row for rows in self.tables.values() for row in rows)

    def entries(self) -> list[Row]:
        """List the entries with their candidates, in the order of the entries."""
        people = {row["id"]: row for row in self["candidates_candidate"]}
        return [{**people[row["candidate_id"]], **row} for row in self["candidates_entry"]]


def take_dump() -> Dump:
    """Copy every table."""
    with connection.cursor() as cursor:
        return Dump({name: _read(cursor, name) for name in connection.introspection.table_names(cursor)})


def _read(cursor: Any, table: str) -> list[Row]:
    place = ROW[connection.vendor]
    cursor.execute(f"SELECT {place}, t.* FROM {connection.ops.quote_name(table)} AS t ORDER BY 1")
    columns = [column[0] for column in cursor.description]
    return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]


def numbers_in(row: Row) -> set[str]:
    """Find every anonymity number that a row tells."""
    return {number for value in row.values() for number in NUMBER.findall(str(value))}


def candidates_in(row: Row) -> set[str]:
    """Find every candidate number that a row tells."""
    return {number for value in row.values() for number in CANDIDATE.findall(str(value))}


def by_order(dump: Dump) -> list[Guesses]:
    """Pair the entries of a cell with its numbers, in every order in which a table keeps either."""
    entries = dump.entries()
    # Where a row lies depends on what was swept away around it; which transaction wrote it last does not.
    orders = [
        entries,
        sorted(entries, key=_id),
        sorted(entries, key=lambda row: int(row["_tx"])),
        sorted(entries, key=lambda row: (len(row["seat"]), row["seat"])),
    ]
    return [_paired(order, numbers, dump) for order in orders for numbers in _number_orders(dump)]


def _number_orders(dump: Dump) -> Iterator[list[str]]:
    for rows in dump.tables.values():
        for order in (rows, sorted(rows, key=_id)):
            for column in ("number", "ref"):
                numbers = [row[column] for row in order if NUMBER.fullmatch(str(row.get(column, "")))]
                if numbers:
                    yield list(dict.fromkeys(numbers))


def _id(row: Row) -> int:
    return row["id"] if isinstance(row.get("id"), int) else 0


def _paired(entries: Iterable[Row], numbers: Iterable[str], dump: Dump) -> Guesses:
    cells = {row["number"]: (row["centre_uai"], row["specialty_code"]) for row in dump["scripts_script"]}
    waiting: dict[Any, list[str]] = defaultdict(list)
    for number in numbers:
        waiting[cells[number]].append(number)
    for cell in waiting.values():
        cell.reverse()
    guesses = {}
    for row in entries:
        if cell := waiting[row["centre_uai"], row["specialty_code"]]:
            guesses[row["candidate_number"]] = cell.pop()
    return guesses


def by_cells(dump: Dump, with_words: bool) -> Guesses:
    """Match the cells that hold one candidate with those that hold one number."""
    people, items = defaultdict(list), defaultdict(list)
    for row in dump.entries():
        word = (WORDS.get(row["attendance"], ""),) if with_words else ()
        people[row["centre_uai"], row["specialty_code"], *word].append(row["candidate_number"])
    for row in dump["scripts_script"]:
        word = (row["kind"],) if with_words else ()
        items[row["centre_uai"], row["specialty_code"], *word].append(row["number"])
    return {found[0]: items[cell][0] for cell, found in people.items() if len(found) == 1 == len(items[cell])}


def by_row(dump: Dump) -> Guesses:
    """Look for a row of any table that tells one candidate and one number."""
    return _one_of_each([row] for row in dump.rows())


def by_instant(dump: Dump) -> Guesses:
    """Look for an instant that belongs to one candidate and to one number only."""
    return _one_of_each(_grouped(dump, _instants))


def by_line_and_subject(dump: Dump) -> Guesses:
    """Look for lines of the journal on one subject at one instant that together tell one candidate and one number."""
    lines: dict[Any, list[Row]] = defaultdict(list)
    for row in dump["audit_journalline"]:
        lines[row["subject"], row["at"]].append(row)
    return _one_of_each(lines.values())


def by_transaction(dump: Dump) -> Guesses:
    """Look for a transaction that wrote one candidate's entry and one number (PostgreSQL tells who wrote a row)."""
    return _one_of_each(_grouped(dump, lambda row: [row["_tx"]]))


def _grouped(dump: Dump, keys: Callable[[Row], Iterable[Any]]) -> Iterable[list[Row]]:
    told = [*dump.entries(), *(row for name, rows in dump.tables.items() for row in rows if name != "candidates_entry")]
    groups: dict[Any, list[Row]] = defaultdict(list)
    for row in told:
        for key in keys(row):
            groups[key].append(row)
    return groups.values()


def _instants(row: Row) -> list[datetime]:
    return [value for value in row.values() if isinstance(value, datetime)]


def _one_of_each(groups: Iterable[Iterable[Row]]) -> Guesses:
    guesses = {}
    for group in groups:
        rows = list(group)
        people = set().union(*map(candidates_in, rows))
        numbers = set().union(*map(numbers_in, rows))
        if len(people) == 1 == len(numbers):
            guesses[people.pop()] = numbers.pop()
    return guesses


def by_story(dump: Dump, centre: str) -> Guesses:
    """Match the one number of a centre whose story is unlike the others' with those who came off the list."""
    stories: dict[str, list[Any]] = defaultdict(list)
    for row in dump["custody_event"]:
        if row["kind"] == "script" and row["to_ref"] == centre:
            stories[row["ref"]].append((row["act"], row["at"]))
    counted = Counter(map(tuple, stories.values()))
    odd = [number for number, story in stories.items() if counted[tuple(story)] == 1]
    return {one: number for one in _off_list(dump, centre) for number in odd}


def by_reserve(dump: Dump, centre: str, late: Iterable[str]) -> Guesses:
    """Match late candidates, in their order, with the spare numbers of their centre, in theirs."""
    spares = [row["number"] for row in dump["scripts_script"] if (row["centre_uai"], row["kind"]) == (centre, "spare")]
    return dict(zip(late, sorted(spares), strict=False))


def by_block(dump: Dump, centre: str) -> Guesses:
    """Match the numbers of a centre that lie apart from the others of their specialty with who came off the list."""
    runs: dict[str, list[list[str]]] = defaultdict(list)
    last, run = "", 0
    for row in dump["scripts_script"]:
        if row["centre_uai"] == centre:
            run += row["number"] < last
            last = row["number"]
            cell = runs[row["specialty_code"]]
            cell.extend([] for _ in range(run + 1 - len(cell)))
            cell[run].append(last)
    several = [sorted(filter(None, cell), key=len) for code, cell in runs.items() if code]
    apart = [number for cell in several if len(cell) > 1 for number in cell[0]]
    return {one: number for one in _off_list(dump, centre) for number in apart}


def _off_list(dump: Dump, centre: str) -> list[str]:
    came = [row for row in dump["audit_journalline"] if row["act"] == "OffListEntered" and centre in row["subject"]]
    return [one for row in came for one in candidates_in(row)]
