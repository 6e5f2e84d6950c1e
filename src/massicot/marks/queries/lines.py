"""Reads of the saved lines of a paper: what was changed in them, and which nobody is asked to type any more.

The marks of a paper that changed since an instant at which all of its batches were locked. What the office wrote says
when. What a marker typed keeps its half-day only; but a locked batch is typed in once the office opened it again, and
what was signed then is kept: it is compared with what stands now.
"""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, Max, Min, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from massicot.batches import queries as batches
from massicot.batches.queries import Batch, Shortage
from massicot.core.marks import Code, Entered, Scale, format_entered
from massicot.exams import queries as exams
from massicot.exams.queries import Paper
from massicot.marks.models import Credential, EarlierLock, Lock, Mark, MarkChange, Referral, SecondKeying, SecondMark
from massicot.marks.queries.referrals import waiting_referrals
from massicot.marks.queries.sheets import Grid, grid_of_batch, live_credential, read_saved_mark, sheet_of
from massicot.marks.rules.amendments import Ending
from massicot.marks.rules.lines import Sheet
from massicot.marks.rules.locks import Totals
from massicot.marks.rules.referrals import ReferralAnswer
from massicot.store.prepared import Question


def _totals(paper_id: int) -> QuerySet[Mark, Any]:
    rows = Mark.objects.filter(batch__paper_id=paper_id).order_by("batch__code").values_list("batch__code")
    return rows.annotate(
        numeric=Count("hundredths"),
        total=Coalesce(Sum("hundredths"), 0),
        absent=Count("pk", filter=Q(code=Code.ABSENT)),
        blank=Count("pk", filter=Q(code=Code.BLANK)),
        lowest=Min("hundredths"),
        highest=Max("hundredths"),
    )


_TOTALS: Question[tuple[Any, ...]] = Question(_totals)
_CORRECTED: Question[tuple[str]] = Question(
    lambda paper_id: MarkChange.objects.filter(batch__paper_id=paper_id, entered_by="").values_list("number")
)


def totals_by_batch(paper_id: int) -> dict[str, Totals]:
    """Add up what is saved of each batch of a paper, in the database; a batch without a mark is left out."""
    return {
        code: Totals(
            numeric_lines=count,
            sum_hundredths=total,
            absent_lines=absent,
            blank_lines=blank,
            lowest=lowest,
            highest=highest,
        )
        for code, count, total, absent, blank, lowest, highest in _TOTALS.ask(paper_id=paper_id)
    }


def marks_of(paper_id: int) -> dict[str, Entered]:
    """Map each number of a paper to what is saved on its line."""
    rows = Mark.objects.filter(batch__paper_id=paper_id).values_list("number", "hundredths", "code")
    return {number: read_saved_mark(hundredths, code) for number, hundredths, code in rows.iterator(chunk_size=10_000)}


def signed_marks(paper_id: int, numbers: Collection[str]) -> dict[str, Entered]:
    """Map those of some numbers of a paper whose batch is locked to what is signed there."""
    is_locked = Exists(Lock.objects.filter(batch=OuterRef("batch")))
    rows = Mark.objects.filter(is_locked, batch__paper_id=paper_id, number__in=numbers)
    saved = rows.values_list("number", "hundredths", "code")
    return {number: read_saved_mark(hundredths, code) for number, hundredths, code in saved}


def author_of_line(batch_id: int, number: str) -> str:
    """Name who typed what a line holds; empty when it holds nothing."""
    return Mark.objects.filter(batch_id=batch_id, number=number).values_list("author", flat=True).first() or ""


def is_written(batch_id: int, number: str) -> bool:
    """Say whether somebody gave a mark on a line, in either keying, or in what waits for an answer of the office."""
    line = {"batch_id": batch_id, "number": number}
    waiting = Referral.objects.filter(**line, answer=ReferralAnswer.WAITING)
    return Mark.objects.filter(**line).exists() or SecondMark.objects.filter(**line).exists() or waiting.exists()


