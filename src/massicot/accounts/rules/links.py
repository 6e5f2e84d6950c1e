"""One-time links: the code that a letter bears, typed or read by a telephone, with which a password is chosen.

The code is the whole secret, in the address as on paper. A code at rest is its digest alone.
"""

import hashlib
import re
from datetime import timedelta

from massicot.core import codes, draws
from massicot.core.refused import N_, Refused

LASTS = timedelta(days=7)
POSTED_LASTS = timedelta(days=30)
"""A letter on paper lies for days in a post room, and its reader is away in the holidays."""

CODE_LENGTH, GROUP = 16, 4
"""16 signs of 31 are 79 random bits, typed from paper in four groups: no guess at the door reaches them in 30 days."""


_CONVOCATION = re.compile(r"M-?[A-Z0-9]{5}-?[A-Z0-9]{5}(-[0-9]{1,3})?")


class LinkCodeMalformed(Refused):
    """A code of a letter that has too many signs, too few, or others than its letters have."""

    sentence = N_("The code of a letter has {length} letters and digits, and neither 0, O, 1, I nor L: read it again.")


class CodeOfConvocation(Refused):
    """The code of a convocation typed where that of an access is asked for."""

    sentence = N_(
        "{code} is the code of a convocation, which opens no access. Your convocation is read by the link in its mail; "
        "an access comes by another letter, with a code of {length} letters and digits: ask the exam office for one."
    )


class LinkCodeUnknown(Refused):
    """A code of a letter that opens nothing: mistyped, used, too old, or of a letter that another one replaced."""

    sentence = N_(
        "This code opens nothing. Compare each sign with the letter; if you have several letters, the last one counts. "
        "A code that was used or is too old no longer works: ask the exam office for a new one."
    )


class LinkSpent(Refused):
    """A one-time link used before, too old, or never given."""

    sentence = N_("This link is no longer good: ask the exam office for a new one.")


def draw_code() -> str:
    """Draw the code of a one-time link, in groups that people type from paper."""
    return written(codes.draw_clear(draws.from_system(), CODE_LENGTH))


def written(code: str) -> str:
    """Write a code as the letter does, however it was typed."""
    signs = codes.tidy_code(code)
    return "-".join(signs[start : start + GROUP] for start in range(0, len(signs), GROUP))


def lasts(*, is_on_paper: bool) -> timedelta:
    """Say how long a one-time link is good."""
    return POSTED_LASTS if is_on_paper else LASTS


def check_code(typed: str) -> None:
    """Refuse what is no code of a letter, before anything is looked up."""
    signs = codes.tidy_code(typed)
    if _CONVOCATION.fullmatch(typed.strip().upper()):
        raise CodeOfConvocation(code=typed.strip().upper(), length=CODE_LENGTH)
    if len(signs) != CODE_LENGTH or not set(signs) <= set(codes.CLEAR_ALPHABET):
        raise LinkCodeMalformed(length=CODE_LENGTH)


def digest_of(code: str) -> str:
    """Compute what is kept of a one-time link, typed in any case and groups: nobody who reads the table can use it."""
    return hashlib.sha256(codes.tidy_code(code).encode()).hexdigest()
