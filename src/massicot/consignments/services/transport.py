"""The act that puts a parcel on its way."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from massicot.audit import services as audit
from massicot.consignments import queries, rules
from massicot.consignments.models import Parcel, ParcelEnclosure
from massicot.consignments.rules import arrival, despatch, papers
from massicot.consignments.rules.despatch import Enclosure, Sending
from massicot.consignments.services.places import subject_of
from massicot.consignments.services.telling import untell_centre
from massicot.core.actor import Actor
from massicot.custody import services as custody
from massicot.custody.rules import Act, ItemKind, Place, Spot
from massicot.exams import queries as exams
from massicot.store.bulk import insert_rows


@transaction.atomic
def send_parcel(
    *,
    code: str,
    carrier: str,
    tracking: str,
    carrier_count: int,
    seal: str,
    enclosed: Collection[Enclosure],
    reason: str = "",
    left_at: datetime | None = None,
    by: Actor,
    at: datetime,
) -> Parcel:
    """Record that a parcel left, what lies in it beside the scripts, and how many were declared to its carrier.

    It leaves now, or left at an instant of which the program was not told yet; one that is received already, its
    departure unknown, does not move any more. Raise ParcelUnknown, AlreadySent, CarrierMissing, LeftAtImpossible,
    LeftAfterItArrived or SealTaken; EnclosuresMissing, PapersShort or CarrierCountDiffers unless a reason signs it.
    """
    parcel = queries.hold_parcel(code)
    if parcel.sent_at is not None:
        raise rules.AlreadySent(code=parcel.code)
    sending = Sending(carrier.strip(), carrier_count, enclosed, left_at or at, reason)
    paper = exams.paper_by_id(parcel.paper_id)
    despatch.check_sending(parcel.code, parcel.announced, sending, exams.local(paper, paper.ends_at), at)
    papers.check_leaving(parcel.code, queries.papers_of(parcel), reason)
    arrived = parcel.arrived_at and exams.local(paper, parcel.arrived_at)
    arrival.check_left_before(parcel.code, sending.left_at, arrived)
    despatch.check_seal(seal, queries.seals_beside(parcel))
    _write(parcel, sending, tracking=tracking, seal=seal)
    if parcel.arrived_at is None:
        _hand_over(parcel, sending, by)
    else:
        untell_centre(parcel)
    audit.record(subject=subject_of(parcel), fact=_fact(parcel, sending), by=by, at=at)
    return parcel


def _hand_over(parcel: Parcel, sending: Sending, by: Actor) -> None:
    custody.move(
        kind=ItemKind.PARCEL,
        ref=parcel.code,
        act=Act.SENT,
        origin=Spot(Place.EXAM_CENTRE, parcel.centre_uai),
        destination=Spot(Place.CARRIER, parcel.carrier),
        count=sending.counted,
        seal=parcel.seal,
        by=by,
        at=sending.left_at,
    )


def _write(parcel: Parcel, sending: Sending, *, tracking: str, seal: str) -> None:
    parcel.sent_at, parcel.carrier, parcel.carrier_count = sending.left_at, sending.carrier, sending.counted
    parcel.tracking, parcel.seal = tracking, seal
    parcel.save(update_fields=["sent_at", "carrier", "carrier_count", "tracking", "seal"])
    insert_rows(
        ParcelEnclosure, ("parcel", "document"), ((parcel.pk, document) for document in sorted(sending.enclosed))
    )


def _fact(parcel: Parcel, sending: Sending) -> rules.ParcelSent:
    return rules.ParcelSent(
        code=parcel.code,
        carrier=parcel.carrier,
        tracking=parcel.tracking,
        counted=sending.counted,
        late_minutes=int(rules.late_by(parcel.due_at, sending.left_at).total_seconds() // 60),
        left_at=sending.left_at,
        enclosed=sorted(sending.enclosed),
        reason=sending.reason,
    )
