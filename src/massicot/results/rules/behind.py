"""What lies behind each rung of the ladder: the specialties, rooms, centres, parcels, batches or scripts it counts.

Each line shows one of them with the two counts of the rung, so that a difference is found where it is; a script that
one source has and the other has not is a line of its own, without counts.
"""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import NamedTuple

from massicot.core.ladder import Rung
from massicot.results.rules import ARRIVAL_COUNT, MISSING_SCRIPT, NOT_LOCKED, NOT_PACKED
from massicot.results.rules.ladder import BatchFacts, CentreFacts, LadderFacts, ParcelFacts


class Thing(StrEnum):
    """What a line is about."""

    SPECIALTY = "specialty"
    ROOM = "room"
    CENTRE = "centre"
    PARCEL = "parcel"
    BATCH = "batch"
    SCRIPT = "script"


THINGS: Mapping[str, Thing] = {
    "entries": Thing.SPECIALTY,
    "attendance": Thing.ROOM,
    "room-count": Thing.ROOM,
    "items": Thing.CENTRE,
    "labels": Thing.CENTRE,
    "strips": Thing.CENTRE,
    NOT_PACKED: Thing.SCRIPT,
    "parcel-count": Thing.PARCEL,
    "not-sent": Thing.PARCEL,
    "carrier-count": Thing.PARCEL,
    "not-arrived": Thing.PARCEL,
    "not-looked-for": Thing.PARCEL,
    ARRIVAL_COUNT: Thing.PARCEL,
    MISSING_SCRIPT: Thing.SCRIPT,
    "not-in-batch": Thing.SCRIPT,
    "not-received": Thing.SCRIPT,
    "sheet": Thing.BATCH,
    NOT_LOCKED: Thing.BATCH,
    "unmarked": Thing.BATCH,
    "totals": Thing.BATCH,
    "absence": Thing.SCRIPT,
}
"""What a gap of each kind is about."""

BY_STEPS = frozenset(
    {"attendance", NOT_PACKED, "not-sent", "not-arrived", "not-looked-for", "not-in-batch", "sheet", NOT_LOCKED}
)
"""Kinds of gaps that the next step of somebody else closes: the way to that step comes before any decision."""


class Line(NamedTuple):
    """One thing behind a rung, as each of the rung's two sources counts it."""

    thing: Thing
    subject: str
    first: int | None = None
    second: int | None = None


def lines_behind(rung: Rung, facts: LadderFacts) -> list[Line]:
    """List what a rung counts, then the scripts that it names in its gaps."""
    lines = _COUNTED[rung.name](facts)
    counted = {line.subject for line in lines}
    return lines + [Line(Thing.SCRIPT, gap.subject) for gap in rung.gaps if gap.subject not in counted]


def _specialties(facts: LadderFacts) -> list[Line]:
    codes = sorted(facts.imported.keys() | facts.entered.keys())
    return [Line(Thing.SPECIALTY, code, facts.imported.get(code, 0), facts.entered.get(code, 0)) for code in codes]


def _rooms(facts: LadderFacts) -> list[Line]:
    return [
        Line(Thing.ROOM, room.subject, room.present + room.absent, (room.counted or 0) + room.absent)
        for room in facts.rooms
    ]


def _centres(counts: Callable[[CentreFacts], tuple[int, int]]) -> Callable[[LadderFacts], list[Line]]:
    return lambda facts: [Line(Thing.CENTRE, uai, *counts(centre)) for uai, centre in sorted(facts.centres.items())]


def _parcels(counts: Callable[[ParcelFacts], tuple[int, int]]) -> Callable[[LadderFacts], list[Line]]:
    return lambda facts: [Line(Thing.PARCEL, code, *counts(parcel)) for code, parcel in sorted(facts.parcels.items())]


def _arrived(facts: LadderFacts) -> list[Line]:
    uneven = [Line(Thing.PARCEL, one.code, one.announced, one.arrived) for one in facts.uneven]
    return _parcels(lambda parcel: (parcel.announced, parcel.received))(facts) + uneven


def _batches(counts: Callable[[BatchFacts], tuple[int, int]]) -> Callable[[LadderFacts], list[Line]]:
    return lambda facts: [Line(Thing.BATCH, code, *counts(batch)) for code, batch in sorted(facts.batches.items())]


_COUNTED: Mapping[str, Callable[[LadderFacts], list[Line]]] = {
    "entered": _specialties,
    "present+absent": _rooms,
    "written+blank+placeholder": _centres(lambda centre: (centre.items, centre.items_typed)),
    "labels used": _centres(lambda centre: (centre.items, centre.labels_typed)),
    "strips archived": _centres(lambda centre: (centre.strips_boxed, centre.strips_typed)),
    "packed": _parcels(lambda parcel: (parcel.contents, parcel.announced)),
    "despatched": _parcels(lambda parcel: (parcel.announced, parcel.carrier or 0)),
    "received": _arrived,
    "in batches": _batches(lambda batch: (batch.size, batch.contents)),
    "on sheets": _batches(lambda batch: (batch.contents, batch.on_sheet)),
    "marks+AB+CB": _batches(lambda batch: (batch.marked, batch.locked_lines)),
}
