"""The concordance check without a scanner: one count of an envelope, and all of it seen but what is named."""

from datetime import datetime

from django.db import transaction

from massicot.audit import services as audit
from massicot.batches import queries
from massicot.batches.models import Batch, BatchScript
from massicot.batches.rules import Check, Witnessed
from massicot.batches.rules.by_exception import BatchSealedAllBut, Envelope, plan_seal
from massicot.batches.services.checking import hold_unsealed
from massicot.batches.services.shortages import leave_out
from massicot.consignments.rules.lacking import AllBut
from massicot.core.actor import Actor


@transaction.atomic
def seal_all_but_unchecked_sheet(
    *, code: str, counted: int, lacking: AllBut, by: Actor, at: datetime
) -> tuple[Batch, list[str]]:
    """Close an envelope that was counted by hand, all its scripts seen but those named as missing; give these.

    Raise SheetNotPrinted, EnvelopeClosed, NotToBeSeenHere, SeenBefore, LackingAmbiguous, SecondPersonMissing,
    InHandCountDiffers, EnvelopeEmpty or TextNamesCandidate.
    """
    batch = hold_unsealed(code)
    # Of one who scans meanwhile, what was scanned first is seen; what is scanned later is told where it belongs.
    lines = queries.hold_lines(batch.pk)
    waiting = [line.number for line in lines if line.check_made == Check.NOT_YET]
    seen = [line.number for line in lines if line.check_made != Check.NOT_YET]
    by_hand = queries.by_hand(batch.pk)
    missing = plan_seal(Envelope(batch.code, waiting, seen), counted, lacking)
    unseen = BatchScript.objects.filter(batch=batch, check_made=Check.NOT_YET).exclude(number__in=missing)
    unseen.update(check_made=Check.COUNTED, checked_by=by.login)
    signed_by = lacking.signed_by.strip() if missing else ""
    if missing:
        leave_out(batch, [line for line in lines if line.number in missing], Witnessed("", signed_by), by=by, at=at)
    Batch.objects.filter(pk=batch.pk).update(sealed_at=at)
    fact = BatchSealedAllBut(batch.code, counted, len(seen), missing, by_hand, signed_by)
    audit.record(subject=queries.subject_of(batch.code), fact=fact, by=by, at=at)
    return batch, missing
