"""Boxes of mark sheets at the exam office: what is received of a paper, put away by ascending number of batch.

A box of a paper is of scripts or of mark sheets, never of both. Every sheet that is received goes into one, whatever it
is worth: a void printing and the sheet of a second keying lie beside the one that counts, and are counted apart. A
sheet that nobody awaits any more is none until it comes.

All that lies in no box goes into one, from the first number to the last but those that are named, counted by hand: a
number names every sheet of its batch, 12/2 one edition. A sheet that comes later goes into a box that is there, or a
new one. One whose receipt is taken back is not here: it leaves its box with that.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from massicot.audit.rules import Fact
from massicot.core.codes import tidy_code
from massicot.core.refused import N_, Phrase, Refused
from massicot.marks.rules.sheets import identifier_in
from massicot.shelves.rules.sheets import SHEETS, TypedSheet, read_typed, sheet_name


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetToBox:
    """One received mark sheet that lies in no box; `is_standing`: the marks of its batch stand on it."""

    sheet_id: int
    rank: int
    batch: str
    printing: int
    is_second: bool
    identifier: str
    is_standing: bool

    @property
    def name(self) -> str:
        return sheet_name(self.batch, self.printing, is_second=self.is_second)

    def is_meant(self, typed: TypedSheet) -> bool:
        """Say whether it is what was typed: its batch, with its edition where one was typed."""
        if typed.batch not in (self.rank, self.batch):
            return False
        return typed.printing is None or (typed.is_second, typed.printing) == (self.is_second, self.printing)


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxedSheets:
    """The mark sheets in one box: lowest and highest number of batch, how many, how many of them stand for none."""

    first: int = 0
    last: int = 0
    count: int = 0
    apart: int = 0

    @property
    def span(self) -> str:
        return span(self.first, self.last)


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetChoice:
    """All sheets in no box from one number to another but what is named; how many were counted in the hand."""

    first: int
    last: int
    counted: int
    but: Sequence[str] = ()


class NoSheetToBox(Refused):
    sentence = N_(
        "From {first} to {last}, no received mark sheet lies in no box, but for those that you named: the page of the "
        "mark sheets says which are received, and in which box each lies."
    )


class NotSheetToBox(Refused):
    sentence = N_(
        "{typed} is no mark sheet that is received and lies in no box, from {first} to {last}: read it again. One of "
        "another paper or session is put apart, and received on the page of its own paper."
    )


class BoxedSheetsDiffer(Refused):
    sentence = N_(
        "From {first} to {last}, {expected} (void printings or of a second keying: {apart}) belong in the box, and "
        "you counted {counted}. Count again, and name each one that is not in the pile: 12, or 12/2 for one edition."
    )


class BoxOfScripts(Refused):
    sentence = N_(
        "The box {code} is one of scripts: mark sheets go into a box of their own. Leave the box empty for a new one, "
        "or scan the label of a box of mark sheets."
    )


class SheetInNoBox(Refused):
    sentence = N_(
        "The mark sheet {sheet} lies in no box, by what is written: the page of the mark sheets says where it is."
    )


@dataclass(frozen=True, slots=True)
class SheetsBoxed(Fact):
    """Mark sheets lie in a box, a new one or one that was there."""

    journal_word = N_("mark sheets put into a box")
    code: str
    sheets: Sequence[str]
    counted: int


@dataclass(frozen=True, slots=True)
class SheetOutOfBox(Fact):
    """One mark sheet does not lie in its box any more, or never did."""

    journal_word = N_("mark sheet taken out of its box")
    sheet: str
    code: str
    reason: str


def span(first: int, last: int) -> str:
    """Write from which number to which: 1–127, or 12 alone."""
    return str(first) if first == last else f"{first}–{last}"


def plan_sheets(choice: SheetChoice, waiting: Collection[SheetToBox]) -> list[SheetToBox]:
    """Give the sheets that go into one box; raise NotSheetToBox, NoSheetToBox or BoxedSheetsDiffer."""
    ends = {"first": choice.first, "last": choice.last}
    between = [sheet for sheet in waiting if choice.first <= sheet.rank <= choice.last]
    left: set[int] = set()
    for word in choice.but:
        named = _named(word, between)
        if not named:
            raise NotSheetToBox(typed=word, **ends)
        left |= {sheet.sheet_id for sheet in named}
    chosen = [sheet for sheet in between if sheet.sheet_id not in left]
    if not chosen:
        raise NoSheetToBox(**ends)
    if len(chosen) != choice.counted:
        apart = sum(not sheet.is_standing for sheet in chosen)
        raise BoxedSheetsDiffer(expected=Phrase(*SHEETS, n=len(chosen)), apart=apart, counted=choice.counted, **ends)
    return chosen


def _named(word: str, between: Sequence[SheetToBox]) -> list[SheetToBox]:
    """Find which sheets one word names: those of a batch, one edition, or one by the address that it bears."""
    typed = read_typed(word)
    if typed is not None:
        return [sheet for sheet in between if sheet.is_meant(typed)]
    identifier = tidy_code(identifier_in(word) or word)
    return [sheet for sheet in between if sheet.identifier == identifier]
