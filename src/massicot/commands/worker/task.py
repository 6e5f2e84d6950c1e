"""What one piece of long work is given: its subject, who asked, the clock, and a way to say how far it is."""

import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from massicot.core.actor import Actor
from massicot.jobs import queries, services
from massicot.jobs.queries import Job

T = TypeVar("T")


class Stopped(Exception):  # noqa: N818 - not a fault: the worker was told to stop
    """A piece of work left because its worker was told to stop; another takes it up."""


@dataclass(frozen=True, slots=True)
class JobRun:
    """One stay of a job with this worker."""

    job: Job
    now: Callable[[], datetime]
    stop: threading.Event

    @property
    def subject(self) -> dict[str, Any]:
        return queries.subject_of(self.job)

    @property
    def by(self) -> Actor:
        return Actor(self.job.asked_by)

    def advance(self, done: int, total: int) -> None:
        """Say how far the work is, between two transactions; raise LeaseLost, or Stopped when told to stop."""
        if self.stop.is_set():
            raise Stopped
        services.advance(job=self.job, done=done, total=total, at=self.now())

    def go_through(self, items: Iterable[T], total: int) -> Iterator[T]:
        """Go through items, saying after each how far the work is."""
        self.advance(0, total)
        for done, item in enumerate(items, 1):
            yield item
            self.advance(done, total)
