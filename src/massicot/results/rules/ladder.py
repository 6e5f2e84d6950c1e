"""The ladder of a paper: what each rung counts, and how each gap is named (contract.md §2).

entered = present + absent = written + blank + placeholders = labels used = strips archived = packed = despatched =
received = in batches = on sheets = marks + AB + CB. The first two rungs count every candidate of the paper, since one
room holds candidates of every route; from the items in hand on, the on-site route alone is followed.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from massicot.core.ladder import Cell, Event, Gap, Ladder, Rung, differing, named
from massicot.results.rules import ARRIVAL_COUNT, MISSING_SCRIPT, NOT_LOCKED, NOT_PACKED, STRIPS
from massicot.results.rules.centres import CentreProgress
from massicot.scripts.rules import Kind

ItemCell = tuple[str, str, Kind]
"""One centre, one specialty, one kind of item."""


@dataclass(frozen=True, slots=True)
class RoomFacts:
    """One room of one centre: its register, and the scripts counted in the hand (None: not keyed yet).

    `signed` is the reason of a count that differs, and who gave it: it explains the gap, and the office decides it.
    """

    centre: str
    room: str
    entered: int
    present: int
    absent: int
    counted: int | None
    signed: str = ""

    @property
    def subject(self) -> str:
        """Name the room in a gap."""
        return f"{self.centre}/{self.room}"

    @property
    def is_confirmed(self) -> bool:
        """Say whether everybody in the room is keyed and its scripts are counted."""
        return self.counted is not None and self.present + self.absent == self.entered


@dataclass(frozen=True, slots=True)
class CentreFacts:
    """One centre's on-site items: the numbers settled, and what was typed and boxed at closing."""

    items: int
    items_typed: int
    labels_typed: int
    strips_typed: int
    strips_boxed: int


@dataclass(frozen=True, slots=True)
class ParcelFacts:
    """One numbered parcel: what it holds, what its note says, what the carrier was given, what was ticked."""

    contents: int
    announced: int
    carrier: int | None
    has_arrived: bool
    received: int
    missing: Sequence[str]
    waiting: int
    is_lost: bool = False


@dataclass(frozen=True, slots=True)
class UnevenFacts:
    """One parcel whose scripts bear no number and of which another number arrived than its note announces.

    `cells` are the specialties that differ: of two that differ by one each way, the sums agree.
    """

    code: str
    announced: int
    arrived: int
    signed: str
    cells: Sequence[Cell] = ()


