"""What was scanned in envelopes and is not written to their lines yet, opened under the anonymity key."""

from massicot.batches.models import Batch, EnvelopeTally
from massicot.batches.rules.tally import KEY_USE, ChecksBroken, ChecksReadable, ChecksSealed, new_envelope_tally
from massicot.consignments.queries.tallies import key_in_place
from massicot.consignments.rules.tally import TallyContent, read_tally
from massicot.core import keys
from massicot.core.keys import Key, SealBroken
from massicot.store.prepared import Question

OF_BATCH: Question[EnvelopeTally] = Question(lambda batch_id: EnvelopeTally.objects.filter(batch_id=batch_id))
"""The tally of an envelope; none before its first scan."""


def key_for(tally: EnvelopeTally | None) -> Key:
    """Read the key of a tally, or that under which a new one is begun; raise ChecksSealed."""
    key = key_in_place(tally.key if tally else "")
    if key is None:
        raise ChecksSealed
    return key


def about(batch_id: int) -> str:
    """Say what the seal of a tally is about: one envelope's does not open as another's."""
    return f"{KEY_USE} {batch_id}"


def content_of(tally: EnvelopeTally | None, key: Key, lines: int) -> TallyContent:
    """Open the tally of an envelope of so many lines, or begin one; raise ChecksBroken for one that was altered."""
    if tally is None:
        return new_envelope_tally(lines)
    try:
        return read_tally(keys.unseal(key.sub_key(KEY_USE), bytes(tally.sealed), about(tally.batch_id)))
    except SealBroken:
        raise ChecksBroken(code=tally.batch.code) from None


def check_broken(batch: Batch) -> EnvelopeTally:
    """Give the tally of an envelope that is held, if it does not open; raise ChecksReadable or ChecksSealed."""
    for tally in EnvelopeTally.objects.filter(batch=batch):
        try:
            content_of(tally, key_for(tally), batch.size)
        except ChecksBroken:
            return tally
    raise ChecksReadable(code=batch.code)
