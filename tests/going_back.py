"""What leaves the marking centre for the exam office, in the named world: two batches, back from Bob and locked."""

from datetime import UTC, datetime

from massicot.batches import queries as batches
from massicot.consignments import queries as parcels
from massicot.consignments import services as consignments
from massicot.consignments.queries import ReturnParcel
from massicot.consignments.rules.returns import ContentKind, Departure, ReturnCounts, ReturnLine
from massicot.consignments.rules.seals import SealSeen, SealState
from massicot.core.actor import Actor
from massicot.exams import queries as exams
from massicot.exams.models import Paper
from massicot.shelves import services as shelves
from massicot.shelves.rules.returns import ReturnChoice
from tests import later_world, world
from tests.cast import MARC, ODILE, PERRIN
from tests.stages import World, stage

PACKED = datetime(2017, 6, 6, 8, tzinfo=UTC)
LEFT = datetime(2017, 6, 6, 14, tzinfo=UTC)
CAME = datetime(2017, 6, 7, 8, tzinfo=UTC)
OVERDUE = datetime(2017, 6, 12, 8, tzinfo=UTC)
"""Six days after it left."""


@stage
def locked_and_back() -> World:
    """Lock both batches, and take them back from Bob."""
    built = later_world.locked()
    for batch in batches.batches_of(built.paper.pk):
        world.give_back(batch)
    built.paper = exams.paper_by_code("BTS-2017", "CGE")
    return built


@stage
def many_back() -> World:
    """Make six batches of two scripts each, lock them, and take them back from Bob."""
    built = world.received()
    Paper.objects.update(batch_size=2, batch_ceiling=2)
    built.paper = exams.paper_by_id(built.paper.pk)
    later_world.locked(world.handed_out(built))
    for batch in batches.batches_of(built.paper.pk):
        world.give_back(batch)
    return built


@stage
def locked_with_no_day() -> World:
    """Lock both batches of a paper that says no day by which anything is to be back: nothing of it is ever overdue."""
    built = later_world.locked()
    Paper.objects.filter(pk=built.paper.pk).update(return_by=None)
    built.paper = exams.paper_by_code("BTS-2017", "CGE")
    return built


@stage
def packed_back() -> World:
    """Put both batches into one return parcel."""
    built = locked_and_back()
    pack(built)
    return built


@stage
def sent_back() -> World:
    """Send the return parcel."""
    built = packed_back()
    send(the_parcel(built))
    return built


@stage
def come_back() -> World:
    """Receive the return parcel at the exam office; nothing is looked through yet."""
    built = sent_back()
    receive(the_parcel(built))
    return built


def pack(built: World, *, by: Actor = MARC, seal: str = "R1", **choice: object) -> ReturnParcel:
    """Pack what is chosen, the piles of both specialties unless something is, counted as it is."""
    codes = [batch.code for batch in batches.batches_of(built.paper.pk, PERRIN)]
    chosen = ReturnChoice(**(choice or {"batches": codes}))
    counted = counts_of(built, chosen)
    return shelves.pack_return(
        paper=built.paper, centre_uai=PERRIN, choice=chosen, counted=counted, seal=seal, by=by, at=PACKED
    )


def pack_aside(built: World, centre: str, number: str) -> ReturnParcel:
    """Pack one script that a marking centre has put aside for the exam office."""
    return shelves.pack_return(
        paper=built.paper,
        centre_uai=centre,
        choice=ReturnChoice(scripts=[number]),
        counted=ReturnCounts(0, 1),
        by=MARC,
        at=PACKED,
    )


def counts_of(built: World, chosen: ReturnChoice) -> ReturnCounts:
    """Count by hand what is chosen."""
    rows = batches.batches_of(built.paper.pk, PERRIN)
    left = set(chosen.but)
    inside = [row for row in rows if row.code in chosen.batches or row.specialty_code in chosen.specialties]
    there = [row for row in inside if row.code not in left]
    return ReturnCounts(len(there), sum(row.in_hand for row in there) + len(chosen.scripts))


def send(parcel: ReturnParcel, *, by: Actor = MARC, at: datetime = LEFT, **more: object) -> ReturnParcel:
    """Send a return parcel by a carrier."""
    typed = {"carrier": "Messageries", "tracking": "T9", "counted": parcel.announced, "seal": "R1", "left_at": at}
    return consignments.send_return(code=parcel.code, departure=Departure(**typed | more), by=by, at=at)


def receive(parcel: ReturnParcel, *, by: Actor = ODILE, at: datetime = CAME) -> ReturnParcel:
    """Record at the office that a return parcel arrived."""
    return consignments.receive_return(code=parcel.code, by=by, at=at)


def close(code: str, *, by: Actor = ODILE, at: datetime = CAME) -> ReturnParcel:
    """Close a return parcel of which all is looked for, its seal whole."""
    parcel = parcels.return_by_code(code)
    if not parcel.seal_state:
        consignments.read_return_seal(code=code, seen=SealSeen(SealState.INTACT, parcel.seal), by=by, at=at)
    return consignments.close_return(code=code, by=by, at=at)


def the_parcel(built: World) -> ReturnParcel:
    """Fetch the one return parcel of the world."""
    [parcel] = parcels.returns_of(built.paper.pk)
    return parcel


def lines_of(built: World) -> list[ReturnLine]:
    """Give both batches as lines of a return parcel."""
    return [
        ReturnLine(kind=ContentKind.BATCH, ref=row.code, specialty_code=row.specialty_code, count=row.in_hand)
        for row in batches.batches_of(built.paper.pk, PERRIN)
    ]
