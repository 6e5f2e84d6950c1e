"""Reads of one batch as its mark sheet opens it: the grid, what is saved of it, its receipt as a document."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from massicot.batches import queries as batches
from massicot.batches.queries import Batch
from massicot.core import marks
from massicot.core.marks import Code, Entered, Scale
from massicot.custody import queries as custody
from massicot.documents import receipt
from massicot.documents.receipt import Amended, WrittenTotals
from massicot.exams import queries as exams
from massicot.exams.queries import Paper
from massicot.marks.models import Credential, EarlierLock, Lock, Mark, MarkChange, SecondKeying, SecondMark
from massicot.marks.queries.openings import (
    check_place,
    every_credential,
    extension_of,
    live_credentials,
    second_credentials,
)
from massicot.marks.queries.progress import is_locked
from massicot.marks.queries.referrals import Reported, reported_lines
from massicot.marks.rules import locks, openings, sheets
from massicot.marks.rules.amendments import Ending
from massicot.marks.rules.keyings import Keying
from massicot.marks.rules.lines import Sheet
from massicot.marks.rules.locks import Totals
from massicot.marks.rules.openings import Window
from massicot.scripts import queries as scripts
from massicot.store.prepared import Question


@dataclass(frozen=True, slots=True, kw_only=True)
class GridLine:
    """One line of the screen: its rank on the mark sheet, its number, what is saved, what is referred to the office."""

    rank: int
    number: str
    value: str
    referred: str = ""
    times: int = 0
    """How often it was referred, whatever became of that."""
    is_given_up: bool = False
    """The office decided of its script: once nothing stands there, nobody is asked to type it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """What one sheet opens, of one keying."""

    batch: str
    session_title: str
    paper_title: str
    specialty_code: str
    specialty_label: str
    scale: Scale
    window: Window
    are_totals_required: bool
    is_locked: bool
    is_elsewhere: bool
    lines: tuple[GridLine, ...]
    is_second: bool = False

    @property
    def remaining(self) -> int:
        """Count the lines still empty, but for those that are given up."""
        return sum(not line.value and not line.is_given_up for line in self.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class LockReceipt:
    """What a locked batch can show for itself; `replaces` is when what it replaces was locked, if something was.

    `is_amended`: the office changed lines under the signature, and the document lists them.
    """

    grid: Grid
    totals: Totals
    digest: str
    locked_at: datetime
    head: str
    entered_by: str = ""
    replaces: datetime | None = None
    is_amended: bool = False


def live_credential(credential_id: int) -> Credential:
    """Fetch the credential of a mark sheet with its batch; raise SheetReplaced when it opens nothing any more."""
    return _opening(_LIVE, credential_id)


def second_credential(credential_id: int) -> Credential:
    """Fetch the credential of a second keying with its batch; raise SheetReplaced when it opens nothing any more."""
    return _opening(_LIVE_SECOND, credential_id)


def credential_that_opens(credential_id: int) -> Credential:
    """Fetch a credential of either keying with its batch; raise SheetReplaced when it opens nothing any more."""
    return _opening(_LIVE_EITHER, credential_id)


def _opening(live: Question[Credential], credential_id: int) -> Credential:
    credential = live.first(credential_id=credential_id)
    if credential is None:
        raise why_dead(credential_id)
    return credential


def _with_batch(live: QuerySet[Credential], credential_id: int) -> QuerySet[Credential]:
    return live.select_related("batch").filter(pk=credential_id)


_LIVE = Question(lambda credential_id: _with_batch(live_credentials(), credential_id))
_LIVE_SECOND = Question(lambda credential_id: _with_batch(second_credentials(), credential_id))
_LIVE_EITHER = Question(lambda credential_id: _with_batch(every_credential(), credential_id))


def why_dead(credential_id: int) -> sheets.SheetReplaced:
    """Tell why a sheet opens nothing: printed again, its batch merged or split, or a second keying that was ended."""
    credential = Credential.objects.select_related("batch").filter(pk=credential_id).first()
    if credential is not None and batches.went_over(credential.batch_id):
        return sheets.SheetRegrouped(batch=credential.batch.code, codes=batches.codes_now(credential.batch_id))
    sheet = Credential.objects.filter(pk=credential_id, keying=Keying.SECOND)
    is_over = SecondKeying.objects.filter(batch__in=sheet.values("batch"), is_asked=False).exists()
    return sheets.SecondKeyingOver() if is_over else sheets.SheetReplaced()


def turn_at(credential: Credential, keyer: str = "") -> str:
    """Name the turn at which a sheet opens its batch now: of whoever holds it, or of who keys it again."""
    author = keyer or custody.last_holder_of_batch(credential.batch.code)
    return openings.turn_of(credential.identifier, author, credential.reopened)


def grid_of(credential_id: int, address: str = "") -> Grid:
    """Fetch what a mark sheet opens, to whoever types from an address; raise SheetReplaced or EntryElsewhere."""
    return grid_of_batch(live_credential(credential_id).batch, address)


def grid_of_batch(batch: Batch, address: str = "") -> Grid:
    """Fetch what the mark sheet of a batch opens, which the caller has found to open it; raise EntryElsewhere."""
    return _grid(batch, _SAVED.ask(batch_id=batch.pk), reported_lines(batch.pk), address)


def second_grid_of(credential_id: int, address: str = "") -> Grid:
    """Fetch what a sheet of the second keying opens: what was typed with it, and nothing of the first keying.

    Raise SheetReplaced or EntryElsewhere.
    """
    batch = second_credential(credential_id).batch
    return replace(_grid(batch, _SAVED_SECOND.ask(batch_id=batch.pk), {}, address), is_second=True)


def _grid(batch: Batch, typed: Iterable[Any], reported: Mapping[str, Reported], address: str) -> Grid:
    paper = exams.paper_by_id(batch.paper_id)
    scale = exams.scale_of(paper)
    saved = _marks_by_number(typed)
    return Grid(
        batch=batch.code,
        session_title=paper.session.title,
        paper_title=paper.title,
        specialty_code=batch.specialty_code,
        specialty_label=exams.specialty_labels(paper.session_id).get(batch.specialty_code, ""),
        scale=scale,
        window=window_of_batch(paper, batch.pk),
        are_totals_required=paper.are_totals_required,
        is_locked=is_locked(batch.pk),
        is_elsewhere=bool(address) and check_place(paper, batch, address),
        lines=tuple(_lines(batch, Sheet(scale, {}, saved), reported)),
    )


def _lines(batch: Batch, sheet: Sheet, reported: Mapping[str, Reported]) -> Iterator[GridLine]:
    for line in batches.sheet_lines(batch.pk):
        last = reported.get(line.number)
        referred = last.value if last and last.is_waiting else ""
        yield GridLine(
            rank=line.rank,
            number=line.number,
            value=sheet.text_of(line.number),
            referred=referred,
            times=last.times if last else 0,
        )


def receipt_of(credential_id: int) -> LockReceipt | None:
    """Fetch the receipt of a sheet's batch; None while it is not locked; raise SheetReplaced."""
    grid = grid_of(credential_id)
    lock = Lock.objects.filter(batch__code=grid.batch).first()
    if lock is None:
        return None
    zone = grid.window.closes_at.tzinfo
    locked_at = lock.locked_at.astimezone(zone)
    before = _previous_lock_at(lock)
    replaces = before.astimezone(zone) if before else None
    return LockReceipt(
        grid=grid,
        totals=totals_of(lock.batch_id),
        digest=lock.digest,
        locked_at=locked_at,
        head=lock.journal_head,
        entered_by=lock.entered_by,
        replaces=replaces,
        is_amended=amendments_of(lock).exists(),
    )


def amendments_of(lock: Lock) -> QuerySet[EarlierLock]:
    """Find what the office kept before each line that it changed under a signature that stands."""
    return EarlierLock.objects.filter(batch_id=lock.batch_id, locked_at=lock.locked_at, ending=Ending.AMENDED)


def _previous_lock_at(lock: Lock) -> datetime | None:
    """Tell when the batch was locked before, of the receipt that this one replaces."""
    earlier = EarlierLock.objects.filter(batch_id=lock.batch_id, locked_at__lt=lock.locked_at).order_by("-pk")
    return earlier.values_list("locked_at", flat=True).first()


def sheet_of(batch_id: int, scale: Scale) -> Sheet:
    """Fetch a batch as its marks are checked: the kind of each number, and what is saved."""
    return sheet_of_numbers(batch_id, batches.numbers_of(batch_id), scale)


def sheet_of_numbers(batch_id: int, numbers: Collection[str], scale: Scale) -> Sheet:
    """Fetch a batch whose numbers are known as its marks are checked."""
    return Sheet(scale, scripts.kinds_of(numbers), _marks_by_number(_SAVED.ask(batch_id=batch_id)))


def window_of(paper: Paper, extended_to: datetime | None = None) -> Window:
    """Tell when marks may be typed, on the clock of the session: the paper's, or a batch's that stays open longer."""
    closes_at = max(paper.entry_closes_at, extended_to or paper.entry_closes_at)
    return Window(exams.local(paper, paper.entry_opens_at), exams.local(paper, closes_at))


def window_of_batch(paper: Paper, batch_id: int) -> Window:
    """Tell when the marks of one batch may be typed, on the clock of the session."""
    return window_of(paper, extension_of(batch_id))


def subject_of(batch_code: str) -> str:
    """Name a batch as the journal does."""
    return batches.subject_of(batch_code)


def totals_of(batch_id: int) -> Totals:
    """Add up what is saved of a batch."""
    return locks.totals_of(_marks_by_number(_SAVED.ask(batch_id=batch_id)).values())


_SAVED = Question(lambda batch_id: Mark.objects.filter(batch_id=batch_id))
_SAVED_SECOND = Question(lambda batch_id: SecondMark.objects.filter(batch_id=batch_id))


def _marks_by_number(rows: Iterable[Any]) -> dict[str, Entered]:
    return {row.number: entered_of(row) for row in rows}


def entered_of(row: Mark) -> Entered:
    """Read what one saved line holds."""
    return read_saved_mark(row.hundredths, row.code)


def read_saved_mark(hundredths: int | None, code: str) -> Entered:
    """Read what the two columns of one saved line hold together."""
    return Entered(hundredths, Code(code) if code else None)


def written_sum(totals: Totals, scale: Scale) -> str:
    """Write a batch's sum of marks as a paper sheet does."""
    return locks.write_sum(totals.sum_hundredths, scale)


def written_mark(hundredths: int | None, scale: Scale) -> str:
    """Write a mark as its scale does; nothing when there is none."""
    return "" if hundredths is None else marks.format_mark(hundredths, scale)


def receipt_document(credential_id: int) -> bytes | None:
    """Print the receipt of a sheet's batch; None while it is not locked; raise SheetReplaced."""
    kept = receipt_of(credential_id)
    if kept is None:
        return None
    batch = live_credential(credential_id).batch
    paper = exams.paper_by_id(batch.paper_id)
    scale, totals = kept.grid.scale, kept.totals
    lock = Lock.objects.get(batch=batch)
    return receipt.make_receipt(
        receipt.Receipt(
            heading=exams.heading_of(paper),
            batch=batch.code,
            specialty_code=batch.specialty_code,
            specialty_label=kept.grid.specialty_label,
            marking_centre=exams.place_of(batch.centre_uai),
            marker=lock.author,
            entered_by=lock.entered_by,
            replaces=kept.replaces,
            amended=[
                Amended(change.number, change.before, change.after, change.reason) for change in _changes_under(lock)
            ],
            totals=WrittenTotals(
                numeric_lines=totals.numeric_lines,
                absent_lines=totals.absent_lines,
                blank_lines=totals.blank_lines,
                total=written_sum(totals, scale),
                lowest=written_mark(totals.lowest, scale),
                highest=written_mark(totals.highest, scale),
            ),
            marks=[(line.rank, line.number, line.value) for line in kept.grid.lines],
            digest=kept.digest,
            journal_head=kept.head,
            locked_at=kept.locked_at,
        )
    )


def _changes_under(lock: Lock) -> Iterable[MarkChange]:
    """Find the lines that the office changed under the signature that stands: as many as it kept before each."""
    kept = amendments_of(lock).count()
    changes = MarkChange.objects.filter(batch=lock.batch).exclude(entered_by="").order_by("-pk")[:kept]
    return reversed(changes)
