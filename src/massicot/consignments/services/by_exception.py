"""Reception without a scanner: one count of a specialty, and all of it received but what is named."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from massicot.audit import services as audit
from massicot.consignments import queries, rules
from massicot.consignments.models import Parcel
from massicot.consignments.rules import Tick, by_exception
from massicot.consignments.rules.by_exception import AllButReceived, LookedThrough, Pile
from massicot.consignments.rules.lacking import AllBut
from massicot.consignments.services.places import arrival_of, subject_of
from massicot.consignments.services.reception import hold_open
from massicot.core.actor import Actor
from massicot.custody import queries as ledger
from massicot.custody import services as custody
from massicot.custody.rules import Act, Place, Spot
from massicot.store.swap import swap_all


@transaction.atomic
def receive_all_but(
    *, code: str, specialty_code: str, counted: int, lacking: AllBut, by: Actor, at: datetime
) -> LookedThrough:
    """Receive the scripts of a specialty that wait in a parcel, counted by hand, all but those named as missing.

    Raise ParcelUnknown, NotReceived, ReceptionClosed, SpecialtyLookedFor, NotLookedForHere, LackingAmbiguous,
    SecondPersonMissing or HeldCountDiffers.
    """
    parcel = hold_open(code)
    # Of two who count one specialty at once, and of one who scans meanwhile, the later finds what the first ticked.
    queries.hold_contents(parcel)
    found = by_exception.look_through(_pile(parcel, specialty_code), counted, lacking)
    spot = arrival_of(parcel)
    _say(parcel, found.received, Tick.RECEIVED, Act.TICKED, spot, by=by, at=at)
    _say(parcel, found.missing, Tick.MISSING, Act.DECLARED_MISSING, Spot(Place.MISSING), by=by, at=at)
    signed_by = lacking.signed_by.strip() if found.missing else ""
    fact = AllButReceived(parcel.code, specialty_code, counted, len(found.received), found.missing, signed_by)
    audit.record(subject=subject_of(parcel), fact=fact, by=by, at=at)
    return found


def _pile(parcel: Parcel, specialty_code: str) -> Pile:
    ticked = ledger.count_loose(queries.ticked_in(parcel, specialty_code), arrival_of(parcel))
    return Pile(parcel.code, specialty_code, queries.waiting_in(parcel, specialty_code), ticked)


def _say(
    parcel: Parcel, numbers: Sequence[str], tick: Tick, act: Act, destination: Spot, *, by: Actor, at: datetime
) -> None:
    if not numbers:
        return
    waiting = parcel.contents.filter(number__in=numbers, tick=Tick.NOT_YET)
    swap_all(waiting, len(numbers), rules.AlreadyTicked(code=parcel.code, number=numbers[0]), tick=tick)
    origin = arrival_of(parcel)
    custody.move_all(
        refs=numbers, act=act, origin=origin, destination=destination, inside_before=parcel.code, by=by, at=at
    )
