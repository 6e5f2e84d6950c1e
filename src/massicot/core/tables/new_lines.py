"""What is new in a table of two hundred thousand lines, kept in parts: a page reads the part that it shows."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import overload

PART = 1000
"""Lines in one part."""

Get = Callable[[str], bytes]


class NewLines(Sequence[str]):
    """The keys of the new lines of a table; a part of them is fetched as it is asked for.

    `names` says what the lines are called whose part was fetched already.
    """

    def __init__(self, count: int, get: Get) -> None:
        self._count, self._get = count, get
        self._parts: dict[int, list[str]] = {}
        self.names: dict[str, str] = {}

    def __len__(self) -> int:
        """Count the lines."""
        return self._count

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> list[str]: ...
    def __getitem__(self, at: int | slice) -> str | list[str]:
        """Give the key of one line, or of some."""
        if isinstance(at, slice):
            return [self._key(rank) for rank in range(self._count)[at]]
        return self._key(range(self._count)[at])

    def _key(self, rank: int) -> str:
        number, place = divmod(rank, PART)
        if number not in self._parts:
            lines: list[tuple[str, str]] = json.loads(self._get(_name_of(number)))
            self._parts[number] = [key for key, _ in lines]
            self.names.update((key, name) for key, name in lines if name)
        return self._parts[number][place]


def parts_of(keys: Sequence[str], names: Mapping[str, str]) -> Iterator[tuple[str, bytes]]:
    """Write lines down, so many in a part; give each part with its name."""
    for number, start in enumerate(range(0, len(keys), PART)):
        lines = [(key, names.get(key, "")) for key in keys[start : start + PART]]
        yield _name_of(number), json.dumps(lines, ensure_ascii=False).encode()


def _name_of(number: int) -> str:
    return f"new-{number}"
