"""Acts on the way: a parcel sent, and received."""

from datetime import datetime

from django.db import transaction

from massicot.audit import services as audit
from massicot.consignments import queries, rules
from massicot.consignments.models import Parcel
from massicot.consignments.services.places import arrival_of, subject_of
from massicot.core.actor import Actor
from massicot.custody import services as custody
from massicot.custody.rules import Act, Kind, Place, Spot
from massicot.store.swap import swap_one


@transaction.atomic
def send_parcel(
    *, code: str, carrier: str, tracking: str, carrier_count: int, seal: str, by: Actor, at: datetime
) -> Parcel:
    """Record that a parcel left, with the carrier's own count of what it was given; raise AlreadySent."""
    parcel = queries.parcel_by_code(code)
    if not carrier.strip():
        raise rules.CarrierMissing(code=parcel.code)
    swap_one(
        Parcel.objects.filter(pk=parcel.pk, sent_at__isnull=True),
        rules.AlreadySent(code=parcel.code),
        sent_at=at,
        carrier=carrier,
        tracking=tracking,
        carrier_count=carrier_count,
        seal=seal,
    )
    custody.move(
        kind=Kind.PARCEL,
        ref=parcel.code,
        act=Act.SENT,
        origin=Spot(Place.EXAM_CENTRE, parcel.centre_uai),
        destination=Spot(Place.CARRIER, carrier),
        count=carrier_count,
        seal=seal,
        by=by,
        at=at,
    )
    late = int(rules.late_by(parcel.due_at, at).total_seconds() // 60)
    fact = rules.ParcelSent(parcel.code, carrier, tracking, carrier_count, late)
    audit.record(subject=subject_of(parcel), fact=fact, by=by, at=at)
    return queries.parcel_by_code(code)


@transaction.atomic
def receive_parcel(*, code: str, by: Actor, at: datetime) -> Parcel:
    """Record that a parcel arrived; raise NotSent or AlreadyReceived."""
    parcel = queries.parcel_by_code(code)
    if parcel.sent_at is None:
        raise rules.NotSent(code=parcel.code)
    refusal = rules.AlreadyReceived(code=parcel.code, arrived=parcel.arrived_at and parcel.arrived_at.date())
    swap_one(Parcel.objects.filter(pk=parcel.pk, arrived_at__isnull=True), refusal, arrived_at=at)
    custody.move(
        kind=Kind.PARCEL,
        ref=parcel.code,
        act=Act.ARRIVED,
        origin=Spot(Place.CARRIER, parcel.carrier),
        destination=arrival_of(parcel),
        count=parcel.announced,
        seal=parcel.seal,
        by=by,
        at=at,
    )
    audit.record(subject=subject_of(parcel), fact=rules.ParcelReceived(parcel.code, parcel.announced), by=by, at=at)
    return queries.parcel_by_code(code)
