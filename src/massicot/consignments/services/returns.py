"""Acts at the marking centre on a parcel that goes back: made, opened again, sent; and what becomes of one lost."""

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction

from massicot.audit import services as audit
from massicot.consignments.models import ReturnContent, ReturnParcel
from massicot.consignments.queries import returns as queries
from massicot.consignments.rules import returns as rules
from massicot.consignments.rules.return_arrivals import ReturnTick
from massicot.consignments.rules.returns import Departure, ReturnLine
from massicot.consignments.services.return_moves import (
    MISSING,
    Move,
    aside_of,
    carry_back,
    check_awaited,
    local_at,
    move_contents,
    move_lines,
    on_its_way,
    return_subject,
    store_of,
)
from massicot.consignments.services.return_seals import check_return_seal, judge_seal
from massicot.core.actor import Actor
from massicot.core.wall import check_is_nobody
from massicot.custody import queries as ledger
from massicot.custody import services as custody
from massicot.custody.rules import Act, ItemKind
from massicot.exams import queries as exams
from massicot.exams.queries import Paper
from massicot.store.writes import insert_rows, swap_all

_CONTENT = ("parcel", "kind", "ref", "specialty_code", "count", "was_aside", "tick", "was_missing", "reason")


@transaction.atomic
def pack_return_unchecked_piles(
    *,
    paper: Paper,
    centre_uai: str,
    lines: Sequence[ReturnLine],
    left: Sequence[str] = (),
    attention: str = "",
    seal: str = "",
    by: Actor,
    at: datetime,
) -> ReturnParcel:
    """Put batches and loose scripts of a centre into a return parcel; lower service of the act that knows the piles.

    What is missing from a parcel that arrived is found here by being named. `left`: batches of the same specialties
    that were not there. Raise NothingGoesBack, GoesBackAlready, ReturnMadeMeanwhile, ReturnSealTaken or NotThere.
    """
    if not lines:
        raise rules.NothingGoesBack
    check_is_nobody(seal)
    counts = rules.counts_in([(line.kind, line.count) for line in lines])
    parcel = ReturnParcel(
        code=_next_code(paper, centre_uai),
        paper=paper,
        centre_uai=centre_uai,
        attention=attention,
        envelopes=counts.envelopes,
        announced=counts.scripts,
        seal=seal.strip(),
        made_at=at,
        made_by=by.login,
    )
    found = _insert(parcel, lines, by=by, at=at)
    check_return_seal(parcel, parcel.seal)
    store = store_of(centre_uai)
    custody.appear(
        kind=ItemKind.PARCEL, refs=[parcel.code], act=Act.MADE_UP, spot=store, count=counts.scripts, by=by, at=at
    )
    for is_aside in (False, True):
        origin = aside_of(centre_uai) if is_aside else store
        move = Move(act=Act.PACKED_BACK, origin=origin, destination=store, after=parcel.code)
        move_lines([line for line in lines if line.is_aside is is_aside], move, by=by, at=at)
    fact = rules.ReturnPacked(
        code=parcel.code,
        envelopes=counts.envelopes,
        scripts=counts.scripts,
        specialties=sorted({line.specialty_code for line in lines}),
        left=sorted(left),
        found_behind=sorted(found),
    )
    audit.record(subject=return_subject(parcel), fact=fact, by=by, at=at)
    return parcel


@transaction.atomic
def open_return(*, code: str, reason: str, by: Actor, at: datetime) -> None:
    """Open a return parcel again before it leaves; raise ReturnUnknown, ReturnHasLeft or ReturnReasonMissing."""
    # Held before it is deleted: one that is sent meanwhile would take its contents off the list with it.
    parcel = queries.hold_return(code)
    if parcel.has_left:
        raise rules.ReturnHasLeft(code=parcel.code)
    rules.check_reason(parcel.code, reason)
    rows = queries.in_return(parcel)
    store = store_of(parcel.centre_uai)
    for was_aside in (False, True):
        destination = aside_of(parcel.centre_uai) if was_aside else store
        move = Move(act=Act.UNPACKED_BACK, origin=store, destination=destination, before=parcel.code)
        move_contents([row for row in rows if row.was_aside is was_aside], move, by=by, at=at)
    ReturnParcel.objects.filter(pk=parcel.pk).delete()
    custody.withdraw(kind=ItemKind.PARCEL, refs=[parcel.code], spot=store)
    audit.record(subject=return_subject(parcel), fact=rules.ReturnOpened(parcel.code, reason.strip()), by=by, at=at)


