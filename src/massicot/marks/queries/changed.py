"""The marks of a paper that changed since an instant at which all of its batches were locked.

What the office wrote says when. What a marker typed keeps its half-day only; but a locked batch is typed in once the
office opened it again, and what was signed then is kept: it is compared with what stands now.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from massicot.core.marks import format_entered
from massicot.exams import queries as exams
from massicot.exams.queries import Paper
from massicot.marks.models import EarlierLock, Mark, MarkChange
from massicot.marks.queries.sheets import read_entered
from massicot.marks.rules import Ending

_Line = tuple[int, str]
"""A batch by its key, and a number of it."""


@dataclass(frozen=True, slots=True)
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
        ChangedLine(change.batch.code, change.number, change.before, change.after, change.entered_by, change.reason)
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
                yield ChangedLine(lock.batch.code, line[1], before, after, lock.author, lock.reason, lock.ended_by)


def _opened_since(paper: Paper, since: datetime) -> dict[int, EarlierLock]:
    """Map the batches that were opened again to the first signature of each that ended so."""
    rows = EarlierLock.objects.filter(batch__paper_id=paper.pk, ending=Ending.OPENED, ended_at__gt=since)
    return {lock.batch_id: lock for lock in rows.select_related("batch").order_by("-pk")}


def _standing(paper: Paper, batch_ids: Sequence[int]) -> Mapping[_Line, str]:
    scale = exams.scale_of(paper)
    rows = Mark.objects.filter(batch__in=batch_ids).values_list("batch_id", "number", "hundredths", "code")
    return {
        (pk, number): format_entered(read_entered(hundredths, code), scale) for pk, number, hundredths, code in rows
    }


def _is_after(change: MarkChange, lock: EarlierLock) -> bool:
    return change.batch_id == lock.batch_id and change.entered_at is not None and change.entered_at > lock.ended_at
