"""Reads of mark entry: the grid of one sheet, progress, totals, marks of a paper."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from massicot.audit import queries as audit
from massicot.audit.rules import Head
from massicot.batches import queries as batches
from massicot.core import marks
from massicot.core.marks import Code, Entered, Scale
from massicot.exams import queries as exams
from massicot.exams.queries import Paper
from massicot.marks import rules
from massicot.marks.models import Credential, Lock, Mark, MarkChange
from massicot.marks.rules import Sheet, Totals, Window
from massicot.scripts import queries as scripts


@dataclass(frozen=True, slots=True)
class GridLine:
    """One line of the screen: its rank on the mark sheet, its number, what is saved."""

    rank: int
    number: str
    value: str


@dataclass(frozen=True, slots=True)
class Grid:
    """What one mark sheet opens."""

    batch: str
    session_title: str
    paper_title: str
    specialty_code: str
    specialty_label: str
    scale: Scale
    window: Window
    are_totals_required: bool
    is_locked: bool
    lines: tuple[GridLine, ...]

    @property
    def remaining(self) -> int:
        """Count the lines still empty."""
        return sum(not line.value for line in self.lines)


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a locked batch can show for itself."""

    grid: Grid
    totals: Totals
    digest: str
    locked_at: datetime
    head: Head


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the typing of one batch is."""

    lines: int
    saved: int
    is_locked: bool

    @property
    def remaining(self) -> int:
        """Count the lines still empty."""
        return self.lines - self.saved


@dataclass(frozen=True, slots=True)
class Locked:
    """The lock of one batch: what its marks added up to, and what was typed from the paper sheet."""

    batch: str
    totals: Totals
    typed_lines: int | None
    typed_sum_hundredths: int | None
    digest: str
    locked_at: datetime


def live_credential(credential_id: int) -> Credential:
    """Fetch the credential of a mark sheet with its batch; raise SheetReplaced when it opens nothing any more."""
    credential = Credential.objects.select_related("batch").filter(pk=credential_id, is_revoked=False).first()
    if credential is None:
        raise rules.SheetReplaced
    return credential


def grid_of(credential_id: int) -> Grid:
    """Fetch what a mark sheet opens; raise SheetReplaced."""
    batch = live_credential(credential_id).batch
    paper = exams.paper_by_id(batch.paper_id)
    sheet = sheet_of(batch.pk, exams.scale_of(paper))
    return Grid(
        batch.code,
        paper.session.title,
        paper.title,
        batch.specialty_code,
        exams.specialty_labels(paper.session_id).get(batch.specialty_code, ""),
        sheet.scale,
        window_of(paper),
        paper.are_totals_required,
        is_locked(batch.pk),
        tuple(GridLine(rank, number, sheet.shown(number)) for rank, number in enumerate(sorted(sheet.kinds), 1)),
    )


def receipt_of(credential_id: int) -> Receipt | None:
    """Fetch the receipt of a sheet's batch; None while it is not locked; raise SheetReplaced."""
    grid = grid_of(credential_id)
    lock = Lock.objects.filter(batch__code=grid.batch).first()
    head = audit.head_of(subject_of(grid.batch))
    if lock is None or head is None:
        return None
    sheet_totals = totals_of(lock.batch_id)
    return Receipt(grid, sheet_totals, lock.digest, lock.locked_at.astimezone(grid.window.closes_at.tzinfo), head)


def sheet_of(batch_id: int, scale: Scale) -> Sheet:
    """Fetch a batch as its marks are checked: the kind of each number, and what is saved."""
    numbers = batches.numbers_of(batch_id)
    return Sheet(scale, scripts.kinds_of(numbers), _entered(Mark.objects.filter(batch_id=batch_id)))


def window_of(paper: Paper) -> Window:
    """Tell when a paper's marks may be typed, on the clock of its session."""
    return Window(exams.local(paper, paper.entry_opens_at), exams.local(paper, paper.entry_closes_at))


def zone_of(paper: Paper) -> ZoneInfo:
    """Tell the time zone of a paper's session."""
    return ZoneInfo(paper.session.time_zone)


def subject_of(batch_code: str) -> str:
    """Name a batch as the journal does."""
    return f"batch:{batch_code}"


