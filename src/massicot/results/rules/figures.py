"""The figures of a gap: what a decision on it is about.

A decision holds while the gap is as it was when somebody decided of it. A parcel of which one script lacked and was
decided is another matter once two lack: the gap is open again, and may be decided anew beside the decision before. A
script has no figures: its gap is as it was while the ledger has not moved it. Of a few scripts it is known how often
that was: of those that something was decided of.
"""

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from massicot.core.ladder import About, Gap, Rung
from massicot.results.rules import ARRIVAL_COUNT, MISSING_SCRIPT, NOT_PACKED
from massicot.results.rules.behind import lines_behind
from massicot.results.rules.ladder import LadderFacts

OF_A_PLACE = frozenset({NOT_PACKED, MISSING_SCRIPT, "not-in-batch", "not-received"})
"""Kinds of gaps that are as they were while the ledger has not moved their script."""

_PAIR = re.compile(r"(\d+)/(\d+)(?: |$)")


def with_figures(rung: Rung, facts: LadderFacts) -> Rung:
    """Write on each gap of a rung the figures that a decision would be about."""
    if not rung.gaps:
        return rung
    pairs = {one.subject: f"{one.first}/{one.second}" for one in lines_behind(rung, facts) if one.first is not None}
    more = {kind: _MORE[kind](facts) for kind in {gap.kind for gap in rung.gaps} if kind in _MORE}
    return replace(rung, gaps=[_with_figures(gap, pairs, more.get(gap.kind, {})) for gap in rung.gaps])


def pair_of(figures: str) -> tuple[int, int] | None:
    """Read the two counts that a decision was about, as the rung's two sources had them."""
    found = _PAIR.match(figures)
    return (int(found[1]), int(found[2])) if found else None


def known_as(key: str, figures: str) -> list[About]:
    """List what a gap is about that was decided: a count begun before it does not know how often its script moved."""
    kind = key.partition(":")[0]
    return [(key, figures), (key, "")] if kind in OF_A_PLACE else [(key, figures)]


def _with_figures(gap: Gap, pairs: Mapping[str, str], more: Mapping[str, str]) -> Gap:
    figures = " ".join(filter(None, (pairs.get(gap.subject, ""), more.get(gap.subject, ""))))
    return replace(gap, figures=figures) if figures else gap


def _rooms_entered(facts: LadderFacts) -> dict[str, str]:
    return {room.subject: str(room.entered) for room in facts.rooms}


def _rooms_present(facts: LadderFacts) -> dict[str, str]:
    return {room.subject: str(room.present) for room in facts.rooms}


def _cells_unlike(facts: LadderFacts) -> dict[str, str]:
    """Name by centre the cells of which register and items differ, in few signs: there may be a hundred."""
    unlike: dict[str, list[str]] = {}
    for cell in sorted(facts.register.keys() | facts.items.keys()):
        register, items = facts.register.get(cell, 0), facts.items.get(cell, 0)
        if register != items:
            unlike.setdefault(cell[0], []).append(f"{cell[1]}:{cell[2]}:{register}/{items}")
    return {uai: _in_few_signs(cells) for uai, cells in unlike.items()}


def _cells_arrived(facts: LadderFacts) -> dict[str, str]:
    return {
        one.code: _in_few_signs([f"{code}:{first}/{second}" for code, first, second in one.cells])
        for one in facts.uneven
    }


def _in_few_signs(cells: list[str]) -> str:
    return hashlib.sha256(" ".join(cells).encode()).hexdigest()[:12]


def _parcels_waiting(facts: LadderFacts) -> dict[str, str]:
    return {code: str(parcel.waiting) for code, parcel in facts.parcels.items()}


def _batch_sizes(facts: LadderFacts) -> dict[str, str]:
    return {code: str(batch.size) for code, batch in facts.batches.items()}


def _batch_totals(facts: LadderFacts) -> dict[str, str]:
    return {
        code: f"{one.numeric}/{one.typed_lines} {one.sum_hundredths}/{one.typed_sum_hundredths} {one.digest}".rstrip()
        for code, one in facts.batches.items()
    }


def _moves(facts: LadderFacts) -> dict[str, str]:
    return {number: str(count) for number, count in facts.moves.items()}


_MORE: Mapping[str, Callable[[LadderFacts], Mapping[str, str]]] = {
    "attendance": _rooms_entered,
    "room-count": _rooms_present,
    "items": _cells_unlike,
    "not-looked-for": _parcels_waiting,
    "sheet": _batch_sizes,
    "unmarked": _batch_sizes,
    "totals": _batch_totals,
    ARRIVAL_COUNT: _cells_arrived,
    "absence": lambda facts: dict(facts.wrong_absences),
    **dict.fromkeys(OF_A_PLACE, _moves),
}
"""By kind of gap, what the two counts of its rung do not tell and a decision is about as well."""
