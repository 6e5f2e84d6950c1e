"""Scripts that are scanned as they lie: in the order of the seats, which the lists of a room tell everybody."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import pairwise
from uuid import UUID

from massicot.consignments import queries as parcels
from massicot.consignments import services as consignments
from tests import later_world
from tests.anonymity.attacker import NUMBER, WORDS, Dump, Guesses, Row, paired, take_dump
from tests.cast import ARRIVAL, MARC
from tests.world import World


def pile_of(built: World, code: str) -> list[str]:
    """Give the numbers of a parcel as its scripts lie: as its candidates sat."""
    truth = later_world.truth(built)
    packed = {row.number for row in parcels.contents_of(parcels.parcel_by_code(code))}
    seated = [truth.get(row["candidate_number"], "") for row in _seats(take_dump())]
    return [number for number in seated if number in packed]


def scan(code: str, numbers: Sequence[str], first: int = 0) -> None:
    """Scan scripts one after the other, every two seconds."""
    for rank, number in enumerate(numbers, first):
        at = ARRIVAL + timedelta(seconds=2 * rank)
        consignments.scan_script(code=code, number=number, scan_id=UUID(int=rank + 1), by=MARC, at=at)


def by_copies(copies: Sequence[Dump]) -> Guesses:
    """Pair those who sat in a room, in the order of the seats, with its numbers as copies show them changed."""
    return paired(_seats(copies[-1]), order_of_copies(copies), copies[-1])


def by_pile(dump: Dump) -> list[Guesses]:
    """Pair those who sat in a room, in the order of the seats, with its numbers in every order that scans may leave."""
    return [paired(_seats(dump), dict.fromkeys(numbers), dump) for numbers in orders_left(dump)]


def by_pile_and_kind(people: Sequence[Row], numbers: Sequence[str], dump: Dump) -> Guesses:
    """Pair people with numbers in their orders, within each cell of centre, specialty and kind."""
    rows = dump["scripts_script"]
    cells = {row["number"]: (row["centre_uai"], row["specialty_code"], row["kind"]) for row in rows}
    waiting: dict[object, list[str]] = defaultdict(list)
    for number in reversed(dict.fromkeys(numbers)):
        waiting[cells[number]].append(number)
    cell_of = {row["candidate_number"]: (*_cell(row), WORDS.get(row["attendance"], "")) for row in people}
    return {who: waiting[cell].pop() for who, cell in cell_of.items() if waiting[cell]}


def _cell(row: Row) -> tuple[str, str]:
    return row["centre_uai"], row["specialty_code"]


def _seats(dump: Dump) -> list[Row]:
    return sorted(dump.entries(), key=lambda row: (row["centre_uai"], row["room"], len(row["seat"]), row["seat"]))


def orders_left(dump: Dump) -> Iterator[list[str]]:
    """Give the numbers as rows lie or were written, as events follow one another, as lines of the journal do."""
    known = {row["number"] for row in dump["scripts_script"] if row["specialty_code"]}
    items = [row for row in dump["custody_item"] if row["ref"] in known]
    yield [row["ref"] for row in items]
    yield [row["ref"] for row in sorted(items, key=lambda row: row["since"])]
    yield [row["ref"] for row in sorted(items, key=lambda row: int(row["_tx"]))]
    for rows in (dump["consignments_parcelscript"], dump["batches_batchscript"]):
        yield [row["number"] for row in rows]
        yield [row["number"] for row in sorted(rows, key=lambda row: int(row["_tx"]))]
    events = sorted(dump["custody_event"], key=lambda row: row["id"])
    for act in {row["act"] for row in events}:
        yield [row["ref"] for row in events if row["act"] == act and row["ref"] in known]
    lines = sorted(dump["audit_journalline"], key=lambda row: row["id"])
    for act in {row["act"] for row in lines}:
        told = [number for row in lines if row["act"] == act for number in NUMBER.findall(str(row["facts"]))]
        yield [number for number in told if number in known]


def order_of_copies(copies: Sequence[Dump]) -> list[str]:
    """Give the numbers in the order in which copies, each beside the next, show something of them changed."""
    told = (number for pair in pairwise(copies) for number in sorted(numbers_changed(*pair)))
    return list(dict.fromkeys(told))


def numbers_changed(before: Dump, after: Dump) -> set[str]:
    """List the numbers that rows tell which one of two copies has and the other has not."""
    earlier, later = (
        {(name, str(_told(row))) for name, rows in dump.tables.items() for row in rows} for dump in (before, after)
    )
    return {number for _, row in earlier ^ later for number in NUMBER.findall(row)}


def _told(row: Row) -> dict[str, object]:
    return {name: value for name, value in sorted(row.items()) if name not in ("_row", "_tx")}
