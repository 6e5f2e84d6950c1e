"""How long to wait after wrong sign-ins: nothing at first, then twice as long each time, up to a ceiling.

People mistype: the first failures of a batch cost nothing. An address may be that of a whole marking centre, where
two hundred people type at once: it has many more, a short ceiling, and forgets faster. Nobody is ever locked out for
good: time alone wears failures away, one by one. The identifier counts as typed, whether a sheet bears it or not, so
that waiting says nothing about which identifiers exist.
"""

from datetime import datetime, timedelta

from massicot.core.attempts import Allowance, Attempts
from massicot.core.refused import N_, Refused


class TooManyAttempts(Refused):
    """A sign-in too soon after wrong ones."""

    sentence = N_("Too many wrong sign-ins: wait {seconds} seconds, then type what the mark sheet prints again.")


class SignInPaused(TooManyAttempts):
    """A sign-in during a wait of minutes."""

    sentence = N_(
        "Too many wrong sign-ins: nothing opens before {until}. "
        "If the sheet cannot be read, the marking centre prints another one at once."
    )


A_PAUSE = timedelta(minutes=1)
"""From so long on, a wait is told by its end: nobody counts seconds."""

SHEET = Allowance(free=5, ceiling=timedelta(minutes=5), wear=timedelta(minutes=10))
ADDRESS = Allowance(free=60, ceiling=timedelta(seconds=30), wear=timedelta(seconds=10))


def check_attempt(attempts: Attempts, at: datetime) -> None:
    """Refuse an attempt before its wait is over; the refusal knows how many seconds are left."""
    wait = attempts.waits_until - at
    seconds = -(-wait // timedelta(seconds=1))
    if wait >= A_PAUSE:
        raise SignInPaused(seconds=seconds, until=attempts.waits_until.astimezone(at.tzinfo))
    if seconds > 0:
        raise TooManyAttempts(seconds=seconds)
