"""The anonymity key, as the acts of a centre need it: a clerk cannot put it back, the exam office can."""

from pathlib import Path

from django.conf import settings

from massicot.core.keys import Key, KeyMissing, KeyUnreadable, read_key_file
from massicot.core.refused import N_, Refused


class KeyAway(Refused):
    """The server has no anonymity key, or one that it cannot read."""

    sentence = N_("The server cannot open the numbers: call the exam office, which puts the anonymity key back.")


def anonymity_key() -> Key:
    """Read the key; raise KeyAway, which does not tell where it lies."""
    try:
        return read_key_file(Path(settings.MASSICOT_ANONYMITY_KEY_FILE))
    except (KeyMissing, KeyUnreadable):
        raise KeyAway from None
