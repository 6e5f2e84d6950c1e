"""What was scanned in envelopes and is not written to their lines yet, opened under the anonymity key."""

from massicot.batches.models import EnvelopeTally
from massicot.batches.rules.tally import KEY_USE, ChecksSealed
from massicot.consignments.rules.tally import TallyContent, read_tally
from massicot.core import keys
from massicot.core.keys import Key
from massicot.store import key_file
from massicot.store.prepared import Question

OF_BATCH: Question[EnvelopeTally] = Question(lambda batch_id: EnvelopeTally.objects.filter(batch_id=batch_id))
"""The tally of an envelope; none before its first scan."""


def key_for(tally: EnvelopeTally | None) -> Key:
    """Read the key of a tally, or that under which a new one is begun: that of the others; raise ChecksSealed."""
    key = key_file.read_if_whole()
    known = tally or EnvelopeTally.objects.first()
    if key is None or (known is not None and known.key != key.fingerprint):
        raise ChecksSealed
    return key


def about(batch_id: int) -> str:
    """Say what the seal of a tally is about: one envelope's does not open as another's."""
    return f"{KEY_USE} {batch_id}"


def content_of(tally: EnvelopeTally, key: Key) -> TallyContent:
    """Open the tally of an envelope; raise SealBroken."""
    return read_tally(keys.unseal(key.sub_key(KEY_USE), bytes(tally.sealed), about(tally.batch_id)))
