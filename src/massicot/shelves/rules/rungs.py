"""The rung of the mark sheets: each one on which marks stand is at the exam office, or was given up with a reason.

A sheet is due once its batch is locked. Nothing is a gap before the day by which the sheets are to be back, which the
paper says; where it says none, no sheet is ever overdue. One that was given up is a gap that is decided.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from massicot.core.ladder import DueDay, Gap, GapKind, RungKind, RungLine, Thing
from massicot.core.refused import N_, NN_


@dataclass(frozen=True, slots=True)
class SheetFacts:
    """The mark sheet of one batch that is locked: whether it is at the exam office, or why nobody awaits it."""

    is_here: bool
    given_up: str = ""


class Shelved(Protocol):
    """What is counted of what comes back to the exam office besides the scripts."""

    @property
    def sheets(self) -> Mapping[str, SheetFacts]:
        """Give the mark sheets that are due, by the code of their batch."""

    @property
    def return_day(self) -> DueDay:
        """Say where the day stands by which they are to be back."""


def _lines(facts: Shelved) -> list[RungLine]:
    return [RungLine(Thing.BATCH, code, 1, int(sheet.is_here)) for code, sheet in sorted(facts.sheets.items())]


def _gaps(facts: Shelved) -> list[Gap]:
    if facts.return_day is DueDay.TO_COME:
        return []
    awaited = {code: sheet.given_up for code, sheet in sorted(facts.sheets.items()) if not sheet.is_here}
    given_up = [SHEET_GIVEN_UP.decided(code, reason) for code, reason in awaited.items() if reason]
    overdue = [code for code, reason in awaited.items() if not reason and facts.return_day is DueDay.OVER]
    return SHEET_NOT_RECEIVED.gaps_on(overdue) + given_up


SHEET_NOT_RECEIVED = GapKind[Shelved](
    name="sheet-not-received",
    title=N_("Mark sheet not at the exam office in time"),
    about=Thing.BATCH,
    step=NN_("mark sheet overdue at the exam office", "mark sheets overdue at the exam office"),
    is_closed_by_step=True,
    who_acts=N_("Its marking centre sends it; one that is lost is given up on the page of the mark sheets."),
    is_decidable=False,
    is_after_marking=True,
)
"""A sheet is given up where the sheets are received: the ladder decides nothing of it a second time."""
SHEET_GIVEN_UP = GapKind[Shelved](
    name="sheet-given-up",
    title=N_("Mark sheet given up"),
    about=Thing.BATCH,
    is_decidable=False,
    is_after_marking=True,
)

RUNGS: Sequence[RungKind[Shelved]] = (
    RungKind(
        name="sheets received",
        title=N_("Mark sheets received"),
        slug="retour-bordereaux",
        sources=(N_("mark sheets to go back"), N_("received at the office")),
        kinds=(SHEET_NOT_RECEIVED, SHEET_GIVEN_UP),
        lines=_lines,
        gaps=_gaps,
    ),
)
