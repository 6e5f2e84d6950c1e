"""Acts of the scanner: one script after the other, each counted once, and strays of other parcels received."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from massicot.audit import services as audit
from massicot.consignments.models import Parcel
from massicot.consignments.queries import parcels as queries
from massicot.consignments.queries import tallies
from massicot.consignments.rules import parcels as rules
from massicot.consignments.rules import reception
from massicot.consignments.rules.parcels import Tick
from massicot.consignments.rules.reception import InNoParcel, Scanned, StrayReceived, Verdict
from massicot.consignments.services.despatch import receive_absent
from massicot.consignments.services.parcels import arrival_of, subject_of
from massicot.consignments.services.reception import find_script
from massicot.consignments.services.tallies import HeldTally, TallyPlace
from massicot.core import codes
from massicot.core.actor import Actor
from massicot.custody import queries as ledger
from massicot.custody import services as custody
from massicot.custody.rules import Act, ItemKind, Place, Spot
from massicot.scripts import queries as scripts
from massicot.scripts.rules import NumberUnknown, check_number
from massicot.store.writes import swap_one

_RECEIVING = frozenset({Act.TICKED, Act.FOUND, Act.STRAY})


@transaction.atomic
def scan_script(*, code: str, number: str, scan_id: UUID, by: Actor, at: datetime) -> Scanned:
    """Tick one scanned script, or say why not; the same scan again changes nothing and says the same.

    A script declared missing is found, also after the reception was closed; one that was signed as not there when this
    parcel was made is received. An extra sheet ticks nothing. Raise ParcelUnknown or NotReceived.
    """
    # Whoever scans in this parcel at the same time, or closes it, waits: one tally holds what both tick.
    parcel = _check_arrived(queries.hold_parcel(code))
    tidy = codes.tidy_number(number)
    if not codes.is_number(tidy):
        return _no_script(parcel, tidy)
    found = tallies.script_in(parcel, tidy)
    if found is None:
        return _receive_unannounced(parcel, tidy, scan_id, by=by, at=at)
    specialty_code, tick, rank = found
    tally = HeldTally(parcel)
    is_received = tick == Tick.RECEIVED or tally.content.has(rank)
    if tally.knows(tidy, scan_id):
        verdict = Verdict.RIGHT if is_received else Verdict.TAKEN_BACK
    elif tick == Tick.MISSING:
        find_script(code=parcel.code, number=tidy, by=by, at=at)
        tally.remember(tidy, scan_id)
        verdict = Verdict.FOUND
    elif is_received or parcel.closed_at is not None:
        return _double(parcel.code, tidy) if tick == Tick.RECEIVED else _double_unwritten(parcel.code, tidy)
    else:
        tally.tick({tidy: TallyPlace(rank, specialty_code)}, scan_id=scan_id, by=by)
        verdict = Verdict.RIGHT
    return Scanned(verdict=verdict, number=tidy, parcel=parcel.code)


@transaction.atomic
def receive_stray(*, found_in: str, number: str, by: Actor, at: datetime) -> Parcel:
    """Receive a script that lay in another parcel than the one that announced it; tick it in its own.

    Raise NumberMistyped, InNoParcel, NotAStray, AlreadyTicked, NotSent, StrayOfAnotherCentre or NotReceived.
    """
    number = check_number(number)
    where_found = arrived_parcel(found_in)
    announced = queries.announcement_at(number, where_found.destination_uai)
    if announced is None:
        raise InNoParcel(number=number)
    reception.check_stray(number, announced, where_found.code, where_found.destination_uai)
    own = queries.hold_parcel(announced.parcel)
    if number in tallies.unwritten_in(own).values():  # ticked there since
        raise rules.AlreadyTicked(code=own.code, number=number)
    refusal = rules.AlreadyTicked(code=own.code, number=number)
    rows = own.contents.filter(number=number, tick=announced.tick)
    swap_one(rows, refusal, tick=Tick.RECEIVED, found_in=where_found.code)
    _move_stray(number, own, where_found.code, by=by, at=at)
    audit.record(subject=subject_of(own), fact=StrayReceived(number, where_found.code), by=by, at=at)
    return own


def arrived_parcel(code: str) -> Parcel:
    """Fetch a parcel that has arrived; raise ParcelUnknown or NotReceived."""
    return _check_arrived(queries.parcel_by_code(code))


def _check_arrived(parcel: Parcel) -> Parcel:
    if parcel.arrived_at is None:
        raise rules.NotReceived(code=parcel.code)
    return parcel


def _receive_unannounced(parcel: Parcel, number: str, scan_id: UUID, *, by: Actor, at: datetime) -> Scanned:
    """Receive a script that was signed as not there; say what is known of any other that its parcel does not list."""
    if not receive_absent(parcel=parcel, number=number, by=by, at=at):
        return _foreign(parcel, number)
    HeldTally(parcel).remember(number, scan_id)
    return Scanned(verdict=Verdict.SIGNED_ABSENT, number=number, parcel=parcel.code)


def _no_script(parcel: Parcel, text: str) -> Scanned:
    """Say of an extra sheet whether its script is received; anything else is not read."""
    sheet = codes.extra_sheet(text)
    if sheet is None:
        return Scanned(verdict=Verdict.UNREADABLE, number=text)
    verdict = reception.verdict_on_sheet(
        queries.announcement_at(sheet.number, parcel.destination_uai), parcel.destination_uai
    )
    return Scanned(verdict=verdict, number=sheet.number, sheet=sheet.rank)


def _double_unwritten(code: str, number: str) -> Scanned:
    """Tell of one that is ticked and not written yet what is known: neither by whom nor when."""
    return Scanned(verdict=Verdict.DOUBLE, number=number, parcel=code)


def _double(code: str, number: str) -> Scanned:
    before = ledger.last_event(ItemKind.SCRIPT, number, _RECEIVING)
    if before is None or before.act == Act.TICKED:
        # Ticked with others: the ledger names all who ticked in its parcel, and the instant at which it was written.
        return _double_unwritten(code, number)
    return Scanned(verdict=Verdict.DOUBLE, number=number, parcel=code, by=before.by, at=before.at)


def _foreign(parcel: Parcel, number: str) -> Scanned:
    """Tell what is known, without a name, of a script that its parcel did not announce."""
    try:
        centre = scripts.script_by_number(number).centre_uai
    except NumberUnknown:
        return Scanned(verdict=Verdict.UNKNOWN, number=number)
    announced = queries.announcement_at(number, parcel.destination_uai)
    if announced is None:
        return Scanned(verdict=Verdict.NOT_PACKED, number=number, centre=centre)
    verdict = reception.verdict_on_foreign(announced, parcel.destination_uai)
    if verdict is Verdict.DOUBLE:
        return _double(announced.parcel, number)
    return Scanned(
        verdict=verdict, number=number, parcel=announced.parcel, centre=centre, destination=announced.destination
    )


def _move_stray(number: str, own: Parcel, found_in: str, *, by: Actor, at: datetime) -> None:
    # Wherever its parcel is, on its way, here or lost: the script was announced in it, and is here.
    item = ledger.where(ItemKind.SCRIPT, number)
    if item is None:
        raise InNoParcel(number=number)
    custody.move_stray(
        ref=number,
        origin=Spot(Place(item.place), item.place_ref),
        inside_before=item.inside,
        destination=arrival_of(own),
        found_in=found_in,
        by=by,
        at=at,
    )
