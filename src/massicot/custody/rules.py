"""The ledger of physical things: scripts, parcels, batches, boxes of header strips, what lies under a slip.

Every hand-over is an event: from where, to where, how many, under which seal, when, by whom. A thing is in exactly one
place. A script inside a parcel or a batch is where that parcel or batch is: it moves with it, without an event of its
own. So does a batch inside the parcel in which it goes back to the exam office, with the scripts that it holds; no
parcel and no batch that lies inside another thing goes anywhere by itself. At the office batches and loose scripts lie
in boxes, which stand on a shelf that is named by a path. What was kept long enough is destroyed, in a place that its
certificate names. "Missing" is a place as well, so that a script nobody can find is never confused with an absent
candidate.
"""

from dataclasses import dataclass
from enum import StrEnum

from massicot.core.refused import N_, Refused


class ItemKind(StrEnum):
    """What is followed."""

    SCRIPT = "script"
    PARCEL = "parcel"
    BATCH = "batch"
    STRIPS = "strips"
    SET_ASIDE = "set-aside"
    BOX = "box"


class Place(StrEnum):
    """Where a thing can be."""

    EXAM_CENTRE = "exam-centre"
    CARRIER = "carrier"
    MARKING_CENTRE = "marking-centre"
    SCAN_HUB = "scan-hub"
    OUTSIDE_CENTRE = "outside-centre"
    MARKER = "marker"
    ASIDE = "aside"
    OFFICE = "office"
    SHELF = "shelf"
    DESTROYED = "destroyed"
    MISSING = "missing"


class Act(StrEnum):
    """What moved it."""

    NUMBERED = "numbered"
    BOXED = "boxed"
    ADDED = "added"
    PACKED = "packed"
    UNPACKED = "unpacked"
    LEFT_OUT = "left-out"
    SENT = "sent"
    ARRIVED = "arrived"
    CAME_UNRECORDED = "came-unrecorded"
    NOT_ARRIVED = "not-arrived"
    TICKED = "ticked"
    DECLARED_MISSING = "declared-missing"
    UNTICKED = "unticked"
    FOUND = "found"
    STRAY = "stray"
    LOST = "lost"
    PUT_IN_BATCH = "put-in-batch"
    REGROUPED = "regrouped"
    TAKEN_OUT = "taken-out"
    MADE_UP = "made-up"
    HANDED_OUT = "handed-out"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"
    PUT_ASIDE = "put-aside"
    GIVEN_BACK = "given-back"
    RELEASED = "released"
    SET_ASIDE = "set-aside"
    PACKED_BACK = "packed-back"
    UNPACKED_BACK = "unpacked-back"
    SENT_BACK = "sent-back"
    CAME_BACK = "came-back"
    NOT_COME_BACK = "not-come-back"
    TAKEN_IN = "taken-in"
    NOT_TAKEN_IN = "not-taken-in"
    LEFT_BEHIND = "left-behind"
    PUT_IN_BOX = "put-in-box"
    OUT_OF_BOX = "out-of-box"
    SHELVED = "shelved"
    TAKEN_DOWN = "taken-down"
    FETCHED = "fetched"
    PUT_BACK = "put-back"
    DESTROYED = "destroyed"


