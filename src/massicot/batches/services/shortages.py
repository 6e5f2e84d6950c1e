"""Scripts that are not in their batch: an envelope closed or a batch taken back without them; found, struck.

What stands on the mark sheet and is typed from it is known by a later area: its acts of the same names complete these.
"""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F

from massicot.audit import services as audit
from massicot.batches.models import Batch, BatchScript, HandOut, Shortage
from massicot.batches.queries import batches, concordance, regrouping, shortages, withdrawn
from massicot.batches.rules import concordance as concordance_rules
from massicot.batches.rules import hands
from massicot.batches.rules import shortages as shortage_rules
from massicot.batches.rules.concordance import BatchSealedAllBut, Check, Envelope, plan_seal
from massicot.batches.rules.hands import Acknowledgement, Signed
from massicot.batches.rules.shortages import Noticed, Witnessed
from massicot.batches.services.batches import unmake_batch
from massicot.batches.services.concordance import hold_unsealed
from massicot.batches.services.hands import hold_stay, take_in
from massicot.batches.services.tallies import HeldEnvelope
from massicot.consignments import queries as parcels
from massicot.consignments.rules.despatch import AllBut
from massicot.core.actor import Actor
from massicot.core.second_person import check_second_person
from massicot.custody import services as custody
from massicot.custody.rules import Act, ItemKind, Place, Spot
from massicot.store.writes import swap_one

_MISSING = Spot(Place.MISSING)


@transaction.atomic
def seal_short_unchecked_sheet(
    *, code: str, counted: int, signed: Witnessed, by: Actor, at: datetime
) -> tuple[Batch, list[str]]:
    """Close an envelope without the scripts that were not seen in it, their lines struck; give their numbers.

    An envelope in which none was seen is unmade. Of a batch made of others the lines stay: something may be typed there
    since its scripts were in those. Raise SheetNotPrinted, EnvelopeClosed, NothingMissing,
    EnvelopeCountDiffers or what `check_witnessed` does.
    """
    batch = hold_unsealed(code)
    HeldEnvelope(batch).write(by=by)
    lines = shortages.unchecked_lines(batch.pk)
    shortage_rules.check_short_seal(batch.code, batch.size - len(lines), len(lines), counted)
    shortage_rules.check_witnessed(signed, by)
    numbers = [line.number for line in lines]
    leave_out(batch, lines, signed, by=by, at=at)
    fact = shortage_rules.BatchSealedShort(
        code=batch.code,
        scripts=counted,
        missing=numbers,
        by_hand=concordance.by_hand(batch.pk),
        reason=signed.reason,
        second_person=signed.second_person,
    )
    audit.record(subject=batches.subject_of(batch.code), fact=fact, by=by, at=at)
    if counted or regrouping.origins_of(batch.pk):
        Batch.objects.filter(pk=batch.pk).update(sealed_at=at)
    else:
        unmake_batch(code=batch.code, reason=signed.reason, by=by, at=at)
    return batch, numbers


def leave_out(batch: Batch, lines: Collection[BatchScript], signed: Witnessed, *, by: Actor, at: datetime) -> None:
    """Name scripts as missing from a held envelope, inside the act that closes it, and strike their lines.

    Of a batch made of others the lines stay. One of which no script is left is unmade by that act.
    """
    numbers = [line.number for line in lines]
    keeps_lines = bool(regrouping.origins_of(batch.pk))
    _note(batch, lines, Noticed.ENVELOPE, signed, struck_at=None if keeps_lines else at, by=by, at=at)
    if keeps_lines:
        _lack(batch, numbers, by=by, at=at)
        return
    _lose(batch, numbers, batches.store_of(batch), by=by, at=at)
    BatchScript.objects.filter(batch=batch, number__in=numbers).delete()
    Batch.objects.filter(pk=batch.pk, size__gt=len(numbers)).update(size=F("size") - len(numbers))


@transaction.atomic
def return_short(
    *,
    code: str,
    seen: int,
    counted: int,
    missing: str,
    acknowledgement: Acknowledgement | None,
    signed: Witnessed,
    by: Actor,
    at: datetime,
) -> tuple[Batch, list[str]]:
    """Take a batch back without scripts that are missing, named whole or by their end; give their numbers.

    Its marker counted too, or could not come. Raise BatchNotOut, BatchChangedHands, NobodyNamed, EndingUnclear,
    MissingAlready, AcknowledgedByAnother, ShortCountsDiffer or what `check_witnessed` does.
    """
    batch, stay = hold_stay(code, seen)
    numbers = _read_missing(batch, missing)
    _check_counted(batch, batch.in_hand - len(numbers), counted, stay.marker, acknowledgement)
    shortage_rules.check_witnessed(signed, by)
    lines = BatchScript.objects.filter(batch=batch, number__in=numbers).order_by("position")
    _note(batch, lines, Noticed.RETURN, signed, marker=stay.marker, by=by, at=at)
    _lack(batch, numbers, by=by, at=at)
    own_count = acknowledgement.count if acknowledgement else None
    way = acknowledgement.signed if acknowledgement else Signed.NOWHERE
    take_in(batch, stay, acknowledged=own_count, signed=way, by=by, at=at)
    fact = shortage_rules.BatchReturnedShort(
        code=batch.code,
        marker=stay.marker,
        scripts=counted,
        acknowledged=own_count,
        missing=numbers,
        reason=signed.reason,
        second_person=signed.second_person,
    )
    audit.record(subject=batches.subject_of(batch.code), fact=fact, by=by, at=at)
    return batch, numbers


