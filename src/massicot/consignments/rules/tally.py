"""The tally of a parcel: what is ticked in it and not written yet, kept as one content of one length.

A pile lies as its room sat. Whatever is written script by script while a pile is scanned (a row, an instant, a line of
the journal) keeps its order, and the order tells whose script is which. So one row holds what was ticked so far: a bit
for each announced script by its rank, and who can tell a scan sent again from another one: digests of the scans' own
identifiers, sorted, with room for more. Sealed, two copies of it, taken between two scans, do not tell which script
came between; and it is written to the ledger all together, in the order of the numbers.
"""

import hashlib
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from massicot.audit.rules import Fact
from massicot.core.refused import N_, Refused

KEY_USE = "tally"
"""For what its sub-key of the anonymity key is derived."""


class TicksSealed(Refused):
    sentence = N_(
        "What is ticked in parcels is sealed under the anonymity key, which is not in its place: nothing can be ticked "
        "or read until the exam office has put its kept copy back. Nothing that was ticked is lost."
    )


class TicksBroken(Refused):
    sentence = N_(
        "Ticks of the parcel {code} that are not written yet ({count}) cannot be opened any more: they were altered. "
        "Its marking centre opens the page of its reception, throws them away there, and looks the parcel through "
        "again."
    )


class TicksReadable(Refused):
    sentence = N_(
        "What is ticked in the parcel {code} can be read: nothing was thrown away. A tick that is wrong is taken back "
        "on the line of its script."
    )


@dataclass(frozen=True, slots=True)
class TicksThrownAway(Fact):
    """What was ticked in a parcel could not be opened: how much it was and who had ticked it, as was known of it."""

    journal_word = N_("ticks that could not be opened thrown away")
    count: int
    tickers: Sequence[str]


_DIGEST, _CAPACITY, _SPARE = 8, 4, 64


@dataclass(frozen=True, slots=True)
class TallyContent:
    """What a tally holds: bits by rank, digests of scans after as many zeros as there is room left.

    `capacity`: for how many scripts there is room, and for as many scans.
    """

    capacity: int
    bits: int
    scans: bytes

    def has(self, rank: int) -> bool:
        """Say whether the script of a rank is ticked here."""
        return bool(self.bits >> rank & 1)

    def knows(self, scan: bytes) -> bool:
        """Say whether a scan, by its digest, was counted already."""
        return self._digest(self._place(scan)) == scan

    def ticking(self, ranks: Iterable[int], scans: Iterable[bytes] = ()) -> "TallyContent":
        """Add ticks, and the scans that they were made by."""
        bits = self.bits
        for rank in ranks:
            bits |= 1 << rank
        content = _widen(replace(self, bits=bits))
        for scan in scans:
            content = content if content.knows(scan) else _with_scan(content, scan)
        return content

    def unticking(self, rank: int) -> "TallyContent":
        """Take one tick back; its scan stays, and ticks no more."""
        return replace(self, bits=self.bits & ~(1 << rank))

    def without_ticks(self) -> "TallyContent":
        """Take all ticks out, which are written: its scans stay, and are answered as before."""
        return replace(self, bits=0)

    def _digest(self, place: int) -> bytes:
        return self.scans[place * _DIGEST : (place + 1) * _DIGEST]

    def _place(self, scan: bytes) -> int:
        # Not decoded: a large parcel has thousands of them, and each scan looks for one.
        return bisect_left(range(self.capacity), scan, key=self._digest)


def new_tally(announced: int) -> TallyContent:
    """Begin a tally with room for what a parcel announces, and for some that are ticked again or come beside."""
    capacity = announced + _SPARE
    return TallyContent(capacity, 0, bytes(capacity * _DIGEST))


def digest_of_scan(number: str, scan_id: UUID) -> bytes:
    """Tell one scan of a script from all others, in few bytes."""
    return hashlib.sha256(f"{number} {scan_id}".encode()).digest()[:_DIGEST]


def write_tally(content: TallyContent) -> bytes:
    """Write a content down, as long as its room and not as what is in it."""
    bits = content.bits.to_bytes(_bytes_of_bits(content.capacity), "big")
    return content.capacity.to_bytes(_CAPACITY, "big") + bits + content.scans


def read_tally(written: bytes) -> TallyContent:
    """Read a content that was written down."""
    capacity = int.from_bytes(written[:_CAPACITY], "big")
    start = _CAPACITY + _bytes_of_bits(capacity)
    return TallyContent(capacity, int.from_bytes(written[_CAPACITY:start], "big"), written[start:])


def _with_scan(content: TallyContent, scan: bytes) -> TallyContent:
    """Put a scan in its order into the room that there is, or make some."""
    if any(content.scans[:_DIGEST]):
        content = _double(content)
    place = content._place(scan) * _DIGEST
    return replace(content, scans=content.scans[_DIGEST:place] + scan + content.scans[place:])


def _widen(content: TallyContent) -> TallyContent:
    while content.bits.bit_length() > content.capacity:
        content = _double(content)
    return content


def _double(content: TallyContent) -> TallyContent:
    """Make room: it doubles, so that its length says next to nothing of what is in it."""
    return TallyContent(2 * content.capacity, content.bits, bytes(len(content.scans)) + content.scans)


def _bytes_of_bits(capacity: int) -> int:
    return -(-capacity // 8)
