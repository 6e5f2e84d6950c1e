"""Batches: envelopes of about fifty scripts of one specialty, with a mark sheet, for one marker at a time.

"About fifty" is the notice's; real counts are no multiples of it: a specialty is shared into equal batches, never over
sixty, and a small specialty is a batch of its own. The batch's number is the one on its mark sheet and never carries
the marker's name; the name is bound at hand-out. Markers work on site and give their batch back every evening. A
marker never marks the pupils of their own institution, and nobody is told which scripts those are.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from massicot.core.refused import N_, Refused
from massicot.scripts.rules import pupil_token


class BatchUnknown(Refused):
    """A batch's code that nobody made."""

    sentence = N_("There is no batch {code}: read the code again from the envelope or its mark sheet.")


class NothingToBatch(Refused):
    """A marking centre without a received script outside a batch."""

    sentence = N_("{centre} has no received script outside a batch: tick the parcels that have arrived first.")


class BatchAlreadyOut(Refused):
    """A batch handed out twice."""

    sentence = N_("The batch {code} is already with {holder}: take it back first.")


class BatchNotOut(Refused):
    """A batch returned that nobody holds."""

    sentence = N_("The batch {code} is not with a marker: nothing was changed.")


class OwnPupils(Refused):
    """A batch with pupils of the marker's own institution."""

    sentence = N_("{marker} may not mark the batch {code} (own pupils): hand out another batch.")


class ReturnCountDiffers(Refused):
    """A batch given back with more or fewer scripts than it holds."""

    sentence = N_("The batch {code} holds {size} scripts and {count} were counted: count again before taking it back.")


@dataclass(frozen=True, slots=True)
class BatchPlan:
    """One batch to be made: its specialty and its numbers, ascending."""

    specialty_code: str
    numbers: tuple[str, ...]


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
class BatchHandedOut:
    """A batch went to a marker."""

    code: str
    marker: str
    scripts: int


@dataclass(frozen=True, slots=True)
class BatchReturned:
    """A batch came back from its marker."""

    code: str
    marker: str
    scripts: int


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


def has_own_pupils(tokens: Mapping[str, bytes], institutions: Iterable[str], pupil_key: bytes) -> bool:
    """Say whether a batch (number → token) holds a pupil of one of the institutions, without saying which."""
    uais = list(institutions)
    return any(pupil_token(pupil_key, number, uai) == token for number, token in tokens.items() for uai in uais)


def batch_code(paper: str, sequence: int) -> str:
    """Write a batch's code: paper of a session, and the batch's number."""
    return f"B-{paper}-{sequence:04d}"
