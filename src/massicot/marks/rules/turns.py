"""Whose typing a page holds: the sheet that opened it, its author, how often the office had opened the batch again.

What a browser could not save belongs to one turn. Once the batch was locked, or is in other hands, it is nobody's until
somebody with the paper sheet before them takes it: a mark is never saved under another's name, nor after a signature
that did not have it.
"""

import hashlib

from massicot.core.refused import N_, Refused

_LENGTH = 16


class TurnPassed(Refused):
    """A save from a page that was opened before the batch was locked and opened again, or when another had it."""

    sentence = N_(
        "Since this page was opened, the batch was given to somebody else, or the exam office opened it again: nothing "
        "more is taken from it. Open the marks of the batch again, with the paper sheet before you."
    )


def turn_of(identifier: str, author: str, reopened: int) -> str:
    """Name one turn at a batch, opaquely: of a sheet, of whoever signs the marks, of the times it was opened again."""
    parts = "\n".join((identifier, author, str(reopened)))
    return hashlib.sha256(parts.encode()).hexdigest()[:_LENGTH]


def check_turn(page: str, identifier: str, author: str, reopened: int) -> None:
    """Raise TurnPassed when a page belongs to another turn than the one of now; a program may name none.

    A page that was opened before anybody was noted as having the batch goes on under the first who is.
    """
    if page and page not in (turn_of(identifier, author, reopened), turn_of(identifier, "", reopened)):
        raise TurnPassed
