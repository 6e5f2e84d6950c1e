"""The one door to the file of the anonymity key, which lies where the settings say, outside the database."""

from pathlib import Path

from django.conf import settings

from massicot.core.keys import Key, KeyMissing, KeyUnreadable, make_key_file, read_key_file


def place() -> str:
    """Say where the key is, or should be."""
    return str(settings.MASSICOT_ANONYMITY_KEY_FILE)


def is_there() -> bool:
    return Path(place()).exists()


def read() -> Key:
    """Read the key; raise KeyMissing or KeyUnreadable."""
    return read_key_file(Path(place()))


def read_if_there() -> Key | None:
    """Read the key when there is one: before `prepare`, nobody needs it yet; raise KeyUnreadable."""
    return read() if is_there() else None


def read_if_whole() -> Key | None:
    """Read the key; None when it is not there or cannot be read."""
    try:
        return read()
    except (KeyMissing, KeyUnreadable):
        return None


def read_or_make() -> Key:
    """Read the key, or make one: rehearsals have a key of their own."""
    return read_if_there() or make()


def make() -> Key:
    """Make the key; raise FileExistsError rather than replace one."""
    return make_key_file(Path(place()))
