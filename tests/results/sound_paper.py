"""A small paper whose ladder holds: two centres, one parcel each, two batches; and one change at a time."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from massicot.anonymity.rules.rungs import CentreCounts
from massicot.candidates.rules.rungs import RoomFacts
from massicot.consignments.rules.rungs import BackFacts, BackState, ParcelCounts
from massicot.core.ladder import DueDay, Thing
from massicot.marks.rules.rungs import BatchFacts
from massicot.results.rules.ladder import LadderFacts
from massicot.scripts.rules import ScriptKind
from massicot.shelves.rules.rungs import SheetFacts

NORTH, SOUTH = "9900001W", "9900002X"
WOOD, WATER = "90001", "90002"
NUMBERS = [f"{rank}0000000A" for rank in range(1, 6)]

BATCH = BatchFacts(
    size=3,
    contents=3,
    on_sheet=3,
    marked=3,
    numeric=2,
    absent=1,
    blank=0,
    sum_hundredths=2500,
    is_locked=True,
    is_altered=False,
    locked_lines=3,
    typed_lines=2,
    typed_sum_hundredths=2500,
)
PARCEL = ParcelCounts(contents=3, announced=3, carrier=3, has_arrived=True, received=3, missing=(), waiting=0)

SOUND = LadderFacts(
    imported={WOOD: 4, WATER: 1},
    entered={WOOD: 4, WATER: 1},
    rooms=[
        RoomFacts(centre=NORTH, room="A1", entered=3, present=2, absent=1, counted=2),
        RoomFacts(centre=SOUTH, room="A1", entered=2, present=2, absent=0, counted=2),
    ],
    register={
        (NORTH, WOOD, ScriptKind.WRITTEN): 1,
        (NORTH, WOOD, ScriptKind.PLACEHOLDER): 1,
        (NORTH, WATER, ScriptKind.BLANK): 1,
        (SOUTH, WOOD, ScriptKind.WRITTEN): 2,
    },
    items={
        (NORTH, WOOD, ScriptKind.WRITTEN): 1,
        (NORTH, WOOD, ScriptKind.PLACEHOLDER): 1,
        (NORTH, WATER, ScriptKind.BLANK): 1,
        (SOUTH, WOOD, ScriptKind.WRITTEN): 2,
    },
    centres={
        NORTH: CentreCounts(items=3, items_typed=3, labels_typed=3, strips_typed=3, strips_boxed=3),
        SOUTH: CentreCounts(items=2, items_typed=2, labels_typed=2, strips_typed=2, strips_boxed=2),
    },
    not_packed=(),
    parcels={"P-1": PARCEL, "P-2": replace(PARCEL, contents=2, announced=2, carrier=2, received=2)},
    received=5,
    not_in_batch=(),
    not_received=(),
    batches={
        "B-1": BATCH,
        "B-2": BatchFacts(
            size=2,
            contents=2,
            on_sheet=2,
            marked=2,
            numeric=1,
            absent=0,
            blank=1,
            sum_hundredths=900,
            is_locked=True,
            is_altered=False,
            locked_lines=2,
            typed_lines=1,
            typed_sum_hundredths=900,
        ),
    },
    back={
        "B-1": BackFacts(thing=Thing.BATCH, scripts=3, state=BackState.THERE, there=3),
        "B-2": BackFacts(thing=Thing.BATCH, scripts=1, state=BackState.THERE, there=1),
        NUMBERS[4]: BackFacts(thing=Thing.SCRIPT, scripts=1, state=BackState.THERE, there=1),
    },
    sheets={"B-1": SheetFacts(is_here=True), "B-2": SheetFacts(is_here=True)},
    return_day=DueDay.OVER,
)


def with_room(**changes: Any) -> LadderFacts:
    """Change the facts of room A1 of the north."""
    return replace(SOUND, rooms=[replace(SOUND.rooms[0], **changes), SOUND.rooms[1]])


def with_centre(**changes: int) -> LadderFacts:
    """Change the counts of the north."""
    return replace(SOUND, centres={**SOUND.centres, NORTH: replace(SOUND.centres[NORTH], **changes)})


def with_items(cells: Mapping[Any, int]) -> LadderFacts:
    """Change what the north's numbers are."""
    return replace(SOUND, items={**SOUND.items, **cells})


def with_parcel(**changes: Any) -> LadderFacts:
    """Change the first parcel."""
    return replace(SOUND, parcels={**SOUND.parcels, "P-1": replace(PARCEL, **changes)})


def with_batch(**changes: Any) -> LadderFacts:
    """Change the first batch."""
    return replace(SOUND, batches={**SOUND.batches, "B-1": replace(BATCH, **changes)})


def with_back(ref: str, **changes: Any) -> LadderFacts:
    """Change one thing that goes back."""
    return replace(SOUND, back={**SOUND.back, ref: replace(SOUND.back[ref], **changes)})


def with_sheet(given_up: str = "") -> LadderFacts:
    """Let the mark sheet of the first batch lack."""
    return replace(SOUND, sheets={**SOUND.sheets, "B-1": SheetFacts(is_here=False, given_up=given_up)})
