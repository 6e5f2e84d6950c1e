"""Locking a batch: the marker's signature under its marks, and how far a batch is from it.

How far the typing of a batch is, the most urgent first. People stop one step before the lock: a batch that is complete
and not locked stands before those still being typed.

A batch locks when no line is empty and no line contradicts the register. Where the paper asks for control totals, the
marker types from the paper sheet how many lines hold a mark and their sum, before the screen shows its own; both must
agree with what is saved. Which of the two differs is told, never by how much: the answer is on the paper, not on the
screen. A locked batch never changes; the exam office alone opens one again.
"""

import hashlib
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from massicot.audit.rules import Fact
from massicot.core import marks
from massicot.core.marks import HUNDREDTHS, Code, Entered
from massicot.core.refused import N_, Refused
from massicot.marks.rules.keyings import Keyings, check_keyings
from massicot.marks.rules.lines import Sheet, check_kind
from massicot.marks.rules.referrals import LinesReferred


class BatchStanding(StrEnum):
    """What remains to be done of a batch before it is locked; in the order in which somebody should look."""

    REFERRED = "referred"
    LATE = "late"
    DIFFERING = "differing"
    """Typed twice, and not alike: its marker settles it from the paper."""

    COMPLETE = "complete"
    KEYED_ONCE = "keyed-once"
    """Complete, and to be typed a second time by another person."""

    TYPED = "typed"
    UNTOUCHED = "untouched"
    LOCKED = "locked"


def urgency(standing: BatchStanding) -> int:
    """Rank a standing in lists: lines referred first, locked batches last."""
    return list(BatchStanding).index(standing)


SHORTEST_RUN = 4
"""So many equal marks one after the other are rare among fifty: the eye may have stayed on one line."""

_SUM = re.compile(r"([0-9]{1,6})(?:[.,]([0-9]{1,2}))?", re.ASCII)
_COUNT = re.compile(r"[0-9]{1,4}", re.ASCII)
_LONGEST_ECHO = 20


class BatchIsLocked(Refused):
    sentence = N_("The batch {code} is locked: only the exam office can open it again.")


class SummaryOutdated(Refused):
    sentence = N_(
        "Marks were saved in this batch after its summary was shown: nothing is locked. Compare it again with the "
        "paper sheet, then lock."
    )


class LinesEmpty(Refused):
    sentence = N_("Lines still empty: {count}, the first of them {first}. Type a mark, AB or CB on each, then lock.")


class AgainstRegister(Refused):
    sentence = N_(
        "These lines contradict the attendance register: {numbers}. Correct them, or refer to the exam office."
    )


class TotalsMissing(Refused):
    sentence = N_("Type both totals of the paper sheet: how many lines hold a mark, and the sum of the marks.")


class SumMistyped(Refused):
    sentence = N_("“{value}” is not a total: type figures only, for example {example}.")


class LinesTotalDiffers(Refused):
    sentence = N_(
        "The number of lines with a mark is not the one that is saved: count them again on the paper sheet, without AB "
        "and CB, then compare the sheet with the screen line by line."
    )


class SumDiffers(Refused):
    sentence = N_(
        "The sum of the marks is not the one that is saved: add them again on the paper sheet, then compare the sheet "
        "with the screen line by line."
    )


@dataclass(frozen=True, slots=True)
class Control:
    """The totals typed from the paper sheet; None where nothing was typed."""

    lines: int | None
    sum_hundredths: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """What a batch's lines add up to, in hundredths of a mark."""

    numeric_lines: int = 0
    sum_hundredths: int = 0
    absent_lines: int = 0
    blank_lines: int = 0
    lowest: int | None = None
    highest: int | None = None

    @property
    def lines(self) -> int:
        return self.numeric_lines + self.absent_lines + self.blank_lines


@dataclass(frozen=True, slots=True)
class Run:
    """Lines one after another that hold the same: from which rank to which, and what."""

    first: int
    last: int
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchLocked(Fact):
    journal_word = N_("batch locked")
    batch: str
    author: str
    numeric_lines: int
    sum_hundredths: int
    absent_lines: int
    blank_lines: int
    marks_digest: str