@transaction.atomic
def send_return(*, code: str, departure: Departure, by: Actor, at: datetime) -> ReturnParcel:
    """Record that a return parcel left, with whom, under which seal, and how many scripts were declared.

    One that is at the office already, its departure unknown, does not move any more; what was seen of its seal there is
    compared with what is told now. Raise ReturnUnknown, ReturnHasLeft, CarrierMissing, ReturnLeftImpossible,
    ReturnLeftAfterItArrived, ReturnSealTaken or TextNamesCandidate; ReturnCountDiffers unless a reason signs it.
    """
    parcel = queries.hold_return(code)
    # Of two that leave at once under one seal, the second reads what the first bears.
    exams.hold_papers(exams.paper_by_id(parcel.paper_id).session)
    if parcel.sent_at is not None:
        raise rules.ReturnHasLeft(code=parcel.code)
    made = exams.local(exams.paper_by_id(parcel.paper_id), parcel.made_at)
    rules.check_departure(parcel.code, parcel.announced, departure, made, at)
    if parcel.arrived_at is not None and departure.left_at > parcel.arrived_at:
        raise rules.ReturnLeftAfterItArrived(code=parcel.code, arrived=local_at(parcel, parcel.arrived_at))
    check_return_seal(parcel, departure.seal.strip())
    _write_departure(parcel, departure, by)
    if parcel.arrived_at is None:
        # An instant is typed to the minute: a thing leaves after it is packed.
        left_at = max(departure.left_at, parcel.made_at)
        carry_back(parcel, Act.SENT_BACK, store_of(parcel.centre_uai), on_its_way(parcel), by=by, at=left_at)
    judge_seal(parcel, by=by, at=at)
    fact = rules.ReturnSent(
        code=parcel.code,
        carrier=parcel.carrier,
        tracking=parcel.tracking,
        counted=departure.counted,
        left_at=departure.left_at,
        reason=departure.reason.strip(),
    )
    audit.record(subject=return_subject(parcel), fact=fact, by=by, at=at)
    return parcel


@transaction.atomic
def lose_return(*, code: str, reason: str, by: Actor, at: datetime) -> ReturnParcel:
    """Declare that a return parcel never arrived: what lies in it is missing, until it comes.

    Raise ReturnUnknown, ReturnReceivedAlready, ReturnNotSent, ReturnLostAlready, ReturnMayStillCome or
    ReturnReasonMissing.
    """
    parcel = queries.hold_return(code)
    check_awaited(parcel)
    sent_at = parcel.sent_at and local_at(parcel, parcel.sent_at)
    rules.check_return_lost(parcel.code, sent_at, is_lost=parcel.lost_at is not None, now=at)
    rules.check_reason(parcel.code, reason)
    missing = parcel.contents.filter(tick=ReturnTick.NOT_YET).update(tick=ReturnTick.MISSING)
    carry_back(parcel, Act.LOST, on_its_way(parcel), MISSING, by=by, at=at)
    parcel.lost_at = at
    parcel.save(update_fields=["lost_at"])
    fact = rules.ReturnWasLost(parcel.code, missing, reason.strip())
    audit.record(subject=return_subject(parcel), fact=fact, by=by, at=at)
    return parcel


def _next_code(paper: Paper, centre_uai: str) -> str:
    prefix = rules.return_prefix(f"{paper.session.code}-{paper.code}", centre_uai)
    # Counted in the ledger: the code of a parcel that was opened again is never given to another.
    return f"{prefix}{ledger.count_made_up(ItemKind.PARCEL, prefix) + 1}"


def _insert(parcel: ReturnParcel, lines: Sequence[ReturnLine], *, by: Actor, at: datetime) -> list[str]:
    """Insert a return parcel with what is in it; give what was missing from another one and lay here."""
    try:
        with transaction.atomic():
            parcel.save(force_insert=True)
    except IntegrityError:
        raise rules.ReturnMadeMeanwhile(centre=parcel.centre_uai) from None
    found = _find_behind(parcel, lines, by=by, at=at)
    if taken := queries.returning([line.ref for line in lines]):
        raise rules.GoesBackAlready(refs=", ".join(sorted(taken)), code=min(taken.values()))
    rows = (
        (
            parcel.pk,
            line.kind,
            line.ref,
            line.specialty_code,
            line.count,
            line.is_aside,
            ReturnTick.NOT_YET,
            False,
            "",
        )
        for line in lines
    )
    insert_rows(ReturnContent, _CONTENT, rows)
    return found


def _find_behind(parcel: ReturnParcel, lines: Sequence[ReturnLine], *, by: Actor, at: datetime) -> list[str]:
    """Find here what is missing from return parcels that arrived: what lies in the hand never was in them."""
    refs = [line.ref for line in lines]
    rows = ReturnContent.objects.filter(ref__in=refs, tick=ReturnTick.MISSING, parcel__arrived_at__isnull=False)
    behind = list(rows.filter(parcel__centre_uai=parcel.centre_uai).select_related("parcel"))
    aside = {line.ref for line in lines if line.is_aside}
    if not behind:
        return []
    ids = [row.pk for row in behind]
    missing = ReturnContent.objects.filter(pk__in=ids, tick=ReturnTick.MISSING)
    refusal = rules.GoesBackAlready(refs=behind[0].ref, code=behind[0].parcel.code)
    swap_all(missing, len(ids), refusal, tick=ReturnTick.LEFT_BEHIND)
    for is_aside in (False, True):
        destination = aside_of(parcel.centre_uai) if is_aside else store_of(parcel.centre_uai)
        move = Move(act=Act.LEFT_BEHIND, origin=MISSING, destination=destination)
        move_contents([row for row in behind if (row.ref in aside) is is_aside], move, by=by, at=at)
    for row in behind:
        fact = rules.ReturnLeftBehind(row.ref, parcel.code)
        audit.record(subject=return_subject(row.parcel), fact=fact, by=by, at=at)
    return [row.ref for row in behind]


def _write_departure(parcel: ReturnParcel, departure: Departure, by: Actor) -> None:
    parcel.sent_at = departure.left_at
    parcel.sent_by = by.login
    parcel.carrier = departure.carrier.strip()
    parcel.tracking = departure.tracking.strip()
    parcel.carrier_count = departure.counted
    parcel.seal = departure.seal.strip()
    parcel.save(update_fields=["sent_at", "sent_by", "carrier", "tracking", "carrier_count", "seal"])