def is_locked(batch_id: int) -> bool:
    """Say whether a batch is locked."""
    return Lock.objects.filter(batch_id=batch_id).exists()


def progress_of(batch_id: int) -> Progress:
    """Tell how far the typing of a batch is, in counts only."""
    lines = len(batches.numbers_of(batch_id))
    return Progress(lines, Mark.objects.filter(batch_id=batch_id).count(), is_locked(batch_id))


def totals_of(batch_id: int) -> Totals:
    """Add up what is saved of a batch."""
    return rules.totals_of(_entered(Mark.objects.filter(batch_id=batch_id)).values())


def totals_by_batch(paper_id: int) -> dict[str, Totals]:
    """Add up what is saved of each batch of a paper; a batch without a mark is left out."""
    rows = Mark.objects.filter(batch__paper_id=paper_id).order_by("batch__code", "number")
    lines: dict[str, list[Entered]] = {}
    for code, hundredths, sign in rows.values_list("batch__code", "hundredths", "code").iterator():
        lines.setdefault(code, []).append(_read(hundredths, sign))
    return {code: rules.totals_of(entered) for code, entered in lines.items()}


def marks_of(paper_id: int) -> dict[str, Entered]:
    """Map each number of a paper to what is saved on its line."""
    return _entered(Mark.objects.filter(batch__paper_id=paper_id))


def locks_of(paper_id: int) -> dict[str, Locked]:
    """Map the code of each locked batch of a paper to its lock."""
    locks = Lock.objects.filter(batch__paper_id=paper_id).select_related("batch").order_by("batch__code")
    return {lock.batch.code: _locked(lock) for lock in locks}


def altered_batches(paper_id: int) -> set[str]:
    """List the locked batches of a paper whose marks are no longer those that their lock signed."""
    scale = exams.scale_of(exams.paper_by_id(paper_id))
    shown: dict[str, dict[str, str]] = {}
    rows = Mark.objects.filter(batch__paper_id=paper_id).values_list("batch__code", "number", "hundredths", "code")
    for batch, number, hundredths, code in rows.iterator():
        shown.setdefault(batch, {})[number] = marks.format_entered(_read(hundredths, code), scale)
    signed = {code: lock.digest for code, lock in locks_of(paper_id).items()}
    return {code for code, digest in signed.items() if rules.batch_digest(code, shown.get(code, {})) != digest}


def corrected_numbers(paper_id: int) -> list[str]:
    """List the numbers whose saved line was changed at least once, ascending."""
    rows = MarkChange.objects.filter(batch__paper_id=paper_id)
    return sorted(set(rows.values_list("number", flat=True)))


def changes_of(number: str) -> list[MarkChange]:
    """List the changes of one saved line, oldest first."""
    return list(MarkChange.objects.filter(number=number).order_by("pk"))


def printed_lines(paper_id: int) -> dict[str, int]:
    """Map the code of each batch whose mark sheet is printed to the lines that its last sheet prints."""
    rows = Credential.objects.filter(batch__paper_id=paper_id, is_revoked=False).order_by("batch__code")
    return dict(rows.values_list("batch__code", "lines"))


def _entered(rows: Iterable[Mark]) -> dict[str, Entered]:
    return {row.number: entered_of(row) for row in rows}


def entered_of(row: Mark) -> Entered:
    """Read what one saved line holds."""
    return _read(row.hundredths, row.code)


def _read(hundredths: int | None, code: str) -> Entered:
    return Entered(hundredths, Code(code) if code else None)


def _locked(lock: Lock) -> Locked:
    totals = Totals(lock.numeric_lines, lock.sum_hundredths, lock.absent_lines, lock.blank_lines)
    return Locked(lock.batch.code, totals, lock.typed_lines, lock.typed_sum_hundredths, lock.digest, lock.locked_at)


def written_sum(totals: Totals, scale: Scale) -> str:
    """Write a batch's sum of marks as a paper sheet does."""
    return rules.write_sum(totals.sum_hundredths, scale)


def written_mark(hundredths: int | None, scale: Scale) -> str:
    """Write a mark as its scale does; nothing when there is none."""
    return "" if hundredths is None else marks.format_mark(hundredths, scale)
