"""How fast one browser sends saves: a page gathers marks and sends one save at a time; a program gone wild does not.

Counted in memory, by browser and by process: enough to keep one of them from taking the threads of all the others.
"""

import threading
import time
from collections import OrderedDict
from dataclasses import dataclass

from django.conf import settings

BURST = 40
"""Saves that may come at once: several pages of one browser, brought back together."""

REMEMBERED = 5000
"""Browsers of which something is remembered: the least recent is forgotten first."""


@dataclass(slots=True)
class _Bucket:
    left: float
    at: float


class Throttle:
    """A bucket for each browser, that saves empty and time fills, at so many saves a second."""

    def __init__(self, per_s: float) -> None:
        self._per_s = per_s
        self._turn = threading.Lock()
        self._buckets: OrderedDict[str, _Bucket] = OrderedDict()

    def wait_s(self, browser: str, at: float) -> float:
        """Count one save of a browser; tell how many seconds too early it came, 0 when it did not."""
        with self._turn:
            bucket = self._refill(browser, at)
            if bucket.left < 1:
                return (1 - bucket.left) / self._per_s
            bucket.left -= 1
            return 0.0

    def _refill(self, browser: str, at: float) -> _Bucket:
        bucket = self._buckets.setdefault(browser, _Bucket(BURST, at))
        self._buckets.move_to_end(browser)
        if len(self._buckets) > REMEMBERED:
            self._buckets.popitem(last=False)
        bucket.left = min(BURST, bucket.left + max(at - bucket.at, 0.0) * self._per_s)
        bucket.at = max(at, bucket.at)
        return bucket


_throttle = Throttle(settings.MASSICOT_SAVES_PER_S)


def wait_s(browser: str) -> float:
    """Count one save of a browser now; tell how many seconds too early it came."""
    return _throttle.wait_s(browser, time.monotonic()) if settings.MASSICOT_SAVES_PER_S else 0.0
