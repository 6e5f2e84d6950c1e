"""The anonymity key as the office sees it: whether it is in place, whether a copy is kept, and the way to it."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from django.conf import settings

from massicot.anonymity import queries as anonymity
from massicot.core.keys import Key, KeyMissing, KeyUnreadable, make_key_file, read_key_file
from massicot.core.refused import Refused
from massicot.web.shared.refusals import sentence_of


class Keeping(StrEnum):
    """How far the keeping of the key is."""

    ABSENT = "absent"
    UNCONFIRMED = "unconfirmed"
    KEPT = "kept"
    TROUBLE = "trouble"


@dataclass(frozen=True, slots=True)
class KeyState:
    """Where the key is and how far its keeping is; never the key itself, nor its fingerprint before it is typed."""

    path: str
    keeping: Keeping
    trouble: str = ""


def key_state() -> KeyState:
    """Look at the key and at what this database knows of it."""
    path = key_path()
    try:
        if not path.exists():
            anonymity.check_no_key_lost()
            return KeyState(str(path), Keeping.ABSENT)
        key = read_key_file(path)
        anonymity.check_key(key)
    except Refused as refusal:
        return KeyState(str(path), Keeping.TROUBLE, sentence_of(refusal))
    return KeyState(str(path), Keeping.KEPT if anonymity.is_key_confirmed(key) else Keeping.UNCONFIRMED)


def the_key() -> Key:
    """Read the key; raise KeyMissing or KeyUnreadable."""
    return read_key_file(key_path())


def kept_key() -> Key | None:
    """Read the key; None when it is not there or cannot be read."""
    try:
        return the_key()
    except (KeyMissing, KeyUnreadable):
        return None


def make_key() -> None:
    """Make the key where the settings say; raise KeyLost when this database has one already."""
    anonymity.check_no_key_lost()
    if not key_path().exists():
        make_key_file(key_path())


def key_path() -> Path:
    """Say where the key is, or should be."""
    return Path(settings.MASSICOT_ANONYMITY_KEY_FILE)
