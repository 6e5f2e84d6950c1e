"""The anonymity key as an act of the office takes it along: only some need it, and say so when it is away."""

from pathlib import Path

from django.conf import settings

from massicot.core.keys import Key, KeyMissing, KeyUnreadable, read_key_file


def kept_key() -> Key | None:
    """Read the key; None when it is not there or cannot be read."""
    try:
        return read_key_file(Path(settings.MASSICOT_ANONYMITY_KEY_FILE))
    except (KeyMissing, KeyUnreadable):
        return None
