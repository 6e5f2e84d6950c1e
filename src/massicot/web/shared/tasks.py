"""What remains to be done: every desk begins with its tasks, the most urgent first; some work goes by steps."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Any

from django.utils.functional import Promise

from massicot.web.shared.numbers import Grouped

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
    step: str = ""
    """The step in which it is done, where a page goes through the steps of its work."""


@dataclass(frozen=True, slots=True)
class TaskKind:
    """One kind of task about some things: its sentence for so many of them, its button, the page that it leads to."""

    sentence: Any
    """For one and for many; `n` says how many."""
    button: Promise | str
    page: str
    query: str = ""
    urgency: Urgency = Urgency.NOW

    def task(
        self,
        count: int,
        address: str,
        urgency: Urgency | None = None,
        *,
        due_at: datetime | None = None,
        detail: str = "",
        heading: str = "",
    ) -> Task:
        """Say it of so many things; the address is that of its page, or of what is nearer to them."""
        sentence = self.sentence.format(n=Grouped(count))
        return Task(sentence, str(self.button), address, urgency or self.urgency, due_at, detail, heading)


@dataclass(frozen=True, slots=True)
class WorkStep:
    """One step of a piece of work: where it stands in words and figures, the page where it is done."""

    name: str
    title: Promise | str
    sentence: str
    is_done: bool
    address: str = ""
    button: Promise | str = ""
    is_next: bool = False
    is_waiting: bool = False
    """Something remains to be done in it now, whether it is the next step or not."""


@dataclass(frozen=True, slots=True)
class RankedTask:
    """A task in its rank, late or not."""

    task: Task
    is_late: bool


def rank_tasks(tasks: Iterable[Task], now: datetime) -> list[RankedTask]:
    """Put tasks in the order in which they should be done: late ones, then by urgency, then by deadline.

    What has a deadline that is far away comes last: the next session does not push aside the one that is being marked.
    """
    rows = [RankedTask(task, task.due_at is not None and task.due_at < now) for task in tasks]
    return sorted(rows, key=lambda row: _rank(row, now))


def _rank(row: RankedTask, now: datetime) -> tuple[bool, bool, Urgency, bool, float]:
    due_at = row.task.due_at
    is_far = due_at is not None and due_at - now > FAR
    return (not row.is_late, is_far, row.task.urgency, due_at is None, due_at.timestamp() if due_at else 0.0)
