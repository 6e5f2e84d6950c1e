"""Lines on their way to the disk: what was written, and what stood there before.

A line is changed only from what was checked: where somebody wrote meanwhile, nothing of it all is written.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from massicot.batches import queries as batches
from massicot.batches.queries import Batch
from massicot.core import marks
from massicot.core.marks import Entered, Scale
from massicot.marks import queries, rules
from massicot.marks.models import Credential, Mark, MarkChange
from massicot.marks.rules import LineChange
from massicot.marks.rules.keyings import Keying
from massicot.store.prepared import Insertion, Update, ask_all
from massicot.store.wording import Call

_MARKS = Insertion(Mark, "batch", "number", "hundredths", "code", "author", "half_day")
_CHANGES = Insertion(
    MarkChange, "batch", "number", "before", "after", "author", "entered_by", "entered_at", "reason", "half_day"
)
_CORRECTION = Update(
    lambda batch_id, number, hundredths, code, **after: (
        Mark.objects.filter(batch_id=batch_id, number=number, hundredths=hundredths, code=code),
        {name.removeprefix("new_"): value for name, value in after.items()},
    )
)
_COMPLETENESS = Update(
    lambda credential_id, awaits_lock: (Credential.objects.filter(pk=credential_id), {"awaits_lock": awaits_lock})
)


@dataclass(frozen=True, slots=True)
class Authorship:
    """Who writes in which batch, and in which half-day; the office writes in its author's place, with a reason."""

    batch: Batch
    scale: Scale
    author: str
    half_day: str
    entered_by: str = ""
    entered_at: datetime | None = None
    reason: str = ""

    def write(self, entered: Entered | None) -> str:
        """Write what a line holds as the scale does."""
        return marks.format_entered(entered or Entered(), self.scale)


def write_lines(authorship: Authorship, changes: Sequence[LineChange], *more: Call) -> None:
    """Write lines, and what goes with them, in one trip; raise LineChangedMeanwhile when one no longer is as it was."""
    corrected = [change for change in changes if change.before and change.after]
    for change in changes:
        if change.after is None:
            row = Mark.objects.filter(batch=authorship.batch, number=change.number, **columns(change.before))
            if row.delete()[0] != 1:
                raise rules.LineChangedMeanwhile(current=authorship.write(change.before))
    counts = ask_all(*(_correction(authorship, change) for change in corrected), *_rows(authorship, changes), *more)
    for change, count in zip(corrected, counts, strict=False):
        if count != 1:
            raise rules.LineChangedMeanwhile(current=authorship.write(change.before))


def tell_completeness(credential: Credential, *, is_complete: bool) -> list[Call]:
    """Note that the last line of a batch was filled, or one emptied again; nothing when neither was."""
    if credential.awaits_lock == is_complete:
        return []
    return [_COMPLETENESS.of(credential_id=credential.pk, awaits_lock=is_complete)]


def note_completeness(batch: Batch) -> None:
    """Count the lines of a batch that the office did something with: whole and not locked, it lacks its lock alone."""
    lines = len(batches.numbers_of(batch.pk))
    filled = Mark.objects.filter(batch=batch).count()
    Credential.objects.filter(batch=batch, keying=Keying.FIRST).update(
        awaits_lock=filled == lines and not queries.is_locked(batch.pk)
    )


def _correction(authorship: Authorship, change: LineChange) -> Call:
    before = columns(change.before)
    after = columns(change.after)
    new = {f"new_{name}": value for name, value in after.items()}
    return _CORRECTION.of(
        batch_id=authorship.batch.pk,
        number=change.number,
        **before,
        **new,
        new_author=authorship.author,
        new_half_day=authorship.half_day,
    )


def _rows(authorship: Authorship, changes: Sequence[LineChange]) -> list[Call]:
    """Write the lines that held nothing, and what the others held; of what the office writes, every line is told."""
    pk, signed = authorship.batch.pk, (authorship.author, authorship.half_day)
    signature = (
        authorship.author,
        authorship.entered_by,
        authorship.entered_at,
        authorship.reason,
        authorship.half_day,
    )
    fresh = [
        (pk, change.number, *columns(change.after).values(), *signed) for change in changes if change.before is None
    ]
    changed = [
        (pk, change.number, authorship.write(change.before), authorship.write(change.after), *signature)
        for change in changes
        if change.before or authorship.entered_by
    ]
    return [insertion.of(*rows) for insertion, rows in ((_MARKS, fresh), (_CHANGES, changed)) if rows]


def columns(entered: Entered | None) -> dict[str, int | str | None]:
    """Name what the two columns of a line hold together."""
    entered = entered or Entered()
    return {"hundredths": entered.hundredths, "code": entered.code.value if entered.code else ""}
