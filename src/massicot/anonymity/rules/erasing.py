"""When old versions of rows are erased: after acts that change which numbers are whose, or what they are.

A number that was settled, then settled otherwise, tells whose it is to whoever reads both versions next to the
correction of one candidate; numbers that were there before others tell which are of the reserve; labels that were
scanned leave the order of their pile in the versions of the register.
"""

from collections.abc import Collection
from datetime import datetime, timedelta

QUIET = timedelta(minutes=10)
"""How long after the last such act: on the evening of a paper one follows another, and each erasing halts them all."""

LONGEST = timedelta(hours=1)
"""How long after the first one at most, however many follow."""


def is_due(asked: Collection[datetime], at: datetime) -> bool:
    """Say whether to erase now, the acts having been done at these instants.

    18:00, 18:05 and 18:09 wait until 18:19; acts that go on every five minutes from 18:00 wait until 19:00.
    """
    return bool(asked) and (at >= max(asked) + QUIET or at >= min(asked) + LONGEST)
