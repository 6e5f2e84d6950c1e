"""The evening's batches that did not come back, and the morning's re-issue."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from massicot.audit import services as audit
from massicot.batches import queries, rules
from massicot.batches.models import Batch, MissedReturn
from massicot.batches.rules import Acknowledgement, Signed
from massicot.batches.services.lending import hold_stay, lend
from massicot.core.actor import Actor
from massicot.exams import queries as exams
from massicot.markers import queries as markers


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
        raise rules.AlreadyNoted(code=batch.code)
    fact = rules.BatchNotReturned(batch.code, stay.marker, evening.isoformat(), reason)
    audit.record(subject=queries.subject_of(batch.code), fact=fact, by=by, at=at)


@transaction.atomic
def reissue_batches(*, seen: Mapping[str, int], pupil_key: bytes, by: Actor, at: datetime) -> list[Batch]:
    """Give batches back in the morning to the markers who had them last, all or none, on the last count of both.

    `seen` is the last hand-out that the page showed of each batch. Raise NothingToReissue, BatchNeverOut,
    BatchAlreadyOut, BatchHadByAnother, MarkerUnknown or OwnPupils.
    """
    if not seen:
        raise rules.NothingToReissue
    return [_reissue(code, seen[code], pupil_key, by=by, at=at) for code in sorted(seen)]


def _reissue(code: str, seen: int, pupil_key: bytes, *, by: Actor, at: datetime) -> Batch:
    batch = queries.hold_batch(code)
    last = next(reversed(queries.hand_outs_of(batch.pk)), None)
    if last is None:
        raise rules.BatchNeverOut(code=batch.code)
    if last.back_at is None:
        raise rules.BatchAlreadyOut(code=batch.code, holder=last.marker)
    if last.pk != seen:
        raise rules.BatchHadByAnother(code=batch.code, holder=last.marker)
    session_id = exams.paper_by_id(batch.paper_id).session_id
    marker = markers.hold_marker(session_id, last.marker)
    # Of a batch with few scripts, the marker said so when it first went out.
    acknowledgement = Acknowledgement(marker.identifier, batch.in_hand, Signed.ON_LIST, denies_pupils=True)
    lend(batch, marker, batch.in_hand, acknowledgement, pupil_key=pupil_key, by=by, at=at)
    return batch
