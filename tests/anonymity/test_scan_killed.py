"""Whoever scans a pile is killed: what was answered is ticked, and the raw files tell nobody how the pile lay."""

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from uuid import UUID

import pytest
from django.db import connection

from massicot.consignments import queries as parcels
from massicot.consignments import services as consignments
from massicot.consignments.rules import Tick
from massicot.consignments.rules.reception import Verdict
from tests.anonymity import piles
from tests.anonymity.scoring import LUCK
from tests.anonymity.test_dump_scanned import arrived
from tests.cast import ARRIVAL, CEDRES, MARC

pytestmark = [pytest.mark.usefixtures("transactional_db"), pytest.mark.alone]

ROOT = Path(__file__).parents[2]
ANSWERS = 17
"""After how many answers whoever scans is killed."""


class RawFiles:
    """What the log of the database was told since, as it lies on the disk."""

    def __init__(self) -> None:
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                self.log = Path(f"{cursor.execute('PRAGMA database_list').fetchone()[2]}-wal")
                assert cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0
                return
            cursor.execute("CHECKPOINT")
            cursor.execute("SELECT current_setting('data_directory'), pg_current_wal_insert_lsn() - '0/0'")
            folder, self.start = cursor.fetchone()
            self.log = Path(folder, "pg_wal")

    def read(self) -> bytes:
        """Read what was written since."""
        if connection.vendor == "sqlite":
            return self.log.read_bytes()
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_current_wal_flush_lsn() - '0/0', current_setting('wal_segment_size')")
            end, _ = cursor.fetchone()
        segment = 16 * 2**20
        first, last = int(self.start) // segment, int(end) // segment
        content = b"".join(self._segment(rank) for rank in range(first, last + 1))
        return content[int(self.start) - first * segment : int(end) - first * segment]

    def _segment(self, rank: int) -> bytes:
        return (self.log / f"{1:08X}{rank // 256:08X}{rank % 256:08X}").read_bytes()


def orders_in(content: bytes, pile: list[str]) -> Iterator[list[str]]:
    """Give the numbers of a pile in each order in which some bytes may have kept it."""
    seen = [number for number in pile if number.encode() in content]
    written = Counter({number: content.count(number.encode()) for number in sorted(seen)})
    yield sorted(seen, key=lambda number: content.find(number.encode()))
    yield sorted(seen, key=lambda number: content.rfind(number.encode()))
    yield [number for number, _ in written.most_common()]


def neighbours(order: list[str], pile: list[str]) -> int:
    """Count who lie beside one another in an order as they do in the pile, upwards or downwards."""
    after = set(pairwise(pile))
    pairs = list(pairwise(order))
    return max(len(after & set(pairs)), len(after & {(later, earlier) for earlier, later in pairs}))


def scan_and_kill(code: str, way: str, numbers: list[str]) -> list[str]:
    """Scan in a process that is killed after some answers; give those that it had told."""
    command = [sys.executable, "-m", "tests.anonymity.scanner", connection.settings_dict["NAME"], code, way]
    surroundings = os.environ | {"DJANGO_SETTINGS_MODULE": "massicot.config.settings"}
    scanning = subprocess.Popen([*command, *numbers], env=surroundings, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    told = [scanning.stdout.readline().strip() for _ in range(ANSWERS)]
    scanning.kill()
    left, _ = scanning.communicate()
    return [*told, *left.split()]


def scanned_on_disk(code: str, way: str, pile: list[str]) -> tuple[list[str], int]:
    """Scan a pile until the scanner is killed; give what was answered, and who lie beside one another on the disk."""
    files = RawFiles()
    answered = scan_and_kill(code, way, pile)
    return answered, max(neighbours(order, pile) for order in orders_in(files.read(), pile))


def test_a_scanner_that_is_killed_loses_no_answer_and_leaves_no_order_on_the_disk():
    built = arrived()
    code = parcels.parcels_of(built.paper.pk, CEDRES)[0].code
    pile = piles.pile_of(built, code)
    answered, told = scanned_on_disk(code, "into-the-tally", pile)
    assert told <= LUCK
    ticked = parcels.numbers_ticked(built.paper.pk, Tick.RECEIVED)
    # The scan that was under way is ticked or is not; whoever had no answer sends it again.
    assert sorted(answered) in (ticked, sorted({*ticked} - {pile[len(answered)]}))
    for rank, number in enumerate(pile[: len(answered) + 1]):
        scan = {"code": code, "number": number, "scan_id": UUID(int=rank + 1), "by": MARC, "at": ARRIVAL}
        assert consignments.scan_script(**scan).verdict is Verdict.RIGHT
    _, told = scanned_on_disk(code, "at-once", pile[len(answered) + 1 :])
    assert told > 2 * LUCK
