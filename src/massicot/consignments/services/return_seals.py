"""Acts at the exam office on the seal of a return parcel: told at its arrival, taken back, its trouble ended."""

from datetime import datetime

from django.db import transaction

from massicot.accounts import queries as accounts
from massicot.audit import services as audit
from massicot.consignments.models import ReturnParcel
from massicot.consignments.queries import returns as queries
from massicot.consignments.rules import return_seals as rules
from massicot.consignments.rules import returns, seals
from massicot.consignments.rules.seals import TROUBLES, SealEnd, SealSeen, SealState, SealVerdict
from massicot.consignments.services.return_moves import hold_open_return, return_subject
from massicot.core.actor import Actor
from massicot.core.spelling import folded
from massicot.store.writes import swap_one

SEEN_FIELDS = ("seal_state", "seal_read", "seal_remark", "seal_verdict", "seal_read_by")
END_FIELDS = ("seal_end", "seal_end_remark", "seal_ended_by")


@transaction.atomic
def read_return_seal(*, code: str, seen: SealSeen, by: Actor, at: datetime) -> SealVerdict:
    """Record what is seen of the seal of a return parcel at its arrival; give what it comes to.

    Raise ReturnUnknown, ReturnNotArrived, ReturnIsClosed or SealSaid, and what `check_seen_seal` refuses.
    """
    parcel = hold_open_return(code)
    if parcel.seal_state:
        raise rules.ReturnSealSaid(code=parcel.code, who=parcel.seal_read_by)
    verdict = seals.check_seen_seal(parcel.code, parcel.seal, seen)
    parcel.seal_state = seen.state
    parcel.seal_read = seen.read.strip()
    parcel.seal_remark = seen.remark.strip()
    parcel.seal_verdict = verdict
    parcel.seal_read_by = by.login
    parcel.save(update_fields=SEEN_FIELDS)
    fact = rules.ReturnSealRead(parcel.code, seen.state, seen.read.strip(), verdict, seen.remark.strip())
    audit.record(subject=return_subject(parcel), fact=fact, by=by, at=at)
    return verdict


@transaction.atomic
def take_back_return_seal(*, code: str, reason: str, by: Actor, at: datetime) -> None:
    """Take back what was told of the seal of a return parcel, and how its trouble ended.

    Raise SealNotSaid, ReturnReasonMissing, ReturnUnknown, ReturnNotArrived or ReturnIsClosed.
    """
    parcel = hold_open_return(code)
    if not parcel.seal_state:
        raise seals.SealNotSaid(code=parcel.code)
    returns.check_reason(parcel.code, reason)
    clear_seal(parcel)
    fact = rules.ReturnSealTakenBack(parcel.code, reason.strip())
    audit.record(subject=return_subject(parcel), fact=fact, by=by, at=at)


@transaction.atomic
def end_return_seal_trouble(*, code: str, end: SealEnd, remark: str, by: Actor, at: datetime) -> None:
    """End a trouble with the seal of a return parcel, closed or not: how, and what was learnt.

    Raise NotFromOffice, ReturnUnknown, NoReturnSealTrouble, SealReasonMissing or TextNamesCandidate.
    """
    accounts.check_office(by.login)
    parcel = queries.hold_return(code)
    seals.check_remark(parcel.code, remark)
    waiting = ReturnParcel.objects.filter(pk=parcel.pk, seal_verdict__in=TROUBLES, seal_end="")
    told = dict(zip(END_FIELDS, (end, remark.strip(), by.login), strict=True))
    swap_one(waiting, rules.NoReturnSealTrouble(code=parcel.code), **told)
    fact = rules.ReturnSealTroubleEnded(parcel.code, end, remark.strip())
    audit.record(subject=return_subject(parcel), fact=fact, by=by, at=at)


def check_return_seal(parcel: ReturnParcel, seal: str) -> None:
    """Refuse a seal that is on another return parcel of the same centre and paper; raise ReturnSealTaken."""
    beside = {folded(other): code for other, code in queries.return_seals_beside(parcel).items()}
    if folded(seal) and (other := beside.get(folded(seal))):
        raise returns.ReturnSealTaken(seal=seal, other=other)


def judge_seal(parcel: ReturnParcel, *, by: Actor, at: datetime) -> None:
    """Compare what was seen of a seal at the office with what its centre told since; an end that was said stays.

    The outer act tells the departure.
    """
    if not parcel.seal_state:
        return
    verdict = seals.compare_seal(parcel.seal, SealSeen(SealState(parcel.seal_state), parcel.seal_read))
    if verdict == parcel.seal_verdict or parcel.seal_end:
        return
    parcel.seal_verdict = verdict
    parcel.save(update_fields=["seal_verdict"])
    fact = rules.ReturnSealJudged(parcel.code, parcel.seal, parcel.seal_read, verdict)
    audit.record(subject=return_subject(parcel), fact=fact, by=by, at=at)


def clear_seal(parcel: ReturnParcel) -> None:
    """Forget what was told of the seal of a return parcel, inside the act that says why."""
    for field in (*SEEN_FIELDS, *END_FIELDS):
        setattr(parcel, field, "")
    parcel.save(update_fields=[*SEEN_FIELDS, *END_FIELDS])
