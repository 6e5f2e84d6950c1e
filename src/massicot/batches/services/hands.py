"""Batches in hands: proposed to markers, handed out and taken back, told as not returned in the evening."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from massicot.audit import services as audit
from massicot.batches.models import Batch, HandOut, MissedReturn
from massicot.batches.queries import batches, hands, pupils, withdrawn
from massicot.batches.rules import concordance
from massicot.batches.rules import hands as hand_rules
from massicot.batches.rules import shares as rule
from massicot.batches.rules import withdrawn as withdrawn_rules
from massicot.batches.rules.hands import Acknowledgement, Signed
from massicot.core.actor import Actor
from massicot.custody import services as custody
from massicot.custody.rules import Act, ItemKind, Place, Spot
from massicot.exams import queries as exams
from massicot.exams.queries import Paper
from massicot.markers import queries as markers
from massicot.scripts import queries as scripts
from massicot.store.writes import swap_one


def hand_out_batch(
    *,
    code: str,
    marker_identifier: str,
    counted: int,
    acknowledgement: Acknowledgement,
    pupil_key: bytes,
    by: Actor,
    at: datetime,
) -> Batch:
    """Hand a closed batch to a marker who counted it too.

    Raise BatchAlreadyOut, BatchNotSealed, NothingInBatch, MarkerUnknown, KnowsNames, AcknowledgedByAnother,
    HandOutCountsDiffer, PupilsNotDenied, or OwnPupils: last of all, and written into the journal.
    """
    refused = None
    with transaction.atomic():
        batch = batches.hold_batch(code)
        session_id = exams.paper_by_id(batch.paper_id).session_id
        marker = markers.hold_marker(session_id, marker_identifier)
        try:
            # Nothing of the hand-over stays, but that the answer was given does: the batch is held until it is written.
            with transaction.atomic():
                lend(batch, marker, counted, acknowledgement, pupil_key=pupil_key, by=by, at=at)
        except hand_rules.OwnPupils as refusal:
            refused = refusal
            fact = hand_rules.OwnPupilsTold(batch.code, marker.identifier)
            audit.record(subject=batches.subject_of(batch.code), fact=fact, by=by, at=at)
    if refused:
        raise refused
    return batch


@transaction.atomic
def return_batch(
    *, code: str, seen: int, counted: int, acknowledgement: Acknowledgement, by: Actor, at: datetime
) -> Batch:
    """Take a batch back from its marker, who counted it too; `seen` is the hand-out that the page showed.

    Raise BatchNotOut, BatchChangedHands, WithdrawnCounted, AcknowledgedByAnother or ReturnCountsDiffer.
    """
    batch, stay = hold_stay(code, seen)
    _check_withdrawn(batch, counted, acknowledgement.count)
    hand_rules.check_counts(
        hand_rules.ReturnCountsDiffer, batch.code, batch.in_hand, counted, stay.marker, acknowledgement
    )
    fact = hand_rules.BatchReturned(batch.code, stay.marker, counted, acknowledgement.count, acknowledgement.signed)
    take_in(batch, stay, acknowledged=acknowledgement.count, signed=acknowledgement.signed, by=by, at=at)
    audit.record(subject=batches.subject_of(batch.code), fact=fact, by=by, at=at)
    return batch


@transaction.atomic
def take_back_batch(*, code: str, seen: int, counted: int, reason: str, by: Actor, at: datetime) -> Batch:
    """Take a batch back whose marker cannot come, on the desk's count; `seen` is the hand-out that the page showed.

    Raise BatchNotOut, BatchChangedHands, WithdrawnCounted or LoneCountDiffers.
    """
    batch, stay = hold_stay(code, seen)
    _check_withdrawn(batch, counted, counted)
    if counted != batch.in_hand:
        raise hand_rules.LoneCountDiffers(code=batch.code, size=batch.in_hand, counted=counted)
    take_in(batch, stay, acknowledged=None, signed=Signed.NOWHERE, by=by, at=at)
    fact = hand_rules.BatchTakenBack(batch.code, stay.marker, counted, reason)
    audit.record(subject=batches.subject_of(batch.code), fact=fact, by=by, at=at)
    return batch


def lend(
    batch: Batch,
    marker: markers.Marker,
    counted: int,
    acknowledgement: Acknowledgement,
    *,
    pupil_key: bytes,
    by: Actor,
    at: datetime,
) -> None:
    """Give a held batch to a marker, inside the act that does; raise as `hand_out_batch` does."""
    if stay := hands.open_hand_out(batch.pk):
        raise hand_rules.BatchAlreadyOut(code=batch.code, holder=stay.marker)
    if batch.sealed_at is None:
        raise concordance.BatchNotSealed(code=batch.code)
    if not batch.in_hand:
        raise hand_rules.NothingInBatch(code=batch.code)
    markers.check_knows_no_names(marker)
    hand_rules.check_counts(
        hand_rules.HandOutCountsDiffer, batch.code, batch.in_hand, counted, marker.identifier, acknowledgement
    )
    school = markers.institution_of(marker, exams.day_of(marker.session, at))
    hand_rules.check_own_pupils(
        batch.code,
        marker.identifier,
        scripts.tokens_of_written(batches.numbers_of(batch.pk)),
        school,
        pupil_key,
        told=pupils.is_told(batch, school),
        denies=acknowledgement.denies_pupils,
    )
    destination = Spot(Place.MARKER, marker.identifier)
    _carry(batch, Act.HANDED_OUT, batches.store_of(batch), destination, by=by, at=at)
    HandOut.objects.create(
        batch=batch,
        marker=marker.identifier,
        out_at=at,
        out_count=counted,
        out_acknowledged=acknowledgement.count,
        out_signed=acknowledgement.signed,
    )
    Batch.objects.filter(pk=batch.pk).update(taker=marker.identifier, is_out=True, proposed_to="")
    fact = hand_rules.BatchHandedOut(
        code=batch.code,
        marker=marker.identifier,
        scripts=counted,
        acknowledged=acknowledgement.count,
        signed=acknowledgement.signed,
        denies_pupils=acknowledgement.denies_pupils,
    )
    audit.record(subject=batches.subject_of(batch.code), fact=fact, by=by, at=at)


def hold_stay(code: str, seen: int) -> tuple[Batch, HandOut]:
    """Hold a batch with the stay that a page showed, inside the act that does.

    Raise BatchNotOut, or BatchChangedHands when it was handed out anew meanwhile, be it to the same marker.
    """
    batch = batches.hold_batch(code)
    stay = hands.present_stay(batch)
    if stay.pk != seen:
        raise hand_rules.BatchChangedHands(code=batch.code, holder=stay.marker)
    return batch, stay


def _check_withdrawn(batch: Batch, counted: int, acknowledged: int) -> None:
    """Refuse a count that is not the batch's, naming what the office withdrew and the marker still has."""
    if (counted, acknowledged) == (batch.in_hand, batch.in_hand):
        return
    if numbers := withdrawn.withdrawn_with_marker(batch.pk):
        named = ", ".join(numbers)
        raise withdrawn_rules.WithdrawnCounted(code=batch.code, size=batch.in_hand, counted=counted, numbers=named)