MOVES: dict[Act, tuple[frozenset[Place], frozenset[Place]]] = {
    Act.NUMBERED: (frozenset(), frozenset({Place.EXAM_CENTRE})),
    Act.BOXED: (frozenset(), frozenset({Place.EXAM_CENTRE})),
    Act.ADDED: (frozenset({Place.EXAM_CENTRE}), frozenset({Place.EXAM_CENTRE})),
    Act.PACKED: (frozenset({Place.EXAM_CENTRE}), frozenset({Place.EXAM_CENTRE})),
    Act.UNPACKED: (frozenset({Place.EXAM_CENTRE}), frozenset({Place.EXAM_CENTRE})),
    Act.LEFT_OUT: (frozenset({Place.EXAM_CENTRE}), frozenset({Place.MISSING})),
    Act.SENT: (frozenset({Place.EXAM_CENTRE}), frozenset({Place.CARRIER})),
    Act.ARRIVED: (
        frozenset({Place.CARRIER, Place.MISSING}),
        frozenset({Place.MARKING_CENTRE, Place.SCAN_HUB, Place.OUTSIDE_CENTRE}),
    ),
    # Nobody recorded that it left: it goes from where it was last seen.
    Act.CAME_UNRECORDED: (
        frozenset({Place.EXAM_CENTRE}),
        frozenset({Place.MARKING_CENTRE, Place.SCAN_HUB, Place.OUTSIDE_CENTRE}),
    ),
    # It never was there: whoever said so took it back. It is again where it was seen before.
    Act.NOT_ARRIVED: (
        frozenset({Place.OUTSIDE_CENTRE}),
        frozenset({Place.EXAM_CENTRE, Place.CARRIER, Place.MISSING}),
    ),
    Act.LOST: (frozenset({Place.CARRIER}), frozenset({Place.MISSING})),
    Act.TICKED: (frozenset({Place.MARKING_CENTRE}), frozenset({Place.MARKING_CENTRE})),
    Act.UNTICKED: (frozenset({Place.MARKING_CENTRE}), frozenset({Place.MARKING_CENTRE})),
    # A marker who gives a batch back may be the last who had a script of it; one that is found goes to whoever has it.
    Act.DECLARED_MISSING: (
        frozenset({Place.MARKING_CENTRE, Place.MARKER, Place.OFFICE, Place.SHELF}),
        frozenset({Place.MISSING}),
    ),
    Act.FOUND: (
        frozenset({Place.MISSING}),
        frozenset({Place.EXAM_CENTRE, Place.MARKING_CENTRE, Place.MARKER, Place.ASIDE, Place.OFFICE}),
    ),
    Act.STRAY: (
        frozenset({Place.CARRIER, Place.MARKING_CENTRE, Place.MISSING}),
        frozenset({Place.MARKING_CENTRE}),
    ),
    Act.MADE_UP: (frozenset(), frozenset({Place.EXAM_CENTRE, Place.MARKING_CENTRE, Place.OFFICE})),
    Act.PUT_IN_BATCH: (frozenset({Place.MARKING_CENTRE}), frozenset({Place.MARKING_CENTRE})),
    Act.REGROUPED: (frozenset({Place.MARKING_CENTRE}), frozenset({Place.MARKING_CENTRE})),
    Act.TAKEN_OUT: (frozenset({Place.MARKING_CENTRE}), frozenset({Place.MARKING_CENTRE})),
    Act.HANDED_OUT: (frozenset({Place.MARKING_CENTRE}), frozenset({Place.MARKER})),
    Act.RETURNED: (frozenset({Place.MARKER}), frozenset({Place.MARKING_CENTRE})),
    # A script that the office takes out of its batch stays where it is: with its marker, or at the centre, put aside.
    Act.WITHDRAWN: (frozenset({Place.MARKER}), frozenset({Place.MARKER})),
    Act.PUT_ASIDE: (frozenset({Place.MARKING_CENTRE}), frozenset({Place.ASIDE})),
    Act.GIVEN_BACK: (frozenset({Place.MARKER}), frozenset({Place.ASIDE, Place.MARKING_CENTRE})),
    Act.RELEASED: (frozenset({Place.ASIDE}), frozenset({Place.MARKING_CENTRE})),
    Act.SET_ASIDE: (frozenset(), frozenset({Place.ASIDE})),
    # What was put aside for the exam office goes back to it too; opened again, it lies aside as before.
    Act.PACKED_BACK: (
        frozenset({Place.MARKING_CENTRE, Place.ASIDE}),
        frozenset({Place.MARKING_CENTRE}),
    ),
    Act.UNPACKED_BACK: (
        frozenset({Place.MARKING_CENTRE}),
        frozenset({Place.MARKING_CENTRE, Place.ASIDE}),
    ),
    Act.SENT_BACK: (frozenset({Place.MARKING_CENTRE}), frozenset({Place.CARRIER})),
    # A parcel that nobody recorded as sent comes from where it was last seen, and goes there again if it never came.
    Act.CAME_BACK: (
        frozenset({Place.CARRIER, Place.MISSING, Place.MARKING_CENTRE}),
        frozenset({Place.OFFICE}),
    ),
    Act.NOT_COME_BACK: (
        frozenset({Place.OFFICE}),
        frozenset({Place.CARRIER, Place.MISSING, Place.MARKING_CENTRE}),
    ),
    Act.TAKEN_IN: (frozenset({Place.OFFICE}), frozenset({Place.OFFICE})),
    Act.NOT_TAKEN_IN: (frozenset({Place.OFFICE}), frozenset({Place.OFFICE})),
    # It never was in its parcel: its marking centre has it.
    Act.LEFT_BEHIND: (frozenset({Place.MISSING}), frozenset({Place.MARKING_CENTRE, Place.ASIDE})),
    Act.PUT_IN_BOX: (frozenset({Place.OFFICE}), frozenset({Place.OFFICE})),
    Act.OUT_OF_BOX: (frozenset({Place.OFFICE, Place.SHELF}), frozenset({Place.OFFICE})),
    Act.SHELVED: (frozenset({Place.OFFICE, Place.SHELF}), frozenset({Place.SHELF})),
    Act.TAKEN_DOWN: (frozenset({Place.SHELF}), frozenset({Place.OFFICE})),
    Act.FETCHED: (frozenset({Place.OFFICE, Place.SHELF}), frozenset({Place.OFFICE})),
    Act.PUT_BACK: (frozenset({Place.OFFICE}), frozenset({Place.OFFICE, Place.SHELF})),
    # What is destroyed goes nowhere any more: no act starts there.
    Act.DESTROYED: (frozenset({Place.OFFICE, Place.SHELF}), frozenset({Place.DESTROYED})),
}
"""Each act: the places it may start from (none: the thing appears) and those it may lead to."""


