"""How busy this process is with saves: how many marks come to it, and how long it takes to answer one save.

How long saves take tells too little: those that wait for a free thread wait where nobody measures. So the two are put
together: how many threads would be busy if each mark came by itself, as it does when everybody is calm. Sums alone are
kept, in memory, of no marker and of no batch.
"""

import math
import threading
import time

from massicot.marks import rules

FADING_S = 10.0
_OF_TEN = 0.1


class Gauge:
    """Marks per second, fading over some seconds, and the mean of the last ten saves or so."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._marks_per_s = self._seconds = self._at = 0.0

    def note(self, *, marks: int, seconds: float, at: float) -> None:
        """Note how many marks one save brought, and how long it took."""
        with self._turn:
            self._marks_per_s = self._rate_at(at) + marks / FADING_S
            self._seconds += (seconds - self._seconds) * _OF_TEN
            self._at = max(self._at, at)

    def busy_threads(self, at: float) -> float:
        """Tell how many threads would be busy if each mark came by itself."""
        return self._rate_at(at) * self._seconds

    def _rate_at(self, at: float) -> float:
        return self._marks_per_s * math.exp(-max(at - self._at, 0.0) / FADING_S)


_gauge = Gauge()


def note(*, marks: int, seconds: float) -> None:
    """Note how many marks one save brought to this process, and how long it took."""
    _gauge.note(marks=marks, seconds=seconds, at=time.monotonic())


def pace_s() -> int:
    """Choose how many seconds pages gather marks before the next save."""
    return rules.pace_for(_gauge.busy_threads(time.monotonic()))
