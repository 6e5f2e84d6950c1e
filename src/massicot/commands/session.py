"""`massicot session create|example|archive|bring-back|delete`."""

import argparse
import sys
from pathlib import Path
from zoneinfo import ZoneInfo

from django.utils.translation import gettext, ngettext

from massicot.commands.console import actor_of, add_by, now, read_file, say
from massicot.core.actor import Actor
from massicot.core.refused import N_, Refused
from massicot.exams import queries as sessions
from massicot.exams import services as exams
from massicot.exams.rules import session_file
from massicot.exams.rules.session_plan import SessionPlan, doubts_of, doubts_of_results
from massicot.exams.rules.sessions import seen_of
from massicot.results import queries as results
from massicot.results import services as result_acts

NAME = "session"
PURPOSE = N_("create a session from a file, print the example, archive a session, bring it back or delete it")


class FileNotNamed(Refused):
    sentence = N_("Name the session file: “massicot session create FILE.toml”; “massicot session example” prints one.")


class SessionNotNamed(Refused):
    sentence = N_("Name the session by its code: “massicot session {act} CODE”.")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the words of this verb."""
    parser.add_argument("act", choices=("create", "example", "archive", "bring-back", "delete"))
    parser.add_argument("what", nargs="?", help=gettext("the session file, in TOML, or the code of the session"))
    parser.add_argument("--reason", default="", help=gettext("why the session is archived"))
    add_by(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print the example, create the session of a file, or put one away, back, or out of the database."""
    if options.act == "example":
        print(example(), end="")
    elif options.act == "create":
        _create(options.what, actor_of(options.by))
    else:
        _change(options, actor_of(options.by))
    return 0


def example() -> str:
    """Read the shipped example: the session of the notice."""
    return session_file.shipped_example()


def _create(file: str | None, by: Actor) -> None:
    if file is None:
        raise FileNotNamed
    plan = session_file.read_session(read_file(file), Path(file).name)
    session = exams.create_session(plan=plan, is_rehearsal=False, by=by, at=now())
    for place in sessions.places_not_imported(plan.destinations):
        print(place.text_in(gettext), file=sys.stderr)
    say(N_("The session {code} is created: {count} paper(s)."), code=session.code, count=len(plan.papers))
    _tell_doubts(plan)


def _tell_doubts(plan: SessionPlan) -> None:
    """Tell what does not agree in a session where faults go; it is created all the same."""
    papers = {paper.code: paper for paper in plan.papers}
    zone = ZoneInfo(plan.time_zone)
    doubts = doubts_of(plan.code, plan.title, plan.year, papers, zone)
    for doubt in (*doubts, *doubts_of_results(plan.results_on, papers, zone)):
        print(doubt.text_in(gettext, ngettext), file=sys.stderr)


def _change(options: argparse.Namespace, by: Actor) -> None:
    if options.what is None:
        raise SessionNotNamed(act=options.act)
    session = sessions.session_by_code(options.what)
    if options.act == "archive":
        result_acts.archive_session(session=session, reason=options.reason, by=by, at=now())
        say(N_("The session {code} is archived: it is in no list any more."), code=session.code)
    elif options.act == "bring-back":
        exams.bring_back_session(session=session, by=by, at=now())
        say(N_("The session {code} is back in every list."), code=session.code)
    else:
        result_acts.delete_session(session=session, seen=seen_of(results.held_by(session)), by=by, at=now())
        say(N_("The session {code} is deleted."), code=session.code)
