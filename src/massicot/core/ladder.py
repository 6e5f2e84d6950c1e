"""The ladder's arithmetic: rungs that must agree, each with two sources, and a name for every gap.

From the entries to the marks, each rung counts the same scripts from two sources that do not know one another. What
one has and the other has not is a gap, with a kind and a subject (a centre, a parcel, a batch, a number); it is open
until it closes by itself, when the sources agree, or until the office decides it with a reason.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

About = tuple[str, str]
"""What a decision is about: the key of a gap, and its figures."""


Cell = tuple[str, int, int]
"""One part of what is counted, as each of two sources counts it."""


class GapState(StrEnum):
    """Whether somebody still has to act on a gap."""

    OPEN = "open"
    DECIDED = "decided"


@dataclass(frozen=True, slots=True)
class Gap:
    """One named difference between the two sources of a rung; `signed`: how those who counted explain it.

    `figures` are what a decision on it is about: another figure is another gap of the same name. `cells` are the counts
    of its two sources where they differ, part by part, of what is counted in parts: their sums may agree.
    """

    kind: str
    subject: str
    state: GapState = GapState.OPEN
    reason: str = ""
    signed: str = ""
    figures: str = ""
    cells: Sequence[Cell] = ()

    @property
    def key(self) -> str:
        """Name the gap, the same way each time."""
        return f"{self.kind}:{self.subject}"

    @property
    def about(self) -> About:
        """Name what a decision on the gap is about."""
        return self.key, self.figures


@dataclass(frozen=True, slots=True)
class LadderEvent:
    """Something out of the ordinary that happened and needs no decision."""

    kind: str
    subject: str

    @property
    def key(self) -> str:
        """Name the event, the same way each time."""
        return f"{self.kind}:{self.subject}"


@dataclass(frozen=True, slots=True)
class Rung:
    """One count from two sources."""

    name: str
    expected: int
    found: int
    gaps: Sequence[Gap] = ()


@dataclass(frozen=True, slots=True)
class Ladder:
    """Every rung of a paper's on-site route, in the order of the script's journey, and its events and totals."""

    rungs: Sequence[Rung]
    events: Sequence[LadderEvent]
    totals: Mapping[str, int]

    def rung(self, name: str) -> Rung:
        """Find one rung."""
        return next(rung for rung in self.rungs if rung.name == name)

    @property
    def gaps(self) -> Iterator[Gap]:
        """Go through every gap, from the first rung to the last."""
        return (gap for rung in self.rungs for gap in rung.gaps)

    @property
    def open_gaps(self) -> list[Gap]:
        """List the gaps that somebody still has to close or decide."""
        return [gap for gap in self.gaps if gap.state is GapState.OPEN]


def decide(ladder: Ladder, reasons: Mapping[About, str]) -> Ladder:
    """Mark the gaps that the office decided as they are (key and figures → reason)."""
    subjects = {key.partition(":")[2] for key, _ in reasons}
    return replace(ladder, rungs=[_decided(rung, reasons, subjects) for rung in ladder.rungs]) if reasons else ladder


def _decided(rung: Rung, reasons: Mapping[About, str], subjects: Collection[str]) -> Rung:
    # Few of ten thousand gaps are decided: the key of a gap is only written when its subject is one of theirs.
    gaps = [
        replace(gap, state=GapState.DECIDED, reason=reasons[gap.about])
        if gap.subject in subjects and gap.about in reasons
        else gap
        for gap in rung.gaps
    ]
    return replace(rung, gaps=gaps)
