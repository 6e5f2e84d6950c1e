"""The tally of a parcel: what is ticked in it and not written yet, kept as one content of one length.

A pile lies as its room sat. Whatever is written script by script while a pile is scanned (a row, an instant, a line of
the journal) keeps its order, and the order tells whose script is which. So one row holds what was ticked so far: a bit
for each announced script by its rank, and who can tell a scan sent again from another one: digests of the scans' own
identifiers, sorted, with room for more. Sealed, two copies of it, taken between two scans, do not tell which script
came between; and it is written to the ledger all together, in the order of the numbers.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from uuid import UUID

KEY_USE = "tally"
"""For what its sub-key of the anonymity key is derived."""

_DIGEST, _CAPACITY, _SPARE = 8, 4, 32
_EMPTY = bytes(_DIGEST)


@dataclass(frozen=True, slots=True)
class TallyContent:
    """What a tally holds: bits by rank, digests of scans, and for how many scripts there is room."""

    capacity: int
    bits: int = 0
    scans: frozenset[bytes] = frozenset()

    def has(self, rank: int) -> bool:
        """Say whether the script of a rank is ticked here."""
        return bool(self.bits >> rank & 1)

    def ticking(self, ranks: Iterable[int], scans: Iterable[bytes] = ()) -> "TallyContent":
        """Add ticks, and the scans that they were made by."""
        bits = self.bits
        for rank in ranks:
            bits |= 1 << rank
        return _roomy(replace(self, bits=bits, scans=self.scans.union(scans)))

    def unticking(self, rank: int) -> "TallyContent":
        """Take one tick back; its scan stays, and ticks no more."""
        return replace(self, bits=self.bits & ~(1 << rank))

    def emptied(self) -> "TallyContent":
        """Take all ticks out, which are written: its scans stay, and are answered as before."""
        return replace(self, bits=0)


def new_tally(announced: int) -> TallyContent:
    """Begin a tally with room for what a parcel announces and some more: twice as many scans as scripts."""
    return TallyContent(announced + _SPARE)


def digest_of_scan(number: str, scan_id: UUID) -> bytes:
    """Tell one scan of a script from all others, in few bytes."""
    return hashlib.sha256(f"{number} {scan_id}".encode()).digest()[:_DIGEST]


def write_tally(content: TallyContent) -> bytes:
    """Write a content down, as long as its room and not as what is in it."""
    digests = b"".join(sorted(content.scans)).rjust(2 * content.capacity * _DIGEST, b"\0")
    bits = content.bits.to_bytes(_bytes_of_bits(content.capacity), "big")
    return content.capacity.to_bytes(_CAPACITY, "big") + bits + digests


def read_tally(written: bytes) -> TallyContent:
    """Read a content that was written down."""
    capacity = int.from_bytes(written[:_CAPACITY], "big")
    start = _CAPACITY + _bytes_of_bits(capacity)
    digests = {written[place : place + _DIGEST] for place in range(start, len(written), _DIGEST)}
    bits = int.from_bytes(written[_CAPACITY:start], "big")
    return TallyContent(capacity, bits, frozenset(digests - {_EMPTY}))


def _roomy(content: TallyContent) -> TallyContent:
    """Make room: it doubles, so that its length says next to nothing of what is in it."""
    while content.bits.bit_length() > content.capacity or len(content.scans) > 2 * content.capacity:
        content = replace(content, capacity=2 * content.capacity)
    return content


def _bytes_of_bits(capacity: int) -> int:
    return -(-capacity // 8)
