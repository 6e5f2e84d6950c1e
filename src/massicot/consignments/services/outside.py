"""The acts of the exam office on a parcel that another academy's centre acknowledges: nobody there has an account."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from massicot.audit import services as audit
from massicot.consignments import queries, rules
from massicot.consignments.models import Parcel, ParcelCount
from massicot.consignments.rules import arrival, outside
from massicot.consignments.rules.outside import OutsideAcknowledged, ParcelAcknowledgement
from massicot.consignments.services.arrival import carry
from massicot.consignments.services.places import arrival_of, subject_of
from massicot.consignments.services.telling import tell_centre, untell_centre
from massicot.core.actor import Actor
from massicot.custody.rules import Act, Place, Spot
from massicot.exams import queries as exams


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
    outside.check_acknowledgement(parcel.code, parcel.route_kind, said, is_closed=is_closed, since=since, now=at)
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
