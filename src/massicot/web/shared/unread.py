"""What the server tells the application of a request that it did not read to its end, or did not read yet."""

UNREAD = "massicot.unread"
"""Under which name the status stands with which the request ends; no header can bear such a name."""

ASKED = "massicot.asked"
"""Under which name stands how large a body is of which the server asks whether it is taken, and sends nothing yet."""
