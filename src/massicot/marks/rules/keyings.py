"""Second keying: another person types a batch again, blind, and the paper settles what differs.

The office asks for it paper by paper: of all batches, or of a random share. Each batch is drawn once, by itself, from
the system's randomness, and keeps what was drawn: raising the share adds batches and takes none out; a batch leaves
only by an act of the office with a reason. The person who types again has the marker's paper sheet in hand and a sheet
of their own, which opens an empty grid: never what the marker typed.

The sheet asks nothing of whoever holds it, so the author is asked for at the first screen. They sign with their name,
or with their identifier where they are of the pool: who keys again in a marking centre is as often of its secretariat,
whom no pool knows. Whoever marked the batch is refused: their own slips look right to them twice.

Once both are complete the marker is shown the lines that differ, both values side by side, and types for each what
stands on the paper, which may be neither. A line that changes afterwards is compared anew.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from massicot.audit.rules import Fact
from massicot.core import codes, marks
from massicot.core.marks import Entered
from massicot.core.refused import N_, Refused
from massicot.core.spelling import folded, visible_text
from massicot.marks.rules.lines import NumberNotInBatch, Sheet, check_kind

ALL_BATCHES = 100
"""The share that takes every batch."""

LONGEST_NAME = 80

_BETWEEN_WORDS = re.compile(r"[\s'’.-]+")
_TITLES = {"M", "MR", "MME", "MLLE", "MONSIEUR", "MADAME", "MADEMOISELLE"}


class Keying(StrEnum):
    """Which of the two times a sheet opens a batch for."""

    FIRST = "first"
    SECOND = "second"


class Twice(StrEnum):
    """What may be looked for among the batches that are typed twice: all, or those whose sheet was never printed."""

    ASKED = "asked"
    TO_PRINT = "to-print"


class ShareNotMore(Refused):
    sentence = N_(
        "Choose a share above {before} % and up to 100 %. To take batches out, end the second keying with its reason."
    )


class ShareChangedMeanwhile(Refused):
    sentence = N_("A colleague has just changed what is asked for: read the page again, then choose.")


class SecondKeyingNotAsked(Refused):
    sentence = N_("No second keying is asked for {code}: the exam office says which batches are typed twice.")


class KeyerMissing(Refused):
    sentence = N_("Say who types: your name, or your marker’s identifier.")


class KeyerMarked(Refused):
    sentence = N_(
        "You marked this batch, or typed its marks: another person types it the second time. "
        "If you only bear the same name, give your first name and your surname."
    )


class SecondKeyingMissing(Refused):
    sentence = N_(
        "This batch is typed a second time by another person (lines left to them: {count}): "
        "lock it once they have finished."
    )


class DifferencesLeft(Refused):
    sentence = N_("The two keyings still differ (lines: {count}): settle them from the paper, then lock the batch.")


class KeyingsIncomplete(Refused):
    sentence = N_("Lines are settled once both keyings are complete.")


class KeyingsAgree(Refused):
    sentence = N_(
        "Nothing is left to settle on {number}, where {current} stands now. If the paper says otherwise, correct it "
        "among the marks."
    )


class DifferenceChangedMeanwhile(Refused):
    sentence = N_("{number} was typed anew meanwhile: look at both values again, then settle it from the paper.")


@dataclass(frozen=True, slots=True)
class SecondKeyingAsked(Fact):
    """The office asked for a paper’s batches to be typed twice; `chosen` names those that this added."""

    journal_word = N_("second keying asked for")
    percent_before: int
    percent: int
    chosen: Sequence[str]


@dataclass(frozen=True, slots=True)
class SecondKeyingEnded(Fact):
    """The office ended the second keying of a paper; `released` names the batches that were not locked yet."""

    journal_word = N_("second keying ended")
    percent_before: int
    reason: str
    released: Sequence[str]


@dataclass(frozen=True, slots=True)
class BatchDrawn(Fact):
    """A batch made later was drawn as its sheet was first printed: below the share, it is typed twice."""

    journal_word = N_("batch drawn for a second keying")
    batch: str
    drawn: int
    percent: int


@dataclass(frozen=True, slots=True)
class BatchReleased(Fact):
    journal_word = N_("batch taken out of the second keying")
    batch: str
    reason: str


@dataclass(frozen=True, slots=True)
class SecondSheetPrinted(Fact):
    """A sheet for the second keying was printed; the one printed before opens nothing any more."""

    journal_word = N_("sheet of a second keying printed")
    batch: str
    printing: int
    lines: int


@dataclass(frozen=True, slots=True)
class MarksKeyedAgain(Fact):
    """Lines of a second keying changed: number, before, after, as the scale writes them."""

    author: str
    half_day: str
    lines: Sequence[tuple[str, str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class DifferenceSettled(Fact):
    """A marker settled from the paper a line on which the two keyings differed."""

    author: str
    half_day: str
    number: str
    first: str
    second: str
    settled: str


@dataclass(frozen=True, slots=True)
class SecondLine:
    """What the second keying holds on a line, and what was settled from the paper since it was typed."""

    entered: Entered
    settled: Entered | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """A line that was typed twice and not alike."""

    number: str
    first: Entered
    second: Entered


@dataclass(frozen=True, slots=True)
class Keyings:
    """Both keyings of one batch, side by side; nobody but the rules sees them whole."""

    first: Sheet
    second: Mapping[str, SecondLine]

    @property
    def untyped(self) -> int:
        return len(self.first.kinds.keys() - self.second.keys())

    @property
    def differences(self) -> list[Difference]:
        """List the lines to be settled, ascending; none before both keyings are complete."""
        if self.untyped or self.first.kinds.keys() - self.first.saved.keys():
            return []
        pairs = ((number, self.first.saved[number], self.second[number]) for number in sorted(self.first.kinds))
        return [
            Difference(number, first, second.entered)
            for number, first, second in pairs
            if first not in _standing(second)
        ]


def _standing(line: SecondLine) -> tuple[Entered | None, Entered | None]:
    """Name what the first keying may hold where nothing differs."""
    return line.entered, line.settled


def check_share(percent: int, before: int) -> None:
    """Refuse a share that takes no batch more, or more than all."""
    if not before < percent <= ALL_BATCHES:
        raise ShareNotMore(before=before)


def check_keyer(name: str, barred: Collection[str]) -> str:
    """Give a name without its outer blanks; raise KeyerMissing, or KeyerMarked for one that is barred, or part of one.

    Somebody who bears the same surname signs with their first name too.
    """
    tidy = " ".join(visible_text(name).split())[:LONGEST_NAME]
    if not folded(tidy):
        raise KeyerMissing
    words = _words(tidy)
    if any(words <= _words(person) or folded(tidy) == folded(person) for person in barred):
        raise KeyerMarked
    return tidy


def _words(name: str) -> set[str]:
    """Fold the words of a name, but for how people are addressed."""
    return {word for word in map(folded, _BETWEEN_WORDS.split(name)) if word} - _TITLES


def check_keyings(keyings: Keyings) -> None:
    """Refuse to lock a batch whose second keying lacks lines, or differs; the sentence tells which of the two."""
    if keyings.untyped:
        raise SecondKeyingMissing(count=keyings.untyped)
    if differences := keyings.differences:
        raise DifferencesLeft(count=len(differences))


def plan_settlement(number: str, value: str, first: str, second: str, keyings: Keyings) -> tuple[Difference, Entered]:
    """Check one line that is settled, `first` and `second` as the page showed them; give it, and what stands there.

    Raise NumberNotInBatch, KeyingsIncomplete, KeyingsAgree, DifferenceChangedMeanwhile, MarkNotOnScale,
    AbsentButWritten or PlaceholderIsAbsent.
    """
    tidy = codes.tidy_number(number)
    sheet = keyings.first
    if tidy not in sheet.kinds:
        raise NumberNotInBatch(number=number)
    if keyings.untyped or sheet.kinds.keys() - sheet.saved.keys():
        raise KeyingsIncomplete
    difference = next((line for line in keyings.differences if line.number == tidy), None)
    if difference is None:
        raise KeyingsAgree(number=tidy, current=sheet.text_of(tidy))
    if [marks.format_entered(mark, sheet.scale) for mark in (difference.first, difference.second)] != [first, second]:
        raise DifferenceChangedMeanwhile(number=tidy)
    settled = marks.parse_mark(value, sheet.scale)
    check_kind(settled, sheet.kinds[tidy])
    return difference, settled
