"""Whole-number programmes: how many of each, at the least cost, within what must hold; solved by HiGHS.

One thread, a fixed seed, and an end by gap or by nodes, never by time: the same programme has the same answer on a slow
machine. What HiGHS proves beside its answer, a cost that no other answer stays below, is given with it. It works in a
process of its own (`core.solver`).
"""

import json
import math
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import Any

SOLVER = (sys.executable, "-m", "massicot.core.solver")
ALONE = {"OPENBLAS_NUM_THREADS": "1"}
"""numpy starts threads for matrices, which nothing here has: two thirds of the time of a small programme."""

MOST_NODES = 20_000
"""How many branches are looked into at most; lists of thousands have been solved at the first."""

LOOK_EVERY_S = 0.2
"""How often whoever watches is asked whether they still want the answer."""


class NoAnswerError(RuntimeError):
    """A programme without an answer, or whose solver died: a fault of the program, never of what people typed."""


class Interrupted(Exception):  # noqa: N818 - not a fault: whoever watches wants no answer any more
    """Whoever watches has said that no answer is wanted any more."""


@dataclass(frozen=True, slots=True)
class Solution:
    """The answer to a programme: how many of each, what they cost, and what no answer costs less than."""

    values: tuple[int, ...]
    cost: float
    bound: float

    @property
    def gap(self) -> float:
        """Say by how much of its cost, at most, the answer is dearer than the best."""
        return 0.0 if self.cost <= self.bound else (self.cost - self.bound) / max(abs(self.cost), 1.0)


class Programme:
    """A programme that is being written down: amounts with their price, and what must hold between them."""

    def __init__(self) -> None:
        self._prices: list[int] = []
        self._most: list[float] = []
        self._whole: list[bool] = []
        self._starts: list[int] = [0]
        self._amounts: list[int] = []
        self._factors: list[int] = []
        self._least_sums: list[float] = []
        self._most_sums: list[float] = []

    def add(self, price: int, *, most: float = 1, is_whole: bool = False) -> int:
        """Add an amount from 0 to `most`, with the price of one; give its rank.

        One that comes out whole by itself, because whatever it follows is, need not be told to be.
        """
        self._prices.append(price)
        self._most.append(most)
        self._whole.append(is_whole)
        return len(self._prices) - 1

    def hold(self, factors: Mapping[int, int], *, least: float = -math.inf, most: float = math.inf) -> None:
        """Let the sum of some amounts, each times its factor, stay within bounds."""
        self._amounts += factors.keys()
        self._factors += factors.values()
        self._starts.append(len(self._amounts))
        self._least_sums.append(least)
        self._most_sums.append(most)

    def solve(self, *, gap: float, nodes: int = MOST_NODES, is_wanted: Callable[[], bool] = lambda: True) -> Solution:
        """Find the cheapest answer, or one that is at most a share `gap` dearer; raise Interrupted or NoAnswerError.

        After so many nodes it is the best one that was found. `is_wanted` is asked now and then whether to go on.
        """
        if not self._prices:
            return Solution((), 0.0, 0.0)
        answer = _answer(self._question(gap, nodes), is_wanted)
        if "values" not in answer:
            raise NoAnswerError(answer["ended"])
        values = tuple(answer["values"])
        # Of the whole amounts: what the solver says is a hair beside it.
        cost = sum(value * price for value, price in zip(values, self._prices, strict=True))
        return Solution(values, cost, answer["bound"])

    def _question(self, gap: float, nodes: int) -> dict[str, Any]:
        return {
            "gap": gap,
            "nodes": nodes,
            "prices": self._prices,
            "most": self._most,
            "whole": self._whole,
            "starts": self._starts,
            "amounts": self._amounts,
            "factors": self._factors,
            "least_sums": self._least_sums,
            "most_sums": self._most_sums,
        }


def _answer(asked: Mapping[str, Any], is_wanted: Callable[[], bool]) -> Mapping[str, Any]:
    """Let the solver work; it is stopped, not waited for, once nobody wants its answer."""
    # From a file: megabytes written into a pipe, with an eye on the clock, are lost by the library.
    with TemporaryFile("w+", encoding="ascii") as written:
        json.dump(asked, written)
        written.seek(0)
        with subprocess.Popen(  # noqa: S603 - ourselves
            SOLVER, env=os.environ | ALONE, stdin=written, stdout=subprocess.PIPE, text=True
        ) as solver:
            said = _listen_to(solver, is_wanted)
    if solver.returncode:
        raise NoAnswerError(f"the solver ended with {solver.returncode}")
    answer: Mapping[str, Any] = json.loads(said)
    return answer


def _listen_to(solver: "subprocess.Popen[str]", is_wanted: Callable[[], bool]) -> str:
    while is_wanted():
        try:
            return solver.communicate(timeout=LOOK_EVERY_S)[0]
        except subprocess.TimeoutExpired:
            continue
    solver.kill()
    raise Interrupted
