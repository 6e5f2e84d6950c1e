"""Requests whose body is still on its way: how long they may take, how many one address has, how much they hold.

Ten seconds bring forty kilobytes or the end: a mark, a form, a day of scans come at once, a hundred megabytes over the
slowest line of a school in their time. Whoever sends less is told so, and no thread has waited for it. One address has
a thousand such requests at most, and there the one that brought nothing for the longest gives way: behind one address
sit a hundred markers, each of whose saves is on its way for as long as a packet. All together hold so many bytes: of
those that anybody may send the largest gives way; of those that were let in, since their sender was asked for, the last
one that was, so that the others come to their end.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from http import HTTPStatus

from massicot.web.shared.bodies import LARGEST

EACH_S = 10.0
LEAST_IN_EACH = 40_000
"""Bytes that come in that time, or else the last ones."""

MOST_OF_ONE = 1_000
"""Unfinished requests of one address in one process; idle connections and whole requests are not counted."""

MOST_HELD = 32_000_000
"""Bytes that one process holds of larger requests that anybody may send, until each is answered."""

MOST_LET_IN = 2 * LARGEST
"""Bytes that it holds besides of those that were let in: two tables at once, each held once."""

TOO_SLOW, TOO_MANY, NO_ROOM = HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE


class Arrival(ABC):
    """One request on its way: from where, how much of it came, and when."""

    def __init__(self, address: str, at: float) -> None:
        self.address = address
        self.looked_at = self.heard_at = at
        self.size = self.size_before = 0
        self.let_in_at = 0.0

    @abstractmethod
    def refuse(self, why: HTTPStatus) -> None:
        """Wait for it no longer."""


class Arrivals:
    """Those of one process; whoever calls holds its lock."""

    def __init__(self) -> None:
        self._of: dict[str, list[Arrival]] = {}
        self._held = self._let_in = 0

    def begin(self, arrival: Arrival) -> None:
        """Await a request; where its address has too many, the one that was silent for the longest gives way."""
        own = self._of.get(arrival.address, [])
        if len(own) >= MOST_OF_ONE:
            self._refuse(min(own, key=lambda one: one.heard_at), TOO_MANY)
        self._of.setdefault(arrival.address, []).append(arrival)

    def hear(self, arrival: Arrival, size: int, at: float) -> None:
        """Count a piece that came; where all hold too much, one gives way."""
        arrival.heard_at = at
        arrival.size += size
        self._count(arrival, size)
        if self._held > MOST_HELD:
            self._refuse(max(self._all(), key=lambda one: one.size if not one.let_in_at else 0), NO_ROOM)
        if self._let_in > MOST_LET_IN:
            self._refuse(max(self._all(), key=lambda one: one.let_in_at), NO_ROOM)

    def end(self, arrival: Arrival) -> None:
        """Await a request no longer: it is whole, given up, or its sender is gone."""
        own = self._of.get(arrival.address, [])
        if arrival in own:
            own.remove(arrival)
        if not own:
            self._of.pop(arrival.address, None)

    def release(self, arrival: Arrival) -> None:
        """Give back the room of a request that is answered, or that never came to its end."""
        self._count(arrival, -arrival.size)

    def look(self, at: float) -> None:
        """Refuse those that bring too little."""
        for arrival in [one for one in self._all() if at - one.looked_at >= EACH_S]:
            if arrival.size - arrival.size_before < LEAST_IN_EACH:
                self._refuse(arrival, TOO_SLOW)
            arrival.looked_at, arrival.size_before = at, arrival.size

    def _all(self) -> Iterator[Arrival]:
        return (one for own in self._of.values() for one in own)

    def _count(self, arrival: Arrival, size: int) -> None:
        if arrival.let_in_at:
            self._let_in += size
        else:
            self._held += size

    def _refuse(self, arrival: Arrival, why: HTTPStatus) -> None:
        self.end(arrival)
        # At once: until its answer is out, the next piece of another one would push out one more.
        self.release(arrival)
        arrival.size = arrival.size_before = 0
        arrival.refuse(why)