@dataclass(frozen=True, slots=True)
class Spot:
    """One place: which kind, and which one of that kind (a UAI, a carrier, a marker's identifier)."""

    place: Place
    ref: str = ""


class NotThere(Refused):
    sentence = N_("{ref} is no longer where this act takes it from: look it up with “where is it”, then try again.")


class MoveForbidden(Refused):
    sentence = N_("{ref} cannot go from {origin} to {destination} by the act “{act}”.")


class NeverSeen(Refused):
    sentence = N_("{ref} is not in the ledger: check the number as printed, with its letter.")


def check_move(act: Act, ref: str, origin: Place | None, destination: Place) -> None:
    """Refuse a move that its act does not allow."""
    origins, destinations = MOVES[act]
    starts_right = origin in origins if origins else origin is None
    if not starts_right or destination not in destinations:
        raise MoveForbidden(ref=ref, origin=origin or "—", destination=destination, act=act)


PLACES: dict[str, str] = {
    Place.EXAM_CENTRE: N_("at the exam centre"),
    Place.CARRIER: N_("with the carrier"),
    Place.MARKING_CENTRE: N_("at the marking centre"),
    Place.SCAN_HUB: N_("at the scan hub"),
    Place.OUTSIDE_CENTRE: N_("at an outside centre"),
    Place.MARKER: N_("with the marker"),
    Place.ASIDE: N_("put aside at the marking centre for the exam office"),
    Place.OFFICE: N_("in the exam office"),
    Place.SHELF: N_("on the shelf"),
    Place.DESTROYED: N_("destroyed, by the certificate"),
    Place.MISSING: N_("missing"),
}
"""How each place is called where people read."""

ACTS: dict[str, str] = {
    Act.NUMBERED: N_("numbered and cut"),
    Act.BOXED: N_("header strips boxed"),
    Act.ADDED: N_("header strip found and put in its box"),
    Act.PACKED: N_("packed"),
    Act.UNPACKED: N_("taken out of its parcel"),
    Act.LEFT_OUT: N_("not found when its parcel was made"),
    Act.SENT: N_("sent"),
    Act.ARRIVED: N_("arrived"),
    Act.CAME_UNRECORDED: N_("arrived, its departure not recorded"),
    Act.NOT_ARRIVED: N_("acknowledgement taken back"),
    Act.TICKED: N_("ticked"),
    Act.DECLARED_MISSING: N_("declared missing"),
    Act.UNTICKED: N_("tick taken back"),
    Act.FOUND: N_("found"),
    Act.STRAY: N_("found in another parcel"),
    Act.LOST: N_("declared lost"),
    Act.PUT_IN_BATCH: N_("put in a batch"),
    Act.REGROUPED: N_("moved into another batch"),
    Act.TAKEN_OUT: N_("taken out of its batch"),
    Act.MADE_UP: N_("made up"),
    Act.HANDED_OUT: N_("handed out"),
    Act.RETURNED: N_("given back"),
    Act.WITHDRAWN: N_("withdrawn from its batch while its marker held it"),
    Act.PUT_ASIDE: N_("withdrawn from its batch and put aside"),
    Act.GIVEN_BACK: N_("given back by itself"),
    Act.RELEASED: N_("released by the exam office"),
    Act.SET_ASIDE: N_("set aside under a slip"),
    Act.PACKED_BACK: N_("packed for its return to the exam office"),
    Act.UNPACKED_BACK: N_("taken out of its return parcel"),
    Act.SENT_BACK: N_("left for the exam office"),
    Act.CAME_BACK: N_("arrived at the exam office"),
    Act.NOT_COME_BACK: N_("arrival at the exam office taken back"),
    Act.TAKEN_IN: N_("received at the exam office"),
    Act.NOT_TAKEN_IN: N_("reception at the exam office taken back"),
    Act.LEFT_BEHIND: N_("found at the marking centre, not in its return parcel"),
    Act.PUT_IN_BOX: N_("put in a box"),
    Act.OUT_OF_BOX: N_("taken out of its box"),
    Act.SHELVED: N_("put on a shelf"),
    Act.TAKEN_DOWN: N_("taken down from its shelf"),
    Act.FETCHED: N_("fetched from its box to be read"),
    Act.PUT_BACK: N_("put back where it belongs"),
    Act.DESTROYED: N_("destroyed, once it was kept long enough"),
}
"""How each act is called where people read."""
