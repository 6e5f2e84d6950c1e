"""What the pages of a batch show."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext

from massicot.core.marks import HUNDREDTHS, Scale, format_mark, off_scale
from massicot.core.refused import Refused
from massicot.marks import queries, rules
from massicot.marks.queries import Compared, Grid, LockReceipt, OfficeNotice, Summary
from massicot.marks.rules import Totals
from massicot.web.portal import pace
from massicot.web.shared import refusals


def mark_entry(grid: Grid, turn: str, at: datetime) -> dict[str, object]:
    """Prepare the typing page; a scale's values come from the rules, so that they are written once."""
    values = rules.accepted_values(grid.scale)
    return {
        **_window(grid, at),
        "digits": grid.scale.digits,
        "example": _example(grid.scale),
        "values": " ".join(values),
        "longest": max(len(value) for value in values),
        "off_scale": _off_scale(grid),
        "pace_s": pace.pace_s(),
        "turn": turn,
    }


def notices(office_acts: OfficeNotice, grid: Grid, others: int = 0) -> dict[str, object]:
    """Prepare what the page tells besides: what the office did with the batch, line by line, where else it is open.

    A line whose script left the batch has no rank any more.
    """
    ranks = {line.number: line.rank for line in grid.lines}
    return {
        "told": office_acts,
        "answered": [(ranks.get(answer.number, ""), answer) for answer in office_acts.answered],
        "written": [(ranks.get(line.number, ""), line) for line in office_acts.written],
        "others": others,
    }


def lock(
    grid: Grid,
    compared: Compared | None,
    at: datetime,
    typed: Mapping[str, str] | None = None,
    refused: Refused | None = None,
) -> dict[str, object]:
    """Prepare the locking page, with what was typed and why it was refused: lines that wait are told by their list."""
    referred = [line for line in grid.lines if line.referred]
    empty = [line for line in grid.lines if not (line.referred or line.value)]
    is_listed = bool(referred or empty) and isinstance(refused, rules.LinesEmpty | rules.LinesReferred)
    return {
        **_window(grid, at),
        "empty": empty,
        "referred": referred,
        "is_refused": is_listed,
        "typed": typed or {"total_notes": "", "somme_notes": ""},
        "is_sum_wrong": isinstance(refused, rules.SumDiffers),
        "sentence": refusals.sentence_of(refused) if refused and not is_listed else "",
        "compared": compared,
    }


def differences(
    grid: Grid, compared: Compared | None, refused: Mapping[str, tuple[str, str]], at: datetime
) -> dict[str, object]:
    """Prepare the lines to be settled, each with what was typed there and refused; what is no line is told above."""
    ranks = {line.number: line.rank for line in grid.lines}
    lines = [
        (ranks[number], number, first, second, *refused.get(number, ("", "")))
        for number, first, second in (compared.differences if compared else ())
    ]
    numbers = {line[1] for line in lines}
    values = rules.accepted_values(grid.scale)
    return {
        **_window(grid, at),
        "lines": lines,
        "sentences": [_refusal_words(*refusal) for number, refusal in refused.items() if number not in numbers],
        "longest": max(map(len, values)),
        "codes": " ".join(value for value in values if value.isalpha()),
    }


def _refusal_words(value: str, sentence: str) -> str:
    """Say why a line that is no longer to be settled was refused, with what was typed there: it is in no field now."""
    return f"{gettext('You typed {value}.').format(value=value)} {sentence}" if value else sentence


def is_ready_without_totals(grid: Grid, at: datetime) -> bool:
    """Say whether a batch may be summed up at once: complete, open, of a paper that asks for no totals."""
    is_typed = not grid.remaining and not grid.is_locked and not any(line.referred for line in grid.lines)
    return is_typed and not grid.are_totals_required and grid.window.is_open(at)


def summary(summed: Summary, typed: Mapping[str, str]) -> dict[str, object]:
    """Prepare the summary that a marker signs by locking, with the totals that were typed."""
    return {
        "grid": summed.grid,
        "typed": typed,
        "runs": summed.runs,
        "shown": summed.digest,
        "turn": summed.turn,
        **_totals(summed.totals, summed.grid),
    }


def receipt(kept: LockReceipt) -> dict[str, object]:
    """Prepare the receipt of a locked batch."""
    return {
        "grid": kept.grid,
        "digest": kept.digest,
        "head": gettext("batch:{head}").format(head=kept.head.removeprefix("batch:")),
        "locked_at": kept.locked_at,
        "entered_by": kept.entered_by,
        "replaces": kept.replaces,
        "is_amended": kept.is_amended,
        **_totals(kept.totals, kept.grid),
    }


def _totals(totals: Totals, grid: Grid) -> dict[str, object]:
    return {
        "totals": totals,
        "sum": queries.written_sum(totals, grid.scale),
        "lowest": queries.written_mark(totals.lowest, grid.scale),
        "highest": queries.written_mark(totals.highest, grid.scale),
    }


def _window(grid: Grid, at: datetime) -> dict[str, object]:
    return {"grid": grid, "at": at, "is_open": grid.window.is_open(at), "is_closed": at >= grid.window.closes_at}


def _example(scale: Scale) -> dict[str, str] | None:
    """Show how a mark with decimals is typed, by the highest that needs them; nothing where marks are whole."""
    if not scale.decimals:
        return None
    marks = range(scale.highest, scale.lowest - 1, -scale.step)
    broken = next(mark for mark in marks if mark % HUNDREDTHS)
    whole = next((mark for mark in marks if not mark % HUNDREDTHS and mark < broken), None)
    written = "" if whole is None else format_mark(whole, scale)
    return {"mark": format_mark(broken, scale), "whole": written.partition(",")[0], "written": written}


def _off_scale(grid: Grid) -> str:
    """Say what a line may hold; the page puts what was typed in place of {value}."""
    return refusals.sentence_of(off_scale("{value}", grid.scale))
