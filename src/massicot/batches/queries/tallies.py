"""What was scanned in envelopes and is not written to their lines yet, opened under the anonymity key."""

from massicot.batches.models import EnvelopeTally
from massicot.batches.rules.tally import KEY_USE, ChecksSealed, new_envelope_tally
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
    """Open the tally of an envelope of so many lines, or begin one.

    One that was altered tells nothing any more: its envelope is checked again from its first script.
    """
    if tally is None:
        return new_envelope_tally(lines)
    try:
        return read_tally(keys.unseal(key.sub_key(KEY_USE), bytes(tally.sealed), about(tally.batch_id)))
    except SealBroken:
        return new_envelope_tally(lines)
