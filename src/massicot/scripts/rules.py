"""A script known only by its number.

A blank script is numbered and sent like any other; for an absent candidate the centre puts in a blank copy marked
"absent" and numbers it too (the notice): so each expected candidate has exactly one number and one physical item. A
spare number that served for a candidate off the list is a script like any other.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from massicot.core import codes, keys
from massicot.core.refused import N_, Refused


class ScriptKind(StrEnum):
    """What the item is; drawn, and nothing more, until the centre's day is closed: spares are told by the link only."""

    DRAWN = "drawn"
    SPARE = "spare"
    WRITTEN = "written"
    BLANK = "blank"
    PLACEHOLDER = "placeholder"


IN_HAND = frozenset({ScriptKind.WRITTEN, ScriptKind.BLANK, ScriptKind.PLACEHOLDER})
"""Kinds of a number that has its physical item."""


class NumberMistyped(Refused):
    sentence = N_("{number} is not an anonymity number: its letter does not fit. Read it again from the label.")


class SheetNotCounted(NumberMistyped):
    sentence = N_(
        "This is the label of an extra sheet (/2): it is counted with the first sheet of its script. Scan the label of "
        "that first sheet."
    )


class NumberUnknown(Refused):
    sentence = N_("{number} was never drawn in this installation: put the script aside and call the exam office.")


@dataclass(frozen=True, slots=True)
class Drawn:
    """One number as `prepare` draws it: all those of a centre look alike, whether somebody has them or nobody."""

    number: str
    centre_uai: str


@dataclass(frozen=True, slots=True)
class Settled:
    """What one number is once its centre's day is closed."""

    specialty_code: str
    kind: ScriptKind
    pupil_token: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class StripsCertified:
    """What two persons of an exam centre sign: how many header strips they destroyed, and why fewer than were due."""

    count: int
    signed_by: str
    reason: str = ""


UNSETTLED = Settled("", ScriptKind.DRAWN, b"")
"""What every number is while its centre's day is open."""


def check_number(text: str) -> str:
    """Normalise a typed or scanned number; raise NumberMistyped when its letter does not hold, or SheetNotCounted."""
    if codes.extra_sheet(text):
        raise SheetNotCounted
    number = codes.tidy_number(text)
    if not codes.is_number(number):
        raise NumberMistyped(number=text.strip())
    return number


TOKEN_BYTES = 8
SALT_BYTES = 4
"""Before each token: drawn at a closing for all scripts of the centre, so that none of them stays as it was before."""
PUPIL_KEY = "own-pupils"
"""The use of the sub-key that own-pupil tokens are made with."""


def cell_of(paper_id: int, specialty_code: str) -> str:
    """Name what a script is counted with wherever it lies: its paper and its specialty."""
    return f"{paper_id}/{specialty_code}"


def read_cell(cell: str) -> tuple[int, str]:
    """Read a paper and a specialty off the name of their cell."""
    paper_id, _, specialty_code = cell.partition("/")
    return int(paper_id), specialty_code


def pupil_token(pupil_key: bytes, number: str, origin_uai: str, salt: bytes) -> bytes:
    """Compute the token that tells, for one institution at a time, whether a number is one of its own pupils.

    The number is part of it, so that two pupils of one institution have nothing in common. Who holds the key can ask
    "is this one of ours?" and nobody can read an institution out of a token. The salt of the closing stands before it:
    of two copies around a day opened again, all tokens of the centre differ, and not that of whoever was corrected.
    """
    return pupil_tokens(pupil_key, number, salt)(origin_uai)


def pupil_tokens(pupil_key: bytes, number: str, salt: bytes) -> Callable[[str], bytes]:
    """Prepare `pupil_token` of one number for many institutions; a token of a release before salts has an empty one."""
    digest = keys.keyed_digests(pupil_key, number + salt.hex(), length=TOKEN_BYTES)
    return lambda origin_uai: salt + digest(origin_uai)


def salt_of(token: bytes) -> bytes:
    """Read the salt off a token."""
    return token[:-TOKEN_BYTES]


class CentreNotWhole(Refused):
    sentence = N_("The numbers of the centre {centre} are settled all together: close its day again.")
