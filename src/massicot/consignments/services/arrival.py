"""Acts when a parcel arrives at its destination, or does not."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from massicot.audit import services as audit
from massicot.consignments import queries, rules
from massicot.consignments.models import Parcel
from massicot.consignments.rules import Tick, progress
from massicot.consignments.rules.arrival import DepartureUnrecorded, ParcelCameUnrecorded
from massicot.consignments.rules.progress import LostParcelCame, ParcelWasLost
from massicot.consignments.services.places import arrival_of, stones_of, subject_of
from massicot.consignments.services.telling import tell_centre
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
