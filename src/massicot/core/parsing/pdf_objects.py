"""The objects of a PDF, copied one by one into a new one: what a page shows, and nothing that acts or hides.

How the streams of a PDF are packed: each is measured, and kept under one packing that browsers know. What zlib packed
stays as it came, pictures too; what was packed twice, or in a way of the last century, is unpacked within bounds and
packed anew. What unpacks to more than any paper shows is refused, and so are packings that would have to be drawn to be
looked through.

Whatever is copied is looked at: an action, a script, a file within the file, a note of who wrote it with what, words
that only programs read. What is packed is measured, a picture loses what it says beside the picture, and what no
browser draws or nobody can look through is refused.
"""

import zlib
from collections import deque
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from pypdf import filters
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    EncodedStreamObject,
    IndirectObject,
    NameObject,
    NullObject,
    PdfObject,
    StreamObject,
)

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

    def repack(self, stream: StreamObject) -> Packed:
        """Give what a stream holds as it may stay; raise Unreadable."""
        content = stream._data
        packings = _packings_of(stream)
        while len(packings) > 1:
            (packing, parameters), *packings = packings
            content = self._admit(_unpack(packing, content, parameters))
        if not packings:
            return Packed(self._admit(content))
        ((packing, parameters),) = packings
        if packing == JPEG:
            return Packed(jpeg_parts.clean(content)[0], packing, parameters)
        if packing == ZLIB:
            self._measure(content)
        elif packing not in _DRAWN:
            return Packed(zlib.compress(self._admit(_unpack(packing, content, parameters))), ZLIB)
        return Packed(content, packing, parameters)

    def _measure(self, packed: bytes) -> None:
        try:
            self._count(unpacking.measure(packed, MOST_UNPACKED).unpacked)
        except zlib.error:
            raise Unreadable("damaged") from None

    def _admit(self, content: bytes) -> bytes:
        self._count(len(content))
        return content

    def _count(self, unpacked: int) -> None:
        self._unpacked += unpacked
        if unpacked > MOST_UNPACKED or self._unpacked > MOST_UNPACKED_IN_ALL:
            raise Unreadable("too_vast")


def resolve(value: Any) -> Any:
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
    value = resolve(value)
    if isinstance(value, ArrayObject):
        return [resolve(item) for item in value]
    return [] if value is None else [value]


def _unpack(packing: str, content: bytes, parameters: DictionaryObject | None) -> bytes:
    unpacked: bytes | str = _UNPACKINGS[packing](content, parameters)
    return unpacked.encode("latin-1") if isinstance(unpacked, str) else unpacked


MOST_OBJECTS = 50_000

NOT_COPIED = frozenset(
    "/A /AA /AF /Alternates /Annots /DL /DP /DecodeParms /EF /F /FDecodeParms /FFilter /Filter /JS /JavaScript "
    "/LastModified /Length /Metadata /Names /OC /OPI /OpenAction /PS /Parent /PieceInfo /Properties /RF /Ref "
    "/StructParent /StructParents /Thumb /URI /XFA".split()
)
"""Keys of what acts, leads elsewhere, holds other files, or tells of the file and not of the page.

How a stream is packed is written anew with it.
"""

OF_NAMES = frozenset("/CharProcs /ColorSpace /Colorants /ExtGState /Font /Pattern /Shading /XObject".split())
"""Keys of what maps names of the page's own to things: any name may stand there."""


class Copies:
    """The objects of the new file, in the order of their numbers, and which object of the old one each is."""

    def __init__(self) -> None:
        self.numbered: list[PdfObject] = []
        self.packings = Packings()
        self._numbers: dict[tuple[int, int], int] = {}
        self._ahead: deque[tuple[int, PdfObject | None, bool]] = deque()

    def add(self, value: PdfObject) -> IndirectObject:
        """Give an object a number of its own."""
        if len(self.numbered) >= MOST_OBJECTS:
            raise Unreadable("too_vast")
        self.numbered.append(value)
        return IndirectObject(len(self.numbered), 0, None)

    def copy(self, value: PdfObject | None) -> PdfObject:
        """Copy a value, and all that it leads to: whatever leads to the same leads to the same copy."""
        copied = self._copy_of(value)
        # Not by calls within calls: one object may lead to the next a thousand times.
        while self._ahead:
            number, original, is_of_names = self._ahead.popleft()
            self.numbered[number - 1] = self._copy_of(original, is_of_names=is_of_names)
        return copied

    def add_copy(self, value: PdfObject | None) -> IndirectObject:
        """Copy a value under a number of its own, or give the number that its copy has."""
        copied = self.copy(value)
        return copied if isinstance(copied, IndirectObject) else self.add(copied)

    def _copy_of(self, value: PdfObject | None, *, is_of_names: bool = False) -> PdfObject:
        if isinstance(value, IndirectObject):
            return self._reference(value, is_of_names=is_of_names)
        if isinstance(value, StreamObject):
            return self._stream(value)
        if isinstance(value, DictionaryObject):
            return self._dictionary(value, is_of_names=is_of_names)
        if isinstance(value, ArrayObject):
            return ArrayObject(self._copy_of(item) for item in value)
        return NullObject() if value is None else value

    def _reference(self, reference: IndirectObject, *, is_of_names: bool) -> IndirectObject:
        key = (reference.idnum, reference.generation)
        if key not in self._numbers:
            self._numbers[key] = self.add(NullObject()).idnum
            self._ahead.append((self._numbers[key], resolve(reference), is_of_names))
        return IndirectObject(self._numbers[key], 0, None)

    def _dictionary(self, dictionary: DictionaryObject, *, is_of_names: bool = False) -> DictionaryObject:
        copied = DictionaryObject()
        for name in dictionary:
            if is_of_names or name not in NOT_COPIED:
                value = self._copy_of(dictionary.raw_get(name), is_of_names=not is_of_names and name in OF_NAMES)
                copied[NameObject(name)] = value
        return copied

    def _stream(self, stream: StreamObject) -> StreamObject:
        check_picture(stream)
        packed = self.packings.repack(stream)
        copied: StreamObject = EncodedStreamObject() if packed.packing else DecodedStreamObject()
        copied._data = packed.content
        copied.update(self._dictionary(stream))
        if packed.packing:
            copied[NameObject("/Filter")] = NameObject(packed.packing)
        if packed.parameters is not None:
            copied[NameObject("/DecodeParms")] = self._copy_of(packed.parameters)
        return copied


def check_picture(stream: StreamObject) -> None:
    """Refuse a picture that is larger than any paper.

    What says a size is one, whatever it calls itself: the mask of a picture is drawn without being told what it is.
    """
    # Not `get`: it follows no reference, and whoever draws the page does.
    kind, width, height = (resolve(stream.get(name)) for name in ("/Subtype", "/Width", "/Height"))
    if kind != "/Image" and width is None and height is None:
        return
    if not (isinstance(width, int) and isinstance(height, int) and width > 0 and height > 0):
        raise Unreadable("damaged")
    if width * height > jpeg_parts.MOST_PIXELS:
        raise Unreadable("too_vast")
