"""A text as its lines, decoded piece by piece: neither a file of 100 MB nor a line of it is ever laid out whole."""

import codecs
import io
from collections.abc import Iterator

PIECE = 1 << 20
"""Bytes that are decoded at once."""

LINE = 1 << 18
"""Signs of a line beyond which only its beginning is read: a thousand cells of 262 signs."""


class Undecodable(Exception):  # noqa: N818 - inside of a reader: the text may be written otherwise
    """Bytes that are not written as was tried: how many stand before them."""

    def __init__(self, place: int) -> None:
        super().__init__(place)
        self.place = place


def decoded_pieces(content: bytes, encoding: str) -> Iterator[str]:
    """Decode a text piece by piece; raise Undecodable."""
    decoder = codecs.getincrementaldecoder(encoding)()
    for start in range(0, len(content), PIECE):
        end = min(start + PIECE, len(content))
        try:
            yield decoder.decode(content[start:end], final=end == len(content))
        except UnicodeDecodeError as failure:
            # What was tried are the last bytes up to here: some may have come with the piece before.
            raise Undecodable(end - len(failure.object) + failure.start) from None


class BoundedLines:
    """The lines of a text, of a long one its beginning; `was_cut` says so until somebody takes it back."""

    def __init__(self, content: bytes, encoding: str) -> None:
        self._content, self._encoding = content, encoding
        self.was_cut = False

    def __iter__(self) -> Iterator[str]:
        """Give each line once, with what ends it."""
        rest = ""
        for piece in decoded_pieces(self._content, self._encoding):
            *lines, rest = io.StringIO(rest + piece, newline="").readlines() or [""]
            yield from self._bounded(lines)
            if not rest.endswith(("\n", "\r")):
                # One sign too many is kept, so that it is known for a long one at its end.
                rest = rest[: LINE + 1]
        if rest:
            yield from self._bounded([rest])

    def _bounded(self, lines: list[str]) -> Iterator[str]:
        if max(map(len, lines), default=0) <= LINE:
            yield from lines
            return
        for line in lines:
            self.was_cut = self.was_cut or len(line) > LINE
            yield line[:LINE]
