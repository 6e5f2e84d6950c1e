"""`massicot ladder`: the reconciliation of a paper; exit 1 while a gap is open."""

import argparse

from django.utils.translation import gettext

from massicot.commands.console import add_paper, now, write_json
from massicot.core.ladder import Gap, Ladder, Rung
from massicot.core.refused import N_
from massicot.exams import queries as exams
from massicot.results import queries as results
from massicot.results.rules import decisions
from massicot.results.rules.ladder import GAPS, RUNGS

NAME = "ladder"
PURPOSE = N_("print the reconciliation ladder; exit 1 while a gap is open")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the words of this verb."""
    add_paper(parser)
    parser.add_argument("--json", metavar="FILE", help=gettext("write the same for programs"))
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print the ladder and its gaps."""
    paper = exams.paper_by_code(options.session, options.paper)
    ladder = results.ladder_at(paper, now())
    print_ladder(ladder)
    write_json(options.json, results.as_json(ladder))
    return 1 if ladder.open_gaps else 0


def print_ladder(ladder: Ladder) -> None:
    """Print each rung with its two sources, then each gap."""
    names = {rung.name: gettext(RUNGS[rung.name].title) for rung in ladder.rungs}
    width = max(map(len, names.values()))
    for rung in ladder.rungs:
        mark = _mark(rung)
        print(f"{names[rung.name]:<{width}}  {rung.expected:>7} {mark} {rung.found:>7}")
        for gap in rung.gaps:
            print(f"    {_gap_line(gap)}")


def _mark(rung: Rung) -> str:
    """Say whether both sources agree; what is only still to come back is no difference."""
    if rung.expected == rung.found:
        return "="
    return "≠" if rung.gaps else "…"


def _gap_line(gap: Gap) -> str:
    line = f"{gettext(GAPS[gap.kind].title)} – {gap.subject} – {gettext(decisions.STATES[gap.state])}"
    return f"{line} – {gap.reason}" if gap.reason else line
