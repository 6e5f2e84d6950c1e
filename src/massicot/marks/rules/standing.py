"""How far the typing of a batch is, the most urgent first.

People stop one step before the lock: a batch that is complete and not locked stands before those still being typed.
"""

from enum import StrEnum


class BatchStanding(StrEnum):
    """What remains to be done of a batch before it is locked; in the order in which somebody should look."""

    REFERRED = "referred"
    LATE = "late"
    DIFFERING = "differing"
    """Typed twice, and not alike: its marker settles it from the paper."""

    COMPLETE = "complete"
    KEYED_ONCE = "keyed-once"
    """Complete, and to be typed a second time by another person."""

    TYPED = "typed"
    UNTOUCHED = "untouched"
    LOCKED = "locked"


def urgency(standing: BatchStanding) -> int:
    """Rank a standing in lists: lines referred first, locked batches last."""
    return list(BatchStanding).index(standing)
