"""How the streams of a PDF are packed: each is measured, and kept under one packing that browsers know.

What zlib packed stays as it came, pictures too; what was packed twice, or in a way of the last century, is unpacked
within bounds and packed anew. What unpacks to more than any paper shows is refused, and so are packings that would have
to be drawn to be looked through.
"""

import zlib
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from pypdf import filters
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject

from massicot.core.parsing import jpeg_parts, unpacking
from massicot.core.parsing.confinement import Unreadable

MOST_UNPACKED, MOST_UNPACKED_IN_ALL = 150_000_000, 1_000_000_000
"""Bytes of one stream and of all: a sheet of A4 at 600 dots an inch in colour has 105 million."""

MOST_PACKINGS = 3

ZLIB, JPEG = "/FlateDecode", "/DCTDecode"
_SHORT_NAMES = {
    "/AHx": "/ASCIIHexDecode",
    "/A85": "/ASCII85Decode",
    "/LZW": "/LZWDecode",
    "/Fl": ZLIB,
    "/RL": "/RunLengthDecode",
    "/CCF": "/CCITTFaxDecode",
    "/DCT": JPEG,
}
_DRAWN = frozenset({JPEG, "/CCITTFaxDecode", "/JBIG2Decode"})
"""How pictures are packed; they are not unpacked here."""

_UNPACKINGS: Mapping[str, Callable[..., Any]] = {
    "/ASCIIHexDecode": filters.ASCIIHexDecode.decode,
    "/ASCII85Decode": filters.ASCII85Decode.decode,
    "/LZWDecode": filters.LZWDecode.decode,
    "/RunLengthDecode": filters.RunLengthDecode.decode,
    ZLIB: filters.FlateDecode.decode,
}
"""What takes a packing away, up to a bound of the library's own."""


class Packed(NamedTuple):
    """What a stream holds as it is kept: under which packing, if any, and what unpacks it."""

    content: bytes
    packing: str = ""
    parameters: DictionaryObject | None = None


class Packings:
    """The streams of one file, which together unpack to so much and no more."""

    def __init__(self) -> None:
        self._unpacked = 0

    def kept(self, stream: StreamObject) -> Packed:
        """Give what a stream holds as it may stay; raise Unreadable."""
        content = stream._data
        packings = _packings_of(stream)
        while len(packings) > 1:
            (packing, parameters), *packings = packings
            content = self._counted(_unpacked(packing, content, parameters))
        if not packings:
            return Packed(self._counted(content))
        ((packing, parameters),) = packings
        if packing == JPEG:
            return Packed(jpeg_parts.cleaned(content)[0], packing, parameters)
        if packing == ZLIB:
            self._measure(content)
        elif packing not in _DRAWN:
            return Packed(zlib.compress(self._counted(_unpacked(packing, content, parameters))), ZLIB)
        return Packed(content, packing, parameters)

    def _measure(self, packed: bytes) -> None:
        try:
            self._count(unpacking.measure(packed, MOST_UNPACKED).unpacked)
        except zlib.error:
            raise Unreadable("damaged") from None

    def _counted(self, content: bytes) -> bytes:
        self._count(len(content))
        return content

    def _count(self, unpacked: int) -> None:
        self._unpacked += unpacked
        if unpacked > MOST_UNPACKED or self._unpacked > MOST_UNPACKED_IN_ALL:
            raise Unreadable("too_vast")


def resolved(value: Any) -> Any:
    """Follow a reference to what it leads to."""
    return value.get_object() if isinstance(value, IndirectObject) else value


def _packings_of(stream: StreamObject) -> list[tuple[str, DictionaryObject | None]]:
    """List the packings of a stream, the outermost first, each with what unpacks it; raise Unreadable."""
    names = [str(name) for name in _several(stream.get("/Filter"))]
    packings = [_SHORT_NAMES.get(name, name) for name in names]
    beside = _several(stream.get("/DecodeParms", stream.get("/DP")))
    if len(packings) > MOST_PACKINGS or not {*packings} <= {*_UNPACKINGS, *_DRAWN} or _DRAWN & {*packings[:-1]}:
        raise Unreadable("unfit")
    parameters = [value if isinstance(value, DictionaryObject) else None for value in beside] + [None] * len(packings)
    return list(zip(packings, parameters, strict=False))


def _several(value: Any) -> list[Any]:
    value = resolved(value)
    if isinstance(value, ArrayObject):
        return [resolved(item) for item in value]
    return [] if value is None else [value]


def _unpacked(packing: str, content: bytes, parameters: DictionaryObject | None) -> bytes:
    unpacked: bytes | str = _UNPACKINGS[packing](content, parameters)
    return unpacked.encode("latin-1") if isinstance(unpacked, str) else unpacked
