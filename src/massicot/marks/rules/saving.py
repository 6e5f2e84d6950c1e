"""A save and its answer: the same save sent twice gives the same answer and changes nothing.

What is acknowledged is on disk, with the answer itself: a page whose network broke off sends the same save again and
learns what became of it.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass

from massicot.core.marks import MarkNotOnScale, MarkOffStep
from massicot.core.refused import N_, Refused
from massicot.marks.rules import lines
from massicot.marks.rules.lines import RefusedLine, TypedLine

CALM_PACE_S = 1
_BUSY_PACES = ((0.3, CALM_PACE_S), (0.6, 2))
_BUSIEST_PACE_S = 5

_LINE_REFUSALS = {
    refusal.__name__: refusal
    for refusal in (
        MarkNotOnScale,
        MarkOffStep,
        lines.NumberNotInBatch,
        lines.LineChangedMeanwhile,
        lines.LineEmptiedMeanwhile,
        lines.AbsentButWritten,
        lines.PlaceholderIsAbsent,
        lines.BlankButWritten,
        lines.WrittenButBlank,
    )
}


class SaveIdReused(Refused):
    """A save's identifier with another body than the first time."""

    sentence = N_("This save was already received with other marks: reload the page, then type what is missing.")


class BatchNeverHandedOut(Refused):
    """Marks for a batch that no marker was ever given."""

    sentence = N_("The batch {code} was never handed out: ask the marking centre to record who marks it first.")


@dataclass(frozen=True, slots=True)
class SaveAnswer:
    """What one save did; `pace_s` says how many seconds to gather marks before the next, `others` who else is there.

    `others` counts the other browsers where the batch is open.
    """

    saved: Sequence[str]
    refused: Sequence[RefusedLine]
    remaining: int
    pace_s: int
    others: int = 0


@dataclass(frozen=True, slots=True)
class MarksSaved:
    """Lines of a batch changed: number, before, after, as the scale writes them."""

    author: str
    half_day: str
    lines: Sequence[tuple[str, str, str]]


def pace_for(busy_threads: float) -> int:
    """Choose how long a page gathers marks: 1 s when calm, 5 s at most.

    Chosen from how many threads of a process would be busy if each mark came by itself: gathering takes load off the
    server, so that what it does while pages gather would call it calm, and back they would come all at once.
    """
    return next((pace for below, pace in _BUSY_PACES if busy_threads < below), _BUSIEST_PACE_S)


def body_digest(body: Sequence[TypedLine]) -> str:
    """Compute what is kept of a save's lines, to tell the same save from another."""
    text = json.dumps([[line.number, line.value, line.seen, line.confirmed] for line in body])
    return hashlib.sha256(text.encode()).hexdigest()


def write_answer(answer: SaveAnswer) -> str:
    """Write an answer as it is kept beside its save, in no language."""
    refused = [[line.number, *_kept(line.reason), line.current] for line in answer.refused]
    return json.dumps([list(answer.saved), refused, answer.remaining, answer.pace_s, answer.others])


def read_answer(text: str) -> SaveAnswer:
    """Read an answer back."""
    saved, refused, remaining, pace_s, others = json.loads(text)
    again = [RefusedLine(number, _LINE_REFUSALS[name](**values), current) for number, name, values, current in refused]
    return SaveAnswer(saved, again, remaining, pace_s, others)


def _kept(reason: Refused) -> tuple[str, dict[str, str]]:
    return type(reason).__name__, {name: str(value) for name, value in reason.values.items()}