def take_in(batch: Batch, stay: HandOut, *, acknowledged: int | None, signed: Signed, by: Actor, at: datetime) -> None:
    """Take a batch back that was counted, inside the act that does."""
    swap_one(
        HandOut.objects.filter(pk=stay.pk, back_at__isnull=True),
        hand_rules.BatchNotOut(code=batch.code),
        back_at=at,
        back_count=batch.in_hand,
        back_acknowledged=acknowledged,
        back_signed=signed,
    )
    Batch.objects.filter(pk=batch.pk).update(is_out=False)
    _carry(batch, Act.RETURNED, Spot(Place.MARKER, stay.marker), batches.store_of(batch), by=by, at=at)


def _carry(batch: Batch, act: Act, origin: Spot, destination: Spot, *, by: Actor, at: datetime) -> None:
    custody.move(
        kind=ItemKind.BATCH,
        ref=batch.code,
        act=act,
        origin=origin,
        destination=destination,
        count=batch.in_hand,
        by=by,
        at=at,
    )


@transaction.atomic
def note_not_returned(*, code: str, seen: int, reason: str, by: Actor, at: datetime) -> None:
    """Note that a batch was not given back this evening, and why; `seen` is the hand-out that the page showed.

    Raise BatchNotOut, BatchChangedHands or AlreadyNoted.
    """
    batch, stay = hold_stay(code, seen)
    evening = exams.local(exams.paper_by_id(batch.paper_id), at).date()
    _, is_new = MissedReturn.objects.get_or_create(
        hand_out=stay, evening=evening, defaults={"reason": reason, "noted_at": at, "noted_by": by.login}
    )
    if not is_new:
        raise hand_rules.AlreadyNoted(code=batch.code)
    fact = hand_rules.BatchNotReturned(batch.code, stay.marker, evening.isoformat(), reason)
    audit.record(subject=batches.subject_of(batch.code), fact=fact, by=by, at=at)


