"""Acts at the marking centre: scripts ticked, missing, found, counted without a scanner; a reception closed."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from massicot.audit import services as audit
from massicot.consignments.models import Parcel, ParcelCount, ParcelScript
from massicot.consignments.queries import despatch, parcels, tallies
from massicot.consignments.rules import arrival, reception
from massicot.consignments.rules import parcels as rules
from massicot.consignments.rules.despatch import AllBut
from massicot.consignments.rules.parcels import Tick
from massicot.consignments.rules.reception import AllButReceived, LookedThrough, Pile
from massicot.consignments.services.arrival import take_back_arrival
from massicot.consignments.services.parcels import arrival_of, subject_of
from massicot.consignments.services.tallies import HeldTally, places_of, write_ticks
from massicot.core.actor import Actor
from massicot.core.second_person import check_second_person
from massicot.custody import queries as ledger
from massicot.custody import services as custody
from massicot.custody.rules import Act, Place, Spot
from massicot.exams.rules import RouteKind
from massicot.scripts import rules as scripts
from massicot.store.writes import swap_all, swap_one


@transaction.atomic
def tick_scripts(*, code: str, numbers: Sequence[str], by: Actor, at: datetime) -> None:  # noqa: ARG001 (no instant)
    """Tick scripts found in their parcel; ticking none does nothing.

    Raise NumberMistyped, ForeignScript, AlreadyTicked, DeclaredMissing, NotReceived or ReceptionClosed.
    """
    parcel = hold_open(code)
    if not numbers:
        return
    ticked = _check_ticks(parcel, numbers, Tick.NOT_YET, Tick.RECEIVED)
    HeldTally(parcel).tick(places_of(parcel, ticked), by=by)


@transaction.atomic
def declare_missing(*, code: str, number: str, by: Actor, at: datetime) -> None:
    """Declare that an announced script was looked for and is not in its parcel; raise as `tick_scripts` does."""
    parcel = hold_open(code)
    missing = _tick(parcel, [number], Tick.NOT_YET, Tick.MISSING)
    custody.move_all(
        refs=missing,
        act=Act.DECLARED_MISSING,
        origin=arrival_of(parcel),
        destination=Spot(Place.MISSING),
        inside_before=parcel.code,
        by=by,
        at=at,
    )
    audit.record(subject=subject_of(parcel), fact=rules.ScriptDeclaredMissing(*missing), by=by, at=at)


@transaction.atomic
def find_script(*, code: str, number: str, by: Actor, at: datetime) -> None:
    """Record that a script declared missing was found, also after the reception was closed; raise NotMissing."""
    parcel = parcels.parcel_by_code(code)
    numbers = _tick(parcel, [number], Tick.MISSING, Tick.RECEIVED)
    found = {"was_missing": True, "lost_here": False, "is_given_up": False}
    ParcelScript.objects.filter(parcel=parcel, number__in=numbers).update(**found)
    custody.move_all(
        refs=numbers,
        act=Act.FOUND,
        origin=Spot(Place.MISSING),
        destination=arrival_of(parcel),
        # In a parcel that was lost as a whole, its scripts are lost inside it.
        inside_before="" if parcel.arrived_at else parcel.code,
        by=by,
        at=at,
    )
    audit.record(subject=subject_of(parcel), fact=rules.ScriptFound(*numbers), by=by, at=at)


@transaction.atomic
def lose_received(*, centre_uai: str, numbers: Sequence[str], by: Actor, at: datetime) -> None:
    """Note that scripts received at a marking centre, in no batch, are not found there; the outer act says who signed.

    Raise AlreadyTicked, or NotThere for one that is no longer loose.
    """
    rows = ParcelScript.objects.filter(number__in=numbers, tick=Tick.RECEIVED)
    refusal = rules.AlreadyTicked(code="", number=numbers[0])
    swap_all(rows, len(numbers), refusal, tick=Tick.MISSING, lost_here=True)
    origin = Spot(Place.MARKING_CENTRE, centre_uai)
    destination = Spot(Place.MISSING)
    custody.move_all(refs=numbers, act=Act.DECLARED_MISSING, origin=origin, destination=destination, by=by, at=at)


@transaction.atomic
def give_up_missing(*, number: str) -> None:
    """Note that the office decided of a script that is missing: nobody is asked to search; the decision says why."""
    ParcelScript.objects.filter(number=number, tick=Tick.MISSING).update(is_given_up=True)


@transaction.atomic
def untick_script(*, code: str, number: str, by: Actor, at: datetime) -> None:
    """Take back a tick made by mistake: the script is to be looked for again; raise NotTicked or ReceptionClosed.

    One that was not written yet leaves no trace: in the journal it would tell which of the pile was just scanned.

    A script that is in a batch already is not taken back: NotThere.
    """
    parcel = hold_open(code)
    number = scripts.check_number(number)
    if number in tallies.unwritten_in(parcel).values():
        HeldTally(parcel).untick(places_of(parcel, [number])[number])
        return
    ticked = parcel.contents.filter(number=number, tick=Tick.RECEIVED)
    swap_one(ticked, rules.NotTicked(code=parcel.code, number=number), tick=Tick.NOT_YET, found_in="")
    spot = arrival_of(parcel)
    custody.move_all(
        refs=[number], act=Act.UNTICKED, origin=spot, destination=spot, inside_after=parcel.code, by=by, at=at
    )
    audit.record(subject=subject_of(parcel), fact=rules.TickTakenBack(number), by=by, at=at)


@transaction.atomic
def close_reception(*, code: str, by: Actor, at: datetime) -> None:
    """Close a reception once every script is ticked; raise NotAllLookedFor."""
    parcel = hold_open(code)
    parcels.hold_contents(parcel)
    write_ticks(parcel=parcel, by=by, at=at)
    ticks = parcels.ticks_of(parcel)
    rules.check_all_looked_for(parcel.code, ticks)
    _close(parcel, at)
    fact = rules.ReceptionWasClosed(received=ticks.get(Tick.RECEIVED, 0), missing=ticks.get(Tick.MISSING, 0))
    audit.record(subject=subject_of(parcel), fact=fact, by=by, at=at)


@transaction.atomic
def acknowledge_counts(*, code: str, counts: Mapping[str, int], gap_reason: str = "", by: Actor, at: datetime) -> None:
    """Record what was counted in a parcel without numbers, one count for each specialty, and close its reception.

    Raise CountsOfOtherSpecialties, NotReceived or ReceptionClosed; ArrivedCountsDiffer unless a reason signs it.
    """
    parcel = _open_parcel(code)
    announced = parcels.counts_of(parcel)
    if announced.keys() != counts.keys():
        raise rules.CountsOfOtherSpecialties(code=parcel.code, announced=", ".join(sorted(announced)))
    arrival.check_arrived(parcel.code, announced, counts, gap_reason)
    reasons = dict.fromkeys(arrival.uneven(announced, counts), gap_reason)
    for specialty_code, count in counts.items():
        row = ParcelCount.objects.filter(parcel=parcel, specialty_code=specialty_code)
        row.update(arrived=count, gap_reason=reasons.get(specialty_code, ""))
    _close(parcel, at)
    audit.record(
        subject=subject_of(parcel),
        fact=rules.CountsAcknowledged(dict(counts), gap_reason if reasons else ""),
        by=by,
        at=at,
    )


@transaction.atomic
def reopen_reception(*, code: str, reason: str, by: Actor, at: datetime) -> None:
    """Open a reception again while no script of it is in a batch; raise ReceptionOpen or ScriptsInBatches.

    A parcel that nobody but the office said was at its outside centre has not arrived there.
    """
    parcel = parcels.hold_parcel(code)
    if parcel.closed_at is None:
        raise rules.ReceptionOpen(code=parcel.code)
    received = [row.number for row in parcels.contents_of(parcel) if row.tick == Tick.RECEIVED]
    gone_on = len(received) - ledger.count_loose(received, arrival_of(parcel))
    if gone_on:
        raise rules.ScriptsInBatches(code=parcel.code, count=gone_on)
    closed = Parcel.objects.filter(pk=parcel.pk, closed_at__isnull=False)
    arrived_at = None if parcel.route_kind == RouteKind.OUTSIDE else parcel.arrived_at
    before = {"arrived_at": arrived_at, "closed_at": None, "acknowledged_by": "", "remarks": ""}
    swap_one(closed, rules.ReceptionOpen(code=parcel.code), **before)
    if arrived_at is None:
        take_back_arrival(parcel, by=by, at=at)
    ParcelCount.objects.filter(parcel=parcel).update(arrived=None, gap_reason="")
    audit.record(subject=subject_of(parcel), fact=rules.ReceptionReopened(parcel.code, reason), by=by, at=at)


def hold_open(code: str) -> Parcel:
    """Hold a parcel whose reception is open, inside the act that does; raise NotReceived or ReceptionClosed."""
    # Whoever closes and whoever takes a tick back wait for one another: nothing is taken back behind the closing.
    return _open(parcels.hold_parcel(code))


def _tick(parcel: Parcel, typed: Sequence[str], now: Tick, after: Tick) -> list[str]:
    """Change the tick of scripts typed or scanned, all or none, and return their numbers, ascending."""
    numbers = _check_ticks(parcel, typed, now, after)
    rows = parcel.contents.filter(number__in=numbers, tick=now)
    swap_all(rows, len(numbers), rules.AlreadyTicked(code=parcel.code, number=numbers[0]), tick=after)
    return numbers


def _check_ticks(parcel: Parcel, typed: Sequence[str], now: Tick, after: Tick) -> list[str]:
    """Check that the tick of scripts may change so, and return their numbers, ascending."""
    numbers = sorted({scripts.check_number(number) for number in typed})
    ticks = despatch.ticks_of(numbers, parcel)
    for number in numbers:
        if number not in ticks:
            raise rules.ForeignScript(code=parcel.code, number=number)
        rules.check_tick(parcel.code, number, ticks[number], (now, after))
    return numbers


def _open_parcel(code: str) -> Parcel:
    return _open(parcels.parcel_by_code(code))


def _open(parcel: Parcel) -> Parcel:
    if parcel.arrived_at is None:
        raise rules.NotReceived(code=parcel.code)
    if parcel.closed_at is not None:
        raise rules.ReceptionClosed(code=parcel.code)
    return parcel


def _close(parcel: Parcel, at: datetime) -> None:
    open_parcel = Parcel.objects.filter(pk=parcel.pk, closed_at__isnull=True)
    swap_one(open_parcel, rules.ReceptionClosed(code=parcel.code), closed_at=at)


@transaction.atomic
def receive_all_but(
    *, code: str, specialty_code: str, counted: int, lacking: AllBut, by: Actor, at: datetime
) -> LookedThrough:
    """Receive the scripts of a specialty that wait in a parcel, counted by hand, all but those named as missing.

    Raise ParcelUnknown, NotReceived, ReceptionClosed, SpecialtyLookedFor, NotLookedForHere, LackingAmbiguous,
    SecondPersonMissing, SecondPersonIsFirst, SecondNameTooShort or HeldCountDiffers.
    """
    parcel = hold_open(code)
    # Of two who count one specialty at once, and of one who scans meanwhile, the later finds what the first ticked.
    parcels.hold_contents(parcel)
    write_ticks(parcel=parcel, by=by, at=at)
    found = reception.look_through(_pile(parcel, specialty_code), counted, lacking)
    if found.missing:
        check_second_person(lacking.signed_by, by)
    spot = arrival_of(parcel)
    _say(parcel, found.received, Tick.RECEIVED, Act.TICKED, spot, by=by, at=at)
    _say(parcel, found.missing, Tick.MISSING, Act.DECLARED_MISSING, Spot(Place.MISSING), by=by, at=at)
    signed_by = lacking.signed_by.strip() if found.missing else ""
    fact = AllButReceived(
        code=parcel.code,
        specialty=specialty_code,
        counted=counted,
        received=len(found.received),
        missing=found.missing,
        signed_by=signed_by,
    )
    audit.record(subject=subject_of(parcel), fact=fact, by=by, at=at)
    return found


def _pile(parcel: Parcel, specialty_code: str) -> Pile:
    ticked = ledger.count_loose(despatch.ticked_in(parcel, specialty_code), arrival_of(parcel))
    return Pile(parcel.code, specialty_code, despatch.waiting_in(parcel, specialty_code), ticked)


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
