"""What the server tells the application of a request that it did not read to its end."""

UNREAD = "massicot.unread"
"""Under which name the status stands with which the request ends; no header can bear such a name."""
