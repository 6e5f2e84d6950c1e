"""The objects of a PDF, copied one by one into a new one: what a page shows, and nothing that acts or hides.

Whatever is copied is looked at: an action, a script, a file within the file, a note of who wrote it with what, words
that only programs read. What is packed is measured, a picture loses what it says beside the picture, and what no
browser draws or nobody can look through is refused.
"""

from collections import deque

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

from massicot.core.parsing import jpeg_parts
from massicot.core.parsing.confinement import Unreadable
from massicot.core.parsing.pdf_packings import Packings, resolved

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
        copied = self._copied(value)
        # Not by calls within calls: one object may lead to the next a thousand times.
        while self._ahead:
            number, original, is_of_names = self._ahead.popleft()
            self.numbered[number - 1] = self._copied(original, is_of_names=is_of_names)
        return copied

    def add_copy(self, value: PdfObject | None) -> IndirectObject:
        """Copy a value under a number of its own, or give the number that its copy has."""
        copied = self.copy(value)
        return copied if isinstance(copied, IndirectObject) else self.add(copied)

    def _copied(self, value: PdfObject | None, *, is_of_names: bool = False) -> PdfObject:
        if isinstance(value, IndirectObject):
            return self._reference(value, is_of_names=is_of_names)
        if isinstance(value, StreamObject):
            return self._stream(value)
        if isinstance(value, DictionaryObject):
            return self._dictionary(value, is_of_names=is_of_names)
        if isinstance(value, ArrayObject):
            return ArrayObject(self._copied(item) for item in value)
        return NullObject() if value is None else value

    def _reference(self, reference: IndirectObject, *, is_of_names: bool) -> IndirectObject:
        key = (reference.idnum, reference.generation)
        if key not in self._numbers:
            self._numbers[key] = self.add(NullObject()).idnum
            self._ahead.append((self._numbers[key], resolved(reference), is_of_names))
        return IndirectObject(self._numbers[key], 0, None)

    def _dictionary(self, dictionary: DictionaryObject, *, is_of_names: bool = False) -> DictionaryObject:
        copied = DictionaryObject()
        for name in dictionary:
            if is_of_names or name not in NOT_COPIED:
                value = self._copied(dictionary.raw_get(name), is_of_names=not is_of_names and name in OF_NAMES)
                copied[NameObject(name)] = value
        return copied

    def _stream(self, stream: StreamObject) -> StreamObject:
        check_picture(stream)
        packed = self.packings.kept(stream)
        copied: StreamObject = EncodedStreamObject() if packed.packing else DecodedStreamObject()
        copied._data = packed.content
        copied.update(self._dictionary(stream))
        if packed.packing:
            copied[NameObject("/Filter")] = NameObject(packed.packing)
        if packed.parameters is not None:
            copied[NameObject("/DecodeParms")] = self._copied(packed.parameters)
        return copied


def check_picture(stream: StreamObject) -> None:
    """Refuse a picture that is larger than any paper.

    What says a size is one, whatever it calls itself: the mask of a picture is drawn without being told what it is.
    """
    # Not `get`: it follows no reference, and whoever draws the page does.
    kind, width, height = (resolved(stream.get(name)) for name in ("/Subtype", "/Width", "/Height"))
    if kind != "/Image" and width is None and height is None:
        return
    if not (isinstance(width, int) and isinstance(height, int) and width > 0 and height > 0):
        raise Unreadable("damaged")
    if width * height > jpeg_parts.MOST_PIXELS:
        raise Unreadable("too_vast")
