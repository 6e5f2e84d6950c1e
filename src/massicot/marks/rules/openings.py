"""Two browsers on one batch: both are told.

Each sign-in opens the batch in one browser until that browser leaves it, or the working day is over. Who typed on one
computer and goes on at another closes the batch there from here; what that browser had not saved stays kept in it.
"""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from massicot.core.refused import N_, Refused
from massicot.marks.rules.window import half_day

LASTS = timedelta(hours=12)
"""How long a browser stays signed in: an opening is counted in the half-day when it was made and the one after."""


class OpenedElsewhere(Refused):
    """A batch that was closed here from another browser."""

    sentence = N_("This batch was closed here from another browser: sign in again with the mark sheet to go on here.")


class AnotherBatch(Refused):
    """An act from the page of one batch in a browser that was opened with the sheet of another one since."""

    sentence = N_(
        "Another batch was opened in this browser since this page was: nothing was done here. To go on with this one, "
        "sign in again with its own mark sheet."
    )


def current_half_days(at: datetime, zone: ZoneInfo) -> tuple[str, str]:
    """Name the half-days in which a browser that is open now may have signed in: this one and the one before."""
    return half_day(at, zone), half_day(at - LASTS, zone)
