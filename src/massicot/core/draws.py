"""Random draws: from the operating system, or from a seed in rehearsal databases only."""

import random
from collections.abc import MutableSequence
from typing import Protocol


class Draw(Protocol):
    """A source of random choices."""

    def below(self, limit: int) -> int:
        """Draw a whole number from 0 up to, not including, the limit."""

    def shuffle(self, items: MutableSequence[int]) -> None:
        """Shuffle a list in place."""

    def distinct(self, limit: int, count: int) -> list[int]:
        """Draw so many different whole numbers below the limit, in random order."""


class _Generator:
    def __init__(self, source: random.Random) -> None:
        self._source = source

    def below(self, limit: int) -> int:
        return self._source.randrange(limit)

    def shuffle(self, items: MutableSequence[int]) -> None:
        self._source.shuffle(items)

    def distinct(self, limit: int, count: int) -> list[int]:
        return self._source.sample(range(limit), count)


def from_system() -> Draw:
    """Draw from the operating system's generator: the only source of a real session."""
    return _Generator(random.SystemRandom())


def from_seed(*seed: object) -> Draw:
    """Draw the same again for the same seed: rehearsal databases only."""
    return _Generator(random.Random("|".join(map(str, seed))))  # noqa: S311 - repeatable on purpose
