"""`massicot key show|check`: the anonymity key."""

import argparse
from pathlib import Path

from django.utils.translation import gettext

from massicot.anonymity import queries
from massicot.anonymity import services as anonymity
from massicot.commands.console import actor_of, add_by, now, say, writing_in
from massicot.core import keys
from massicot.core.keys import Key
from massicot.core.refused import N_
from massicot.store import key_file

NAME = "key"
PURPOSE = N_("make the anonymity key, show where it is, confirm that a copy is kept")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the words of this verb."""
    parser.add_argument("act", choices=("show", "check"))
    parser.add_argument("--copy", metavar="FILE", help=gettext("the kept copy, to be compared with the key"))
    add_by(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Show the key's place and fingerprint, or confirm that its copy is kept."""
    path = key_file.place()
    if options.act == "show":
        return _show(path)
    key = key_file.read()
    if options.copy is not None and keys.read_key_file(Path(options.copy)).fingerprint != key.fingerprint:
        say(N_("The copy {copy} is another key: copy {path} again."), copy=options.copy, path=path)
        return 1
    anonymity.confirm_key(key=key, by=actor_of(options.by), at=now())
    say(N_("A copy of the key {fingerprint} is confirmed kept."), fingerprint=key.fingerprint)
    return 0


def _make(path: str) -> Key:
    queries.check_no_key_lost()
    with writing_in(path):
        return key_file.make()


def _show(path: str) -> int:
    key = key_file.read() if key_file.is_there() else _make(path)
    queries.check_key(key)
    say(N_("Anonymity key: {path}, fingerprint {fingerprint}."), path=path, fingerprint=key.fingerprint)
    if not queries.is_key_confirmed(key):
        say(N_("Copy this file to a safe place outside this machine, then run “massicot key check”."))
    return 0
