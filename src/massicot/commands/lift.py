"""`massicot lift`: two persons of the office, two calls."""

import argparse

from massicot.commands.console import actor_of, add_paper, now, say
from massicot.core.refused import N_
from massicot.exams import queries as exams
from massicot.results import services as results
from massicot.results.queries import shown_lifting

NAME = "lift"
PURPOSE = N_("lift the anonymity of a paper: a first person proposes, a second one lifts")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the words of this verb."""
    add_paper(parser)
    parser.add_argument("--by", required=True, metavar="EMAIL")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Propose the lifting, or lift when another person proposed it."""
    paper = exams.paper_by_code(options.session, options.paper)
    # Whoever calls has no page before them: the call acts on what stands at its own instant, as it says.
    seen = shown_lifting(paper).seen
    lifting = results.lift(paper=paper, seen=seen, by=actor_of(options.by), at=now())
    if lifting.lifted_at is None:
        say(N_("Lifting of {paper} proposed: another person of the office calls “massicot lift”."), paper=paper.code)
    else:
        say(N_("The anonymity of {paper} is lifted: export the marks."), paper=paper.code)
    return 0
