"""The rungs of the parcels: packed, despatched, received; scripts without a number are counted where they arrive.

And, once they are marked, returned: every script that goes back to the exam office, with its batch or by its number.
What goes back is due once its batch is locked. Nothing is a gap before the day by which it is to be back, which the
paper says; where it says none, nothing is ever overdue, and what is lost is told at once.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from massicot.core.ladder import Cell, DueDay, Gap, GapKind, RungKind, RungLine, Thing, digest_of
from massicot.core.refused import N_, NN_


@dataclass(frozen=True, slots=True, kw_only=True)
class ParcelCounts:
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


class BackState(StrEnum):
    """How far something is that goes back to the exam office: still to come, missing for good, or there."""

    DUE = "due"
    LOST = "lost"
    THERE = "there"


@dataclass(frozen=True, slots=True, kw_only=True)
class BackFacts:
    """A batch, or a script in none, that goes back: how many scripts its centre has of it, how many are back.

    It is lost once the parcel that it lay in is, or was closed at the exam office without it.
    """

    thing: Thing
    scripts: int
    state: BackState = BackState.DUE
    there: int = 0


class Consigned(Protocol):
    """What is counted of the parcels."""

    @property
    def not_packed(self) -> Sequence[str]:
        """Give the numbers in hand that are in no parcel and that nobody signed as not there."""

    @property
    def left_out(self) -> Mapping[str, str]:
        """Map the numbers that were not there when their parcel was made to who signed so."""

    @property
    def parcels(self) -> Mapping[str, ParcelCounts]:
        """Give the numbered parcels by their code."""

    @property
    def uneven(self) -> Sequence[UnevenFacts]:
        """Give the parcels without numbers of which another number arrived."""

    @property
    def back(self) -> Mapping[str, BackFacts]:
        """Give the batches, and the scripts in none, that go back to the exam office or are there."""

    @property
    def unboxed(self) -> Collection[str]:
        """Give the scripts that were to be fetched at the exam office and are not in their boxes."""

    @property
    def return_day(self) -> DueDay:
        """Say where the day stands by which they are to be back."""


def _parcels(counts: Callable[[ParcelCounts], tuple[int, int]]) -> Callable[[Consigned], list[RungLine]]:
    return lambda facts: [
        RungLine(Thing.PARCEL, code, *counts(parcel)) for code, parcel in sorted(facts.parcels.items())
    ]


_packed = _parcels(lambda parcel: (parcel.contents, parcel.announced))
_despatched = _parcels(lambda parcel: (parcel.announced, parcel.carrier or 0))
_ticked = _parcels(lambda parcel: (parcel.announced, parcel.received))


def _reception_lines(facts: Consigned) -> list[RungLine]:
    uneven = [RungLine(Thing.PARCEL, parcel.code, parcel.announced, parcel.arrived) for parcel in facts.uneven]
    return _ticked(facts) + uneven


def _gaps_of_packing(facts: Consigned) -> list[Gap]:
    left_out = [LEFT_OUT.gap(number, signed=signed_by) for number, signed_by in sorted(facts.left_out.items())]
    return NOT_PACKED.gaps_on(facts.not_packed) + left_out + PARCEL_COUNT.differing(_packed(facts))


def _gaps_of_despatch(facts: Consigned) -> list[Gap]:
    unrecorded = {code: parcel.has_arrived for code, parcel in facts.parcels.items() if parcel.carrier is None}
    unknown = [code for code, has_arrived in unrecorded.items() if has_arrived]
    sent = [line for line in _despatched(facts) if line.subject not in unrecorded]
    unsent = unrecorded.keys() - set(unknown)
    return NOT_SENT.gaps_on(unsent) + DEPARTURE_UNKNOWN.gaps_on(unknown) + CARRIER_COUNT.differing(sent)


def _gaps_of_reception(facts: Consigned) -> list[Gap]:
    parcels = facts.parcels.items()
    travelling = [code for code, parcel in parcels if parcel.carrier is not None and not _has_ended(parcel)]
    waiting = [code for code, parcel in parcels if parcel.has_arrived and parcel.waiting]
    missing = [number for _, parcel in parcels for number in parcel.missing]
    uneven = [ARRIVAL_COUNT.gap(parcel.code, signed=parcel.signed, cells=parcel.cells) for parcel in facts.uneven]
    return NOT_ARRIVED.gaps_on(travelling) + NOT_LOOKED_FOR.gaps_on(waiting) + MISSING_SCRIPT.gaps_on(missing) + uneven


def _has_ended(parcel: ParcelCounts) -> bool:
    # The scripts of a parcel declared lost are named one by one, as missing.
    return parcel.has_arrived or parcel.is_lost


def _cells_arrived(facts: Consigned) -> dict[str, str]:
    return {
        parcel.code: digest_of(f"{code}:{first}/{second}" for code, first, second in parcel.cells)
        for parcel in facts.uneven
    }


def _returned(facts: Consigned) -> list[RungLine]:
    return [RungLine(back.thing, ref, back.scripts, back.there) for ref, back in sorted(facts.back.items())]


def _gaps_of_return(facts: Consigned) -> list[Gap]:
    unboxed = NOT_IN_BOX.gaps_on(sorted(facts.unboxed))
    if facts.return_day is DueDay.TO_COME:
        return unboxed
    gaps = [_gap_back(ref, back) for ref, back in sorted(facts.back.items()) if back.scripts != back.there]
    is_over = facts.return_day is DueDay.OVER
    back = [kind.gap(ref) for kind, ref in gaps if is_over or kind not in (NOT_RETURNED, LOOSE_NOT_RETURNED)]
    return back + unboxed


def _gap_back(ref: str, back: BackFacts) -> tuple[GapKind[Consigned], str]:
    is_batch = back.thing is Thing.BATCH
    if back.state is BackState.THERE:
        return RETURN_COUNT, ref
    if back.state is BackState.LOST:
        return (LOST_BACK if is_batch else LOOSE_LOST_BACK), ref
    return (NOT_RETURNED if is_batch else LOOSE_NOT_RETURNED), ref


NOT_PACKED = GapKind[Consigned](
    name="not-packed",
    title=N_("Script in hand in no parcel"),
    about=Thing.SCRIPT,
    step=NN_("script to be packed", "scripts to be packed"),
    is_closed_by_step=True,
    is_of_place=True,
    is_lacking=True,
)
LEFT_OUT = GapKind[Consigned](
    name="left-out",
    title=N_("Script not found when its parcel was made"),
    about=Thing.SCRIPT,
    step=NN_("script not found in its exam centre", "scripts not found in their exam centre"),
    is_of_place=True,
    is_lacking=True,
)
PARCEL_COUNT = GapKind[Consigned](
    name="parcel-count",
    title=N_("Parcel contents differ from its count"),
    about=Thing.PARCEL,
)
NOT_SENT = GapKind[Consigned](
    name="not-sent",
    title=N_("Parcel not sent yet"),
    about=Thing.PARCEL,
    step=NN_("parcel to be sent", "parcels to be sent"),
    is_closed_by_step=True,
)
DEPARTURE_UNKNOWN = GapKind[Consigned](
    name="departure-unknown",
    title=N_("Parcel that arrived, its departure not recorded"),
    about=Thing.PARCEL,
    step=NN_("parcel whose departure is not recorded", "parcels whose departure is not recorded"),
    is_closed_by_step=True,
    who_acts=N_(
        "Its exam centre acts: on the page of the parcel it says when it left, with whom, and how many scripts were "
        "declared. Call it."
    ),
)
CARRIER_COUNT = GapKind[Consigned](
    name="carrier-count",
    title=N_("The carrier's count differs from the note"),
    about=Thing.PARCEL,
)
NOT_ARRIVED = GapKind[Consigned](
    name="not-arrived",
    title=N_("Parcel not arrived yet"),
    about=Thing.PARCEL,
    is_closed_by_step=True,
)
"""How many are on their way is counted by centre, those of every route together."""
NOT_LOOKED_FOR = GapKind[Consigned](
    name="not-looked-for",
    title=N_("Parcel not ticked to its end"),
    about=Thing.PARCEL,
    step=NN_("parcel to be ticked to its end", "parcels to be ticked to their end"),
    is_closed_by_step=True,
    figures=lambda facts: {code: str(parcel.waiting) for code, parcel in facts.parcels.items()},
)
MISSING_SCRIPT = GapKind[Consigned](
    name="missing-script",
    title=N_("Script missing"),
    about=Thing.SCRIPT,
    step=NN_("script missing", "scripts missing"),
    is_of_place=True,
    is_lacking=True,
)
ARRIVAL_COUNT = GapKind[Consigned](
    name="arrival-count",
    title=N_("Scripts counted at the arrival differ from the note"),
    about=Thing.PARCEL,
    figures=_cells_arrived,
)
_SENDS_BACK = N_(
    "Its marking centre puts it into a return parcel and records that it left; the exam office looks through the "
    "parcel once it is there. Call the centre."
)
NOT_RETURNED = GapKind[Consigned](
    name="not-returned",
    title=N_("Batch not back at the exam office in time"),
    about=Thing.BATCH,
    step=NN_("batch overdue at the exam office", "batches overdue at the exam office"),
    is_closed_by_step=True,
    who_acts=_SENDS_BACK,
    is_after_marking=True,
)
LOOSE_NOT_RETURNED = GapKind[Consigned](
    name="script-not-returned",
    title=N_("Script in no batch, not back at the exam office in time"),
    about=Thing.SCRIPT,
    step=NN_("loose script overdue at the exam office", "loose scripts overdue at the exam office"),
    is_closed_by_step=True,
    who_acts=_SENDS_BACK,
    is_of_place=True,
    is_after_marking=True,
)
LOST_BACK = GapKind[Consigned](
    name="batch-lost-back",
    title=N_("Batch missing from what came back"),
    about=Thing.BATCH,
    is_after_marking=True,
)
LOOSE_LOST_BACK = GapKind[Consigned](
    name="script-lost-back",
    title=N_("Script missing from what came back"),
    about=Thing.SCRIPT,
    is_of_place=True,
    is_after_marking=True,
)
RETURN_COUNT = GapKind[Consigned](
    name="return-count",
    title=N_("Batch back with another number of scripts than it has"),
    about=Thing.BATCH,
    is_after_marking=True,
)

NOT_IN_BOX = GapKind[Consigned](
    name="not-in-box",
    title=N_("Script not found in its box at the exam office"),
    about=Thing.SCRIPT,
    is_of_place=True,
    is_after_marking=True,
)

RUNGS: Sequence[RungKind[Consigned]] = (
    RungKind(
        name="packed",
        title=N_("Packed"),
        slug="paquets",
        sources=(N_("parcel contents"), N_("typed")),
        kinds=(NOT_PACKED, LEFT_OUT, PARCEL_COUNT),
        lines=_packed,
        gaps=_gaps_of_packing,
    ),
    RungKind(
        name="despatched",
        title=N_("Despatched"),
        slug="expedition",
        sources=(N_("despatch note"), N_("carrier")),
        kinds=(NOT_SENT, DEPARTURE_UNKNOWN, CARRIER_COUNT),
        lines=_despatched,
        gaps=_gaps_of_despatch,
    ),
    RungKind(
        name="received",
        title=N_("Received"),
        slug="reception",
        sources=(N_("announced"), N_("ticked")),
        kinds=(NOT_ARRIVED, NOT_LOOKED_FOR, MISSING_SCRIPT, ARRIVAL_COUNT),
        lines=_reception_lines,
        gaps=_gaps_of_reception,
    ),
)
RUNGS_BACK: Sequence[RungKind[Consigned]] = (
    RungKind(
        name="scripts returned",
        title=N_("Scripts returned"),
        slug="retour-copies",
        sources=(N_("scripts to go back"), N_("received at the office")),
        kinds=(NOT_RETURNED, LOOSE_NOT_RETURNED, LOST_BACK, LOOSE_LOST_BACK, RETURN_COUNT, NOT_IN_BOX),
        lines=_returned,
        gaps=_gaps_of_return,
    ),
)
"""After the marking, behind the rungs of the marks."""
