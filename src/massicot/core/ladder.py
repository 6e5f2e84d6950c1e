"""The ladder's arithmetic: rungs that must agree, each with two sources, and a name for every gap.

From the entries to the marks, each rung counts the same scripts from two sources that do not know one another. What
one has and the other has not is a gap, with a kind and a subject (a centre, a parcel, a batch, a number); it is open
until it closes by itself, when the sources agree, or until the office decides it with a reason.

What a rung of the ladder is, and each kind of gap on it: one record each, written by the area that knows of it. A rung
lists the things that it counts, each as both of its sources count it; a kind of gap says how it is called, what it is
about, which step closes it, from when on it is looked into, and whether the office may decide it. The area keeps them
in `rules/rungs.py`; whoever shows, counts or decides gaps reads them there.
"""

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Generic, NamedTuple, TypeVar

About = tuple[str, str]
"""What a decision is about: the key of a gap, and its figures."""


Cell = tuple[str, int, int]
"""One part of what is counted, as each of two sources counts it."""


class GapState(StrEnum):
    """Whether somebody still has to act on a gap."""

    OPEN = "open"
    DECIDED = "decided"


@dataclass(frozen=True, slots=True, kw_only=True)
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
    return (
        replace(ladder, rungs=[_decide_rung(rung, reasons, subjects) for rung in ladder.rungs]) if reasons else ladder
    )


def _decide_rung(rung: Rung, reasons: Mapping[About, str], subjects: Collection[str]) -> Rung:
    # Few of ten thousand gaps are decided: the key of a gap is only written when its subject is one of theirs.
    gaps = [
        replace(gap, state=GapState.DECIDED, reason=reasons[gap.about])
        if gap.subject in subjects and gap.about in reasons
        else gap
        for gap in rung.gaps
    ]
    return replace(rung, gaps=gaps)


Facts_contra = TypeVar("Facts_contra", contravariant=True)
"""What is counted of one paper: an area names the part of it that its rungs read."""


class Thing(StrEnum):
    """What a line behind a rung, or a gap, is about."""

    SPECIALTY = "specialty"
    ROOM = "room"
    CENTRE = "centre"
    PARCEL = "parcel"
    BATCH = "batch"
    SCRIPT = "script"


class Since(StrEnum):
    """From when on a gap of a centre is looked into: until then the centre's next step closes it by itself."""

    ALWAYS = "always"
    DAY_CLOSED = "day-closed"
    ALL_SENT = "all-sent"


class DueDay(StrEnum):
    """Where the day stands by which something is to be back: nobody said one, it is to come, or it is over."""

    UNSAID = "unsaid"
    TO_COME = "to-come"
    OVER = "over"


def due_day(by: datetime | None, at: datetime | None) -> DueDay:
    """Say where a day stands at an instant; without an instant it is to come."""
    if by is None:
        return DueDay.UNSAID
    return DueDay.OVER if at is not None and at >= by else DueDay.TO_COME


class RungLine(NamedTuple):
    """One thing behind a rung, as each of the rung's two sources counts it."""

    thing: Thing
    subject: str
    first: int | None = None
    second: int | None = None


@dataclass(frozen=True, kw_only=True)
class GapKind(Generic[Facts_contra]):
    """One kind of gap: how it is called, what it is about, and how it ends.

    An open gap blocks the lifting of its paper, unless it is of what comes back after the marking; one that is not
    decidable does until it is closed.
    """

    name: str
    title: str
    about: Thing
    not_yet: str = ""
    """How it is called while one source has counted nothing yet, where that is a step to come and no difference."""
    step: tuple[str, str] | None = None
    """What one and many of them are where they are counted by themselves, apart from those to be looked into."""
    is_closed_by_step: bool = False
    """The next step of somebody else closes it: the way to that step comes before any decision."""
    who_acts: str = ""
    """Who makes that step, and how: whom to call about it."""
    since: Since = Since.ALWAYS
    is_decidable: bool = True
    is_of_place: bool = False
    """It is as it was while the ledger has not moved its script."""
    is_lacking: bool = False
    """Its script lacks: if it was decided of and is there after all, somebody says what counts."""
    is_after_marking: bool = False
    """It is of what comes back once the marks are there: neither the lifting nor a table waits for it."""
    figures: Callable[[Facts_contra], Mapping[str, str]] | None = None
    """By subject, what the two counts do not tell and a decision is about as well."""

    @property
    def is_looked_into(self) -> bool:
        return self.step is None and not self.is_closed_by_step

    def key(self, subject: str) -> str:
        return self.gap(subject).key

    def gap(self, subject: str, *, signed: str = "", cells: Sequence[Cell] = ()) -> Gap:
        return Gap(kind=self.name, subject=subject, signed=signed, cells=cells)

    def decided(self, subject: str, reason: str) -> Gap:
        """Name a gap that was decided where it was told, with the reason given there."""
        return Gap(kind=self.name, subject=subject, state=GapState.DECIDED, reason=reason)

    def gaps_on(self, subjects: Iterable[str]) -> list[Gap]:
        """Name a gap on each subject, in their order."""
        return [self.gap(subject) for subject in sorted(subjects)]

    def differing(self, lines: Iterable[RungLine]) -> list[Gap]:
        """Name a gap on each line that the two sources count differently, in the order of their subjects."""
        return self.gaps_on(line.subject for line in lines if line.first != line.second)


@dataclass(frozen=True, kw_only=True)
class RungKind(Generic[Facts_contra]):
    """One rung: its names for programs, for people and for addresses, its two sources, what it counts, its gaps."""

    name: str
    title: str
    slug: str
    sources: tuple[str, str]
    kinds: Sequence[GapKind[Facts_contra]]
    lines: Callable[[Facts_contra], list[RungLine]]
    gaps: Callable[[Facts_contra], list[Gap]]
    expected: Callable[[Facts_contra], int] | None = None
    """What the first source counts, where its lines do not add up to it."""

    def count(self, facts: Facts_contra) -> Rung:
        """Count the rung from its two sources, and name its gaps."""
        lines = self.lines(facts)
        expected = self.expected(facts) if self.expected else sum(line.first or 0 for line in lines)
        return Rung(self.name, expected, sum(line.second or 0 for line in lines), self.gaps(facts))


def digest_of(cells: Iterable[str]) -> str:
    """Tell cells from others in few signs: there may be a hundred."""
    return hashlib.sha256(" ".join(cells).encode()).hexdigest()[:12]
