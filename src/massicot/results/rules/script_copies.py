"""The copy of a script that is sent by mail: kept as a document about its request, enclosed, destroyed on its day.

The script is scanned, the file read behind the door as any document is, and sealed under a key of its own. The mail
names it, and it is opened as the mail leaves: nothing of it lies in the outbox. It is destroyed two months later, when
the time to contest what was sent is over. Where the step is taken back, a mail that has not left is given up, and the
copy is destroyed at once.
"""

from datetime import date

from massicot.results.rules.access import months_after

COPY_KEPT_MONTHS = 2
"""Months for which the copy that was sent is kept: as long as what was answered can be contested."""

ABOUT = "consultation"
"""The kind of affair that the documents of a request are about."""


def about_of(consultation_id: int) -> str:
    """Name whose affair the copies of a request are."""
    return f"{ABOUT}:{consultation_id}"


def occasions_of(consultation_id: int) -> str:
    """Say what the occasions of the mails of a request begin with; the code of the copy comes after it."""
    return f"script-copy:{consultation_id}:"


def destroyed_on(sent_on: date) -> date:
    """Say on which day the copy is destroyed that was sent on a day."""
    return months_after(sent_on, COPY_KEPT_MONTHS)
