"""Labels and lists that print a number: of a centre, of some seats, of extra sheets.

A label that cannot be used: printed again with its number, or a spare stuck in its place. A label that is on the wrong
script before the cut is moved by hand, and nothing changes. A torn or spoiled one is printed again for its seat. Where
no printer is at hand, a spare label is stuck: the candidate then has that number, and the other one is of the reserve.
Nothing is settled of either before the day is closed, with the whole centre: neither the journal nor any table tells
which numbers they are. Once they were settled, a spare stuck would be the only number of its kind that changes: a day
that was ever closed takes none any more, and the label is printed again.

Whoever wrote on extra sheets has a label for each: the number of the script and which sheet it is. The header of an
extra sheet is cut as any other. Scripts are counted, not sheets: neither its label nor its strip is counted.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from massicot.audit.rules import Fact
from massicot.core.codes import FIRST_EXTRA_SHEET, LAST_SHEET
from massicot.core.refused import N_, Refused


class NobodyChosen(Refused):
    sentence = N_("Choose the seats whose labels are to be printed again; scripts that bear no number have none.")


class NoExtraSheet(Refused):
    sentence = N_(
        "A script with extra sheets has {first} to {last} sheets, its first included. On a sheet beyond, write the "
        "number and its rank by hand."
    )


class OwnLabelStuck(Refused):
    sentence = N_("This is the number that this candidate has already: nothing was changed.")


class DayClosedBefore(Refused):
    sentence = N_(
        "The day of the centre {centre} was closed before: a label of the reserve stuck now would tell whose script it "
        "is. Print the label of this candidate again, with the number that it has, and stick that one."
    )


@dataclass(frozen=True, slots=True)
class LabelsPrintedAgain(Fact):
    """Labels of some seats of a room were printed again; whose is not said, or a script could be told by its look."""

    journal_word = N_("labels of some seats printed again")
    room: str
    labels: int


@dataclass(frozen=True, slots=True)
class SheetLabelsPrinted(Fact):
    """Labels of extra sheets were printed for some seats of a room; whose is not said, since few have any."""

    journal_word = N_("labels of extra sheets printed")
    room: str
    labels: int


@dataclass(frozen=True, slots=True)
class SpareStuck(Fact):
    """A spare label was stuck for a candidate, whose own could not be; neither who nor which number is said here."""

    journal_word = N_("spare label stuck for a candidate")


def extra_ranks(sheets: int) -> range:
    """List which sheets of a script of so many are extra; raise NoExtraSheet."""
    if not FIRST_EXTRA_SHEET <= sheets <= LAST_SHEET:
        raise NoExtraSheet(first=FIRST_EXTRA_SHEET, last=LAST_SHEET)
    return range(FIRST_EXTRA_SHEET, sheets + 1)


@dataclass(frozen=True, slots=True)
class LabelsPrinted(Fact):
    journal_word = N_("labels printed")
    centre: str


@dataclass(frozen=True, slots=True)
class ListPrinted(Fact):
    journal_word = N_("anonymity list printed")
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
