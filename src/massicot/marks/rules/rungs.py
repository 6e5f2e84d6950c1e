"""The rungs of the marks: each script of a batch on its printed sheet, each line with a mark, AB or CB, and locked."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from massicot.core.ladder import Gap, GapKind, RungKind, RungLine, Thing
from massicot.core.refused import N_, NN_


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchFacts:
    """One batch: its envelope, its printed sheet, its marks, and the control totals typed at the lock.

    `digest` tells marks that are no longer those that the lock signed from others that are not. `behind` are those of
    the `lacking` scripts that were found once the batch had gone back.
    """

    size: int
    contents: int
    on_sheet: int
    marked: int
    numeric: int
    absent: int
    blank: int
    sum_hundredths: int
    is_locked: bool
    is_altered: bool
    locked_lines: int
    typed_lines: int | None
    typed_sum_hundredths: int | None
    digest: str = ""
    lacking: int = 0
    behind: int = 0

    @property
    def totals(self) -> str:
        lines, sums = f"{self.numeric}/{self.typed_lines}", f"{self.sum_hundredths}/{self.typed_sum_hundredths}"
        return f"{lines} {sums} {self.digest}".rstrip()


class Marked(Protocol):
    """What is counted of the marks."""

    @property
    def batches(self) -> Mapping[str, BatchFacts]:
        """Give the batches by their code."""

    @property
    def wrong_absences(self) -> Mapping[str, str]:
        """Give the numbers whose line contradicts the register, each with what it says."""

    @property
    def wrong_blanks(self) -> Mapping[str, str]:
        """Give the numbers whose line contradicts the exam centre's count of blanks, each with what it says."""


def _batches(counts: Callable[[BatchFacts], tuple[int, int]]) -> Callable[[Marked], list[RungLine]]:
    return lambda facts: [RungLine(Thing.BATCH, code, *counts(batch)) for code, batch in sorted(facts.batches.items())]


_on_sheets = _batches(lambda batch: (batch.contents, batch.on_sheet))
_marks = _batches(lambda batch: (batch.marked, batch.locked_lines))


def _gaps_of_sheets(facts: Marked) -> list[Gap]:
    batches = facts.batches.items()
    return SHEET.gaps_on(code for code, batch in batches if not batch.size == batch.on_sheet == batch.contents)


def _gaps_of_marks(facts: Marked) -> list[Gap]:
    gaps = [gap for code, batch in sorted(facts.batches.items()) for gap in _gaps_of_batch(code, batch)]
    return gaps + ABSENCE.gaps_on(facts.wrong_absences) + BLANK.gaps_on(facts.wrong_blanks)


def _gaps_of_batch(code: str, batch: BatchFacts) -> Iterator[Gap]:
    if not batch.is_locked:
        yield NOT_LOCKED.gap(code)
    elif batch.marked != batch.size:
        yield UNMARKED.gap(code)
    elif not _is_as_signed(batch):
        yield TOTALS.gap(code)


def _is_as_signed(batch: BatchFacts) -> bool:
    typed = (batch.typed_lines, batch.typed_sum_hundredths)
    totals_agree = typed in ((batch.numeric, batch.sum_hundredths), (None, None))
    return totals_agree and batch.locked_lines == batch.marked and not batch.is_altered


def _sizes(facts: Marked) -> dict[str, str]:
    return {code: str(batch.size) for code, batch in facts.batches.items()}


SHEET = GapKind[Marked](
    name="sheet",
    title=N_("Mark sheet not printed"),
    about=Thing.BATCH,
    step=NN_("mark sheet to be printed", "mark sheets to be printed"),
    is_closed_by_step=True,
    figures=_sizes,
)
NOT_LOCKED = GapKind[Marked](
    name="not-locked",
    title=N_("Batch not locked"),
    about=Thing.BATCH,
    step=NN_("batch to be locked", "batches to be locked"),
    is_closed_by_step=True,
    is_decidable=False,
)
"""A batch is locked by its marker: no decision of the office takes the place of a lock."""
UNMARKED = GapKind[Marked](
    name="unmarked",
    title=N_("Batch locked with empty lines"),
    about=Thing.BATCH,
    figures=_sizes,
)
TOTALS = GapKind[Marked](
    name="totals",
    title=N_("Control totals differ"),
    about=Thing.BATCH,
    figures=lambda facts: {code: batch.totals for code, batch in facts.batches.items()},
)
ABSENCE = GapKind[Marked](
    name="absence",
    title=N_("AB differs from the register"),
    about=Thing.SCRIPT,
    figures=lambda facts: dict(facts.wrong_absences),
)
BLANK = GapKind[Marked](
    name="blank",
    title=N_("CB differs from the exam centre’s count"),
    about=Thing.SCRIPT,
    figures=lambda facts: dict(facts.wrong_blanks),
)

MARKS = RungKind[Marked](
    name="marks+AB+CB",
    title=N_("Marks + AB + CB"),
    slug="notes",
    sources=(N_("marks"), N_("control totals")),
    kinds=(NOT_LOCKED, UNMARKED, TOTALS, ABSENCE, BLANK),
    lines=_marks,
    gaps=_gaps_of_marks,
)
RUNGS: Sequence[RungKind[Marked]] = (
    RungKind(
        name="on sheets",
        title=N_("On mark sheets"),
        slug="bordereaux",
        sources=(N_("batches"), N_("printed sheets")),
        kinds=(SHEET,),
        lines=_on_sheets,
        gaps=_gaps_of_sheets,
    ),
    MARKS,
)
