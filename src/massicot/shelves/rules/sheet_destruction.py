"""Destruction of the mark sheets of a paper: listed by box, signed by two, as its scripts are.

All that lies in boxes goes at once: a mark sheet bears some fifty marks by number, and one that was left out would tell
in which batch the script lies that somebody asks about. So none is destroyed while anybody asks about a script of the
paper. A sheet that comes later lies in another box, and is on the next list.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from massicot.audit.rules import Fact
from massicot.core.refused import N_, Refused
from massicot.shelves.rules.destruction import BoxesChanged
from massicot.shelves.rules.sheet_boxes import span


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetsToDestroy:
    """The mark sheets of one box: from which number of batch to which, how many."""

    box: str
    first: int
    last: int
    count: int

    @property
    def span(self) -> str:
        return span(self.first, self.last)


class NoSheetBoxed(Refused):
    sentence = N_(
        "No mark sheet of {paper} lies in a box: there is nothing to destroy. Those that are received and lie in no "
        "box are put into boxes first."
    )


@dataclass(frozen=True, slots=True)
class SheetDestructionListed(Fact):
    """A list of mark sheets to be destroyed was made, box by box."""

    journal_word = N_("list of mark sheets to be destroyed made")
    code: str
    boxes: int
    sheets: int


@dataclass(frozen=True, slots=True)
class SheetsDestroyed(Fact):
    """A second person signed: the mark sheets of a list are destroyed."""

    journal_word = N_("mark sheets destroyed")
    code: str
    boxes: int
    sheets: int
    signed_first_by: str


def check_sheets_as_listed(code: str, listed: Sequence[SheetsToDestroy], boxed: Sequence[SheetsToDestroy]) -> None:
    """Refuse to destroy where boxes hold other sheets than the list says; raise BoxesChanged."""
    if changed := sorted({line.box for line in set(listed) ^ set(boxed)}):
        raise BoxesChanged(code=code, refs=", ".join(changed[:3]) + ("…" if changed[3:] else ""))
