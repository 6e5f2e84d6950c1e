"""What remains to be done: the home page of every desk is made of tasks, the most urgent first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum

FAR = timedelta(weeks=6)
"""How far away a deadline is that leaves every other task its turn."""


class Urgency(IntEnum):
    """How soon a task must be done, whatever its deadline says."""

    AT_ONCE = 1
    NOW = 2
    LATER = 3


@dataclass(frozen=True, slots=True)
class Task:
    """One thing that somebody has to do: said in words and figures, with the button that leads there.

    `heading` names the paper or the centre when a desk has several; `due_at` is when it must be done at the latest.
    """

    sentence: str
    button: str
    address: str
    urgency: Urgency = Urgency.NOW
    due_at: datetime | None = None
    detail: str = ""
    heading: str = ""


@dataclass(frozen=True, slots=True)
class RankedTask:
    """A task in its rank, late or not."""

    task: Task
    is_late: bool


def ranked(tasks: Iterable[Task], now: datetime) -> list[RankedTask]:
    """Put tasks in the order in which they should be done: late ones, then by urgency, then by deadline.

    What has a deadline that is far away comes last: the next session does not push aside the one that is being marked.
    """
    rows = [RankedTask(task, task.due_at is not None and task.due_at < now) for task in tasks]
    return sorted(rows, key=lambda row: _rank(row, now))


def _rank(row: RankedTask, now: datetime) -> tuple[bool, bool, Urgency, bool, float]:
    due_at = row.task.due_at
    is_far = due_at is not None and due_at - now > FAR
    return (not row.is_late, is_far, row.task.urgency, due_at is None, due_at.timestamp() if due_at else 0.0)
