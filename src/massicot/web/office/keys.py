"""The anonymity key as the office sees it: whether it is in place, and whether a copy of it is kept."""

from dataclasses import dataclass
from enum import StrEnum

from massicot.anonymity import queries as anonymity
from massicot.core.refused import Refused
from massicot.store import key_file
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
    path = key_file.place()
    try:
        if not key_file.is_there():
            anonymity.check_no_key_lost()
            return KeyState(path, Keeping.ABSENT)
        key = key_file.read()
        anonymity.check_key(key)
    except Refused as refusal:
        return KeyState(path, Keeping.TROUBLE, sentence_of(refusal))
    return KeyState(path, Keeping.KEPT if anonymity.is_key_confirmed(key) else Keeping.UNCONFIRMED)


def make_key() -> None:
    """Make the key where the settings say; raise KeyLost when this database has one already."""
    anonymity.check_no_key_lost()
    if not key_file.is_there():
        key_file.make()
