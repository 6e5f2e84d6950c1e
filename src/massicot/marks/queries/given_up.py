"""Lines of a batch that nobody is asked to type any more: the office decided of their script, and nothing stands."""

from dataclasses import replace

from massicot.batches import queries as batches
from massicot.batches.queries import Batch, Shortage
from massicot.core.marks import Scale
from massicot.marks.models import Credential, Mark, SecondKeying, SecondMark
from massicot.marks.queries.referrals import waiting_referrals
from massicot.marks.queries.sheets import Grid, grid_of_batch, live_credential, sheet_of
from massicot.marks.rules import Sheet


def given_up_lines(batch: Batch) -> list[Shortage]:
    """List the lines that the lock strikes, each with what is said of its script; a mark given anywhere keeps one."""
    rows = _lines_decided(batch)
    typed = Mark.objects.filter(batch_id=batch.pk, number__in=[row.number for row in rows]) if rows else None
    written = set(typed.values_list("number", flat=True)) if typed else ()
    return [row for row in rows if row.number not in written]


def _lines_decided(batch: Batch) -> list[Shortage]:
    """List the lines of which the office decided, whatever their marker typed there; a mark elsewhere keeps one."""
    if not batch.lacking:
        return []
    rows = batches.lines_given_up(batch.pk)
    line = {"batch_id": batch.pk, "number__in": [row.number for row in rows]}
    again = SecondMark.objects.filter(**line, batch__in=SecondKeying.objects.filter(is_asked=True).values("batch"))
    written = {
        number for typed in (again, waiting_referrals(batch.pk)) for number in typed.values_list("number", flat=True)
    }
    return [row for row in rows if row.number not in written]


def grid_to_type(credential: Credential, address: str = "") -> Grid:
    """Fetch what a mark sheet opens as it is typed: the lines of which the office decided may stay empty.

    Raise EntryElsewhere.
    """
    grid = grid_of_batch(credential.batch, address)
    decided = {row.number for row in _lines_decided(credential.batch)}
    lines = (replace(line, is_given_up=line.number in decided) for line in grid.lines)
    return replace(grid, lines=tuple(lines)) if decided else grid


def sheet_to_sign(batch: Batch, scale: Scale) -> Sheet:
    """Fetch a batch as its lock checks it: without the lines that are given up."""
    sheet = sheet_of(batch.pk, scale)
    given_up = {row.number for row in given_up_lines(batch)}
    return replace(sheet, kinds={number: kind for number, kind in sheet.kinds.items() if number not in given_up})


def grid_to_sign(credential_id: int, address: str = "") -> Grid:
    """Fetch what a mark sheet opens as its lock shows it: without the lines that are given up.

    Raise SheetReplaced or EntryElsewhere.
    """
    batch = live_credential(credential_id).batch
    grid = grid_of_batch(batch, address)
    given_up = {row.number for row in given_up_lines(batch)}
    return replace(grid, lines=tuple(line for line in grid.lines if line.number not in given_up))