def totals_of(entered: Iterable[Entered]) -> Totals:
    """Add up the lines of a batch: 12, 09, AB and CB are 2 marks, sum 21, one AB and one CB."""
    lines = list(entered)
    numeric = [line.hundredths for line in lines if line.hundredths is not None]
    return Totals(
        numeric_lines=len(numeric),
        sum_hundredths=sum(numeric),
        absent_lines=sum(line.code is Code.ABSENT for line in lines),
        blank_lines=sum(line.code is Code.BLANK for line in lines),
        lowest=min(numeric, default=None),
        highest=max(numeric, default=None),
    )


def runs_of(values: Sequence[str]) -> list[Run]:
    """Point out runs of equal neighbours in the order of the sheet: 12 12 12 12 on lines 3 to 6."""
    runs, rank = [], 1
    for value, lines in groupby(values):
        length = sum(1 for _ in lines)
        if value and length >= SHORTEST_RUN:
            runs.append(Run(rank, rank + length - 1, value))
        rank += length
    return runs


def read_control(typed_lines: str, typed_sum: str) -> Control:
    """Read the totals typed from the paper sheet, the sum with or without decimals; raise SumMistyped."""
    lines = _read(_COUNT, typed_lines, example="48")
    total = _read(_SUM, typed_sum, example="612")
    return Control(
        int(lines[0]) if lines else None,
        int(total[1]) * HUNDREDTHS + int(f"{total[2] or '0':0<2}") if total else None,
    )


def check_lock(
    sheet: Sheet,
    control: Control,
    *,
    are_totals_required: bool,
    referred: Collection[str] = frozenset(),
    keyings: Keyings | None = None,
) -> None:
    """Refuse to lock a batch with an empty line, a line against the register, or totals that do not agree.

    A line that was referred to the office waits for its answer, whatever stands there. A batch that is to be typed
    twice is, and the paper has settled what differs.
    """
    _check_filled(sheet, referred)
    _check_register(sheet)
    if keyings is not None:
        check_keyings(keyings)
    if are_totals_required and None in (control.lines, control.sum_hundredths):
        raise TotalsMissing
    totals = totals_of(sheet.saved.values())
    if control.lines not in (None, totals.numeric_lines):
        raise LinesTotalDiffers
    if control.sum_hundredths not in (None, totals.sum_hundredths):
        raise SumDiffers


def batch_digest(code: str, values: Mapping[str, str]) -> str:
    """Compute the SHA-256 digest of a batch: its code, then `number=mark`, one a line, numbers ascending."""
    lines = [code, *(f"{number}={values[number]}" for number in sorted(values))]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def digest_of(code: str, sheet: Sheet) -> str:
    """Compute the digest of what is saved on a sheet."""
    return batch_digest(code, {number: sheet.text_of(number) for number in sheet.saved})


def check_summary(code: str, sheet: Sheet, digest: str) -> None:
    """Raise SummaryOutdated when a digest was shown and is no longer that of the sheet."""
    if digest and digest != digest_of(code, sheet):
        raise SummaryOutdated


def write_sum(sum_hundredths: int, scale: marks.Scale) -> str:
    """Write a sum of marks with the decimals of its scale and no leading zero: 612 or 612,5."""
    whole = f"{sum_hundredths // HUNDREDTHS}"
    part = f"{sum_hundredths % HUNDREDTHS:02d}"[: scale.decimals]
    return f"{whole},{part}" if part else whole


def _read(shape: re.Pattern[str], text: str, example: str) -> re.Match[str] | None:
    tidy = "".join(text.split())
    match = shape.fullmatch(tidy)
    if tidy and match is None:
        raise SumMistyped(value=tidy[:_LONGEST_ECHO], example=example)
    return match


def _check_filled(sheet: Sheet, referred: Collection[str]) -> None:
    missing = sheet.kinds.keys() - sheet.saved.keys()
    if empty := sorted(missing - set(referred)):
        raise LinesEmpty(count=len(empty), first=empty[0])
    if referred:
        raise LinesReferred(numbers=", ".join(sorted(referred)))


def _check_register(sheet: Sheet) -> None:
    against = [number for number in sorted(sheet.kinds) if not _agrees(sheet, number)]
    if against:
        raise AgainstRegister(numbers=", ".join(against))


def _agrees(sheet: Sheet, number: str) -> bool:
    try:
        check_kind(sheet.saved[number], sheet.kinds[number])
    except Refused:
        return False
    return True
