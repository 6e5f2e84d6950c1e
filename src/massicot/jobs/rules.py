"""Long work: a table of two hundred thousand lines, the numbers of a paper, the documents of ninety centres.

Work that lasts longer than a person may wait for a page is asked for, taken up by a worker and watched from any page.
A worker holds a job by a lease that it renews; when it dies the lease runs out and another worker takes the job up
again, so that every kind of work must be safe to do twice. A job that has stopped three workers fails, and says so.
One job is open at a time for the same work on the same subject: asking twice gives the same.

A row holds ids, codes and counts only, never a name: what a job reads or makes lies elsewhere, sealed (decision 0006).
"""

import json
import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum

from massicot.core.refused import N_, Refused


class Work(StrEnum):
    """What long work there is; commands bind each kind to its service."""

    PREVIEW_TABLE = "preview-table"
    IMPORT_TABLE = "import-table"
    PREPARE = "prepare"
    PRINT = "print"
    INVITE = "invite"
    DRAW_UP = "draw-up"
    CHECK_RUN = "check-run"
    CONVENE = "convene"
    PLAN = "plan"


ON_PAPER = "on_paper"
"""What the subject of an invitation says when its letters are printed instead of sent."""

ALL_LETTERS = "all"
"""How the letters of such work are called in its box once they are one document."""

EXAM_CENTRES, MARKING_CENTRES = "exam_centres", "marking_centres"
"""Whose letters are printed when they were chosen one by one: UAIs, joined by commas."""


class JobState(StrEnum):
    """How far a job is."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


MOVES: dict[JobState, frozenset[JobState]] = {
    JobState.WAITING: frozenset({JobState.RUNNING}),
    JobState.RUNNING: frozenset({JobState.RUNNING, JobState.WAITING, JobState.DONE, JobState.FAILED}),
    JobState.DONE: frozenset(),
    JobState.FAILED: frozenset(),
}
"""From each state, where a job may go: running again when its worker died, waiting again when it was told to stop."""

OPEN = frozenset(state for state, onward in MOVES.items() if onward)
"""The states of a job that has not ended."""

LEASE = timedelta(seconds=30)
"""How long a worker holds a job without a sign of life."""

SIGNS_EVERY = LEASE / 3
"""How often a worker says that it is alive, whatever it is at."""

SILENT_AFTER = 2 * LEASE
"""After which no sign of any worker means that there is none; a long write to an embedded database lets nobody sign."""

SIGNS_KEPT = timedelta(days=30)
"""How long the last sign of a worker that is gone still tells since when there is none."""

MOST_ATTEMPTS = 3

FIRST_PARTS = 1
"""The last turn in which work is taken up while letters wait: whole work, and the first part of what is cut into parts.

Its other parts come after all that is asked for meanwhile: hundreds of them let nobody wait for an hour.
"""

Content = Mapping[str, int | str]
"""Ids, codes and counts by their names."""

LONGEST_CODE = 2000
"""A code, or codes joined by commas: what the index of open work still holds."""

_CODE = re.compile(rf"[A-Za-z0-9_.:/,-]{{0,{LONGEST_CODE}}}")


class JobUnknown(Refused):
    sentence = N_("This work is not known here: go back to the page where you asked for it.")


class LeaseLost(Refused):
    sentence = N_("Another worker has taken up the work {job}: this one leaves it.")


class StoppedTooOften(Refused):
    sentence = N_(
        "This work stopped {attempts} times before its end, and changed nothing by halves. Ask for it once more; if it "
        "stops again, tell whoever runs the server."
    )


class BrokeDown(Refused):
    sentence = N_(
        "The program met a fault of its own in this work ({fault}), and changed nothing by halves. Tell whoever runs "
        "the server: the rest is in its log."
    )


class NotACodeError(ValueError):
    """A fault of the program: a job that would hold something else than ids, codes and counts."""


def text_of(content: Content) -> str:
    """Write the subject or the outcome of a job, always the same way; raise NotACodeError on free text."""
    for name, value in content.items():
        if not isinstance(value, int) and not _CODE.fullmatch(value):
            raise NotACodeError(name)
    return json.dumps(dict(content), sort_keys=True, separators=(",", ":"))


def written_values(refusal: Refused) -> str:
    """Write the values of a refusal's sentence, to be translated where people read."""
    values = {name: value if isinstance(value, int) else str(value) for name, value in refusal.values.items()}
    return json.dumps(values, sort_keys=True, ensure_ascii=False)


def is_silent(last_sign: datetime | None, at: datetime) -> bool:
    """Say whether the workers that there once were give no sign of life any more."""
    return last_sign is not None and at - last_sign >= SILENT_AFTER


def percent(done: int, total: int) -> int:
    """Compute how much of a job is done, in whole percents; a job whose length is unknown is at 0."""
    return 100 * min(done, total) // total if total else 0
