"""Documents that print a number: the labels of a centre, and the list that says whose each is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class LabelsPrinted:
    """Somebody printed the labels of a centre."""

    centre: str


@dataclass(frozen=True, slots=True)
class ListPrinted:
    """Somebody printed the list of names and numbers of a centre."""

    centre: str


PRINTED = (LabelsPrinted.__name__, ListPrinted.__name__)
"""Acts that print a number: its label, and the list that says whose it is."""


def both_printed(last: Iterable[tuple[str, str, datetime]]) -> dict[str, datetime]:
    """Map what had each of its documents printed to when the one that was printed longest ago was last.

    `last`: when one of `PRINTED` was last done on a subject, as act, subject and instant.
    """
    instants: dict[str, dict[str, datetime]] = {}
    for act, subject, at in last:
        instants.setdefault(subject, {})[act] = at
    return {subject: min(each.values()) for subject, each in instants.items() if len(each) == len(PRINTED)}
