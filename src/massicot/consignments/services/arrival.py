"""Acts when a parcel arrives at its destination, or does not; what an outside centre acknowledges."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from massicot.audit import services as audit
from massicot.consignments.models import Parcel, ParcelCount
from massicot.consignments.queries import parcels as queries
from massicot.consignments.rules import arrival, progress
from massicot.consignments.rules import parcels as rules
from massicot.consignments.rules.arrival import (
    DepartureUnrecorded,
    OutsideAcknowledged,
    ParcelAcknowledgement,
    ParcelCameUnrecorded,
)
from massicot.consignments.rules.parcels import Tick
from massicot.consignments.rules.progress import LostParcelCame, ParcelWasLost
from massicot.consignments.services.parcels import arrival_of, stones_of, subject_of, tell_centre, untell_centre
from massicot.core.actor import Actor
from massicot.custody import services as custody
from massicot.custody.rules import Act, ItemKind, Place, Spot
from massicot.exams import queries as exams


@transaction.atomic
def receive_parcel(*, code: str, by: Actor, at: datetime) -> Parcel:
    """Record that a parcel arrived, also one declared lost, whose scripts are then to be looked for again.

    Raise AlreadyReceived or DepartureUnrecorded.
    """
    parcel = queries.hold_parcel(code)
    _check_awaited(parcel)
    if parcel.sent_at is None:
        raise DepartureUnrecorded(code=parcel.code)
    was_lost = parcel.lost_at is not None
    origin = Spot(Place.MISSING) if was_lost else Spot(Place.CARRIER, parcel.carrier)
    carry(parcel, Act.ARRIVED, origin, arrival_of(parcel), by=by, at=at)
    if was_lost:
        parcel.contents.filter(tick=Tick.MISSING).update(tick=Tick.NOT_YET, is_given_up=False)
    parcel.arrived_at = at
    parcel.save(update_fields=["arrived_at"])
    came = LostParcelCame(parcel.code, parcel.announced)
    received = rules.ParcelReceived(parcel.code, parcel.announced)
    audit.record(subject=subject_of(parcel), fact=came if was_lost else received, by=by, at=at)
    return parcel


@transaction.atomic
def receive_unrecorded(*, code: str, by: Actor, at: datetime) -> Parcel:
    """Record that a parcel is here whose departure nobody recorded: it is unknown, and the centre is told.

    One whose departure was recorded meanwhile is received like any other. Raise AlreadyReceived.
    """
    parcel = queries.hold_parcel(code)
    _check_awaited(parcel)
    if parcel.sent_at is not None:
        return receive_parcel(code=code, by=by, at=at)
    origin = Spot(Place.EXAM_CENTRE, parcel.centre_uai)
    carry(parcel, Act.CAME_UNRECORDED, origin, arrival_of(parcel), by=by, at=at)
    parcel.arrived_at = at
    parcel.save(update_fields=["arrived_at"])
    tell_centre(parcel, by=by, at=at)
    fact = ParcelCameUnrecorded(parcel.code, parcel.announced)
    audit.record(subject=subject_of(parcel), fact=fact, by=by, at=at)
    return parcel


@transaction.atomic
def declare_parcel_lost(*, code: str, reason: str, by: Actor, at: datetime) -> Parcel:
    """Declare that a parcel never arrived: each of its scripts is missing.

    Raise NotSent, NotLateYet, AlreadyReceived or AlreadyLost.
    """
    parcel = queries.hold_parcel(code)
    stones = stones_of(parcel, is_begun=False)
    paper = exams.paper_by_id(parcel.paper_id)
    progress.check_lost(parcel.code, replace(stones, due_at=exams.local(paper, parcel.due_at)), at)
    missing = parcel.contents.filter(tick=Tick.NOT_YET).update(tick=Tick.MISSING)
    carry(parcel, Act.LOST, Spot(Place.CARRIER, parcel.carrier), Spot(Place.MISSING), by=by, at=at)
    parcel.lost_at = at
    parcel.save(update_fields=["lost_at"])
    audit.record(subject=subject_of(parcel), fact=ParcelWasLost(parcel.code, missing, reason), by=by, at=at)
    return parcel


def _check_awaited(parcel: Parcel) -> None:
    if parcel.arrived_at is not None:
        arrived = exams.local(exams.paper_by_id(parcel.paper_id), parcel.arrived_at)
        raise rules.AlreadyReceived(code=parcel.code, arrived=arrived)


def carry(parcel: Parcel, act: Act, origin: Spot, destination: Spot, *, by: Actor, at: datetime) -> None:
    """Move a parcel with all that it announces, under its seal; the outer act holds it and records why."""
    custody.move(
        kind=ItemKind.PARCEL,
        ref=parcel.code,
        act=act,
        origin=origin,
        destination=destination,
        count=parcel.announced,
        seal=parcel.seal,
        by=by,
        at=at,
    )


@transaction.atomic
def acknowledge_outside(
    *, code: str, said: ParcelAcknowledgement, counts: Mapping[str, int], by: Actor, at: datetime
) -> Parcel:
    """Record that an outside centre has a parcel: who said so, since when, and how many scripts of each specialty.

    Raise NotOutside, AcknowledgedAlready, AcknowledgerMissing, ArrivalImpossible or CountsOfOtherSpecialties;
    ArrivedCountsDiffer unless a remark signs it.
    """
    parcel = queries.hold_parcel(code)
    paper = exams.paper_by_id(parcel.paper_id)
    since = exams.local(paper, parcel.sent_at or paper.ends_at)
    is_closed = parcel.closed_at is not None
    arrival.check_acknowledgement(parcel.code, parcel.route_kind, said, is_closed=is_closed, since=since, now=at)
    announced = queries.counts_of(parcel)
    if announced.keys() != counts.keys():
        raise rules.CountsOfOtherSpecialties(code=parcel.code, announced=", ".join(sorted(announced)))
    arrival.check_arrived(parcel.code, announced, counts, said.remarks)
    if parcel.arrived_at is None:
        _arrive(parcel, said.arrived_at, by=by, at=at)
    _write(parcel, said, counts, at)
    fact = OutsideAcknowledged(parcel.code, said.by_whom.strip(), said.arrived_at, dict(counts), said.remarks.strip())
    audit.record(subject=subject_of(parcel), fact=fact, by=by, at=at)
    return parcel


def take_back_arrival(parcel: Parcel, *, by: Actor, at: datetime) -> None:
    """Move a parcel whose arrival was written down wrongly to where it was seen before; the outer act says why."""
    carry(parcel, Act.NOT_ARRIVED, arrival_of(parcel), _seen_before(parcel), by=by, at=at)
    untell_centre(parcel)


def _arrive(parcel: Parcel, arrived_at: datetime, *, by: Actor, at: datetime) -> None:
    act = Act.CAME_UNRECORDED if parcel.sent_at is None else Act.ARRIVED
    carry(parcel, act, _seen_before(parcel), arrival_of(parcel), by=by, at=arrived_at)
    if parcel.sent_at is None:
        tell_centre(parcel, by=by, at=at)


def _seen_before(parcel: Parcel) -> Spot:
    """Say where a parcel was last seen: on its way, lost, or at its centre, which recorded no departure."""
    if parcel.sent_at is None:
        return Spot(Place.EXAM_CENTRE, parcel.centre_uai)
    return Spot(Place.CARRIER, parcel.carrier) if parcel.lost_at is None else Spot(Place.MISSING)


def _write(parcel: Parcel, said: ParcelAcknowledgement, counts: Mapping[str, int], at: datetime) -> None:
    parcel.arrived_at = said.arrived_at
    parcel.closed_at = at
    parcel.acknowledged_by = said.by_whom.strip()
    parcel.remarks = said.remarks.strip()
    parcel.save(update_fields=["arrived_at", "closed_at", "acknowledged_by", "remarks"])
    for row in ParcelCount.objects.filter(parcel=parcel):
        row.arrived = counts[row.specialty_code]
        row.gap_reason = parcel.remarks if row.arrived != row.announced else ""
        row.save(update_fields=["arrived", "gap_reason"])
