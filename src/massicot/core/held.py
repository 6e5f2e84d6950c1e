"""What somebody sends, held once: in memory of its own, which goes back to the system the moment it is let go of.

What a program frees stays with it as long as something lies beside it, and what dies in a cycle of references is freed
when the collector comes. This memory is mapped part by part as it is written, and unmapped by name.
"""

import io
import os
from mmap import MAP_ANONYMOUS, MAP_PRIVATE, mmap

PART = 1 << 20
"""Bytes of a part."""


class HeldBytes(io.RawIOBase):
    """Bytes that are written to their end, then read as those of a file."""

    def __init__(self) -> None:
        super().__init__()
        self.size = 0
        self._at = 0
        self._parts: list[mmap] = []

    def write(self, piece: bytes) -> int:  # type: ignore[override]
        """Add a piece."""
        rest = memoryview(piece)
        while rest:
            start = self.size % PART
            if not start:
                self._parts.append(mmap(-1, PART, flags=MAP_PRIVATE | MAP_ANONYMOUS))
            here = rest[: PART - start]
            self._parts[-1][start : start + len(here)] = here
            self.size += len(here)
            rest = rest[len(here) :]
        return len(piece)

    def read(self, size: int | None = -1) -> bytes:
        """Give the next bytes, so many of them or all; fewer at the end alone."""
        end = self.size if size is None or size < 0 else min(self.size, self._at + size)
        pieces = []
        while self._at < end:
            part, start = divmod(self._at, PART)
            pieces.append(self._parts[part][start : min(PART, start + end - self._at)])
            self._at += len(pieces[-1])
        return b"".join(pieces)

    def seek(self, position: int, whence: int = os.SEEK_SET) -> int:
        """Read on from another place."""
        self._at = position + {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self.size}[whence]
        return self._at

    def close(self) -> None:
        """Give all of it back."""
        super().close()
        for part in self._parts:
            part.close()
        self._parts.clear()


class PassingBytes(HeldBytes):
    """Bytes that are read once: each part is let go of once its last byte is given."""

    def __init__(self) -> None:
        super().__init__()
        self._let_go = 0

    def read(self, size: int | None = -1) -> bytes:
        """Give the next bytes, so many of them or all, and keep them no longer."""
        given = super().read(size)
        for part in self._parts[self._let_go : self._at // PART]:
            part.close()
        self._let_go = self._at // PART
        return given
