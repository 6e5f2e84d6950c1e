"""What keeps a centre's day from being opened again once the office has decided of one of its scripts.

A decision names its script for good, on the ladder and in the journal. A day opened again beside it, and one candidate
corrected to absent, would tell whose script that was.
"""

from massicot.core.refused import N_, Refused


class ScriptsDecided(Refused):
    """A day opened again after the office decided what becomes of one of its scripts."""

    sentence = N_(
        "The exam office has decided what becomes of a script of the centre {centre} that was not found: its "
        "attendance is no longer corrected there. Call the exam office."
    )
