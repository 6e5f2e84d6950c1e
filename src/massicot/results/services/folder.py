"""PrintedFile documents in a folder, with the manifest that lists them."""

import csv
import fcntl
import os
from collections.abc import Iterable
from pathlib import Path

from massicot.results.rules.manifest import NAME, row_of, written
from massicot.results.rules.papers import MANIFEST, NotAManifest, PrintedFile


def write_documents(folder: Path, documents: Iterable[PrintedFile]) -> int:
    """Write documents and add them to the folder's manifest; return how many.

    Those that were written before a refusal or an interruption are listed too. Raise NotAManifest before the first one.
    """
    folder.mkdir(parents=True, exist_ok=True)
    _listed_already(folder / NAME)
    rows: dict[str, list[str]] = {}
    try:
        for document in documents:
            (folder / document.file).write_bytes(document.content)
            rows[document.file] = row_of(document)
    finally:
        _add_to_manifest(folder, rows)
    return len(rows)


def _add_to_manifest(folder: Path, rows: dict[str, list[str]]) -> None:
    # Two runs may print into one folder at once: each adds to what the other listed.
    turn = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(turn, fcntl.LOCK_EX)
        _write_manifest(folder / NAME, _listed_already(folder / NAME) | rows)
    finally:
        os.close(turn)


def _listed_already(manifest: Path) -> dict[str, list[str]]:
    if not manifest.exists():
        return {}
    try:
        with manifest.open(encoding="utf-8", newline="") as file:
            header, *rows = csv.reader(file, delimiter=";")
    except (ValueError, csv.Error):
        raise NotAManifest(path=manifest) from None
    if tuple(header) != MANIFEST or any(len(row) != len(MANIFEST) for row in rows):
        raise NotAManifest(path=manifest)
    return {row[0]: row for row in rows}


def _write_manifest(manifest: Path, rows: dict[str, list[str]]) -> None:
    with manifest.open("w", encoding="utf-8", newline="") as file:
        file.write(written(rows.values()))
