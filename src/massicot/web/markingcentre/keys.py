"""The key that own pupils are recognised with: a marking centre asks by it whether a batch holds some, never which."""

from pathlib import Path

from django.conf import settings

from massicot.core.keys import KeyMissing, KeyUnreadable, read_key_file
from massicot.core.refused import N_, Refused
from massicot.scripts.rules import PUPIL_KEY


class OwnPupilsUnknown(Refused):
    """The server has no anonymity key, or one that it cannot read."""

    sentence = N_(
        "The server cannot tell own pupils: no batch goes out until the exam office has put the anonymity key back."
    )


def pupil_key() -> bytes:
    """Derive the key of own pupils; raise OwnPupilsUnknown, which does not tell where the anonymity key lies."""
    try:
        return read_key_file(Path(settings.MASSICOT_ANONYMITY_KEY_FILE)).sub_key(PUPIL_KEY)
    except (KeyMissing, KeyUnreadable):
        raise OwnPupilsUnknown from None
