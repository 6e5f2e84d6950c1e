"""Lists of hundreds of thousands of lines, kept in parts: a page reads the part that it shows, a file one by one."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, TypeVar, overload

PART = 1000
"""Lines in one part."""

Get = Callable[[str], bytes]
T = TypeVar("T")


class Mapped(Sequence[T]):
    """A list whose items are made of those of another, each as it is asked for."""

    def __init__(self, items: Sequence[Any], made: Callable[[Any], T]) -> None:
        self._items, self._made = items, made

    def __len__(self) -> int:
        """Count the items."""
        return len(self._items)

    @overload
    def __getitem__(self, at: int) -> T: ...
    @overload
    def __getitem__(self, at: slice) -> list[T]: ...
    def __getitem__(self, at: int | slice) -> T | list[T]:
        """Give one item, or some."""
        if isinstance(at, slice):
            return [self._made(item) for item in self._items[at]]
        return self._made(self._items[at])

    def __iter__(self) -> Iterator[T]:
        """Give each item once."""
        return map(self._made, self._items)


class KeptLines(Sequence[Any]):
    """The lines of one kind that were written down; a part is fetched as it is asked for, and only one is held."""

    def __init__(self, kind: str, count: int, get: Get) -> None:
        self._kind, self._count, self._get = kind, count, get
        self._held = (-1, [])  # type: tuple[int, list[Any]]

    def __len__(self) -> int:
        """Count the lines."""
        return self._count

    def __getitem__(self, at: int | slice) -> Any:
        """Give one line, or some."""
        if isinstance(at, slice):
            return [self._line(rank) for rank in range(self._count)[at]]
        return self._line(range(self._count)[at])

    def _line(self, rank: int) -> Any:
        number, place = divmod(rank, PART)
        if number != self._held[0]:
            self._held = (number, json.loads(self._get(_name_of(self._kind, number))))
        return self._held[1][place]


def parts_of(kind: str, lines: Iterable[object]) -> Iterator[tuple[str, bytes]]:
    """Write lines of one kind down, so many in a part; give each part with its name."""
    ahead = iter(lines)
    number = 0
    while part := list(islice(ahead, PART)):
        yield _name_of(kind, number), json.dumps(part, ensure_ascii=False, default=str).encode()
        number += 1


def _name_of(kind: str, number: int) -> str:
    return f"{kind}-{number}"
