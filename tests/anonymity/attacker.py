"""Somebody who holds a copy of every table, and not the key: what they try, and what they think they found.

An attack gives guesses: candidate number → anonymity number. It knows the program's source, hence where to look.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import connection

Row = Mapping[str, Any]
Guesses = dict[str, str]

NUMBER = re.compile(r"(?<![0-9A-Za-z])[0-9]{8}[A-Z](?![0-9A-Za-z])")
CANDIDATE = re.compile(r"(?<![0-9A-Za-z])[0-9]{11}(?![0-9A-Za-z])")
WORDS = {"present": "written", "blank": "blank", "absent": "placeholder"}
CAME = ("OffListEntered", "SeatedFromElsewhere")
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
    return [paired(order, numbers, dump) for order in orders for numbers in _number_orders(dump)]


def _number_orders(dump: Dump) -> Iterator[list[str]]:
    for rows in dump.tables.values():
        for order in (rows, sorted(rows, key=_id)):
            for column in ("number", "ref"):
                numbers = [row[column] for row in order if NUMBER.fullmatch(str(row.get(column, "")))]
                if numbers:
                    yield list(dict.fromkeys(numbers))


def _id(row: Row) -> int:
    return row["id"] if isinstance(row.get("id"), int) else 0


def paired(entries: Iterable[Row], numbers: Iterable[str], dump: Dump) -> Guesses:
    """Pair entries with numbers in their orders, cell by cell."""
    cells = {row["number"]: (row["centre_uai"], row["specialty_code"]) for row in dump["scripts_script"]}
    waiting: dict[Any, list[str]] = defaultdict(list)
    for number in numbers:
        waiting[cells[number]].append(number)
    for cell in waiting.values():
        cell.reverse()
    guesses = {}
    for row in entries:
        # Until its day is closed, a number tells its centre alone.
        if cell := waiting[row["centre_uai"], row["specialty_code"]] or waiting[row["centre_uai"], ""]:
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


def by_reserve(reserve: Iterable[str], late: Iterable[str]) -> Guesses:
    """Match late candidates, in their order, with the spare numbers of their centre, in theirs; if these were told."""
    return dict(zip(late, sorted(reserve), strict=False))


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
    came = [row for row in dump["audit_journalline"] if row["act"] in CAME and centre in row["subject"]]
    return [one for row in came for one in candidates_in(row)]


def by_pair(before: Dump, after: Dump) -> Guesses:
    """Match whom two copies show changed with the numbers that changed likewise, where there is one of each.

    Likewise: a word of the register became another one, and the kind of a number the kind of that word; or somebody is
    entered anew, and a spare number has an item.
    """
    earlier = {(row["candidate_number"], row["centre_uai"]): row for row in before.entries()}
    people, items = defaultdict(list), defaultdict(list)
    for row in after.entries():
        was = earlier.get((row["candidate_number"], row["centre_uai"]), {"attendance": "spare"})
        people[_place(row), _change(WORDS, was["attendance"], row["attendance"])].append(row["candidate_number"])
    kinds = {row["number"]: row["kind"] for row in before["scripts_script"]}
    for row in after["scripts_script"]:
        items[_place(row), (kinds.get(row["number"], "spare"), row["kind"])].append(row["number"])
    alike = {change for change in people.keys() & items.keys() if change[1][0] != change[1][1]}
    return {people[one][0]: items[one][0] for one in alike if len(people[one]) == 1 == len(items[one])}


def _place(row: Row) -> tuple[str, str]:
    return row["centre_uai"], row["specialty_code"]


def _change(words: Mapping[str, str], before: str, after: str) -> tuple[str, str]:
    return words.get(before, before), words.get(after, after)


VERSION = re.compile(rb"([0-9]{8}[A-Z]).?[0-9]{7}[A-Z].?[0-9]{0,5}.?(written|blank|placeholder|spare)", re.DOTALL)
"""A row of a script as it lies in a file: columns one after the other, on PostgreSQL with a byte before each."""


def kinds_on_disk() -> dict[str, set[str]]:
    """Read from the raw files what each settled number is, or ever was as far as they still tell."""
    kinds = defaultdict(set)
    for content in map(Path.read_bytes, _raw_files()):
        for number, kind in VERSION.findall(content):
            kinds[number.decode()].add(kind.decode())
    return kinds


LEFT_OUT = re.compile(rb"[0-9]{7}[A-Z].?([0-9]{8}[A-Z]).?[0-9]{5}.?Mme Second", re.DOTALL)
"""A row of a script that was not there when its parcel was made, as it lies in a file."""

PACKED = re.compile(rb"([0-9]{8}[A-Z]).?[0-9]{5}.?not-looked-for", re.DOTALL)
"""A row of a script in a parcel, as it lies in a file."""


def left_out_on_disk() -> set[str]:
    """Read from the raw files which numbers were not there when a parcel was made."""
    return _on_disk(LEFT_OUT, "consignments_leftout")


def packed_on_disk() -> set[str]:
    """Read from the raw files which numbers lay in a parcel."""
    return _on_disk(PACKED, "consignments_parcelscript")


def is_on_disk(content: bytes, table: str) -> bool:
    """Look for some bytes in the raw files of a table."""
    return any(content in file.read_bytes() for file in _raw_files(table))


def _on_disk(row: re.Pattern[bytes], table: str) -> set[str]:
    return {number.decode() for file in _raw_files(table) for number in row.findall(file.read_bytes())}


def _raw_files(table: str = "scripts_script") -> list[Path]:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            file = cursor.execute("PRAGMA database_list").fetchone()[2]
            return [path for path in (Path(file), Path(f"{file}-wal")) if path.exists()]
        cursor.execute("CHECKPOINT")
        cursor.execute("SELECT current_setting('data_directory'), pg_relation_filepath(%s)", [table])
        return [Path(*cursor.fetchone())]
