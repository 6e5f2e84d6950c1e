"""The key that own pupils are recognised with: a marking centre asks by it whether a batch holds some, never which."""

from massicot.core.refused import N_, Refused
from massicot.scripts.rules import PUPIL_KEY
from massicot.store import key_file


class OwnPupilsUnknown(Refused):
    """The server has no anonymity key, or one that it cannot read."""

    sentence = N_(
        "The server cannot tell own pupils: no batch goes out until the exam office has put the anonymity key back."
    )


def pupil_key() -> bytes:
    """Derive the key of own pupils; raise OwnPupilsUnknown, which does not tell where the anonymity key lies."""
    key = key_file.read_if_whole()
    if key is None:
        raise OwnPupilsUnknown
    return key.sub_key(PUPIL_KEY)
