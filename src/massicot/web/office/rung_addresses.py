"""Rungs of the ladder in the words of an address, and whether what lies behind them holds."""

from enum import StrEnum

from massicot.results.rules.gap_kinds import RUNG_KINDS


class LineStanding(StrEnum):
    """Whether a line holds, and if not, whether somebody still has to act: an open gap presses or is under way."""

    OPEN = "open"
    PRESSING = "pressing"
    UNDER_WAY = "under-way"
    DECIDED = "decided"
    HOLDS = "holds"


def rung_name(slug: str) -> str | None:
    """Find the rung that an address names."""
    return next((kind.name for kind in RUNG_KINDS if kind.slug == slug), None)
