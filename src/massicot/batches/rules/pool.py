"""The pool of markers while batches are out: who holds one keeps their school.

Own pupils are looked for at hand-out, by the school that the marker has then. A school that changes while they hold a
batch would leave in their hands what they may not mark; given back first, the batch is looked at anew.
"""

from massicot.core.refused import N_, Refused

HOLDS_BATCHES = N_(
    "{marker} holds the batches {codes}, given out for the school {before}: have them taken back at the marking centre "
    "first, or put {before} back, then import again."
)


class HeldBatchesThere(Refused):
    """Somebody taken out of a pool who holds, or held, batches of the session."""

    sentence = N_(
        "{marker} holds or held batches of {session} ({codes}): they stay in its pool, where their work is known. To "
        "call them no more, set them aside."
    )


class SchoolWhileHolding(Refused):
    """A school changed by hand while its teacher holds a batch."""

    sentence = N_(
        "{marker} holds the batches {codes}, given out for the school {before}: have them taken back at the marking "
        "centre first, then change the situation."
    )
