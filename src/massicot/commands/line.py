"""The command line: finds the verb, runs it, and turns a refusal into a sentence and an exit code.

Exit codes: 0 done; 1 a check did not hold; 2 refused input, nothing written, every fault on standard error; 3 refused
act, with its sentence on standard error.
"""

import argparse
import gettext as python_gettext
import os
import sys
from collections.abc import Mapping, Sequence

from django.conf import settings
from django.db import DatabaseError, InterfaceError, OperationalError
from django.utils import translation
from django.utils.translation import gettext

from massicot.commands import (
    account,
    backup,
    demo,
    export_table,
    import_table,
    journal,
    key,
    ladder,
    lift,
    place,
    prepare,
    print_documents,
    rehearse,
    restore,
    serve,
    session,
    where,
    work,
)
from massicot.commands.console import say_refusal, say_unlisted
from massicot.commands.restore import BackupUnsealed
from massicot.core.refused import N_, Refused
from massicot.core.tables import TableRefused
from massicot.store.backups.archive import BackupUnreadable
from massicot.store.migrations import migrate_if_needed

CHECK_FAILED, INPUT_REFUSED, ACT_REFUSED = 1, 2, 3
EXIT_CODES: Mapping[type[Refused], int] = {BackupUnreadable: INPUT_REFUSED, BackupUnsealed: CHECK_FAILED}
"""What a refusal answers that is not one of an act."""


class DatabaseSilent(Refused):
    sentence = N_(
        "The database does not answer ({why}): the last step wrote nothing. Check that it is there and that no other "
        "program holds it, then run the command again."
    )


class DatabaseDamaged(Refused):
    sentence = N_(
        "The database is damaged, or its file is no database ({why}): the last step wrote nothing. Stop Massicot, keep "
        "the file aside, and put the last backup back into an empty place with “massicot restore”."
    )


VERBS = (
    serve,
    work,
    account,
    key,
    session,
    import_table,
    prepare,
    print_documents,
    ladder,
    where,
    lift,
    export_table,
    journal,
    backup,
    restore,
    demo,
    rehearse,
)


def run(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code."""
    # Before the parser is built: its own words are translated too.
    early = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    early.add_argument("--lang", nargs="?")
    language = "en" if early.parse_known_args(arguments)[0].lang == "en" else "fr"
    # Its own sentences are looked up by Python's gettext, in the language that the environment names.
    os.environ["LANGUAGE"] = language
    python_gettext.bindtextdomain("argparse", settings.LOCALE_PATHS[0])
    python_gettext.textdomain("argparse")
    with translation.override(language):
        options = _parser().parse_args(arguments)
        try:
            place.check_place()
            if not getattr(options, "own_database", False):
                place.open_place()
                migrate_if_needed()
            return int(options.run(options))
        except TableRefused as refusal:
            for fault in refusal.faults:
                print(fault.text_in(gettext), file=sys.stderr)
            say_unlisted(refusal.unlisted)
            return INPUT_REFUSED
        except Refused as refusal:
            say_refusal(refusal)
            return EXIT_CODES.get(type(refusal), ACT_REFUSED)
        except DatabaseError as error:
            say_refusal(_trouble(error))
            return ACT_REFUSED
        except InterfaceError as error:
            say_refusal(DatabaseSilent(why=_in_one_line(error)))
            return ACT_REFUSED


def _trouble(error: DatabaseError) -> Refused:
    """Say what a person can do about a database; raise the error again when it is a fault of the program."""
    if isinstance(error, OperationalError):
        return DatabaseSilent(why=_in_one_line(error))
    # The bare class: what SQLite says of a file that is damaged. Its other subclasses are our own mistakes.
    if type(error) is DatabaseError:
        return DatabaseDamaged(why=_in_one_line(error))
    raise error


def _in_one_line(error: Exception) -> str:
    return " ".join(str(error).split())


def _parser() -> argparse.ArgumentParser:
    purpose = gettext("Organises the marking of written papers.")
    parser = argparse.ArgumentParser(prog="massicot", description=purpose, allow_abbrev=False)
    parser.add_argument("--lang", choices=("fr", "en"), default="fr", help=gettext("language of what is printed"))
    verbs = parser.add_subparsers(required=True, metavar=gettext("COMMAND"))
    for verb in VERBS:
        purpose = gettext(verb.PURPOSE)
        added = verbs.add_parser(verb.NAME, help=purpose, description=purpose, allow_abbrev=False)
        added.add_argument("--lang", choices=("fr", "en"), default=argparse.SUPPRESS, help=argparse.SUPPRESS)
        verb.add_arguments(added)
    return parser
