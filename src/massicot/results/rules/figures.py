"""The figures of a gap: what a decision on it is about.

A decision holds while the gap is as it was when somebody decided of it. A parcel of which one script lacked and was
decided is another matter once two lack: the gap is open again, and may be decided anew beside the decision before. A
script has no figures: its gap is as it was while the ledger has not moved it. Of a few scripts it is known how often
that was: of those that something was decided of.
"""

import re
from collections.abc import Mapping
from dataclasses import replace

from massicot.core.ladder import About, Gap, Rung
from massicot.results.rules.facts import LadderFacts
from massicot.results.rules.gap_kinds import GAPS, OF_A_PLACE
from massicot.results.rules.ladder import lines_behind

_PAIR = re.compile(r"(\d+)/(\d+)(?: |$)")


def with_figures(rung: Rung, facts: LadderFacts) -> Rung:
    """Write on each gap of a rung the figures that a decision would be about."""
    if not rung.gaps:
        return rung
    pairs = {
        line.subject: f"{line.first}/{line.second}" for line in lines_behind(rung, facts) if line.first is not None
    }
    more = {kind: _more(kind, facts) for kind in {gap.kind for gap in rung.gaps}}
    return replace(rung, gaps=[_with_figures(gap, pairs, more[gap.kind]) for gap in rung.gaps])


def pair_of(figures: str) -> tuple[int, int] | None:
    """Read the two counts that a decision was about, as the rung's two sources had them."""
    match = _PAIR.match(figures)
    return (int(match[1]), int(match[2])) if match else None


def known_as(key: str, figures: str) -> list[About]:
    """List what a gap is about that was decided: a count begun before it does not know how often its script moved."""
    kind = key.partition(":")[0]
    return [(key, figures), (key, "")] if kind in OF_A_PLACE else [(key, figures)]


def _more(name: str, facts: LadderFacts) -> Mapping[str, str]:
    """Write by subject what the two counts do not tell of the gaps of a kind."""
    if name in OF_A_PLACE:
        return {number: str(count) for number, count in facts.moves.items()}
    figures = GAPS[name].figures
    return figures(facts) if figures else {}


def _with_figures(gap: Gap, pairs: Mapping[str, str], more: Mapping[str, str]) -> Gap:
    figures = " ".join(filter(None, (pairs.get(gap.subject, ""), more.get(gap.subject, ""))))
    return replace(gap, figures=figures) if figures else gap
