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
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from massicot.audit.rules import Fact
from massicot.core.refused import N_, NN_, Phrase, Refused
from massicot.core.spelling import visible_text
from massicot.core.wall import check_names_nobody

REMINDED_AGAIN = timedelta(hours=12)
"""How long after a reminder the next one may leave."""

SECOND_LETTER = "S"
"""What follows the stroke where the sheet of a second keying is typed: 12/S, or 12/S2 for its second printing."""

FEW = 10
"""Numbers that a refusal names one by one."""

LONGEST_RANK = 6
"""Digits that the number of a batch may have, and the printing of a sheet."""

SHEETS = NN_("{n} mark sheet", "{n} mark sheets")

_BY_BATCH = re.compile(
    rf"(?:(\d{{1,{LONGEST_RANK}}})|(B-[A-Z0-9-]+))(?:\s*/\s*(S?)(\d{{0,{LONGEST_RANK}}}))?", re.ASCII | re.IGNORECASE
)


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
    Owed.WHOLE: N_("none is awaited any more"),
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
        "type one of these: {names}. The edition stands at the foot of the sheet; S is the second keying."
    )


class EditionUnknown(Refused):
    sentence = N_("The batch {rank} has no such edition: there are {names}.")


class SheetHere(Refused):
    sentence = N_("The mark sheet {sheet} is here already, since {at}, received by {who}: nothing was changed.")


class SheetDestroyed(Refused):
    sentence = N_(
        "The mark sheet {sheet} was destroyed with all that lay in the box {box} ({certificate}), by what is written. "
        "If it is the one in your hand, keep it apart and tell whoever signed that certificate."
    )


class SheetNotHere(Refused):
    sentence = N_("The mark sheet {sheet} is neither received nor given up: there is nothing to take back.")


class SheetNotAwaited(Refused):
    sentence = N_("The mark sheet {sheet} is not awaited: there is nothing to give up. The list says what it is worth.")


class RangeReversed(Refused):
    sentence = N_("The first number is above the last one: type the smaller of the two first.")


class RangeBeyond(Refused):
    sentence = N_("No mark sheet of this paper has a number above {most}, and you typed {last}: read it again.")


class RangeNamesStrangers(Refused):
    sentence = N_(
        "{ranks}: no mark sheet of this centre with one of these numbers lies between the first and the last one. "
        "Correct what you typed; the list says which there are."
    )


class RangeEmpty(Refused):
    sentence = N_("No mark sheet of this centre lies between these two numbers, but for those that you named.")


class SheetCountDiffers(Refused):
    sentence = N_(
        "From {first} to {last}, the pile of this centre is to hold {expected} (received before: {here}), and you "
        "counted {counted}. Count again, those received before too, or begin after them; name each one "
        "that is not in the pile. One that was given up is not counted here: scan it."
    )


class SheetReasonMissing(Refused):
    sentence = N_("Say why, of the mark sheet {sheet}: it goes into the journal.")


class SheetsNotOverdue(Refused):
    sentence = N_(
        "There is nothing to remind of: no sheet is overdue, or the centre was reminded less than twelve hours ago."
    )


class NobodyToRemind(Refused):
    sentence = N_("Nobody heads {centre} here, so that no mail would leave: call it.")


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
    """A sheet as it is typed: number or code of its batch, its printing if one was typed, of which keying."""

    batch: int | str
    is_second: bool = False
    printing: int | None = None


def sheet_name(batch: str, printing: int, *, is_second: bool) -> str:
    """Write what a sheet is called where it must not be taken for another of its batch."""
    return f"{batch}/{SECOND_LETTER if is_second else ''}{printing}"


def read_typed(text: str) -> TypedSheet | None:
    """Read “12”, “12/2”, “12/S”, or the same of the code of a batch; None for anything else."""
    match = _BY_BATCH.fullmatch(text.strip())
    if match is None:
        return None
    rank, code, second, printing = match.groups()
    batch = int(rank) if rank else code.upper()
    if second:
        return TypedSheet(batch, is_second=True, printing=int(printing or 1))
    return TypedSheet(batch, printing=int(printing) if printing else None)


def check_ends(first: int, last: int, most: int | None) -> None:
    """Refuse numbers that are the wrong way round, or beyond the last mark sheet of the paper, if it has any."""
    if first > last:
        raise RangeReversed
    if most is not None and last > most:
        raise RangeBeyond(most=most, last=last)


def check_range(asked: SheetRange, sheets: Mapping[int, bool]) -> list[int]:
    """Give the numbers that a range receives, of a centre's sheets, each with whether it is here; or refuse it.

    Raise RangeNamesStrangers, RangeEmpty or SheetCountDiffers.
    """
    between = {rank for rank in sheets if asked.first <= rank <= asked.last}
    if strangers := set(asked.but) - between:
        raise RangeNamesStrangers(ranks=_few(strangers))
    received = sorted(between - set(asked.but))
    if not received:
        raise RangeEmpty
    if len(received) != asked.counted:
        figures = {
            "expected": Phrase(*SHEETS, n=len(received)),
            "here": sum(sheets[rank] for rank in received),
            "counted": asked.counted,
        }
        raise SheetCountDiffers(first=asked.first, last=asked.last, **figures)
    return received


def _few(ranks: Collection[int]) -> str:
    """Write the first numbers of some, and that there are more."""
    first = sorted(ranks)[:FEW]
    return ", ".join(map(str, first)) + ("…" if len(ranks) > FEW else "")


def check_reason(sheet: str, reason: str) -> None:
    """Refuse what is said of a sheet without a reason, or with a name in it."""
    if not visible_text(reason):
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
