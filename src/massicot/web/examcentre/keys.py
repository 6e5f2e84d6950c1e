"""The anonymity key, as the acts of a centre need it: a clerk cannot put it back, the exam office can."""

from massicot.core.keys import Key
from massicot.core.refused import N_, Refused
from massicot.store import key_file


class KeyAway(Refused):
    """The server has no anonymity key, or one that it cannot read."""

    sentence = N_("The server cannot open the numbers: call the exam office, which puts the anonymity key back.")


def anonymity_key() -> Key:
    """Read the key; raise KeyAway, which does not tell where it lies."""
    key = key_file.read_if_whole()
    if key is None:
        raise KeyAway
    return key
