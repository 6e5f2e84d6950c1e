"""What is packed, measured: unpacked piece by piece up to a bound, and kept by nobody."""

import zlib
from typing import NamedTuple

_PIECE = 1 << 20


class Measure(NamedTuple):
    """How long something is unpacked, whether it came to its end, and how many of its bytes it took to get there."""

    unpacked: int
    is_whole: bool
    used: int


def measure(packed: bytes, most: int) -> Measure:
    """Measure what zlib packed, no further than the first piece past so many bytes; raise zlib.error."""
    unpacking = zlib.decompressobj()
    count, rest = 0, packed
    while count <= most and not unpacking.eof:
        piece = unpacking.decompress(rest, _PIECE)
        count += len(piece)
        rest = unpacking.unconsumed_tail
        if not piece and not rest:
            break
    return Measure(count, unpacking.eof, len(packed) - len(unpacking.unused_data))
