"""A PNG picture without what it says beside the picture: the chunks that draw it, and no others.

It is unpacked once, without being kept, to see that it holds as many bytes as its size says, no more and no fewer: a
small file may claim to be a picture that nobody's memory holds.
"""

import struct
import zlib
from collections.abc import Iterator
from typing import NamedTuple

from massicot.core.parsing import unpacking
from massicot.core.parsing.confinement import Unreadable

START = b"\x89PNG\r\n\x1a\n"
MOST_PIXELS, MOST_UNPACKED = 120_000_000, 500_000_000

_DEPTHS = {0: (1, 2, 4, 8, 16), 2: (8, 16), 3: (1, 2, 4, 8), 4: (8, 16), 6: (8, 16)}
"""Bits of a sample, by kind of colour."""

_SAMPLES = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_WITH_PALETTE = 3
_PASSES = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
"""How an interlaced picture comes: where each pass begins, and its steps."""


class PictureHeader(NamedTuple):
    """The size of a picture, and how its points are written."""

    width: int
    height: int
    depth: int
    colour: int
    packing: int
    filtering: int
    interlaced: int


def clean(content: bytes) -> bytes:
    """Write a picture anew; raise Unreadable."""
    chunks = list(_chunks(content))
    if chunks[0][0] != b"IHDR" or len(chunks[0][1]) != struct.calcsize(">IIBBBBB"):
        raise Unreadable("damaged")
    header = PictureHeader(*struct.unpack(">IIBBBBB", chunks[0][1]))
    _check(header)
    drawn = b"".join(words for kind, words in chunks if kind == b"IDAT")
    # The first of each: a second palette draws nothing.
    tables = {kind: words for kind, words in reversed(chunks) if kind in {b"PLTE", b"tRNS"}}
    if (header.colour == _WITH_PALETTE) > (b"PLTE" in tables):
        raise Unreadable("damaged")
    kept = [(b"IHDR", chunks[0][1])]
    kept += [(kind, tables[kind]) for kind in (b"PLTE", b"tRNS") if kind in tables]
    kept += [(b"IDAT", _trim(drawn, _size_of(header))), (b"IEND", b"")]
    return START + b"".join(_write_chunk(kind, words) for kind, words in kept)


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    if not content.startswith(START):
        raise Unreadable("damaged")
    place = len(START)
    while True:
        length = int.from_bytes(content[place : place + 4], "big")
        end = place + 12 + length
        if end > len(content):
            raise Unreadable("cut_short")
        kind = content[place + 4 : place + 8]
        words = content[place + 8 : end - 4]
        if zlib.crc32(kind + words) != int.from_bytes(content[end - 4 : end], "big"):
            raise Unreadable("damaged")
        yield kind, words
        if kind == b"IEND":
            return
        place = end


def _check(header: PictureHeader) -> None:
    if not (header.width and header.height) or header.depth not in _DEPTHS.get(header.colour, ()):
        raise Unreadable("damaged")
    if header.packing or header.filtering or header.interlaced > 1:
        raise Unreadable("damaged")
    if header.width * header.height > MOST_PIXELS or _size_of(header) > MOST_UNPACKED:
        raise Unreadable("too_vast")


def _size_of(header: PictureHeader) -> int:
    """Compute the bytes of a picture once it is unpacked: its lines, each with a byte that says how it is filtered."""
    if not header.interlaced:
        return _lines(header, header.width, header.height)
    return sum(
        _lines(header, (header.width - x + right - 1) // right, (header.height - y + down - 1) // down)
        for x, y, right, down in _PASSES
    )


def _lines(header: PictureHeader, width: int, height: int) -> int:
    bits = header.depth * _SAMPLES[header.colour]
    return height * (1 + (width * bits + 7) // 8) if width > 0 and height > 0 else 0


def _trim(packed: bytes, expected: int) -> bytes:
    """Give what draws the picture, without what stands behind its end; raise Unreadable."""
    try:
        measure = unpacking.measure(packed, expected)
    except zlib.error:
        raise Unreadable("damaged") from None
    if measure.unpacked > expected:
        raise Unreadable("damaged")
    if not measure.is_whole or measure.unpacked < expected:
        raise Unreadable("cut_short")
    return packed[: measure.used]


def _write_chunk(kind: bytes, words: bytes) -> bytes:
    return struct.pack(">I", len(words)) + kind + words + struct.pack(">I", zlib.crc32(kind + words))
