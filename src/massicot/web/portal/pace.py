"""How busy this process is: how long its last saves took to answer, whoever sent them.

Only durations are kept, in memory, and of no marker: they tell pages how long to gather marks before the next save.
"""

from collections import deque

from massicot.marks import rules

_last: deque[float] = deque([0.0], maxlen=16)


def note(seconds: float) -> None:
    """Note how long one save took."""
    _last.append(seconds)


def pace_s() -> int:
    """Choose how many seconds pages gather marks before the next save."""
    return rules.pace_for(sum(_last) / len(_last))
