"""What the server tells the application of a request that it did not read to its end, or that waited in vain."""

from http import HTTPStatus

UNREAD = "massicot.unread"
"""Under which name the status stands with which the request ends; no header can bear such a name."""

NO_TURN, NO_TRIES = HTTPStatus.TOO_EARLY, HTTPStatus.LOCKED
"""How it stands there that a sign-in had no turn in time, or has no tries left; both are answered 429."""
