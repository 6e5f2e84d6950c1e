"""The orders in which copies of the tables keep numbers, and what each tells of those who sat in rows.

Whoever knows the seats pairs them with an order cell by cell (centre, specialty, kind). An order may have parts: an
envelope, a day, what came between two copies; a part holds some of a cell, and then its ranks are those of a sample.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from tests.anonymity import attacker, piles
from tests.anonymity.attacker import NUMBER, WORDS

Order = list[list[str]]
PARTS = ("batch_id", "parcel_id", "credential_id", "subject")


def orders_left(copies: Sequence[attacker.Dump]) -> Iterator[tuple[str, Order]]:
    """Give the orders by name: of rows as they lie, were made or were written, of events, of lines, of copies."""
    dump = copies[-1]
    for table, rows in dump.tables.items():
        if table not in ("audit_journalline", "custody_event", "anonymity_link"):
            yield from _of_rows(table, rows)
    for table in ("audit_journalline", "custody_event"):
        for act in sorted({row["act"] for row in dump[table]}):
            yield from _of_rows(f"{table} {act}", [row for row in dump[table] if row["act"] == act])
    if len(copies) > 1:
        slices = [sorted(piles.numbers_changed(*pair)) for pair in pairwise(copies)]
        envelope_of = {row["number"]: row["batch_id"] for row in dump["batches_batchscript"]}
        for how, told in (("first", slices), ("last", slices[::-1])):
            order = list(dict.fromkeys(number for some in told for number in some))
            parts = defaultdict(list)
            for number in order if how == "first" else order[::-1]:
                parts[envelope_of.get(number)].append(number)
            yield f"copies, as each {how} changed", list(parts.values())


def _of_rows(name, rows) -> Iterator[tuple[str, Order]]:
    numbered = [(row, found) for row in rows if (found := _numbers(row))]
    if len(numbered) < 2:
        return
    keys = {
        "as they lie": lambda row: row["_row"],
        "by id": lambda row: row.get("id", 0),
        "by transaction": lambda row: int(row["_tx"]),
        "by instant": lambda row: next((row[one] for one in ("since", "at") if one in row), 0),
    }
    for how, key in keys.items():
        ranked = numbered if how == "as they lie" else sorted(numbered, key=lambda pair: key(pair[0]))
        parts = defaultdict(list)
        for row, found in ranked:
            parts[next((row[one] for one in PARTS if one in row), "")].extend(found)
        yield f"{name} {how}", [list(dict.fromkeys(part)) for part in parts.values()]
        yield f"{name} {how}, in one", [list(dict.fromkeys(number for _, found in ranked for number in found))]


def _numbers(row) -> list[str]:
    return [number for value in row.values() if isinstance(value, str) for number in NUMBER.findall(value)]


def score(order: Order, seats, cells: Mapping[str, object], truth) -> tuple[int, float]:
    """Count the right guesses of an order, and those that chance would have made of as many."""
    people = defaultdict(list)
    for row in seats:
        cell = (row["centre_uai"], row["specialty_code"], WORDS.get(row["attendance"], ""))
        people[cell].append(row["candidate_number"])
    right, chance = 0, 0.0
    for cell, found in _ranks(order, cells).items():
        seated = people[cell]
        if len(seated) > 1:
            right += sum(truth.get(who) == number for who, number in _guesses(seated, sorted(found)))
            chance += len(found) / len(seated)
    return right, chance


def _ranks(order: Order, cells: Mapping[str, object]) -> dict[object, list[tuple[float, str]]]:
    """Tell of each number how far it lies in its part, among those of its cell."""
    ranks: dict[object, list[tuple[float, str]]] = defaultdict(list)
    for part in order:
        inside = defaultdict(list)
        for number in filter(cells.__contains__, part):
            inside[cells[number]].append(number)
        for cell, numbers in inside.items():
            ranks[cell].extend(((rank + 0.5) / len(numbers), number) for rank, number in enumerate(numbers))
    return ranks


def _guesses(seated: Sequence[str], ranked: Sequence[tuple[float, str]]) -> Iterator[tuple[str, str]]:
    if len(ranked) == len(seated):
        yield from zip(seated, (number for _, number in ranked), strict=True)
    else:
        for share, number in ranked:
            yield seated[min(int(share * len(seated)), len(seated) - 1)], number


def cells_of(dump: attacker.Dump) -> dict[str, object]:
    """Map numbers to their cells, as every copy tells them."""
    rows = dump["scripts_script"]
    return {
        row["number"]: (row["centre_uai"], row["specialty_code"], row["kind"]) for row in rows if row["specialty_code"]
    }
