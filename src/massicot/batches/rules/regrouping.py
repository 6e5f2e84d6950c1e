"""Batches merged, and a batch split, after an accident: envelopes that burst, two half batches, one far too large.

Batches of one specialty, paper and centre that nobody holds and that are not locked are made into one, or one is parted
into two. What comes of it are new batches with new numbers; the old numbers are given to none, and the old sheets open
nothing. Each script goes over with its line and what is typed there: whoever typed a mark stays its author. Nobody has
held a new batch yet: its sheet is printed, its envelope checked against it and closed, then it is handed out.

No batch that is merged is over the ceiling of its paper. One that is split is not looked at: its parts are smaller. A
merge is undone by a split, a split by a merge, each with numbers of their own.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from massicot.batches.rules.making import BatchWasUnmade
from massicot.batches.rules.shortages import read_endings
from massicot.core.refused import N_, Refused


class BatchWasRegrouped(BatchWasUnmade):
    """A batch's code whose scripts went over into other batches."""

    sentence = N_(
        "The batch {code} was merged or split: its scripts are now in {codes}, and its mark sheet opens nothing. Take "
        "the sheet and the envelope of {codes}."
    )


class BatchMadeOfOthers(Refused):
    """A batch unmade whose scripts were in others, with what is typed of them."""

    sentence = N_(
        "{code} was made of {codes}, and what is typed there came along: it is not unmade. Split it, or merge it with "
        "another."
    )


class BatchAlone(Refused):
    """One batch merged with nothing."""

    sentence = N_("Name another batch that {code} is merged with: its number, or scan its envelope.")


class SpecialtiesDiffer(Refused):
    """Batches merged that are not of one specialty, paper and centre."""

    sentence = N_("{codes} are not all of one specialty here: only such batches are merged.")


class MergedTooLarge(Refused):
    """Batches merged into one that would be over the ceiling."""

    sentence = N_(
        "{codes} hold {count} scripts together, and a batch of this paper has {ceiling} at most: merge fewer, or split "
        "one of them first and merge a part."
    )


class NothingMoves(Refused):
    """A batch split so that one of its parts would be empty."""

    sentence = N_("One part of {code} would be empty: choose some of its {size} scripts, not all.")


class ChoiceMissing(Refused):
    """A batch split without saying where, or twice."""

    sentence = N_("Say where {code} is split: from which line on, or which scripts go over; one of the two.")


class ChoiceUnclear(Refused):
    """A few signs that are the end of several numbers of the batch that is split, or of none."""

    sentence = N_(
        "“{typed}” is the end of no number of {code}, or of several: type the last four digits and the letter, or the "
        "whole number, of each script that goes over."
    )


@dataclass(frozen=True, slots=True)
class SplitChoice:
    """Where a batch is split: from a line of its mark sheet on, or at scripts typed whole or by their end."""

    from_line: int | None = None
    typed: str = ""


@dataclass(frozen=True, slots=True)
class BatchMerged:
    """A batch went over into another with all its scripts."""

    code: str
    into: str
    scripts: int
    reason: str


@dataclass(frozen=True, slots=True)
class BatchSplit:
    """The scripts of a batch were parted between others."""

    code: str
    into: Sequence[str]
    scripts: int
    reason: str


@dataclass(frozen=True, slots=True)
class BatchMadeOfBatches:
    """A batch was made of scripts that were in others, `made_of`."""

    code: str
    specialty: str
    numbers: Sequence[str]
    made_of: Sequence[str]


def check_merge(sizes: dict[str, int], cells: Collection[tuple[object, ...]], ceiling: int) -> None:
    """Refuse to merge batches (code → scripts) of several cells, one alone, or more scripts than the ceiling allows.

    With a ceiling of 60: 30 and 30 are merged, 31 and 30 are not.
    """
    codes = ", ".join(sorted(sizes))
    if len(sizes) == 1:
        raise BatchAlone(code=codes)
    if len(set(cells)) > 1:
        raise SpecialtiesDiffer(codes=codes)
    if (count := sum(sizes.values())) > ceiling:
        raise MergedTooLarge(codes=codes, count=count, ceiling=ceiling)


def plan_split(code: str, lines: dict[str, int], choice: SplitChoice) -> list[str]:
    """Decide which scripts of a batch (number → line) go over into the second part, ascending.

    Raise ChoiceMissing, ChoiceUnclear or NothingMoves.
    """
    if bool(choice.typed.strip()) == (choice.from_line is not None):
        raise ChoiceMissing(code=code)
    if choice.from_line is None:
        moved = read_endings(choice.typed, lines, lambda typed: ChoiceUnclear(typed=typed, code=code))
    else:
        moved = sorted(number for number, line in lines.items() if line >= choice.from_line)
    if not 0 < len(moved) < len(lines):
        raise NothingMoves(code=code, size=len(lines))
    return moved
