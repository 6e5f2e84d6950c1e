"""Many files as one ZIP, written as it is sent: never whole in memory, never whole on a disk."""

import io
import zipfile
from collections.abc import Iterable, Iterator

WRITTEN_ON = (1980, 1, 1, 0, 0, 0)
"""The date of every file: the first that the format knows, so that the same files give the same bytes."""


class _Pipe(io.RawIOBase):
    """Takes what is written and gives it away; it cannot go back."""

    def __init__(self) -> None:
        self.parts: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, part: bytes) -> int:  # type: ignore[override]
        self.parts.append(bytes(part))
        return len(part)

    def take(self) -> bytes:
        """Give what was written since the last time."""
        parts, self.parts = self.parts, []
        return b"".join(parts)


def zip_files(files: Iterable[tuple[str, bytes]]) -> Iterator[bytes]:
    """Write named files as a ZIP, part by part; PDF files are compressed already and stand as they are."""
    pipe = _Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_STORED) as archive:
        for name, content in files:
            archive.writestr(zipfile.ZipInfo(name, WRITTEN_ON), content)
            yield pipe.take()
    yield pipe.take()
