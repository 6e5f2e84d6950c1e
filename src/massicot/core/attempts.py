"""How long to wait after wrong tries: nothing at first, then twice as long each time, up to a ceiling.

Nobody is ever locked out for good: time alone wears failures away, one by one.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Allowance:
    """How many failures are free, the longest wait after more, and the time that wears one failure away."""

    free: int
    ceiling: timedelta
    wear: timedelta


@dataclass(frozen=True, slots=True)
class Attempts:
    """The failures counted so far, and until when the next attempt waits."""

    failures: int
    waits_until: datetime


def count_attempt(attempts: Attempts, allowance: Allowance, at: datetime) -> Attempts:
    """Count one more attempt as a failure, until it proves right; raise nothing."""
    worn = max(timedelta(0), at - attempts.waits_until) // allowance.wear
    failures = max(0, attempts.failures - worn) + 1
    return Attempts(failures, at + wait_after(failures, allowance))


def wait_after(failures: int, allowance: Allowance) -> timedelta:
    """Compute the wait after so many failures: 0, then 2, 4, 8 … seconds, never more than the ceiling."""
    beyond = failures - allowance.free
    if beyond <= 0:
        return timedelta(0)
    return min(allowance.ceiling, timedelta(seconds=2 ** min(beyond, 20)))