@transaction.atomic
def miss_at_desk(*, code: str, counted: int, missing: str, signed: Witnessed, by: Actor, at: datetime) -> list[str]:
    """Name the scripts that a batch at the desk lacks before it goes out; their lines stay. Give their numbers.

    Raise BatchGoesBack, BatchAlreadyOut, BatchNotSealed, NobodyNamed, EndingUnclear, MissingAlready, ShortCountsDiffer
    or what `check_witnessed` does.
    """
    batch = batches.hold_batch(code)
    batches.check_not_going_back(batch.code)
    if batch.is_out:
        raise hands.BatchAlreadyOut(code=batch.code, holder=batch.taker)
    if batch.sealed_at is None:
        raise concordance_rules.BatchNotSealed(code=batch.code)
    numbers = _read_missing(batch, missing)
    _check_counted(batch, batch.in_hand - len(numbers), counted, "", None)
    shortage_rules.check_witnessed(signed, by)
    lines = BatchScript.objects.filter(batch=batch, number__in=numbers).order_by("position")
    _note(batch, lines, Noticed.DESK, signed, by=by, at=at)
    _lack(batch, numbers, by=by, at=at)
    fact = shortage_rules.BatchFoundShort(batch.code, counted, numbers, signed.reason, signed.second_person)
    audit.record(subject=batches.subject_of(batch.code), fact=fact, by=by, at=at)
    return numbers


@transaction.atomic
def find_short_unchecked_sheet(*, shortage_id: int, by: Actor, at: datetime) -> Shortage:
    """Record that a script missing from its batch was found: it goes back to its line, or lies in no batch.

    Where its batch goes back to the exam office, or is there, it is put aside for the office, and goes by its number;
    its line stays. Raise ShortageOver.
    """
    row = Shortage.objects.get(pk=shortage_id)
    batch = shortages.hold_batch_of(row)
    row.refresh_from_db()
    is_gone = bool(parcels.returning([batch.code]))
    is_back = not is_gone and (row.struck_at is None or shortages.takes_back(row, batch))
    back_in = batch.code if is_back else ""
    swap_one(
        Shortage.objects.filter(pk=row.pk, found_at__isnull=True),
        shortage_rules.ShortageOver(number=row.number),
        found_at=at,
        found_by=by.login,
        back_in=back_in,
    )
    loose = withdrawn.aside_of(batch) if is_gone else batches.store_of(batch)
    destination = shortages.place_of(batch) if is_back else loose
    custody.move_all(
        refs=[row.number],
        act=Act.FOUND,
        origin=_MISSING,
        destination=destination,
        inside_after=back_in,
        by=by,
        at=at,
    )
    if is_back and row.struck_at is None:
        Batch.objects.filter(pk=batch.pk).update(lacking=F("lacking") - 1)
    elif is_back:
        _put_back(row, batch, by=by)
    fact = shortage_rules.MissingScriptFound(batch.code, row.number, back_in)
    audit.record(subject=batches.subject_of(batch.code), fact=fact, by=by, at=at)
    row.back_in = back_in
    return row


@transaction.atomic
def settle_short_unchecked_line(*, shortage_id: int, at: datetime) -> None:
    """Note that the office decided of a script that is missing from its batch; its line is looked at by the upper act.

    The decision itself is in the journal of its paper.
    """
    Shortage.objects.filter(pk=shortage_id, found_at__isnull=True).update(decided_at=at)


@transaction.atomic
def strike_line_unchecked_sheet(*, shortage_id: int, by: Actor, at: datetime) -> None:
    """Take the line of a missing script off its batch; a batch of which it was the only one is unmade.

    A marker who has it holds nothing any more: their stay ends there. Raise ShortageOver.
    """
    row = Shortage.objects.get(pk=shortage_id)
    batch = shortages.hold_batch_of(row)
    refusal = shortage_rules.ShortageOver(number=row.number)
    swap_one(Shortage.objects.filter(pk=row.pk, found_at__isnull=True, struck_at__isnull=True), refusal, struck_at=at)
    BatchScript.objects.filter(batch=batch, number=row.number).delete()
    rows = Batch.objects.filter(pk=batch.pk)
    if batch.size == 1:
        rows.update(lacking=0, unmade_at=at, is_out=False)
        custody.withdraw(kind=ItemKind.BATCH, refs=[batch.code], spot=shortages.place_of(batch))
    else:
        rows.update(lacking=F("lacking") - 1, size=F("size") - 1)
    fact = shortage_rules.LineStruck(batch.code, row.number)
    audit.record(subject=batches.subject_of(batch.code), fact=fact, by=by, at=at)
    if batch.size == 1:
        _end_stay(batch, by=by, at=at)


