"""What still stands between a marking centre and nothing left of a paper: each kind of thing, and whose step is next.

It is counted anew each time from what the other areas know, and kept nowhere: a line goes when what it counts is done.
Nothing is counted twice as a step: a batch whose line waits for the exam office stands there once, by its questions.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from massicot.core.refused import N_

FEW = 12
"""Things of one kind that are named one by one; the page that the line leads to has the others."""


class Outstanding(StrEnum):
    """A kind of thing that still stands, in the order of the work."""

    COMING = "coming"
    RECEPTION = "reception"
    MISSING = "missing"
    SHORT = "short"
    WITHDRAWN = "withdrawn"
    UNMARKED = "unmarked"
    OUT = "out"
    UNLOCKED = "unlocked"
    SECOND = "second"
    QUESTIONS = "questions"
    SLIPS = "slips"
    PILES = "piles"
    LOOSE = "loose"
    BEHIND = "behind"
    PARCELS = "parcels"
    SHEETS = "sheets"
    REGISTERS = "registers"


OUTSTANDING: dict[Outstanding, str] = {
    Outstanding.COMING: N_("Parcels that have not arrived"),
    Outstanding.RECEPTION: N_("Parcels whose reception is not closed"),
    Outstanding.MISSING: N_("Scripts declared missing from a parcel that came, of which nobody has decided"),
    Outstanding.SHORT: N_("Scripts missing from their batch, of which nobody has decided"),
    Outstanding.WITHDRAWN: N_("Withdrawn scripts that their markers still have"),
    Outstanding.UNMARKED: N_("Batches that no marker has had"),
    Outstanding.OUT: N_("Batches with their markers"),
    Outstanding.UNLOCKED: N_("Batches back and not locked"),
    Outstanding.SECOND: N_("Batches to be typed a second time, or whose keyings differ"),
    Outstanding.QUESTIONS: N_("Lines that wait for an answer of the exam office"),
    Outstanding.SLIPS: N_("Slips of scripts set aside, without an end"),
    Outstanding.PILES: N_("Scripts of locked batches, in no parcel"),
    Outstanding.LOOSE: N_("Scripts in no batch and in no parcel"),
    Outstanding.BEHIND: N_("Batches and scripts that the exam office did not find in a parcel, without a decision"),
    Outstanding.PARCELS: N_("Parcels made for the exam office that have not left"),
    Outstanding.SHEETS: N_("Mark sheets that the exam office has not received"),
    Outstanding.REGISTERS: N_("Days whose list of those who came is not sent"),
}
"""How each is called where people read."""


class Owes(StrEnum):
    """Whose step is next."""

    CENTRE = "centre"
    SENDERS = "senders"
    MARKERS = "markers"
    OFFICE = "office"
    EITHER = "either"


OWES: dict[Owes, str] = {
    Owes.CENTRE: N_("the marking centre"),
    Owes.SENDERS: N_("the exam centres and their carriers"),
    Owes.MARKERS: N_("the markers"),
    Owes.OFFICE: N_("the exam office"),
    Owes.EITHER: N_("the exam office, for those that have left; the marking centre, for the others"),
}
"""How each is called where people read."""

_OTHERS = {
    Outstanding.COMING: Owes.SENDERS,
    Outstanding.WITHDRAWN: Owes.MARKERS,
    Outstanding.OUT: Owes.MARKERS,
    Outstanding.UNLOCKED: Owes.MARKERS,
    Outstanding.QUESTIONS: Owes.OFFICE,
    Outstanding.SHEETS: Owes.EITHER,
}
"""Of sheets nobody writes down that they left: the office receives what came, and waits for the rest."""


@dataclass(frozen=True, slots=True)
class OutstandingLine:
    """So many things of one kind that still stand, and the first of them, as they are called."""

    kind: Outstanding
    count: int
    named: Sequence[str] = ()

    @property
    def owes(self) -> Owes:
        """Say whose step is next."""
        return _OTHERS.get(self.kind, Owes.CENTRE)

    @property
    def unnamed(self) -> int:
        """Count the things that are not among those named; of scripts by specialty, those of the specialties."""
        return 0 if self.kind is Outstanding.PILES or not self.named else self.count - len(self.named)


def line_of(kind: Outstanding, named: Sequence[str], count: int | None = None) -> OutstandingLine:
    """Make the line of some things, named in their order; `count` where it is not theirs."""
    return OutstandingLine(kind, len(named) if count is None else count, named[:FEW])
