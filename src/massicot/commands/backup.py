"""`massicot backup`: a consistent copy of the database while people type, without the anonymity key."""

import argparse
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext

from massicot.anonymity import queries as anonymity
from massicot.commands.console import now, program_version, say, writing_in
from massicot.core.keys import Key
from massicot.core.refused import N_
from massicot.store import key_file
from massicot.store.backups import archive, database
from massicot.store.backups.archive import Manifest

NAME = "backup"
PURPOSE = N_("copy the database into one file, while people work, without the anonymity key")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the words of this verb."""
    parser.add_argument("file", metavar="FILE", help=gettext("the file to write"))
    parser.add_argument("--replace", action="store_true", help=gettext("put it in the place of a file of that name"))
    # As it is: a copy made before a new version touches the database is the way back.
    parser.set_defaults(run=run, own_database=True)


def run(options: argparse.Namespace) -> int:
    """Write the backup; exit 1 when the anonymity key that belongs to it is not in its place."""
    database.check_there()
    path = Path(options.file)
    fingerprint = anonymity.key_fingerprint()
    key = key_file.read_if_there()
    belongs = key is not None and fingerprint in ("", key.fingerprint)
    with writing_in(options.file), archive.workshop(path) as folder:
        if not options.replace:
            archive.check_free(path)
        manifest = _write(folder / "backup", folder / "content", key if belongs else None, fingerprint)
        if not options.replace:
            # Again, since a copy takes a while.
            archive.check_free(path)
        archive.publish(folder / "backup", path)
    say(N_("Backup written: {path}, SHA-256 of its content {sha256}."), path=path, sha256=manifest.sha256)
    say_rows(manifest)
    return _say_key(manifest, is_there=belongs)


def say_rows(manifest: Manifest) -> None:
    """Tell by what a person recognises a backup."""
    say(
        N_("Inside: sessions {sessions}, entries {entries}, marks {marks}, lines of the journal {lines}."),
        sessions=manifest.rows.get("exams_session", 0),
        entries=manifest.rows.get("candidates_entry", 0),
        marks=manifest.rows.get("marks_mark", 0),
        lines=manifest.rows.get("audit_journalline", 0),
    )


def _write(draft: Path, content: Path, key: Key | None, fingerprint: str) -> Manifest:
    facts = database.copy_into(content)
    size, sha256 = archive.digest_of(content)
    manifest = Manifest(
        format=archive.FORMAT,
        program=program_version(),
        made_at=now().isoformat(timespec="seconds"),
        database=database.kind(),
        tool_version=facts.tool_version,
        migrations=facts.migrations,
        rows=facts.rows,
        key=fingerprint or (key.fingerprint if key else ""),
        size=size,
        sha256=sha256,
    )
    if key is not None:
        manifest = manifest.with_secret(key, str(settings.SECRET_KEY))
    archive.write(draft, content, manifest)
    return manifest


def _say_key(manifest: Manifest, *, is_there: bool) -> int:
    values = {"path": key_file.place(), "fingerprint": manifest.key}
    if is_there:
        say(
            N_(
                "The anonymity key {fingerprint} is not in it: it is at {path}. Keep the backup and a copy of the key "
                "in two different places: both are needed to restore, and whoever holds both can put names on scripts."
            ),
            **values,
        )
        return 0
    if not manifest.key:
        say(N_("There is no anonymity key yet. Once restored, second factors are to be added again."))
        return 0
    say(
        N_(
            "The anonymity key {fingerprint} is not at {path}: put its kept copy back there and make the backup again. "
            "Restored from this one, mark sheets are to be printed again and second factors added again."
        ),
        **values,
    )
    return 1