def _end_stay(batch: Batch, *, by: Actor, at: datetime) -> None:
    """End the stay of a batch of which nothing is left, where a marker has it: there is nothing to give back."""
    stay = HandOut.objects.filter(batch=batch, back_at__isnull=True)
    if stay.update(back_at=at, back_count=0, back_signed=Signed.NOWHERE):
        fact = shortage_rules.EmptyStayEnded(batch.code, batch.taker)
        audit.record(subject=batches.subject_of(batch.code), fact=fact, by=by, at=at)


def _read_missing(batch: Batch, typed: str) -> list[str]:
    numbers = shortage_rules.read_missing(batch.code, typed, batches.numbers_of(batch.pk))
    if known := shortages.lines_short(batch.pk).intersection(numbers):
        raise shortage_rules.MissingAlready(number=min(known), code=batch.code)
    return numbers


def _check_counted(
    batch: Batch, expected: int, counted: int, marker: str, acknowledgement: Acknowledgement | None
) -> None:
    refusal = shortage_rules.ShortCountsDiffer
    if acknowledgement:
        hands.check_counts(refusal, batch.code, expected, counted, marker, acknowledgement)
    elif counted != expected:
        raise refusal(code=batch.code, size=expected, counted=counted, acknowledged="—")


def _note(
    batch: Batch,
    lines: Collection[BatchScript],
    noticed: Noticed,
    signed: Witnessed,
    *,
    marker: str = "",
    struck_at: datetime | None = None,
    by: Actor,
    at: datetime,
) -> None:
    Shortage.objects.bulk_create(
        Shortage(
            batch=batch,
            number=line.number,
            position=line.position,
            noticed=noticed,
            marker=marker,
            reason=signed.reason,
            second_person=signed.second_person.strip(),
            noted_at=at,
            noted_by=by.login,
            struck_at=struck_at,
        )
        for line in lines
    )


def _lack(batch: Batch, numbers: Sequence[str], *, by: Actor, at: datetime) -> None:
    """Let a batch lack scripts whose lines stay on its sheet."""
    _lose(batch, numbers, shortages.place_of(batch), by=by, at=at)
    batch.lacking += len(numbers)
    Batch.objects.filter(pk=batch.pk).update(lacking=batch.lacking)


def _lose(batch: Batch, numbers: Sequence[str], origin: Spot, *, by: Actor, at: datetime) -> None:
    custody.move_all(
        refs=numbers,
        act=Act.DECLARED_MISSING,
        origin=origin,
        destination=_MISSING,
        inside_before=batch.code,
        by=by,
        at=at,
    )


def _put_back(row: Shortage, batch: Batch, *, by: Actor) -> None:
    """Give a struck line its script back: seen in the hand if the envelope is closed, else to be checked."""
    seen = {"check_made": Check.BY_HAND, "checked_by": by.login} if batch.sealed_at else {}
    BatchScript.objects.create(batch=batch, number=row.number, position=row.position, **seen)
    Batch.objects.filter(pk=batch.pk).update(size=F("size") + 1)


@transaction.atomic
def seal_all_but_unchecked_sheet(
    *, code: str, counted: int, lacking: AllBut, by: Actor, at: datetime
) -> tuple[Batch, list[str]]:
    """Close an envelope that was counted by hand, all its scripts seen but those named as missing; give these.

    Raise SheetNotPrinted, EnvelopeClosed, NotToBeSeenHere, SeenBefore, LackingAmbiguous, SecondPersonMissing,
    SecondPersonIsFirst, SecondNameTooShort, InHandCountDiffers, EnvelopeEmpty or TextNamesCandidate.
    """
    batch = hold_unsealed(code)
    # Of one who scans meanwhile, what was scanned first is seen; what is scanned later is told where it belongs.
    HeldEnvelope(batch).write(by=by)
    lines = concordance.hold_lines(batch.pk)
    waiting = [line.number for line in lines if line.check_made == Check.NOT_YET]
    seen = [line.number for line in lines if line.check_made != Check.NOT_YET]
    by_hand = concordance.by_hand(batch.pk)
    missing = plan_seal(Envelope(batch.code, waiting, seen), counted, lacking)
    unseen = BatchScript.objects.filter(batch=batch, check_made=Check.NOT_YET).exclude(number__in=missing)
    unseen.update(check_made=Check.COUNTED, checked_by=by.login)
    signed_by = lacking.signed_by.strip() if missing else ""
    if missing:
        check_second_person(signed_by, by)
        leave_out(batch, [line for line in lines if line.number in missing], Witnessed("", signed_by), by=by, at=at)
    Batch.objects.filter(pk=batch.pk).update(sealed_at=at)
    fact = BatchSealedAllBut(
        code=batch.code,
        scripts=counted,
        seen_before=len(seen),
        missing=missing,
        by_hand=by_hand,
        second_person=signed_by,
    )
    audit.record(subject=batches.subject_of(batch.code), fact=fact, by=by, at=at)
    return batch, missing
