"""What the pages of a batch show."""

from collections.abc import Mapping
from datetime import datetime

from massicot.core.marks import MarkNotOnScale, format_mark
from massicot.marks import queries, rules
from massicot.marks.queries import Grid, Receipt
from massicot.web.portal import pace
from massicot.web.shared import refusals


def mark_entry(grid: Grid, at: datetime) -> dict[str, object]:
    """Prepare the typing page; a scale's values come from the rules, so that they are written once."""
    values = rules.accepted_values(grid.scale)
    return {
        **_window(grid, at),
        "values": " ".join(values),
        "longest": max(len(value) for value in values),
        "off_scale": _off_scale(grid),
        "pace_s": pace.pace_s(),
    }


def lock(grid: Grid, at: datetime, typed: Mapping[str, str] | None = None, sentence: str = "") -> dict[str, object]:
    """Prepare the locking page, with what was typed and why it was refused."""
    return {
        **_window(grid, at),
        "empty": [line for line in grid.lines if not line.value],
        "typed": typed or {"total_notes": "", "somme_notes": ""},
        "sentence": sentence,
    }


def receipt(kept: Receipt) -> dict[str, object]:
    """Prepare the receipt of a locked batch."""
    scale = kept.grid.scale
    return {
        "grid": kept.grid,
        "totals": kept.totals,
        "sum": queries.written_sum(kept.totals, scale),
        "lowest": queries.written_mark(kept.totals.lowest, scale),
        "highest": queries.written_mark(kept.totals.highest, scale),
        "digest": kept.digest,
        "head": str(kept.head),
        "locked_at": kept.locked_at,
    }


def _window(grid: Grid, at: datetime) -> dict[str, object]:
    return {"grid": grid, "at": at, "is_open": grid.window.is_open(at), "is_closed": at >= grid.window.closes_at}


def _off_scale(grid: Grid) -> str:
    """Say what a line may hold; the page puts what was typed in place of {value}."""
    scale = grid.scale
    refused = MarkNotOnScale(
        value="{value}",
        digits=scale.digits,
        lowest=format_mark(scale.lowest, scale),
        highest=format_mark(scale.highest, scale),
    )
    return refusals.sentence_of(refused)
