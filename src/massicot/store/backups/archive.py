"""The file of a backup: a ZIP of the database and of a manifest, whole or not at all, its owner's only.

The manifest is checked before anything is touched: its format, its program, its database, its digest. The web secret
lies in it sealed under the anonymity key, which is not: neither file alone opens anything.
"""

import dataclasses
import errno
import hashlib
import json
import os
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any, get_origin, get_type_hints

from massicot.core import keys
from massicot.core.keys import Key
from massicot.core.refused import N_, Refused

FORMAT = 1
"""Raised when a backup is written that an older program would misread."""

CONTENT, MANIFEST = "database", "manifest.json"
_SEALING = "backup/web-secret"
_LARGEST_MANIFEST = 1_000_000
_PIECE = 1 << 20
_TORN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError)
"""What the standard library says of a file that is torn, altered, or no archive."""


class BackupThere(Refused):
    sentence = N_(
        "The file {path} exists already: name another one, or say --replace to put the new backup in its place."
    )


class BackupUnreadable(Refused):
    sentence = N_("The file {path} is not a whole backup of Massicot: nothing was restored. Take another copy of it.")


class BackupNewer(Refused):
    sentence = N_(
        "This backup was made by Massicot {theirs}, which is newer than this one ({ours}): install that version or a "
        "later one here, then restore."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a backup says of itself: nothing of a candidate, and no secret in clear."""

    format: int
    program: str
    made_at: str
    database: str
    tool_version: int
    migrations: list[str]
    rows: dict[str, int]
    key: str
    size: int
    sha256: str
    web_secret: str = ""

    def with_secret(self, key: Key, web_secret: str) -> "Manifest":
        """Take the web secret in, sealed and bound to all the rest."""
        sealed = keys.seal(key.sub_key(_SEALING), web_secret.encode(), self._about())
        return dataclasses.replace(self, web_secret=sealed.hex())

    def open_secret(self, key: Key) -> str:
        """Open the web secret; raise SealBroken when the manifest or the content it names was altered."""
        sealed = bytes.fromhex(self.web_secret)
        return keys.unseal(key.sub_key(_SEALING), sealed, self._about()).decode()

    def _about(self) -> str:
        return json.dumps(dataclasses.asdict(dataclasses.replace(self, web_secret="")), sort_keys=True)


_KINDS = {name: get_origin(kind) or kind for name, kind in get_type_hints(Manifest).items()}


@contextmanager
def workshop(path: Path) -> Iterator[Path]:
    """Give a folder beside a file, for what becomes it, that nobody else enters; it is gone at the end."""
    folder = Path(tempfile.mkdtemp(dir=path.absolute().parent, prefix=f".{path.name}-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def check_free(path: Path) -> None:
    """Refuse the place of a file that exists; raise BackupThere."""
    if path.exists():
        raise BackupThere(path=path)


def digest_of(content: Path) -> tuple[int, str]:
    """Compute the size and the SHA-256 digest of a file."""
    with content.open("rb") as file:
        return _digest(file)


def write(draft: Path, content: Path, manifest: Manifest) -> None:
    """Write a backup into a draft, down to the disk; a server's dump is compressed already and stands as it is."""
    squeeze = zipfile.ZIP_DEFLATED if manifest.database == "sqlite" else zipfile.ZIP_STORED
    with private(draft) as file:
        with zipfile.ZipFile(file, "w", squeeze, compresslevel=1) as archive:
            with content.open("rb") as source, archive.open(CONTENT, "w", force_zip64=True) as packed:
                shutil.copyfileobj(source, packed, _PIECE)
            archive.writestr(MANIFEST, json.dumps(dataclasses.asdict(manifest), indent=1, sort_keys=True))
        file.flush()
        os.fsync(file.fileno())


def private(path: Path) -> IO[Any]:
    """Open a new file that only its owner reads."""
    return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b")


def publish(draft: Path, path: Path) -> None:
    """Put a draft in its place, at once and down to the disk."""
    draft.replace(path)
    sync_folder(path.absolute().parent)


def sync_folder(folder: Path) -> None:
    """Wait until the disk knows the names of a folder."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def read_manifest(path: Path, program: str) -> Manifest:
    """Read what a backup says of itself; raise BackupUnreadable, or BackupNewer when this program cannot know."""
    with _open_archive(path) as archive:
        if archive.getinfo(MANIFEST).file_size > _LARGEST_MANIFEST:
            raise BackupUnreadable(path=path)
        text = archive.read(MANIFEST)
    try:
        read = json.loads(text)
        if read["format"] > FORMAT:
            raise BackupNewer(theirs=read["program"], ours=program)
        manifest = Manifest(**read)
        bytes.fromhex(manifest.web_secret)
        datetime.fromisoformat(manifest.made_at)
    except (ValueError, TypeError, KeyError, RecursionError):
        raise BackupUnreadable(path=path) from None
    if not _is_of_its_kinds(manifest):
        raise BackupUnreadable(path=path)
    return manifest


def _is_of_its_kinds(manifest: Manifest) -> bool:
    """Say whether each part is of its kind, and nothing lies deeper than a manifest goes."""
    parts = all(isinstance(getattr(manifest, name), kind) for name, kind in _KINDS.items())
    return (
        parts
        and all(isinstance(name, str) for name in manifest.migrations)
        and all(isinstance(count, int) for count in manifest.rows.values())
    )


def check_content(path: Path, manifest: Manifest) -> None:
    """Refuse a backup whose content is not what its manifest says; raise BackupUnreadable."""
    with content_of(path) as content:
        if _digest(content) != (manifest.size, manifest.sha256):
            raise BackupUnreadable(path=path)


@contextmanager
def content_of(path: Path) -> Iterator[IO[bytes]]:
    """Open the database of a backup; raise BackupUnreadable."""
    with _open_archive(path) as archive, archive.open(CONTENT) as content:
        yield content


@contextmanager
def _open_archive(path: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(path) as archive:
            # Two members, neither under a password: anything else was not written here.
            if [(member.filename, member.flag_bits & 1) for member in archive.infolist()] != [
                (CONTENT, 0),
                (MANIFEST, 0),
            ]:
                raise BackupUnreadable(path=path)
            yield archive
    except _TORN:
        raise BackupUnreadable(path=path) from None
    except OSError as error:
        # A place in the file that an altered file leads to, and that no file has.
        if error.errno != errno.EINVAL:
            raise
        raise BackupUnreadable(path=path) from None


def _digest(file: IO[bytes]) -> tuple[int, str]:
    digest = hashlib.sha256()
    size = 0
    while piece := file.read(_PIECE):
        digest.update(piece)
        size += len(piece)
    return size, digest.hexdigest()
