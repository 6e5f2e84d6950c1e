"""Acts on piles played with copies of the tables around them, attacked after each, and what came of it by seed."""

import math
import statistics
from collections import defaultdict
from collections.abc import Iterator

import ordered
import piled

from tests.anonymity import attacker

COPIES = 10


class Scores:
    """Right guesses and those of chance, by act, by how many copies were put side by side, by order, seed by seed."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], dict[str, list[tuple[int, float]]]] = defaultdict(lambda: defaultdict(list))

    def add(self, act: str, copies: str, order: str, right: int, chance: float) -> None:
        """Keep what one order told in one seed."""
        self._kept[act, copies][order].append((right, chance))

    def beyond(self, choosing: int, sigmas: float) -> set[str]:
        """Name the acts of which the best order tells more than chance, by so many standard errors."""
        told = set()
        for act, copies in self._kept:
            _, found = self._best(act, copies, choosing)
            mean, error, *_ = _summed(found)
            if mean > sigmas * error:
                told.add(act)
        return told

    def tell(self, choosing: int) -> None:
        """Print a line for each act and each number of copies: its best order, right, chance, and their difference."""
        for act, copies in self._kept:
            order, found = self._best(act, copies, choosing)
            mean, error, right, chance = _summed(found)
            print(
                f"{act}, {copies}: {right:.1f} right, {chance:.1f} by chance, {mean:+.1f} ± {1.96 * error:.1f} "
                f"({len(found)} seeds; best of {len(self._kept[act, copies])}: {order})",
                flush=True,
            )

    def _best(self, act: str, copies: str, choosing: int) -> tuple[str, list[tuple[int, float]]]:
        """Choose the best order on the first seeds; give what it told in the others."""
        most = max(map(len, self._kept[act, copies].values()))
        orders = {name: found for name, found in self._kept[act, copies].items() if len(found) == most}
        best = max(orders, key=lambda name: _summed(orders[name][:choosing])[0])
        return best, orders[best][choosing:]


def _summed(found: list[tuple[int, float]]) -> tuple[float, float, float, float]:
    beyond = [right - chance for right, chance in found]
    right, chance = (statistics.mean(values) for values in zip(*found, strict=True))
    # Few seeds may come out alike: right guesses by chance are scattered at least as rare events are.
    spread = max(statistics.stdev(beyond) if len(beyond) > 1 else 0.0, math.sqrt(chance))
    error = spread / math.sqrt(len(beyond))
    return statistics.mean(beyond), error, right, chance


def play(piles: piled.Piles, truth: dict[str, str], scores: Scores) -> None:
    """Do every act of the piles, ten copies around its steps; attack the last copy, two of them, and all."""
    for title, act in piles.acts():
        before = dict(ordered.orders_left([attacker.take_dump()]))
        copies = _copies_around(act(), len(truth) * len(piles.centres) // len(piles.day.centres))
        known = (piles.seats, ordered.cells_of(copies[-1]), truth)
        for name, order in ordered.orders_left(copies[-1:]):
            # What the act left as it was tells of an earlier one.
            if before.get(name) != order:
                scores.add(title, "one copy", name, *ordered.score(order, *known))
        for count, some in (("two copies", copies[len(copies) // 2 - 1 :: len(copies)] + copies[-1:]), ("ten", copies)):
            for name, order in ordered.orders_left(some):
                if name.startswith("copies"):
                    scores.add(title, count, name, *ordered.score(order, *known))


def _copies_around(steps: Iterator[None], expected: int) -> list[attacker.Dump]:
    """Go through an act, and take copies on its way and at its end."""
    every, copies = max(1, expected // COPIES), []
    for step, _ in enumerate(steps):
        if step % every == 0 and len(copies) < COPIES - 1:
            copies.append(attacker.take_dump())
    return [*copies, attacker.take_dump()]
