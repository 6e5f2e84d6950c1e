"""What the server tells the application of a request that was not read to its end, or not yet, or waited in vain."""

from http import HTTPStatus

UNREAD = "massicot.unread"
"""Under which name the status stands with which the request ends; no header can bear such a name."""

ASKED = "massicot.asked"
"""Under which name stands how large a body is of which the server asks whether it is taken, and sends nothing yet."""

NO_TURN, NO_TRIES = HTTPStatus.TOO_EARLY, HTTPStatus.LOCKED
"""How it stands there that a sign-in had no turn in time, or has no tries left; both are answered 429."""
