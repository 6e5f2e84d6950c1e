"""The mark sheets of a paper go back to the exam office as a whole.

By ascending number of their batches, all specialties together, to the attention of one person (the notice). What the
office waits for is the sheet on which the marks of a batch stand: its last printing, while its batch is not unmade. It
is received one by one, by its code, or many at once: all from the first to the last number but those that are named,
counted by hand beside. One that is lost is given up by the office, with a reason, and nobody waits for it. Every other
sheet that was printed may come too, an earlier printing, that of a batch unmade, merged or split, that of a second
keying: it is told apart, never refused, and stands for nothing that lacks.

Nothing lacks before the day by which the sheets are to be back (`return_by` of the paper), and none of this bars the
lifting, an export, or the close of the marking.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from massicot.audit.rules import Fact
from massicot.core.refused import N_, Refused
from massicot.core.wall import check_names_nobody

REMINDED_AGAIN = timedelta(hours=12)
"""How long after a reminder the next one may leave."""

SECOND_LETTER = "S"
"""What follows the stroke where the sheet of a second keying is typed: 12/S, or 12/S2 for its second printing."""

LONGEST_RANK = 6
"""Digits that the number of a batch may have, and the printing of a sheet."""

_BY_RANK = re.compile(rf"(\d{{1,{LONGEST_RANK}}})(?:\s*/\s*(S?)(\d{{0,{LONGEST_RANK}}}))?", re.ASCII | re.IGNORECASE)


class SheetState(StrEnum):
    """What a printed sheet is worth."""

    STANDING = "standing"
    VOID = "void"
    SECOND = "second"


SHEET_STATES: dict[str, str] = {
    SheetState.STANDING: N_("the one that counts"),
    SheetState.VOID: N_("void printing"),
    SheetState.SECOND: N_("second keying"),
}


class Owed(StrEnum):
    """How far the mark sheets of a paper are that one centre owes."""

    NOT_YET = "not-yet"
    DUE = "due"
    LACKING = "lacking"
    WHOLE = "whole"


OWED: dict[str, str] = {
    Owed.NOT_YET: N_("marking under way"),
    Owed.DUE: N_("to be sent"),
    Owed.LACKING: N_("overdue"),
    Owed.WHOLE: N_("all are at the exam office"),
}


class SheetNotRead(Refused):
    sentence = N_(
        "“{code}” is no mark sheet of this paper: scan the square code beside the address of the portal, or type the "
        "number of the batch."
    )


class SheetOfAnother(Refused):
    sentence = N_("This is a mark sheet of {paper}: put it apart, and receive it on the page of that paper.")


class SheetAmbiguous(Refused):
    sentence = N_(
        "Several sheets of the batch {rank} were printed: scan the square code beside the address of the portal, or "
        "type the number with the edition that stands at its foot: {rank}/1, {rank}/2; {rank}/S for the second keying."
    )


class SheetHere(Refused):
    sentence = N_("The mark sheet {sheet} is here already, since {at}, received by {who}: nothing was changed.")


class SheetNotHere(Refused):
    sentence = N_("The mark sheet {sheet} is neither received nor given up: there is nothing to take back.")


class SheetNotAwaited(Refused):
    sentence = N_("The mark sheet {sheet} is not awaited: there is nothing to give up. The list says what it is worth.")


class RangeReversed(Refused):
    sentence = N_("The first number is above the last one: type the smaller of the two first.")


class RangeNamesStrangers(Refused):
    sentence = N_(
        "{ranks}: no mark sheet of this centre with one of these numbers lies between the first and the last one. "
        "Correct what you typed; the list says which there are."
    )


class RangeEmpty(Refused):
    sentence = N_("No mark sheet of this centre lies between these two numbers, but for those that you named.")


class SheetCountDiffers(Refused):
    sentence = N_(
        "From {first} to {last}, but for those that you named, there are {expected} mark sheets of this centre, and "
        "you counted {counted}. Count again; name each one that is not in the pile."
    )


class SheetReasonMissing(Refused):
    sentence = N_("Say why, of the mark sheet {sheet}: it goes into the journal.")


class SheetsNotOverdue(Refused):
    sentence = N_(
        "There is nothing to remind of: no sheet is overdue, or the centre was reminded less than twelve hours ago."
    )


@dataclass(frozen=True, slots=True)
class SheetsReceived(Fact):
    """Mark sheets came to the exam office; those of a range beside how many were counted in the hand."""

    journal_word = N_("mark sheets received")
    sheets: Sequence[str]
    counted: int


@dataclass(frozen=True, slots=True)
class SheetTakenBack(Fact):
    """A mark sheet that was recorded as received is not at the exam office, or one given up is awaited again."""

    journal_word = N_("receipt of a mark sheet, or its giving up, taken back")
    sheet: str
    reason: str


@dataclass(frozen=True, slots=True)
class SheetGivenUp(Fact):
    """Nobody awaits a mark sheet any more."""

    journal_word = N_("mark sheet given up")
    sheet: str
    reason: str


@dataclass(frozen=True, slots=True)
class SheetsAskedFor(Fact):
    journal_word = N_("marking centre reminded of its mark sheets")
    lacking: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetRange:
    """All from the first number to the last one, but some; and how many were counted in the hand."""

    first: int
    last: int
    counted: int
    but: Collection[int] = ()


@dataclass(frozen=True, slots=True)
class TypedSheet:
    """A sheet as its batch is numbered: its printing, and of which keying; no printing where none was typed."""

    rank: int
    is_second: bool = False
    printing: int | None = None


def sheet_name(batch: str, printing: int, *, is_second: bool) -> str:
    """Write what a sheet is called where it must not be taken for another of its batch."""
    return f"{batch}/{SECOND_LETTER if is_second else ''}{printing}"


def read_typed(text: str) -> TypedSheet | None:
    """Read “12”, “12/2” or “12/S”; None for anything else."""
    match = _BY_RANK.fullmatch(text.strip())
    if match is None:
        return None
    rank, second, printing = match.groups()
    if second:
        return TypedSheet(int(rank), is_second=True, printing=int(printing or 1))
    return TypedSheet(int(rank), printing=int(printing) if printing else None)


def check_range(asked: SheetRange, here: Collection[int]) -> list[int]:
    """Give the numbers that a range receives, of those that a centre has sheets of; refuse one that does not add up.

    Raise RangeReversed, RangeNamesStrangers, RangeEmpty or SheetCountDiffers.
    """
    if asked.first > asked.last:
        raise RangeReversed
    between = {rank for rank in here if asked.first <= rank <= asked.last}
    if strangers := set(asked.but) - between:
        raise RangeNamesStrangers(ranks=", ".join(map(str, sorted(strangers))))
    received = sorted(between - set(asked.but))
    if not received:
        raise RangeEmpty
    if len(received) != asked.counted:
        raise SheetCountDiffers(first=asked.first, last=asked.last, expected=len(received), counted=asked.counted)
    return received


def check_reason(sheet: str, reason: str) -> None:
    """Refuse what is said of a sheet without a reason, or with a name in it."""
    if not reason.strip():
        raise SheetReasonMissing(sheet=sheet)
    check_names_nobody(reason)


def owed(*, lacking: int, open_batches: int, return_by: datetime | None, now: datetime) -> Owed:
    """Say how far the sheets are that a centre owes: nothing lacks before the day by which they are to be back.

    A paper without such a day has none overdue: its sheets are to be sent once every batch is locked.
    """
    if not lacking and not open_batches:
        return Owed.WHOLE
    if return_by is not None and now >= return_by:
        return Owed.LACKING if lacking else Owed.NOT_YET
    return Owed.NOT_YET if open_batches else Owed.DUE


def may_remind(reminded_at: datetime | None, now: datetime) -> bool:
    """Say whether a reminder may leave."""
    return reminded_at is None or now - reminded_at >= REMINDED_AGAIN
