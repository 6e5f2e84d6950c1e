"""What was scanned in envelopes and is not written to their lines yet, opened under the anonymity key."""

from massicot.audit import queries as audit
from massicot.batches.models import EnvelopeTally
from massicot.batches.rules.tally import KEY_USE, ChecksSealed, new_envelope_tally
from massicot.consignments.rules.tally import TallyContent, read_tally
from massicot.core import keys
from massicot.core.keys import Key, SealBroken
from massicot.store import key_file
from massicot.store.prepared import Question

OF_BATCH: Question[EnvelopeTally] = Question(lambda batch_id: EnvelopeTally.objects.filter(batch_id=batch_id))
"""The tally of an envelope; none before its first scan."""


def key_for(tally: EnvelopeTally | None) -> Key:
    """Read the key of a tally, or that of this installation, under which a new one is begun; raise ChecksSealed.

    One that is begun under a key that was put in place by mistake could be read by nobody once the right one is back.
    """
    key = key_file.read_if_whole()
    if key is None or ((tally is None or tally.key != key.fingerprint) and not _is_kept(key)):
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


def _is_kept(key: Key) -> bool:
    """Say whether it is the key of which a copy was confirmed kept: no number was drawn before, and under no other."""
    return any(kept["fingerprint"] == key.fingerprint for kept in audit.facts_on("key", "KeyKept"))
