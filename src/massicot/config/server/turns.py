"""Who waits for a turn, in lines beside one another, and whose turn is next.

Each line is named by a path, as address, then account. Lines that part at a name have their turns one after the other,
so that whoever fills one line keeps nobody waiting in another; within a line the first come is the first.
"""

from collections import deque
from collections.abc import Hashable, Iterator
from typing import Generic, TypeVar

PATIENCE_S = 30.0
"""How long anybody waits."""

MOST_OF_ONE = 200
"""Who wait of one address: more than have their turn in that time."""

MOST = 1_000
"""Who wait in all, each with a form in memory."""

Path = tuple[str, ...]
Who = TypeVar("Who", bound=Hashable)


class Lane(Generic[Who]):
    """Those who wait at one place, or the lines into which it parts, the next one first."""

    def __init__(self) -> None:
        self.size = 0
        self.parts: dict[str, Lane[Who]] = {}
        self._here: deque[Who] = deque()

    def put(self, path: Path, who: Who) -> None:
        """Let somebody wait at the end of a line."""
        self.size += 1
        if path:
            self.parts.setdefault(path[0], Lane()).put(path[1:], who)
        else:
            self._here.append(who)

    def take(self) -> Who:
        """Give who is next; the line that they were in has its next turn after all others."""
        self.size -= 1
        if self._here:
            return self._here.popleft()
        name, part = next(iter(self.parts.items()))
        del self.parts[name]
        who = part.take()
        if part.size:
            self.parts[name] = part
        return who

    def newest_of_longest(self) -> Who:
        """Name who came last to the longest line."""
        if self._here:
            return self._here[-1]
        # Of lines of one length the last one: those before it have waited for longer.
        return max(reversed(self.parts.values()), key=lambda part: part.size).newest_of_longest()

    def leave(self, path: Path, who: Who) -> None:
        """Let somebody wait no longer."""
        self.size -= 1
        if not path:
            self._here.remove(who)
            return
        part = self.parts[path[0]]
        part.leave(path[1:], who)
        if not part.size:
            del self.parts[path[0]]


class Turns(Generic[Who]):
    """Those who wait in one process; whoever calls holds its lock."""

    def __init__(self) -> None:
        self._line: Lane[Who] = Lane()
        self._since: dict[Who, tuple[float, Path]] = {}

    def put(self, who: Who, path: Path, at: float) -> Who | None:
        """Let somebody wait; give who gives way for it: the last one of the longest line, where too many wait."""
        self._line.put(path, who)
        self._since[who] = at, path
        for line, most in ((self._line.parts[path[0]], MOST_OF_ONE), (self._line, MOST)):
            if line.size > most:
                gives_way = line.newest_of_longest()
                self.leave(gives_way)
                return gives_way
        return None

    def take(self) -> Who | None:
        """Give whose turn it is; nobody, where nobody waits."""
        if not self._line.size:
            return None
        who = self._line.take()
        del self._since[who]
        return who

    def leave(self, who: Who) -> bool:
        """Let somebody wait no longer; say whether they did."""
        if who not in self._since:
            return False
        _, path = self._since.pop(who)
        self._line.leave(path, who)
        return True

    def look(self, at: float) -> list[Who]:
        """Give those who have waited for too long, and let them wait no longer."""
        late = list(self._late(at))
        for who in late:
            self.leave(who)
        return late

    def _late(self, at: float) -> Iterator[Who]:
        for who, (since, _) in self._since.items():
            if at - since < PATIENCE_S:
                return  # whoever comes after them came later
            yield who
