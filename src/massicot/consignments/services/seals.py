"""Acts on the seal of a parcel: told at its arrival, taken back, ended by the office where it is a trouble."""

from datetime import datetime

from django.db import transaction

from massicot.accounts import queries as accounts
from massicot.audit import services as audit
from massicot.consignments.models import Parcel, SealReading
from massicot.consignments.queries import arrival, parcels
from massicot.consignments.rules import seals
from massicot.consignments.rules.parcels import NotReceived
from massicot.consignments.rules.seals import SealEnd, SealSeen, SealVerdict
from massicot.consignments.services.parcels import subject_of, tell_of_seal, untell_of_seal
from massicot.core.actor import Actor
from massicot.exams import queries as exams


@transaction.atomic
def read_seal(*, code: str, seen: SealSeen, by: Actor, at: datetime) -> SealVerdict:
    """Record the state of a parcel's seal at its arrival; a trouble is told to the exam centre.

    Raise ParcelUnknown, NotReceived, SealSaid, or what `check_seen_seal` refuses.
    """
    parcel = parcels.hold_parcel(code)
    if parcel.arrived_at is None:
        raise NotReceived(code=parcel.code)
    said = arrival.seal_of(parcel)
    if said is not None:
        when = exams.local(exams.paper_by_id(parcel.paper_id), said.read_at)
        raise seals.SealSaid(code=parcel.code, who=said.read_by, at=when)
    verdict = seals.check_seen_seal(parcel.code, parcel.seal, seen)
    SealReading.objects.create(
        parcel=parcel,
        paper_id=parcel.paper_id,
        state=seen.state,
        read=seen.read.strip(),
        verdict=verdict,
        remark=seen.remark.strip(),
        read_by=by.login,
        read_at=at,
    )
    if verdict in seals.TROUBLES:
        tell_of_seal(parcel, by=by, at=at)
    fact = seals.SealRead(parcel.code, seen.state, seen.read.strip(), verdict, seen.remark.strip())
    audit.record(subject=subject_of(parcel), fact=fact, by=by, at=at)
    return verdict


@transaction.atomic
def take_back_seal(*, code: str, reason: str, by: Actor, at: datetime) -> None:
    """Take back what was told of a seal; raise ParcelUnknown, SealNotSaid, SealEnded or SealReasonMissing."""
    parcel = parcels.hold_parcel(code)
    said = _reading_of(parcel)
    if said.ended_at is not None:
        raise seals.SealEnded(code=parcel.code)
    seals.check_remark(parcel.code, reason)
    said.delete()
    untell_of_seal(parcel)
    fact = seals.SealTakenBack(parcel.code, reason.strip())
    audit.record(subject=subject_of(parcel), fact=fact, by=by, at=at)


@transaction.atomic
def end_seal_trouble(*, code: str, end: SealEnd, remark: str, by: Actor, at: datetime) -> None:
    """End a trouble with a seal; raise NotFromOffice, ParcelUnknown, SealNotSaid, SealEnded or SealReasonMissing."""
    accounts.check_office(by.login)
    parcel = parcels.hold_parcel(code)
    said = _reading_of(parcel)
    if said.ended_at is not None:
        raise seals.SealEnded(code=parcel.code)
    if not said.is_open:
        raise seals.SealNotSaid(code=parcel.code)
    seals.check_remark(parcel.code, remark)
    said.end = end
    said.end_remark = remark.strip()
    said.ended_by = by.login
    said.ended_at = at
    said.save(update_fields=["end", "end_remark", "ended_by", "ended_at"])
    fact = seals.SealTroubleEnded(parcel.code, end, remark.strip())
    audit.record(subject=subject_of(parcel), fact=fact, by=by, at=at)


def _reading_of(parcel: Parcel) -> SealReading:
    said = arrival.seal_of(parcel)
    if said is None:
        raise seals.SealNotSaid(code=parcel.code)
    return said
