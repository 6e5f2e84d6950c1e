"""What the server tells the application of a request beside it; no header can bear such a name."""

from http import HTTPStatus

UNREAD = "massicot.unread"
"""Under which name the status stands with which a request ends that was not read, or had no turn."""

NO_TURN = HTTPStatus.TOO_EARLY
"""How it is called there that a sign-in waited for its turn in vain; the answer itself is 429."""

SPENT = "massicot.spent"
"""Under which name it stands that a sign-in has no tries left: it is refused before any password is computed."""
