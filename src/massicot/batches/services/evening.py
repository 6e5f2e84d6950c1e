"""The evening's batches that did not come back, and the morning's re-issue."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from massicot.audit import services as audit
from massicot.batches import queries, rules
from massicot.batches.models import Batch, MissedReturn
from massicot.batches.rules import Acknowledgement, Signed
from massicot.batches.services.lending import lend
from massicot.core.actor import Actor
from massicot.exams import queries as exams
from massicot.markers import queries as markers


@transaction.atomic
def note_not_returned(*, code: str, reason: str, by: Actor, at: datetime) -> None:
    """Note that a batch was not given back this evening, and why; raise BatchNotOut or AlreadyNoted."""
    batch = queries.hold_batch(code)
    stay = queries.open_hand_out(batch.pk)
    if stay is None:
        raise rules.BatchNotOut(code=batch.code)
    evening = exams.local(exams.paper_by_id(batch.paper_id), at).date()
    _, is_new = MissedReturn.objects.get_or_create(
        hand_out=stay, evening=evening, defaults={"reason": reason, "noted_at": at, "noted_by": by.login}
    )
    if not is_new:
        raise rules.AlreadyNoted(code=batch.code)
    fact = rules.BatchNotReturned(batch.code, stay.marker, evening.isoformat(), reason)
    audit.record(subject=queries.subject_of(batch.code), fact=fact, by=by, at=at)


@transaction.atomic
def reissue_batches(*, codes: Sequence[str], pupil_key: bytes, by: Actor, at: datetime) -> list[Batch]:
    """Give batches back in the morning to the markers who had them last, all or none, on the last count of both.

    Raise NothingToReissue, BatchNeverOut, BatchAlreadyOut, MarkerUnknown or OwnPupils.
    """
    if not codes:
        raise rules.NothingToReissue
    return [_reissue(code, pupil_key, by=by, at=at) for code in sorted(set(codes))]


def _reissue(code: str, pupil_key: bytes, *, by: Actor, at: datetime) -> Batch:
    batch = queries.hold_batch(code)
    last = next(reversed(queries.hand_outs_of(batch.pk)), None)
    if last is None:
        raise rules.BatchNeverOut(code=batch.code)
    session_id = exams.paper_by_id(batch.paper_id).session_id
    marker = markers.marker_by_identifier(session_id, last.marker)
    said = Acknowledgement(marker.identifier, batch.size, Signed.ON_LIST)
    lend(batch, marker, batch.size, said, pupil_key=pupil_key, by=by, at=at)
    return batch