def rows_coded(paper_id: int, code: Code) -> QuerySet[Mark]:
    """Find the lines of a paper that hold one code, to be compared by number with others."""
    return Mark.objects.filter(batch__paper_id=paper_id, code=code)


def rows_otherwise(paper_id: int, code: Code) -> QuerySet[Mark]:
    """Find the lines of a paper that hold a mark or another code, to be compared by number with others."""
    return Mark.objects.filter(batch__paper_id=paper_id).exclude(code=code)


def rows_marked(paper_id: int) -> QuerySet[Mark]:
    """Find the lines of a paper that hold a mark, to be compared by number with others."""
    return Mark.objects.filter(batch__paper_id=paper_id, hundredths__isnull=False)


def corrected_numbers(paper_id: int) -> list[str]:
    """List the numbers whose saved line its marker changed at least once, ascending."""
    return sorted({number for (number,) in _CORRECTED.ask(paper_id=paper_id)})


def changes_of(number: str) -> list[MarkChange]:
    """List the changes of one saved line, oldest first."""
    return list(MarkChange.objects.filter(number=number).order_by("pk"))


_Line = tuple[int, str]
"""A batch by its key, and a number of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedLine:
    """One line that holds something else than before; `opened_by` opened its batch again for the marker who typed."""

    batch: str
    number: str
    before: str
    after: str
    by: str
    why: str
    opened_by: str = ""


def changed_since(paper: Paper, since: datetime) -> list[ChangedLine]:
    """List the lines of a paper that changed after an instant: those typed anew by markers, then the office's."""
    rows = MarkChange.objects.filter(batch__paper_id=paper.pk, entered_at__gt=since)
    written = list(rows.select_related("batch").order_by("entered_at", "pk"))
    by_office = (
        ChangedLine(
            batch=change.batch.code,
            number=change.number,
            before=change.before,
            after=change.after,
            by=change.entered_by,
            why=change.reason,
        )
        for change in written
    )
    return [*_typed_anew(paper, since, written), *by_office]


def _typed_anew(paper: Paper, since: datetime, written: Sequence[MarkChange]) -> Iterator[ChangedLine]:
    opened = _opened_since(paper, since)
    stood = _standing(paper, list(opened)) if opened else {}
    for lock in opened.values():
        # The office may have written after the marker: what it found is what the marker left.
        left = {
            (change.batch_id, change.number): change.before for change in reversed(written) if _is_after(change, lock)
        }
        signed = {(lock.batch_id, number): value for number, value in json.loads(lock.marks).items()}
        for line, before in sorted(signed.items()):
            if (after := left.get(line, stood.get(line, ""))) != before:
                yield ChangedLine(
                    batch=lock.batch.code,
                    number=line[1],
                    before=before,
                    after=after,
                    by=lock.author,
                    why=lock.reason,
                    opened_by=lock.ended_by,
                )


def _opened_since(paper: Paper, since: datetime) -> dict[int, EarlierLock]:
    """Map the batches that were opened again to the first signature of each that ended so."""
    rows = EarlierLock.objects.filter(batch__paper_id=paper.pk, ending=Ending.OPENED, ended_at__gt=since)
    return {lock.batch_id: lock for lock in rows.select_related("batch").order_by("-pk")}


def _standing(paper: Paper, batch_ids: Sequence[int]) -> Mapping[_Line, str]:
    scale = exams.scale_of(paper)
    rows = Mark.objects.filter(batch__in=batch_ids).values_list("batch_id", "number", "hundredths", "code")
    return {
        (pk, number): format_entered(read_saved_mark(hundredths, code), scale) for pk, number, hundredths, code in rows
    }


def _is_after(change: MarkChange, lock: EarlierLock) -> bool:
    return change.batch_id == lock.batch_id and change.entered_at is not None and change.entered_at > lock.ended_at


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
