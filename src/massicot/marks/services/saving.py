"""Saving marks: what is accepted is written, what is refused is told line by line, and the answer is kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from massicot.audit import services as audit
from massicot.batches.queries import Batch
from massicot.core import marks
from massicot.core.actor import Actor
from massicot.core.marks import Entered, Scale
from massicot.exams import queries as exams
from massicot.marks import queries, rules
from massicot.marks.models import Credential, Mark, MarkChange, Save
from massicot.marks.rules import Change, Line, SaveAnswer
from massicot.marks.rules.saving import CALM_PACE_S
from massicot.marks.services import holding
from massicot.store.swap import swap_one


@dataclass(frozen=True, slots=True)
class _Pen:
    """Who writes in which batch, and in which half-day."""

    batch: Batch
    scale: Scale
    author: str
    half_day: str

    def write(self, entered: Entered | None) -> str:
        return marks.format_entered(entered or Entered(), self.scale)


@transaction.atomic
def save_marks(
    *, credential_id: int, save_id: UUID, lines: Sequence[Line], pace_s: int = CALM_PACE_S, at: datetime
) -> SaveAnswer:
    """Save the lines that may be saved and tell why the others may not.

    The same save again gives the same answer and changes nothing. Raise SheetReplaced, SaveIdReused, EntryNotOpen,
    EntryClosed, BatchIsLocked, BatchNeverHandedOut or NumberTwiceInSave.
    """
    credential = holding.hold(credential_id)
    digest = rules.body_digest(lines)
    if earlier := Save.objects.filter(credential=credential, save_id=save_id).first():
        return _same_answer(earlier, digest)
    paper = exams.paper_by_id(credential.batch.paper_id)
    rules.check_window(queries.window_of(paper), at)
    if queries.is_locked(credential.batch_id):
        raise rules.BatchIsLocked(code=credential.batch.code)
    zone = queries.zone_of(paper)
    scale = exams.scale_of(paper)
    pen = _Pen(credential.batch, scale, holding.author_of(credential.batch), rules.half_day(at, zone))
    plan = rules.plan_save(lines, queries.sheet_of(credential.batch_id, scale))
    for change in plan.changes:
        _write(pen, change)
    if plan.changes:
        _record(credential, pen, plan.changes, at=rules.half_day_start(at, zone))
    answer = SaveAnswer(plan.saved, plan.refused, plan.remaining, pace_s)
    text = rules.write_answer(answer)
    Save.objects.create(credential=credential, save_id=save_id, body_digest=digest, answer=text)
    return answer


def _same_answer(earlier: Save, digest: str) -> SaveAnswer:
    if earlier.body_digest != digest:
        raise rules.SaveIdReused
    return rules.read_answer(earlier.answer)


def _write(pen: _Pen, change: Change) -> None:
    if change.before is None:
        Mark.objects.create(
            batch=pen.batch, number=change.number, author=pen.author, half_day=pen.half_day, **_columns(change.after)
        )
        return
    row = Mark.objects.filter(batch=pen.batch, number=change.number, **_columns(change.before))
    moved = rules.LineChangedMeanwhile(current=pen.write(change.before))
    if change.after is not None:
        swap_one(row, moved, author=pen.author, half_day=pen.half_day, **_columns(change.after))
    elif row.delete()[0] != 1:
        raise moved
    MarkChange.objects.create(
        batch=pen.batch,
        number=change.number,
        before=pen.write(change.before),
        after=pen.write(change.after),
        author=pen.author,
        half_day=pen.half_day,
    )


def _columns(entered: Entered | None) -> dict[str, int | str | None]:
    entered = entered or Entered()
    return {"hundredths": entered.hundredths, "code": entered.code.value if entered.code else ""}


def _record(credential: Credential, pen: _Pen, changes: Sequence[Change], *, at: datetime) -> None:
    lines = [(change.number, pen.write(change.before), pen.write(change.after)) for change in changes]
    audit.record(
        subject=queries.subject_of(pen.batch.code),
        fact=rules.MarksSaved(pen.author, pen.half_day, lines),
        by=Actor(credential.identifier),
        at=at,
    )
