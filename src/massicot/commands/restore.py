"""`massicot restore`: a backup put back into an empty place, whole or not at all."""

import argparse
from contextlib import nullcontext
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils import formats, timezone
from django.utils.translation import gettext

from massicot.accounts import services as accounts
from massicot.commands import journal
from massicot.commands.backup import say_rows
from massicot.commands.console import now, program_version, reading, say, writing_in
from massicot.core import web_secret
from massicot.core.actor import SHELL
from massicot.core.keys import Key, SealBroken
from massicot.core.refused import N_, Refused
from massicot.store import key_file
from massicot.store.backups import archive, database
from massicot.store.backups.archive import BackupUnreadable, Manifest
from massicot.store.migrations import migrate_if_needed

NAME = "restore"
PURPOSE = N_("put a backup back into an empty place")


class KeyOfBackupMissing(Refused):
    sentence = N_(
        "The anonymity key {fingerprint} belongs to this backup and is not at {path}: put its kept copy there, then "
        "restore. If it is lost, say --without-key: no name will ever be put on a script again, no document that "
        "people handed in will ever open, mark sheets are to be printed again and second factors added again."
    )


class BackupUnsealed(Refused):
    sentence = N_(
        "The backup {path} bears no seal, though the anonymity key is at {key}: nobody can tell whether it was "
        "altered, and nothing was restored. Take another copy of it. If it was made while its key was away, or before "
        "there was one, say --unsealed."
    )


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the words of this verb."""
    parser.add_argument("file", metavar="FILE", help=gettext("the backup"))
    parser.add_argument(
        "--without-key", action="store_true", help=gettext("restore though the anonymity key is not here")
    )
    parser.add_argument(
        "--unsealed", action="store_true", help=gettext("restore though nothing proves that it was not altered")
    )
    parser.set_defaults(run=run, own_database=True)


def run(options: argparse.Namespace) -> int:
    """Check everything, put the database back, then check that it is what was kept; exit 1 when it is not."""
    path = Path(options.file)
    with reading(options.file):
        manifest = archive.read_manifest(path, program_version())
        database.check_fits(manifest, program_version())
        database.check_empty(manifest)
        secret = _web_secret(path, manifest, options)
        archive.check_content(path, manifest)
    with writing_in(str(settings.HOME)):
        _put_back(path, manifest, secret)
    say(N_("Restored: {path}, as it was on {made_at}."), path=path, made_at=_local_time(manifest.made_at))
    say_rows(manifest)
    if not manifest.web_secret:
        say(
            N_(
                "It bore no seal, so that whoever made or kept it is believed: its accounts, candidates, marks and "
                "journal are taken as they stand; nothing in it is run."
            )
        )
    checks = [_say_counted(manifest)]
    migrate_if_needed()
    accounts.void_restored_ways_in(made_at=manifest.made_at, sha256=manifest.sha256, by=SHELL, at=now())
    checks.append(journal.verify())
    _say_key(manifest)
    checks.append(_say_secret(secret))
    return 0 if all(checks) else 1


def _web_secret(path: Path, manifest: Manifest, options: argparse.Namespace) -> str:
    key = key_file.read_if_there()
    if not manifest.web_secret:
        # Whoever alters a backup would take its seal away, and the name of its key with it.
        if key is not None and not options.unsealed:
            raise BackupUnsealed(path=path, key=key_file.place())
        return ""
    if key is not None and key.fingerprint == manifest.key:
        return _secret_in(path, manifest, key)
    if options.without_key:
        return ""
    raise KeyOfBackupMissing(fingerprint=manifest.key, path=key_file.place())


def _secret_in(path: Path, manifest: Manifest, key: Key) -> str:
    try:
        return manifest.open_secret(key)
    except SealBroken:
        raise BackupUnreadable(path=path) from None


def _put_back(path: Path, manifest: Manifest, secret: str) -> None:
    # The secret first: a database that came back alone, cut short here, would not be restored a second time.
    with web_secret.replaced(Path(settings.HOME), secret) if secret else nullcontext():
        database.put_back(path, manifest)


def _local_time(instant: str) -> str:
    return formats.date_format(timezone.localtime(datetime.fromisoformat(instant)), "DATETIME_FORMAT")


def _say_counted(manifest: Manifest) -> bool:
    counted = database.facts().rows
    if counted != manifest.rows:
        say(
            N_("The database does not count what its backup says: {found} where {told} was kept."),
            found=counted,
            told=manifest.rows,
        )
        return False
    return True


def _say_key(manifest: Manifest) -> None:
    values = {"path": key_file.place(), "fingerprint": manifest.key}
    key = key_file.read_if_there()
    if not manifest.key:
        say(N_("No anonymity key belongs to it yet."))
    elif key is not None and key.fingerprint == manifest.key:
        say(N_("The anonymity key {fingerprint} belongs to it: it is the one at {path}."), **values)
    else:
        say(
            N_("The anonymity key {fingerprint} belongs to it and is not at {path}: put its kept copy there."), **values
        )


def _say_secret(secret: str) -> bool:
    if secret and secret == settings.SECRET_KEY:
        return True
    if secret:
        say(
            N_(
                "MASSICOT_SECRET_KEY is not the web secret of this backup, which is now in {home}: take the variable "
                "away, or mark sheets are to be printed again and second factors added again."
            ),
            home=settings.HOME,
        )
        return False
    say(
        N_(
            "The web secret did not come with it: unless this folder still has the one of then, mark sheets are to be "
            "printed again and second factors added again."
        )
    )
    return True
