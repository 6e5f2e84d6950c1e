"""Sealed files kept for an hour: what long work reads or makes, between who asks and who fetches (decision 0006).

A folder per piece of work, a sealed file per document, each bound to its folder and its name; a file appears whole or
not at all. Workers on another machine than the server must share the folder that holds them.
"""

import os
import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from massicot.core import keys
from massicot.core.refused import N_, Refused

KEPT_FOR = timedelta(hours=1)
PART = 250_000

_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")


class NoLongerKept(Refused):
    sentence = N_(
        "These files are no longer kept: they are deleted once fetched, and after one hour. Ask for them again from "
        "the same page."
    )


@dataclass(frozen=True, slots=True)
class Box:
    """The folder of one piece of work, and the key that seals what is put into it."""

    folder: Path
    sub_key: bytes

    def put(self, name: str, content: bytes) -> None:
        """Seal a file into the box, whole or not at all, in the place of one of the same name."""
        self.put_pieces(name, [content])

    def put_pieces(self, name: str, pieces: Iterable[bytes]) -> None:
        """Seal a file into the box as its pieces come, so that nobody holds all of them a second time."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, draft = tempfile.mkstemp(dir=self.folder, prefix=".")
        with os.fdopen(handle, "wb") as file:
            file.writelines(keys.seal_pieces(self.sub_key, pieces, self._about(name)))
        Path(draft).replace(self._path(name))

    def get(self, name: str) -> bytes:
        """Open a file of the box; raise NoLongerKept or SealBroken."""
        try:
            sealed = self._path(name).read_bytes()
        except FileNotFoundError:
            raise NoLongerKept from None
        return keys.unseal(self.sub_key, sealed, self._about(name))

    def put_in_parts(self, name: str, content: bytes) -> None:
        """Seal a file in parts, so that nobody ever opens the whole of it; it is there once the last one is."""
        starts = range(0, len(content), PART)
        for number, start in enumerate(starts):
            self.put(f"{name}-{number}", content[start : start + PART])
        self.put(name, str(len(starts)).encode())

    def get_in_parts(self, name: str) -> Iterator[bytes]:
        """Open a file that was sealed in parts, one after the other; raise NoLongerKept or SealBroken."""
        count = int(self.get(name))
        return (self.get(f"{name}-{number}") for number in range(count))

    def names(self) -> list[str]:
        """List what the box holds, in order."""
        if not self.folder.is_dir():
            return []
        return sorted(path.name for path in self.folder.iterdir() if not path.name.startswith("."))

    def holds(self, name: str) -> bool:
        return self._path(name).is_file()

    @property
    def kept_until(self) -> datetime | None:
        """Say when it is deleted; None when it is not there."""
        return _kept_until(self.folder) if self.folder.is_dir() else None

    def empty(self) -> None:
        """Delete the box and all that it holds; nothing happens when it is gone already."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _path(self, name: str) -> Path:
        if not _PLAIN.fullmatch(name):
            raise NoLongerKept
        return self.folder / name

    def _about(self, name: str) -> str:
        return f"{self.folder.name}/{name}"


def box(root: Path, name: str, sub_key: bytes) -> Box:
    """Name the box of one piece of work; raise NoLongerKept on a name that would lead elsewhere."""
    if not _PLAIN.fullmatch(name):
        raise NoLongerKept
    return Box(root / name, sub_key)


def sweep(root: Path, at: datetime) -> int:
    """Delete the boxes into which nothing was put for an hour; return how many."""
    old = list(_old_boxes(root, at)) if root.is_dir() else []
    for folder in old:
        shutil.rmtree(folder, ignore_errors=True)
    return len(old)


def _old_boxes(root: Path, at: datetime) -> Iterator[Path]:
    for folder in root.iterdir():
        if at >= _kept_until(folder):
            yield folder


def _kept_until(folder: Path) -> datetime:
    # A folder is touched whenever a file appears in it.
    return datetime.fromtimestamp(folder.stat().st_mtime, UTC) + KEPT_FOR
