"""`massicot prepare`: the numbers are drawn, once."""

import argparse
from collections import Counter

from django.utils.translation import gettext

from massicot.anonymity import services as anonymity
from massicot.candidates import queries as candidates
from massicot.commands.console import actor_of, add_by, add_paper, now, say
from massicot.core import draws
from massicot.core.refused import N_
from massicot.exams import queries as exams
from massicot.exams.rules import ROUTE_NAMES, RouteKind
from massicot.store import key_file

NAME = "prepare"
PURPOSE = N_("draw the anonymity numbers of a paper")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the words of this verb."""
    add_paper(parser)
    add_by(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """List the cells of one candidate, then draw the numbers."""
    paper = exams.paper_by_code(options.session, options.paper)
    at = now()
    for centre_uai, specialty_code in candidates.cells_of_one(paper, exams.on_site_specialties(paper, paper.starts_at)):
        say(
            N_("Alone in their specialty: one candidate of {specialty} at {centre}; their script can be recognised."),
            specialty=specialty_code,
            centre=centre_uai,
        )
    done = anonymity.prepare(paper=paper, key=key_file.read(), draw=draws.from_system(), by=actor_of(options.by), at=at)
    say(
        N_("{numbers} numbers and {spares} spare numbers drawn for {centres} exam centres."),
        numbers=done.numbers,
        spares=done.spares,
        centres=done.centres,
    )
    _tell_other_routes(paper)
    return 0


def _tell_other_routes(paper: exams.Paper) -> None:
    """Say who was not numbered, and why: their scripts are counted and go elsewhere."""
    entered = candidates.roll_by_specialty(paper.pk)
    elsewhere: Counter[tuple[str, str]] = Counter()
    for code, route in exams.specialty_routes(paper, paper.starts_at).items():
        if route.kind is not RouteKind.ON_SITE:
            elsewhere[route.kind, route.destination_name] += entered.get(code, 0)
    for (kind, destination), count in sorted(elsewhere.items()):
        if count:
            say(
                N_("{count} candidates take another route and need no number: {kind}, {destination}."),
                count=count,
                kind=gettext(ROUTE_NAMES[kind]),
                destination=destination,
            )
