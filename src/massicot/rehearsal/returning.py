"""Sixth act: scripts and mark sheets go back to the exam office and are put into boxes; what lacks is looked for."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from massicot.batches import queries as batches
from massicot.batches import services as batch_acts
from massicot.batches.rules import Witnessed
from massicot.consignments import queries as parcels
from massicot.consignments import services as consignments
from massicot.consignments.rules.despatch import AllBut
from massicot.consignments.rules.returns import Departure, ReturnCounts
from massicot.consignments.rules.rungs import LOOSE_LOST_BACK
from massicot.consignments.rules.seals import SealSeen, SealState
from massicot.core.refused import N_
from massicot.marks import services as mark_acts
from massicot.rehearsal.opening import print_kind
from massicot.rehearsal.world import CASEWORKER, SECOND_PERSON, World, marking_head
from massicot.results import queries as results
from massicot.results import services as result_acts
from massicot.results.rules import Decision
from massicot.results.rules.papers import PrintKind
from massicot.shelves import queries as shelves
from massicot.shelves import services as shelf_acts
from massicot.shelves.queries.returns import piles_of
from massicot.shelves.rules.boxes import BoxChoice
from massicot.shelves.rules.returns import ReturnChoice, SpecialtyPile
from massicot.shelves.rules.rungs import SHEET_GIVEN_UP
from massicot.shelves.rules.sheet_boxes import SheetChoice
from massicot.shelves.rules.sheets import SheetRange

BEGUN = 2
"""How many marking centres send anything back; any more have not begun."""

PARCEL_HOLDS = BOX_HOLDS = 500
SHELF_HOLDS = 20
SHEETS_LOST = 2

CARRIER = "Messageries des Alpilles"
SIGNED = Witnessed("Introuvable en reformant la pile : l’enveloppe est recomptée à deux.", SECOND_PERSON)
NOWHERE = "Introuvable au bureau, au centre et chez le transporteur. La note est verrouillée : elle compte."
NO_SHEET = "Introuvable après relance : les notes sont verrouillées, le centre en garde le double."


def bring_back(world: World) -> None:
    """Send back what the marking centres have, receive it, put it into boxes; at the first one some of it lacks."""
    begun = world.at_each_centre()[:BEGUN]
    lacking = _lose_one(begun[0])
    for here in begun:
        _pack_piles(here)
    print_kind(world, PrintKind.SHEET_LISTS, N_("Lists of mark sheets"), world.calendar.packed_back)
    print_kind(world, PrintKind.RETURN_NOTES, N_("Return notes"), world.calendar.packed_back)
    for parcel in world.go_through(parcels.returns_of(world.paper.pk), N_("Return parcels")):
        _send(parcel, world.calendar.left_back)
        _receive(parcel, AllBut(), world.calendar.came_back)
    _send_found(begun[0], lacking)
    for here, lost in zip(begun, (SHEETS_LOST * world.has_faults, 0), strict=False):
        _receive_sheets(here, lost)
    _shelve(world)


def settle(world: World) -> None:
    """Ask again for the sheets that lack: one comes, the others are given up; decide of the script that is lost."""
    at = world.calendar.settled
    for here in world.at_each_centre():
        lacking = shelves.sheets_of(world.paper.pk, here.marking_centre).filter(shelves.is_in_state(shelves.LACKING))
        first, *others = list(lacking) or [None]
        if first is None:
            continue
        shelf_acts.remind_of_sheets(
            paper=world.paper, centre_uai=here.marking_centre, by=CASEWORKER, at=world.calendar.asked_again
        )
        shelf_acts.receive_sheet(paper=world.paper, code=first.identifier, by=CASEWORKER, at=at)
        [box] = [box.code for box in shelves.boxes_of(world.paper) if box.sheets]
        pile = SheetChoice(first=first.rank, last=first.rank, counted=1)
        shelf_acts.box_sheets(paper=world.paper, choice=pile, box=box, by=CASEWORKER, at=at)
        for sheet in others:
            shelf_acts.give_up_sheet(paper=world.paper, code=sheet.identifier, reason=NO_SHEET, by=CASEWORKER, at=at)
            world.plant(SHEET_GIVEN_UP.name, [sheet.batch_code])
    for gap in results.ladder_at(world.paper, at).open_gaps:
        result_acts.decide_gap(
            paper=world.paper,
            key=gap.key,
            seen=gap.figures,
            decision=Decision.ACCEPTED,
            reason=NOWHERE,
            by=CASEWORKER,
            at=at,
        )


def _lose_one(world: World) -> str:
    """Count the envelopes of a centre again as they are piled: one of them lacks a script; none without faults."""
    made = batches.batches_of(world.paper.pk, world.marking_centre)
    whole = [batch for batch in made if not batch.lacking and batch.size > 1]
    if not world.has_faults or not whole:
        return ""
    draw = world.draw("lost in a pile")
    batch = whole[draw.below(len(whole))]
    numbers = batches.numbers_of(batch.pk)
    [number] = batch_acts.miss_at_desk(
        code=batch.code,
        counted=batch.in_hand - 1,
        missing=numbers[draw.below(len(numbers))],
        signed=SIGNED,
        by=world.head,
        at=world.calendar.packed_back,
    )
    return number


def _pack_piles(world: World) -> None:
    """Make parcels of whole piles, small ones in one, as many as hold all that may leave."""
    piles = piles_of(world.paper, world.marking_centre, world.calendar.packed_back)
    for rank, some in enumerate(_parcelled([pile for pile in piles if pile.ready]), 1):
        choice = ReturnChoice(specialties=[pile.specialty_code for pile in some])
        envelopes = sum(len(pile.ready) for pile in some)
        _pack(world, choice, ReturnCounts(envelopes, sum(pile.scripts for pile in some)), rank)


def _parcelled(piles: Sequence[SpecialtyPile]) -> Iterator[list[SpecialtyPile]]:
    some: list[SpecialtyPile] = []
    for pile in piles:
        if some and sum(one.scripts for one in some) + pile.scripts > PARCEL_HOLDS:
            yield some
            some = []
        some.append(pile)
    if some:
        yield some


def _pack(world: World, choice: ReturnChoice, counted: ReturnCounts, rank: int, at: datetime | None = None) -> Any:
    seal = f"R{world.draw('return seal', world.marking_centre, rank).below(10**5):05d}{rank}"
    return shelf_acts.pack_return(
        paper=world.paper,
        centre_uai=world.marking_centre,
        choice=choice,
        counted=counted,
        seal=seal,
        by=world.head,
        at=at or world.calendar.packed_back,
    )


def _send(parcel: Any, at: datetime) -> None:
    departure = Departure(
        carrier=CARRIER, tracking=f"MR{parcel.seal[1:]}", counted=parcel.announced, seal=parcel.seal, left_at=at
    )
    consignments.send_return(code=parcel.code, departure=departure, by=marking_head(parcel.centre_uai), at=at)


def _receive(parcel: Any, lacking: AllBut, at: datetime) -> None:
    """Receive a parcel at the office, its seal whole; all that is in it is there but what is named."""
    said: dict[str, Any] = {"code": parcel.code, "by": CASEWORKER, "at": at}
    consignments.receive_return(**said)
    consignments.read_return_seal(seen=SealSeen(SealState.INTACT, parcel.seal), **said)
    lacks = len(lacking.typed)
    counted = ReturnCounts(parcel.envelopes, parcel.announced - lacks)
    consignments.tick_return_all_but(counted=counted, lacking=lacking, **said)
    consignments.close_return(**said)


def _send_found(world: World, number: str) -> None:
    """Find behind its batch the script that lacked, and send it by its number; its parcel arrives without it."""
    row = batches.open_shortage(number) if number else None
    if row is None:
        return
    at = world.calendar.left_later
    mark_acts.find_short(shortage_id=row.pk, by=world.head, at=at)
    world.plant("found-script", [number])
    rank = len(parcels.returns_of(world.paper.pk, world.marking_centre)) + 1
    parcel = _pack(world, ReturnChoice(scripts=[number]), ReturnCounts(0, 1), rank, at)
    _send(parcel, at)
    _receive(parcel, AllBut([number], SECOND_PERSON), world.calendar.came_later)
    world.plant(LOOSE_LOST_BACK.name, [number])


def _receive_sheets(world: World, lost: int) -> None:
    """Receive the mark sheets of a centre, all but a few, counted beside."""
    awaited = shelves.sheets_of(world.paper.pk, world.marking_centre).filter(shelves.is_in_state(shelves.LACKING))
    ranks = [sheet.rank for sheet in awaited]
    lost = min(lost, len(ranks) - 1)
    but = [ranks[place] for place in world.draw("sheets lost").distinct(len(ranks), lost)]
    asked = SheetRange(first=min(ranks), last=max(ranks), counted=len(ranks) - lost, but=but)
    shelf_acts.receive_sheets(
        paper=world.paper, centre_uai=world.marking_centre, asked=asked, by=CASEWORKER, at=world.calendar.came_back
    )


def _shelve(world: World) -> None:
    """Put what came into boxes, label them, and put them on shelves."""
    said: dict[str, Any] = {"paper": world.paper, "by": CASEWORKER, "at": world.calendar.boxed}
    waiting = shelves.to_box(world.paper)
    specialties = sorted({thing.specialty_code for thing in waiting})
    envelopes = sum(thing.kind == "batch" for thing in waiting)
    counted = ReturnCounts(envelopes, sum(thing.count for thing in waiting))
    choice = BoxChoice(specialties=specialties, fits=BOX_HOLDS)
    boxes = shelf_acts.make_boxes(choice=choice, counted=counted, **said)
    sheets = shelves.sheets_in_no_box(world.paper)
    pile = SheetChoice(first=sheets.first, last=sheets.last, counted=sheets.count)
    boxes.append(shelf_acts.box_sheets(choice=pile, **said)[0])
    print_kind(world, PrintKind.BOX_LABELS, N_("Box labels"), world.calendar.boxed)
    for start in range(0, len(boxes), SHELF_HOLDS):
        shelf = f"Cave / travée {start // SHELF_HOLDS + 1} / tablette A"
        shelf_acts.shelve_boxes(boxes=boxes[start : start + SHELF_HOLDS], shelf=shelf, **said)
