"""Batches: their states; how many, how large, of what; until when one is unmade; merged and split.

The states of a batch, in the order in which it goes through them. A specialty is shared into equal batches of about
fifty, never over sixty (the notice). The head of the centre sees the sizes before anything is made, with what is still
expected of the specialty: a few scripts may be worth waiting for. A batch that no marker has held yet may be unmade;
its number is never given to another.

Batches merged, and a batch split, after an accident: envelopes that burst, two half batches, one far too large. Batches
of one specialty, paper and centre that nobody holds and that are not locked are made into one, or one is parted into
two. What comes of it are new batches with new numbers; the old numbers are given to none, and the old sheets open
nothing. Each script goes over with its line and what is typed there: whoever typed a mark stays its author. Nobody has
held a new batch yet: its sheet is printed, its envelope checked against it and closed, then it is handed out.

No batch that is merged is over the ceiling of its paper. One that is split is not looked at: its parts are smaller. A
merge is undone by a split, a split by a merge, each with numbers of their own.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from massicot.audit.rules import Fact
from massicot.batches.rules.shortages import read_endings
from massicot.core.refused import N_, Refused
from massicot.core.spelling import visible_text


class BatchState(StrEnum):
    """Where a batch stands; back and out take turns."""

    TO_PRINT = "to-print"
    TO_CHECK = "to-check"
    READY = "ready"
    OUT = "out"
    BACK = "back"


def state_of(printed_at: datetime | None, sealed_at: datetime | None, taker: str, *, is_out: bool) -> BatchState:
    """Tell where a batch stands; `taker` is the marker who holds it or held it last, empty before the first."""
    if is_out:
        return BatchState.OUT
    if taker:
        return BatchState.BACK
    if sealed_at is not None:
        return BatchState.READY
    return BatchState.TO_PRINT if printed_at is None else BatchState.TO_CHECK


class BatchUnknown(Refused):
    sentence = N_("There is no batch {code}: read the code again from the envelope or its mark sheet.")


class BatchWasUnmade(Refused):
    sentence = N_(
        "The batch {code} was unmade and its mark sheet opens nothing: look its scripts up with “where is it”."
    )


class BatchGoesBack(Refused):
    sentence = N_(
        "{code} goes back to the exam office in the parcel {parcel}, or is there: nothing of it is changed here. While "
        "the parcel lies in its marking centre, open it again first."
    )


class BatchWasHandedOut(Refused):
    sentence = N_("The batch {code} has been with a marker and stays as it is: hand it out again, or to another.")


class ScriptIsAlone(Refused):
    sentence = N_("{number} is the only script of {code}: a batch is never empty. Answer its line in another way.")


class NothingToBatch(Refused):
    sentence = N_("{centre} has no received script outside a batch: tick the parcels that have arrived first.")


@dataclass(frozen=True, slots=True)
class BatchPlan:
    """One batch to be made: its specialty and its numbers, ascending."""

    specialty_code: str
    numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What would be made of one specialty now: scripts received, the sizes, and what is still expected of it."""

    specialty_code: str
    received: int
    sizes: Sequence[int]
    batched: int
    expected: int
    is_short: bool

    @property
    def is_worth_waiting(self) -> bool:
        return self.is_short and self.expected > 0


@dataclass(frozen=True, slots=True)
class BatchesMadeUp(Fact):
    journal_word = N_("batches made up")
    codes: Sequence[str]
    scripts: int


@dataclass(frozen=True, slots=True)
class BatchMadeUp(Fact):
    journal_word = N_("batch made up")
    code: str
    specialty: str
    numbers: Sequence[str]


@dataclass(frozen=True, slots=True)
class BatchUnmade(Fact):
    """A batch was unmade: its scripts are in no batch again."""

    journal_word = N_("batch unmade")
    code: str
    scripts: int
    reason: str


