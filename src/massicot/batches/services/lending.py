"""Batches handed out to markers and taken back, counted by both sides each time."""

from datetime import datetime

from django.db import transaction

from massicot.audit import services as audit
from massicot.batches import queries, rules
from massicot.batches.models import Batch, HandOut
from massicot.batches.rules import Acknowledgement, Signed
from massicot.core.actor import Actor
from massicot.custody import services as custody
from massicot.custody.rules import Act, ItemKind, Place, Spot
from massicot.exams import queries as exams
from massicot.markers import queries as markers
from massicot.scripts import queries as scripts
from massicot.store.swap import swap_one


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
    try:
        with transaction.atomic():
            batch = queries.hold_batch(code)
            session_id = exams.paper_by_id(batch.paper_id).session_id
            marker = markers.hold_marker(session_id, marker_identifier)
            lend(batch, marker, counted, acknowledgement, pupil_key=pupil_key, by=by, at=at)
    except rules.OwnPupils as refusal:
        # Nothing of the hand-over stays, but that the answer was given does.
        with transaction.atomic():
            fact = rules.OwnPupilsTold(str(refusal.values["code"]), str(refusal.values["marker"]))
            audit.record(subject=queries.subject_of(fact.code), fact=fact, by=by, at=at)
        raise
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
    rules.check_counts(rules.ReturnCountsDiffer, batch.code, batch.in_hand, counted, stay.marker, acknowledgement)
    fact = rules.BatchReturned(batch.code, stay.marker, counted, acknowledgement.count, acknowledgement.signed)
    take_in(batch, stay, acknowledged=acknowledgement.count, signed=acknowledgement.signed, by=by, at=at)
    audit.record(subject=queries.subject_of(batch.code), fact=fact, by=by, at=at)
    return batch


@transaction.atomic
def take_back_batch(*, code: str, seen: int, counted: int, reason: str, by: Actor, at: datetime) -> Batch:
    """Take a batch back whose marker cannot come, on the desk's count; `seen` is the hand-out that the page showed.

    Raise BatchNotOut, BatchChangedHands, WithdrawnCounted or LoneCountDiffers.
    """
    batch, stay = hold_stay(code, seen)
    _check_withdrawn(batch, counted, counted)
    if counted != batch.in_hand:
        raise rules.LoneCountDiffers(code=batch.code, size=batch.in_hand, counted=counted)
    take_in(batch, stay, acknowledged=None, signed=Signed.NOWHERE, by=by, at=at)
    fact = rules.BatchTakenBack(batch.code, stay.marker, counted, reason)
    audit.record(subject=queries.subject_of(batch.code), fact=fact, by=by, at=at)
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
    if stay := queries.open_hand_out(batch.pk):
        raise rules.BatchAlreadyOut(code=batch.code, holder=stay.marker)
    if batch.sealed_at is None:
        raise rules.BatchNotSealed(code=batch.code)
    if not batch.in_hand:
        raise rules.NothingInBatch(code=batch.code)
    markers.check_knows_no_names(marker)
    rules.check_counts(
        rules.HandOutCountsDiffer, batch.code, batch.in_hand, counted, marker.identifier, acknowledgement
    )
    rules.check_own_pupils(
        batch.code,
        marker.identifier,
        scripts.tokens_of(queries.numbers_of(batch.pk)),
        markers.institution_of(marker, exams.day_of(marker.session, at)),
        pupil_key,
        told=queries.is_told(batch),
        denies=acknowledgement.denies_pupils,
    )
    destination = Spot(Place.MARKER, marker.identifier)
    _carry(batch, Act.HANDED_OUT, queries.store_of(batch), destination, by=by, at=at)
    HandOut.objects.create(
        batch=batch,
        marker=marker.identifier,
        out_at=at,
        out_count=counted,
        out_acknowledged=acknowledgement.count,
        out_signed=acknowledgement.signed,
    )
    Batch.objects.filter(pk=batch.pk).update(taker=marker.identifier, is_out=True, proposed_to="")
    fact = rules.BatchHandedOut(
        batch.code,
        marker.identifier,
        counted,
        acknowledgement.count,
        acknowledgement.signed,
        acknowledgement.denies_pupils,
    )
    audit.record(subject=queries.subject_of(batch.code), fact=fact, by=by, at=at)


def hold_stay(code: str, seen: int) -> tuple[Batch, HandOut]:
    """Hold a batch with the stay that a page showed, inside the act that does.

    Raise BatchNotOut, or BatchChangedHands when it was handed out anew meanwhile, be it to the same marker.
    """
    batch = queries.hold_batch(code)
    stay = queries.present_stay(batch)
    if stay.pk != seen:
        raise rules.BatchChangedHands(code=batch.code, holder=stay.marker)
    return batch, stay


def _check_withdrawn(batch: Batch, counted: int, acknowledged: int) -> None:
    """Refuse a count that is not the batch's, naming what the office withdrew and the marker still has."""
    if (counted, acknowledged) == (batch.in_hand, batch.in_hand):
        return
    if numbers := queries.withdrawn_with_marker(batch.pk):
        named = ", ".join(numbers)
        raise rules.WithdrawnCounted(code=batch.code, size=batch.in_hand, counted=counted, numbers=named)


def take_in(batch: Batch, stay: HandOut, *, acknowledged: int | None, signed: Signed, by: Actor, at: datetime) -> None:
    """Take a batch back that was counted, inside the act that does."""
    swap_one(
        HandOut.objects.filter(pk=stay.pk, back_at__isnull=True),
        rules.BatchNotOut(code=batch.code),
        back_at=at,
        back_count=batch.in_hand,
        back_acknowledged=acknowledged,
        back_signed=signed,
    )
    Batch.objects.filter(pk=batch.pk).update(is_out=False)
    _carry(batch, Act.RETURNED, Spot(Place.MARKER, stay.marker), queries.store_of(batch), by=by, at=at)


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
