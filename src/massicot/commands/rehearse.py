"""`massicot rehearse`: a whole session, from import to the end of its scripts, in a database of its own."""

import argparse
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext

from massicot.commands import ladder as ladder_command
from massicot.commands.console import progress, read_file, say, write_json
from massicot.commands.print_documents import portal_address
from massicot.core import draws
from massicot.core.refused import N_, Refused
from massicot.exams.rules import session_file
from massicot.exams.rules.session_plan import SessionPlan
from massicot.rehearsal import opening, play, tables
from massicot.rehearsal.tables import SCALES, SessionOffer
from massicot.rehearsal.world import Faults, shift_plan
from massicot.results.rules.ladder import RUNGS
from massicot.store import key_file, scratch

NAME = "rehearse"
PURPOSE = N_("play a whole session on invented people, in a database of its own")


class FilesIncomplete(Refused):
    sentence = N_("Name all three files, --institutions, --specialties and --offer, or none of them.")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the words of this verb."""
    parser.add_argument("--scale", choices=sorted(SCALES), help=gettext("how large"))
    parser.add_argument("--seed", type=int, default=1, help=gettext("the same seed plays the same again"))
    kinds = [kind.value for kind in Faults]
    parser.add_argument("--faults", choices=kinds, default=Faults.USUAL.value, help=gettext("faults to plant"))
    parser.add_argument("--at", type=datetime.fromisoformat, metavar="INSTANT", help=gettext("when the paper begins"))
    parser.add_argument("--institutions", metavar="FILE", help=gettext("real institutions"))
    parser.add_argument("--specialties", metavar="FILE", help=gettext("real specialties"))
    parser.add_argument("--offer", metavar="FILE", help=gettext("which institution prepares which specialty"))
    parser.add_argument("--json", metavar="FILE", help=gettext("write the ladder for programs"))
    parser.set_defaults(run=run, own_database=True)


def run(options: argparse.Namespace) -> int:
    """Play the session in a database of its own; exit 0 only if every script is accounted for."""
    scratch.empty_database()
    code = rehearse(options)
    scratch.drop_database()
    return code


def rehearse(options: argparse.Namespace) -> int:
    """Play the session in a database with nothing in it, print the ladder; 0 only if nothing else happened."""
    plan = _plan(options.at)
    folder = scratch.empty_folder(Path(settings.HOME) / "documents")
    world = opening.open_session(
        plan,
        _tables(options, plan),
        key=key_file.read_or_make(),
        seed=options.seed,
        faults=Faults(options.faults),
        folder=folder,
        portal_address=portal_address(),
        watch=progress,
    )
    steps = play.play_whole(world)
    ladder = steps[-1].ladder
    ladder_command.print_ladder(ladder)
    strange = play.surprises(ladder, world.planted)
    for key in strange:
        say(N_("Not planted, or not told exactly once: {key}"), key=key)
    lacking = play.unaccounted(steps)
    for act, rung in lacking:
        say(N_("Not accounted for after “{act}”: {rung}"), act=act, rung=gettext(RUNGS[rung].title))
    say(N_("Documents and tables are in {folder}."), folder=folder)
    write_json(options.json, play.as_json(steps, world.planted))
    return 1 if strange or lacking or ladder.open_gaps else 0


def _plan(at: datetime | None) -> SessionPlan:
    plan = session_file.shipped_plan()
    if at is None:
        return plan
    return shift_plan(plan, (at.date() - plan.papers[0].starts_at.date()).days)


def _tables(options: argparse.Namespace, plan: SessionPlan) -> tables.RehearsalTables:
    # Real schools are an academy's: three hundred candidates would leave most of them with two or three.
    scale = SCALES[options.scale or ("academy" if options.offer else "lycee")]
    draw = draws.from_seed(options.seed, "tables")
    offer = _offer(options) or tables.invent_offer(scale, draw)
    oldest = plan.papers[0].starts_at.date().replace(year=plan.year - 23, day=1)
    return tables.invent_tables(offer, scale.candidates, scale.markers, oldest, draw)


def _offer(options: argparse.Namespace) -> SessionOffer | None:
    named = [options.institutions, options.specialties, options.offer]
    if not any(named):
        return None
    if not all(named):
        raise FilesIncomplete
    return tables.read_offer(*(read_file(name) for name in named))