def batch_sizes(scripts: int, size: int, ceiling: int) -> list[int]:
    """Share so many scripts of one specialty into batches of about `size`, equal within one, never over `ceiling`.

    With the notice's 50 and 60: 12 → [12]; 60 → [60]; 61 → [31, 30]; 75 → [38, 37]; 120 → [60, 60];
    130 → [44, 43, 43].
    """
    if not scripts:
        return []
    count = max(-(-scripts // ceiling), (2 * scripts + size) // (2 * size))
    smallest, more = divmod(scripts, count)
    return [smallest + 1] * more + [smallest] * (count - more)


def plan_batches(specialties: Mapping[str, Iterable[str]], size: int, ceiling: int) -> list[BatchPlan]:
    """Plan the batches of received numbers by specialty, each specialty in the ascending order of its numbers."""
    plans = []
    for code in sorted(specialties):
        numbers = sorted(specialties[code])
        start = 0
        for length in batch_sizes(len(numbers), size, ceiling):
            plans.append(BatchPlan(code, tuple(numbers[start : start + length])))
            start += length
    return plans


def propose(
    received: Mapping[str, int],
    batched: Mapping[str, int],
    expected: Mapping[str, int],
    size: int,
    ceiling: int,
) -> list[Proposal]:
    """Say what would be made of each specialty that has a script received or still expected, by code.

    A batch is short below half the usual size: the next parcel may hold its other half.
    """
    codes = sorted({code for counts in (received, expected) for code in counts if counts[code]})
    proposals = []
    for code in codes:
        count = received.get(code, 0)
        sizes = batch_sizes(count, size, ceiling)
        is_short = bool(sizes) and 2 * sizes[-1] < size
        proposals.append(
            Proposal(
                specialty_code=code,
                received=count,
                sizes=sizes,
                batched=batched.get(code, 0),
                expected=expected.get(code, 0),
                is_short=is_short,
            )
        )
    return proposals


def batch_code(paper: str, sequence: int) -> str:
    """Write a batch's code: paper of a session, and the batch's number."""
    return f"B-{paper}-{sequence:04d}"


class BatchWasRegrouped(BatchWasUnmade):
    sentence = N_(
        "The batch {code} was merged or split: its scripts are now in {codes}, and its mark sheet opens nothing. Take "
        "the sheet and the envelope of {codes}."
    )


class BatchMadeOfOthers(Refused):
    sentence = N_(
        "{code} was made of {codes}, and what is typed there came along: it is not unmade. Split it, or merge it with "
        "another."
    )


class BatchAlone(Refused):
    sentence = N_("Name another batch that {code} is merged with: its number, or scan its envelope.")


class SpecialtiesDiffer(Refused):
    sentence = N_("{codes} are not all of one specialty here: only such batches are merged.")


class MergedTooLarge(Refused):
    sentence = N_(
        "{codes} hold {count} scripts together, and a batch of this paper has {ceiling} at most: merge fewer, or split "
        "one of them first and merge a part."
    )


class NothingMoves(Refused):
    sentence = N_("One part of {code} would be empty: choose some of its {size} scripts, not all.")


class ChoiceMissing(Refused):
    sentence = N_("Say where {code} is split: from which line on, or which scripts go over; one of the two.")


class ChoiceUnclear(Refused):
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
class BatchMerged(Fact):
    journal_word = N_("batch merged into another")
    code: str
    into: str
    scripts: int
    reason: str


@dataclass(frozen=True, slots=True)
class BatchSplit(Fact):
    journal_word = N_("batch split")
    code: str
    into: Sequence[str]
    scripts: int
    reason: str


@dataclass(frozen=True, slots=True)
class BatchMadeOfBatches(Fact):
    """A batch was made of scripts that were in others, `made_of`."""

    journal_word = N_("batch made of others")
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
    if bool(visible_text(choice.typed)) == (choice.from_line is not None):
        raise ChoiceMissing(code=code)
    if choice.from_line is None:
        moved = read_endings(choice.typed, lines, lambda typed: ChoiceUnclear(typed=typed, code=code))
    else:
        moved = sorted(number for number, line in lines.items() if line >= choice.from_line)
    if not 0 < len(moved) < len(lines):
        raise NothingMoves(code=code, size=len(lines))
    return moved
