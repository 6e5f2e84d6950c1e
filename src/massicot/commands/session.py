"""`massicot session create|example`."""

import argparse
import sys
from pathlib import Path

from django.utils.translation import gettext

from massicot.commands.console import actor_of, add_by, now, read_file, say
from massicot.core.refused import N_, Refused
from massicot.exams import queries
from massicot.exams import services as exams
from massicot.exams.rules import session_file

NAME = "session"
PURPOSE = N_("create a session from a file, or print the example")


class FileNotNamed(Refused):
    """A session created from nothing."""

    sentence = N_("Name the session file: “massicot session create FILE.toml”; “massicot session example” prints one.")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the words of this verb."""
    parser.add_argument("act", choices=("create", "example"))
    parser.add_argument("file", nargs="?", help=gettext("the session file, in TOML"))
    add_by(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print the example, or create the session of a file."""
    if options.act == "example":
        print(example(), end="")
        return 0
    if options.file is None:
        raise FileNotNamed
    plan = session_file.read_session(read_file(options.file), Path(options.file).name)
    session = exams.create_session(plan=plan, is_rehearsal=False, by=actor_of(options.by), at=now())
    for place in queries.places_not_imported(plan.destinations):
        print(place.told(gettext), file=sys.stderr)
    say(N_("The session {code} is created: {count} paper(s)."), code=session.code, count=len(plan.papers))
    return 0


def example() -> str:
    """Read the shipped example: the session of the notice."""
    return session_file.shipped_example()