@transaction.atomic
def reissue_batches(*, seen: Mapping[str, int], pupil_key: bytes, by: Actor, at: datetime) -> list[Batch]:
    """Give batches back in the morning to the markers who had them last, all or none, on the last count of both.

    `seen` is the last hand-out that the page showed of each batch. Raise NothingToReissue, BatchNeverOut,
    BatchAlreadyOut, BatchHadByAnother, MarkerUnknown, or PupilsNotDenied by whoever teaches elsewhere since.
    """
    if not seen:
        raise hand_rules.NothingToReissue
    # Nobody is told anything that they were not told when they took it: own pupils refuse none here.
    return [_reissue(code, seen[code], pupil_key, by=by, at=at) for code in sorted(seen)]


def _reissue(code: str, seen: int, pupil_key: bytes, *, by: Actor, at: datetime) -> Batch:
    batch = batches.hold_batch(code)
    last = next(reversed(hands.hand_outs_of(batch.pk)), None)
    if last is None:
        raise hand_rules.BatchNeverOut(code=batch.code)
    if last.back_at is None:
        raise hand_rules.BatchAlreadyOut(code=batch.code, holder=last.marker)
    if last.pk != seen:
        raise hand_rules.BatchHadByAnother(code=batch.code, holder=last.marker)
    session_id = exams.paper_by_id(batch.paper_id).session_id
    marker = markers.hold_marker(session_id, last.marker)
    # Of a batch of which it is not told, the marker said so when they first took it: of their school of that day.
    days = [exams.day_of(marker.session, instant) for instant in (last.out_at, at)]
    then, now = [markers.institution_of(marker, day) for day in days]
    acknowledgement = Acknowledgement(marker.identifier, batch.in_hand, Signed.ON_LIST, denies_pupils=then == now)
    lend(batch, marker, batch.in_hand, acknowledgement, pupil_key=pupil_key, by=by, at=at)
    return batch


def share_out_batches(
    *,
    paper: Paper,
    centre_uai: str,
    takers: Collection[str],
    given_back: Collection[str] = (),
    by: Actor,
    at: datetime,
) -> Mapping[str, Sequence[str]]:
    """Propose the batches that nobody has had to some markers, by identifier; give the codes of each.

    `given_back`: the codes of those that are shared out too, since whoever gave them back is not there. Shared out
    again, it stays as it was where it can. What was handed out while it was worked out is left alone. Raise
    NobodyTakesBatches, NoBatchToShare or MarkerUnknown.
    """
    if not takers:
        raise rule.NobodyTakesBatches
    people = {markers.marker_by_identifier(paper.session_id, taker).identifier for taker in takers}
    back = hands.batches_back(paper.pk, centre_uai, given_back)
    # Whoever is among them goes on with their own.
    of_others = [batch for batch in back if batch.taker not in people]
    waiting = hands.waiting_batches([*hands.ready_batches(paper.pk, centre_uai), *of_others])
    if not waiting:
        raise rule.NoBatchToShare
    # Before the transaction: it takes a second, for which nobody else should wait.
    shares = rule.share_out(waiting, hands.takers_with_history(paper.pk, centre_uai, people))
    return _write(paper, centre_uai, {code: marker for marker, codes in shares.items() for code in codes}, by, at)


@transaction.atomic
def _write(
    paper: Paper, centre_uai: str, wanted: Mapping[str, str], by: Actor, at: datetime
) -> Mapping[str, Sequence[str]]:
    # Whatever was proposed before as well: somebody who is back goes on with what they gave back.
    shared = Q(taker="") | Q(proposed_to__gt="") | Q(code__in=list(wanted))
    held = Batch.objects.filter(shared, paper=paper, centre_uai=centre_uai, is_out=False)
    rows = list(held.order_by("pk").select_for_update())
    shares: dict[str, list[str]] = defaultdict(list)
    for batch in rows:
        batch.proposed_to = wanted.get(batch.code, "")
        if batch.proposed_to:
            shares[batch.proposed_to].append(batch.code)
    Batch.objects.bulk_update(rows, ["proposed_to"])
    fact = rule.BatchesShared(paper.code, centre_uai, dict(shares))
    audit.record(subject=exams.subject_of(paper), fact=fact, by=by, at=at)
    return shares