@dataclass(frozen=True, slots=True)
class BatchFacts:
    """One batch: its envelope, its printed sheet, its marks, and the control totals typed at the lock.

    `digest` tells marks that are no longer those that the lock signed from others that are not.
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


@dataclass(frozen=True, slots=True)
class LadderFacts:
    """Everything that the areas count for one paper; of whole sets of numbers, only what one lacks of another.

    `wrong_absences` says of each number what contradicts its register; `moves` how often the ledger moved each script
    that the office has decided something of; `to_pack` what each centre has in no parcel, numbered or not.
    """

    imported: Mapping[str, int]
    entered: Mapping[str, int]
    rooms: Sequence[RoomFacts]
    register: Mapping[ItemCell, int]
    items: Mapping[ItemCell, int]
    centres: Mapping[str, CentreFacts]
    not_packed: Sequence[str]
    parcels: Mapping[str, ParcelFacts]
    received: int
    not_in_batch: Sequence[str]
    not_received: Sequence[str]
    batches: Mapping[str, BatchFacts]
    wrong_absences: Mapping[str, str] = field(default_factory=dict)
    uneven: Sequence[UnevenFacts] = ()
    moves: Mapping[str, int] = field(default_factory=dict)
    to_pack: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Counted:
    """A paper counted at one instant: its facts, the ladder that they make before any decision, and its centres."""

    facts: LadderFacts
    ladder: Ladder
    centres: Sequence[CentreProgress]


class Counts(Protocol):
    """A paper counted at one instant, whether here and now or read from what was kept."""

    @property
    def facts(self) -> LadderFacts:
        """Give the facts."""

    @property
    def ladder(self) -> Ladder:
        """Give the ladder that they make before any decision."""

    @property
    def centres(self) -> Sequence[CentreProgress]:
        """Give the centres, by UAI."""


def rungs(facts: LadderFacts) -> list[Rung]:
    """Count every rung from its two sources, and name each gap once, on the first rung that shows it."""
    return [
        _entered(facts),
        _attendance(facts),
        _items(facts),
        _labels(facts),
        _strips(facts),
        _packed(facts),
        _despatched(facts),
        _received(facts),
        _in_batches(facts),
        _on_sheets(facts),
        _marks(facts),
    ]


def events(kinds: Mapping[str, Iterable[str]]) -> list[Event]:
    """List what happened out of the ordinary, by kind, then subject."""
    return [Event(kind, subject) for kind in sorted(kinds) for subject in sorted(kinds[kind])]


def _entered(facts: LadderFacts) -> Rung:
    gaps = differing("entries", facts.imported, facts.entered)
    return Rung("entered", sum(facts.imported.values()), sum(facts.entered.values()), gaps)


def _attendance(facts: LadderFacts) -> Rung:
    gaps: list[Gap] = []
    for room in facts.rooms:
        if not room.is_confirmed:
            gaps.append(Gap("attendance", room.subject))
        elif room.counted != room.present:
            gaps.append(Gap("room-count", room.subject, signed=room.signed))
    register = sum(room.present + room.absent for room in facts.rooms)
    typed = sum((room.counted or 0) + room.absent for room in facts.rooms)
    return Rung("present+absent", register, typed, gaps)


def _items(facts: LadderFacts) -> Rung:
    kinds = {uai: centre.items for uai, centre in facts.centres.items()}
    typed = {uai: centre.items_typed for uai, centre in facts.centres.items()}
    gaps = _once(named("items", _unlike_register(facts)), differing("items", kinds, typed))
    return Rung("written+blank+placeholder", sum(kinds.values()), sum(typed.values()), gaps)


def _unlike_register(facts: LadderFacts) -> set[str]:
    """List the centres whose items are not, in each specialty, what the register says: written, blank, absent."""
    cells = facts.register.keys() | facts.items.keys()
    return {cell[0] for cell in cells if facts.register.get(cell, 0) != facts.items.get(cell, 0)}


def _labels(facts: LadderFacts) -> Rung:
    numbers = {uai: centre.items for uai, centre in facts.centres.items()}
    typed = {uai: centre.labels_typed for uai, centre in facts.centres.items()}
    return Rung("labels used", sum(numbers.values()), sum(typed.values()), differing("labels", numbers, typed))


def _strips(facts: LadderFacts) -> Rung:
    boxed = {uai: centre.strips_boxed for uai, centre in facts.centres.items()}
    typed = {uai: centre.strips_typed for uai, centre in facts.centres.items()}
    return Rung("strips archived", sum(boxed.values()), sum(typed.values()), differing(STRIPS, boxed, typed))


def _packed(facts: LadderFacts) -> Rung:
    contents = {code: parcel.contents for code, parcel in facts.parcels.items()}
    announced = {code: parcel.announced for code, parcel in facts.parcels.items()}
    gaps = named(NOT_PACKED, facts.not_packed) + differing("parcel-count", contents, announced)
    return Rung("packed", sum(contents.values()), sum(announced.values()), gaps)


def _despatched(facts: LadderFacts) -> Rung:
    noted = {code: parcel.announced for code, parcel in facts.parcels.items()}
    carried = {code: parcel.carrier or 0 for code, parcel in facts.parcels.items()}
    unsent = {code for code, parcel in facts.parcels.items() if parcel.carrier is None}
    differ = [gap for gap in differing("carrier-count", noted, carried) if gap.subject not in unsent]
    return Rung("despatched", sum(noted.values()), sum(carried.values()), named("not-sent", unsent) + differ)


def _received(facts: LadderFacts) -> Rung:
    parcels = facts.parcels.items()
    travelling = [code for code, parcel in parcels if parcel.carrier is not None and not _has_ended(parcel)]
    waiting = [code for code, parcel in parcels if parcel.has_arrived and parcel.waiting]
    missing = [number for _, parcel in parcels for number in parcel.missing]
    gaps = named("not-arrived", travelling) + named("not-looked-for", waiting) + named(MISSING_SCRIPT, missing)
    gaps += [Gap(ARRIVAL_COUNT, one.code, signed=one.signed, cells=one.cells) for one in facts.uneven]
    announced = sum(parcel.announced for _, parcel in parcels) + sum(one.announced for one in facts.uneven)
    received = sum(parcel.received for _, parcel in parcels) + sum(one.arrived for one in facts.uneven)
    return Rung("received", announced, received, gaps)


def _has_ended(parcel: ParcelFacts) -> bool:
    # The scripts of a parcel declared lost are named one by one, as missing.
    return parcel.has_arrived or parcel.is_lost


def _in_batches(facts: LadderFacts) -> Rung:
    gaps = named("not-in-batch", facts.not_in_batch) + named("not-received", facts.not_received)
    return Rung("in batches", facts.received, sum(batch.contents for batch in facts.batches.values()), gaps)


def _on_sheets(facts: LadderFacts) -> Rung:
    held = {code: batch.contents for code, batch in facts.batches.items()}
    made = {code: batch.size for code, batch in facts.batches.items()}
    printed = {code: batch.on_sheet for code, batch in facts.batches.items()}
    gaps = _once(differing("sheet", held, printed), differing("sheet", made, printed))
    return Rung("on sheets", sum(held.values()), sum(printed.values()), gaps)


def _marks(facts: LadderFacts) -> Rung:
    marked = {code: batch.marked for code, batch in facts.batches.items()}
    signed = {code: batch.locked_lines for code, batch in facts.batches.items()}
    gaps = [gap for code, batch in sorted(facts.batches.items()) for gap in _batch_gaps(code, batch)]
    gaps += named("absence", facts.wrong_absences)
    return Rung("marks+AB+CB", sum(marked.values()), sum(signed.values()), gaps)


def _batch_gaps(code: str, batch: BatchFacts) -> list[Gap]:
    if not batch.is_locked:
        return [Gap(NOT_LOCKED, code)]
    if batch.marked != batch.size:
        return [Gap("unmarked", code)]
    return [] if _is_as_signed(batch) else [Gap("totals", code)]


def _is_as_signed(batch: BatchFacts) -> bool:
    typed = (batch.typed_lines, batch.typed_sum_hundredths)
    totals_agree = typed in ((batch.numeric, batch.sum_hundredths), (None, None))
    return totals_agree and batch.locked_lines == batch.marked and not batch.is_altered


def _once(*lists: Iterable[Gap]) -> list[Gap]:
    found = {gap.key: gap for gaps in lists for gap in gaps}
    return [found[key] for key in sorted(found)]
