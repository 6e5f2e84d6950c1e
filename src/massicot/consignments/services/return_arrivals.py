"""Acts at the exam office on a parcel that comes back: it arrived, what is in it looked through, closed."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from massicot.accounts import queries as accounts
from massicot.audit import services as audit
from massicot.consignments.models import ReturnContent, ReturnParcel
from massicot.consignments.queries import returns as queries
from massicot.consignments.rules import return_arrivals as rules
from massicot.consignments.rules import returns
from massicot.consignments.rules.despatch import AllBut
from massicot.consignments.rules.return_arrivals import ReturnTick
from massicot.consignments.rules.return_seals import ReturnSealUntold
from massicot.consignments.rules.returns import ReturnCounts
from massicot.consignments.services.return_moves import (
    MISSING,
    OFFICE,
    Move,
    carry_back,
    check_arrived,
    check_awaited,
    held_in,
    hold_open_return,
    move_contents,
    return_subject,
    seen_before,
)
from massicot.consignments.services.return_seals import clear_seal
from massicot.core.actor import Actor
from massicot.core.refused import Phrase
from massicot.core.second_person import check_second_person
from massicot.custody.rules import Act
from massicot.store.writes import swap_all, swap_one


@transaction.atomic
def receive_return(*, code: str, by: Actor, at: datetime) -> ReturnParcel:
    """Record that a return parcel is at the exam office, also one declared lost, which is then looked through.

    Raise NotFromOffice, ReturnUnknown, ReturnReceivedAlready, ReceivedBySender or ReturnDepartureUnrecorded.
    """
    parcel = _hold_awaited(code, by)
    if parcel.sent_at is None:
        raise rules.ReturnDepartureUnrecorded(code=parcel.code)
    was_lost = parcel.lost_at is not None
    _arrive(parcel, by=by, at=at)
    if was_lost:
        parcel.contents.filter(tick=ReturnTick.MISSING).update(tick=ReturnTick.NOT_YET, is_given_up=False)
    received = rules.ReturnReceived(parcel.code, parcel.announced)
    came = rules.LostReturnCame(parcel.code, parcel.announced)
    audit.record(subject=return_subject(parcel), fact=came if was_lost else received, by=by, at=at)
    return parcel


@transaction.atomic
def receive_unsent_return(*, code: str, by: Actor, at: datetime) -> ReturnParcel:
    """Record that a return parcel is here whose departure nobody recorded; its centre may still tell it.

    One whose departure was recorded meanwhile is received like any other. Raise NotFromOffice, ReturnUnknown,
    ReturnReceivedAlready or ReceivedBySender.
    """
    parcel = _hold_awaited(code, by)
    if parcel.sent_at is not None:
        return receive_return(code=code, by=by, at=at)
    _arrive(parcel, by=by, at=at)
    fact = rules.ReturnCameUnrecorded(parcel.code, parcel.announced)
    audit.record(subject=return_subject(parcel), fact=fact, by=by, at=at)
    return parcel


@transaction.atomic
def take_back_return_arrival(*, code: str, reason: str, by: Actor, at: datetime) -> None:
    """Take back that a return parcel arrived: it is where it was last seen, and its seal is told anew when it comes.

    Raise ReturnUnknown, ReturnNotArrived, ReturnIsClosed, ReturnLookedThrough or ReturnReasonMissing.
    """
    parcel = hold_open_return(code)
    if queries.return_ticks(parcel).keys() - {ReturnTick.NOT_YET}:
        raise rules.ReturnLookedThrough(code=parcel.code)
    returns.check_reason(parcel.code, reason)
    carry_back(parcel, Act.NOT_COME_BACK, OFFICE, seen_before(parcel), by=by, at=at)
    if parcel.lost_at is not None:
        parcel.contents.update(tick=ReturnTick.MISSING)
    clear_seal(parcel)
    parcel.arrived_at, parcel.received_by = None, ""
    parcel.save(update_fields=["arrived_at", "received_by"])
    fact = rules.ReturnArrivalTakenBack(parcel.code, reason.strip())
    audit.record(subject=return_subject(parcel), fact=fact, by=by, at=at)


@transaction.atomic
def tick_return_all_but(
    *, code: str, counted: ReturnCounts, lacking: AllBut, by: Actor, at: datetime
) -> tuple[list[str], list[str]]:
    """Receive all that waits in a return parcel, counted by hand, but what is named as missing; give both.

    Raise ReturnUnknown, ReturnNotArrived, ReturnIsClosed, ReturnAllLookedFor, NotInReturn, NamesSeveral,
    SecondPersonMissing, SecondPersonIsFirst, SecondNameTooShort or ReturnCountsWrong.
    """
    parcel = hold_open_return(code)
    waiting = list(parcel.contents.filter(tick=ReturnTick.NOT_YET))
    if not waiting:
        raise rules.ReturnAllLookedFor(code=parcel.code)
    kinds = queries.kinds_in(parcel, ReturnTick.NOT_YET)
    missing = rules.named_missing(parcel.code, lacking, kinds)
    if missing:
        check_second_person(lacking.signed_by, by)
    there = [row for row in waiting if row.ref not in missing]
    ticked = list(parcel.contents.filter(tick=ReturnTick.RECEIVED))
    held = returns.counts_in([(returns.ContentKind(row.kind), row.count) for row in (*there, *ticked)])
    if counted != held:
        raise rules.ReturnCountsWrong(code=parcel.code, **counted.in_words())
    _say(parcel, there, ReturnTick.RECEIVED, by=by, at=at)
    _say(parcel, [row for row in waiting if row.ref in missing], ReturnTick.MISSING, by=by, at=at)
    fact = rules.ReturnTickedAllBut(
        code=parcel.code,
        envelopes=counted.envelopes,
        scripts=counted.scripts,
        missing=missing,
        signed_by=lacking.signed_by.strip() if missing else "",
    )
    audit.record(subject=return_subject(parcel), fact=fact, by=by, at=at)
    return sorted(row.ref for row in there), missing


@transaction.atomic
def tick_return(*, code: str, ref: str, by: Actor, at: datetime) -> str:
    """Receive one thing out of a return parcel, named by its code or number; give which.

    Raise ReturnUnknown, ReturnNotArrived, ReturnIsClosed, NotInReturn, NamesSeveral or ReturnTickStands.
    """
    parcel = hold_open_return(code)
    row = _row_named(parcel, ref, (ReturnTick.NOT_YET, ReturnTick.RECEIVED))
    _say(parcel, [row], ReturnTick.RECEIVED, by=by, at=at)
    audit.record(subject=return_subject(parcel), fact=rules.ReturnContentTicked(row.ref), by=by, at=at)
    return str(row.ref)


@transaction.atomic
def miss_return(*, code: str, ref: str, reason: str, by: Actor, at: datetime) -> str:
    """Declare that one thing was looked for and is not in its return parcel; raise as `tick_return`."""
    parcel = hold_open_return(code)
    row = _row_named(parcel, ref, (ReturnTick.NOT_YET, ReturnTick.MISSING))
    returns.check_reason(parcel.code, reason)
    _say(parcel, [row], ReturnTick.MISSING, reason=reason.strip(), by=by, at=at)
    fact = rules.ReturnContentMissing(row.ref, reason.strip())
    audit.record(subject=return_subject(parcel), fact=fact, by=by, at=at)
    return str(row.ref)


@transaction.atomic
def find_return_content(*, code: str, ref: str, by: Actor, at: datetime) -> str:
    """Record that what was missing from a return parcel is found at the office, also once that is closed.

    Raise ReturnUnknown, ReturnNotArrived, NotInReturn, NamesSeveral or ReturnTickStands.
    """
    parcel = queries.hold_return(code)
    check_arrived(parcel)
    row = _row_named(parcel, ref, (ReturnTick.MISSING, ReturnTick.RECEIVED))
    _swap(parcel, [row], ReturnTick.MISSING, tick=ReturnTick.RECEIVED, was_missing=True, is_given_up=False)
    move_contents([row], Move(act=Act.FOUND, origin=MISSING, destination=OFFICE), by=by, at=at)
    audit.record(subject=return_subject(parcel), fact=rules.ReturnContentFound(row.ref), by=by, at=at)
    return str(row.ref)


@transaction.atomic
def give_up_returned(*, ref: str) -> None:
    """Note that the office decided of what is missing from what came back: nobody is asked to search for it."""
    ReturnContent.objects.filter(ref=ref, tick=ReturnTick.MISSING).update(is_given_up=True)


@transaction.atomic
def untick_return(*, code: str, ref: str, by: Actor, at: datetime) -> str:
    """Take back a tick made by mistake: the thing is looked for again; raise as `tick_return`, or ReturnIsBoxed."""
    parcel = hold_open_return(code)
    row = _row_named(parcel, ref, (ReturnTick.RECEIVED, ReturnTick.NOT_YET))
    if box := held_in(row):
        raise rules.ReturnIsBoxed(ref=row.ref, box=box)
    _swap(parcel, [row], ReturnTick.RECEIVED, tick=ReturnTick.NOT_YET)
    move = Move(act=Act.NOT_TAKEN_IN, origin=OFFICE, destination=OFFICE, after=parcel.code)
    move_contents([row], move, by=by, at=at)
    audit.record(subject=return_subject(parcel), fact=rules.ReturnTickTakenBack(row.ref), by=by, at=at)
    return str(row.ref)


@transaction.atomic
def close_return(*, code: str, by: Actor, at: datetime) -> ReturnParcel:
    """Close a return parcel once all in it is looked for, and its seal is told.

    Raise NotAllTicked, ReturnSealUntold, ReturnNotArrived or ReturnIsClosed.
    """
    parcel = hold_open_return(code)
    ticks = queries.return_ticks(parcel)
    if waiting := ticks[ReturnTick.NOT_YET]:
        raise rules.NotAllTicked(code=parcel.code, count=waiting)
    if parcel.seal and not parcel.seal_state:
        raise ReturnSealUntold(code=parcel.code, seal=parcel.seal)
    _close(parcel, at)
    fact = rules.ReturnWasClosed(parcel.code, ticks[ReturnTick.RECEIVED], ticks[ReturnTick.MISSING])
    audit.record(subject=return_subject(parcel), fact=fact, by=by, at=at)
    return parcel


@transaction.atomic
def reopen_return(*, code: str, reason: str, by: Actor, at: datetime) -> None:
    """Open a closed return parcel again; raise ReturnUnknown, ReturnIsOpen or ReturnReasonMissing."""
    parcel = queries.hold_return(code)
    if parcel.closed_at is None:
        raise rules.ReturnIsOpen(code=parcel.code)
    returns.check_reason(parcel.code, reason)
    _close(parcel, None)
    fact = rules.ReturnReopened(parcel.code, reason.strip())
    audit.record(subject=return_subject(parcel), fact=fact, by=by, at=at)


def _hold_awaited(code: str, by: Actor) -> ReturnParcel:
    accounts.check_office(by.login)
    parcel = queries.hold_return(code)
    check_awaited(parcel)
    if by.login in (parcel.sent_by or parcel.made_by, parcel.made_by):
        raise rules.ReceivedBySender(code=parcel.code)
    return parcel


def _arrive(parcel: ReturnParcel, *, by: Actor, at: datetime) -> None:
    carry_back(parcel, Act.CAME_BACK, seen_before(parcel), OFFICE, by=by, at=at)
    parcel.arrived_at, parcel.received_by = at, by.login
    parcel.save(update_fields=["arrived_at", "received_by"])


def _row_named(parcel: ReturnParcel, typed: str, change: tuple[ReturnTick, ReturnTick]) -> ReturnContent:
    """Find the one thing of a return parcel that is named, if its tick may change so."""
    [ref] = rules.read_named(parcel.code, [typed], queries.kinds_in(parcel, *ReturnTick))
    row = parcel.contents.get(ref=ref)
    rules.check_return_tick(parcel.code, ref, ReturnTick(row.tick), change)
    return row


def _say(
    parcel: ReturnParcel,
    rows: Collection[ReturnContent],
    tick: ReturnTick,
    *,
    reason: str = "",
    by: Actor,
    at: datetime,
) -> None:
    """Say of things that wait in a return parcel that they are received, or missing."""
    if not rows:
        return
    _swap(parcel, rows, ReturnTick.NOT_YET, tick=tick, reason=reason)
    if tick is ReturnTick.RECEIVED:
        move = Move(act=Act.TAKEN_IN, origin=OFFICE, destination=OFFICE, before=parcel.code)
    else:
        move = Move(act=Act.DECLARED_MISSING, origin=OFFICE, destination=MISSING, before=parcel.code)
    move_contents(rows, move, by=by, at=at)


def _swap(parcel: ReturnParcel, rows: Collection[ReturnContent], before: ReturnTick, **changes: object) -> None:
    held = parcel.contents.filter(pk__in=[row.pk for row in rows], tick=before)
    first = min(rows, key=lambda row: row.ref)
    told = Phrase(rules.TICKS_TOLD[ReturnTick(first.tick)])
    swap_all(held, len(rows), rules.ReturnTickStands(code=parcel.code, ref=first.ref, tick=told), **changes)


def _close(parcel: ReturnParcel, at: datetime | None) -> None:
    rows = ReturnParcel.objects.filter(pk=parcel.pk, closed_at__isnull=at is not None)
    refusal = rules.ReturnIsClosed(code=parcel.code) if at else rules.ReturnIsOpen(code=parcel.code)
    swap_one(rows, refusal, closed_at=at)
