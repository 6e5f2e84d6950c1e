"""Acts of the scanner: one script after the other, each counted once, and strays of other parcels received."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from massicot.audit import services as audit
from massicot.consignments.models import Parcel, ParcelScript
from massicot.consignments.queries import parcels as queries
from massicot.consignments.rules import parcels as rules
from massicot.consignments.rules import reception
from massicot.consignments.rules.parcels import Tick
from massicot.consignments.rules.reception import InNoParcel, Scanned, StrayReceived, Verdict
from massicot.consignments.services.despatch import receive_absent
from massicot.consignments.services.parcels import arrival_of, subject_of
from massicot.consignments.services.reception import find_script
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
    parcel = arrived_parcel(code)
    tidy = codes.tidy_number(number)
    if not codes.is_number(tidy):
        return _no_script(parcel, tidy)
    if _tick(parcel, tidy, scan_id):
        _record(parcel, tidy, by=by, at=at)
        return Scanned(verdict=Verdict.RIGHT, number=tidy, parcel=parcel.code)
    row = parcel.contents.filter(number=tidy).first()
    if row is None:
        was_absent = receive_absent(parcel=parcel, number=tidy, scan_id=scan_id, by=by, at=at)
        return (
            Scanned(verdict=Verdict.SIGNED_ABSENT, number=tidy, parcel=parcel.code)
            if was_absent
            else _foreign(parcel, tidy)
        )
    if row.scan_id == scan_id:
        verdict = Verdict.RIGHT if row.tick == Tick.RECEIVED else Verdict.TAKEN_BACK
        return Scanned(verdict=verdict, number=row.number, parcel=parcel.code)
    if row.tick == Tick.MISSING:
        find_script(code=parcel.code, number=tidy, by=by, at=at)
        ParcelScript.objects.filter(pk=row.pk).update(scan_id=scan_id)
        return Scanned(verdict=Verdict.FOUND, number=tidy, parcel=parcel.code)
    return _double(parcel.code, tidy)


@transaction.atomic
def receive_stray(*, found_in: str, number: str, by: Actor, at: datetime) -> Parcel:
    """Receive a script that lay in another parcel than the one that announced it; tick it in its own.

    Raise NumberMistyped, InNoParcel, NotAStray, AlreadyTicked, NotSent, StrayOfAnotherCentre or NotReceived.
    """
    number = check_number(number)
    where_found = arrived_parcel(found_in)
    announced = queries.announcement_of(number)
    if announced is None:
        raise InNoParcel(number=number)
    reception.check_stray(number, announced, where_found.code, where_found.destination_uai)
    own = queries.parcel_by_code(announced.parcel)
    refusal = rules.AlreadyTicked(code=own.code, number=number)
    rows = own.contents.filter(number=number, tick=announced.tick)
    swap_one(rows, refusal, tick=Tick.RECEIVED, found_in=where_found.code)
    _move_stray(number, own, where_found.code, by=by, at=at)
    audit.record(subject=subject_of(own), fact=StrayReceived(number, where_found.code), by=by, at=at)
    return own


def arrived_parcel(code: str) -> Parcel:
    """Fetch a parcel that has arrived; raise ParcelUnknown or NotReceived."""
    parcel = queries.parcel_by_code(code)
    if parcel.arrived_at is None:
        raise rules.NotReceived(code=parcel.code)
    return parcel


def _tick(parcel: Parcel, number: str, scan_id: UUID) -> bool:
    """Tick a script that waits; say whether it did, and this scan was not the one taken back."""
    waiting = parcel.contents.filter(Q(scan_id__isnull=True) | ~Q(scan_id=scan_id), number=number, tick=Tick.NOT_YET)
    return parcel.closed_at is None and waiting.update(tick=Tick.RECEIVED, scan_id=scan_id) == 1


def _no_script(parcel: Parcel, text: str) -> Scanned:
    """Say of an extra sheet whether its script is received; anything else is not read."""
    sheet = codes.extra_sheet(text)
    if sheet is None:
        return Scanned(verdict=Verdict.UNREADABLE, number=text)
    verdict = reception.verdict_on_sheet(queries.announcement_of(sheet.number), parcel.destination_uai)
    return Scanned(verdict=verdict, number=sheet.number, sheet=sheet.rank)


def _record(parcel: Parcel, number: str, *, by: Actor, at: datetime) -> None:
    spot = arrival_of(parcel)
    custody.move_all(
        refs=[number], act=Act.TICKED, origin=spot, destination=spot, inside_before=parcel.code, by=by, at=at
    )
    audit.record(subject=subject_of(parcel), fact=rules.ScriptsTicked([number]), by=by, at=at)


def _double(code: str, number: str) -> Scanned:
    before = ledger.last_event(ItemKind.SCRIPT, number, _RECEIVING)
    if before is None:
        return Scanned(verdict=Verdict.DOUBLE, number=number, parcel=code)
    return Scanned(verdict=Verdict.DOUBLE, number=number, parcel=code, by=before.by, at=before.at)


def _foreign(parcel: Parcel, number: str) -> Scanned:
    """Tell what is known, without a name, of a script that its parcel did not announce."""
    try:
        centre = scripts.script_by_number(number).centre_uai
    except NumberUnknown:
        return Scanned(verdict=Verdict.UNKNOWN, number=number)
    announced = queries.announcement_of(number)
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
