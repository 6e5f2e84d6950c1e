"""How many batches, how large, of what; and until when one may be unmade.

A specialty is shared into equal batches of about fifty, never over sixty (the notice). The head of the centre sees the
sizes before anything is made, with what is still expected of the specialty: a few scripts may be worth waiting for. A
batch that no marker has held yet may be unmade; its number is never given to another.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from massicot.core.refused import N_, Refused


class BatchUnknown(Refused):
    """A batch's code that nobody made."""

    sentence = N_("There is no batch {code}: read the code again from the envelope or its mark sheet.")


class BatchWasUnmade(Refused):
    """A batch's code whose scripts were taken out again."""

    sentence = N_(
        "The batch {code} was unmade and its mark sheet opens nothing: look its scripts up with “where is it”."
    )


class BatchWasHandedOut(Refused):
    """A batch unmade that a marker has held."""

    sentence = N_("The batch {code} has been with a marker and stays as it is: hand it out again, or to another.")


class ScriptIsAlone(Refused):
    """The only script of a batch taken out of it."""

    sentence = N_("{number} is the only script of {code}: a batch is never empty. Answer its line in another way.")


class NothingToBatch(Refused):
    """A marking centre without a received script outside a batch."""

    sentence = N_("{centre} has no received script outside a batch: tick the parcels that have arrived first.")


@dataclass(frozen=True, slots=True)
class BatchPlan:
    """One batch to be made: its specialty and its numbers, ascending."""

    specialty_code: str
    numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
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
        """Say whether waiting for what is expected would make a batch of the usual size."""
        return self.is_short and self.expected > 0


@dataclass(frozen=True, slots=True)
class BatchesMadeUp:
    """Received scripts were put in batches."""

    codes: Sequence[str]
    scripts: int


@dataclass(frozen=True, slots=True)
class BatchMadeUp:
    """A batch was made of these numbers."""

    code: str
    specialty: str
    numbers: Sequence[str]


@dataclass(frozen=True, slots=True)
class BatchUnmade:
    """A batch was unmade: its scripts are in no batch again."""

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
        proposals.append(Proposal(code, count, sizes, batched.get(code, 0), expected.get(code, 0), is_short))
    return proposals


def batch_code(paper: str, sequence: int) -> str:
    """Write a batch's code: paper of a session, and the batch's number."""
    return f"B-{paper}-{sequence:04d}"
