"""What each folder of tests takes: in seconds, and in turns of a fixed loop of pure Python run beside it.

Loaded by tests/conftest.py. What `make test` spent stays in .suite/, for tools/suite.py to hold against its budget.
"""

import json
import time
from collections import Counter
from pathlib import Path
from statistics import median

import pytest

FOLDER = ".suite"
BETWEEN_LOOPS = 500
"""How many reports are heard from one loop to the next: a machine is not the same all along, nor while it is busy."""


def loop_s() -> float:
    """Time the loop, in seconds: what a machine is worth today."""
    began = time.perf_counter()
    sum(turn * turn for turn in range(2_000_000))
    return time.perf_counter() - began


def folder_of(node_id: str) -> str:
    """Name the folder whose budget a test is on: an area's, or that of a desk."""
    parts = Path(node_id.partition("::")[0]).parts[1:-1]
    return "/".join(parts[: 2 if parts[:1] == ("web",) else 1]) or "tests"


class Spending:
    """Adds up what the tests of a run take, in whichever process they run."""

    def __init__(self, vendor: str, is_kept: bool) -> None:
        self.vendor, self.is_kept = vendor, is_kept
        self.seconds: Counter[str] = Counter()
        self.loops: list[float] = []
        self.heard = 0
        self.began = time.perf_counter()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Add one part of a test."""
        self.seconds[folder_of(report.nodeid)] += report.duration
        if self.heard % BETWEEN_LOOPS == 0:
            self.loops.append(loop_s())
        self.heard += 1

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
        """Print what each folder took; keep it, of a whole run."""
        wall = time.perf_counter() - self.began
        loop = median(self.loops or [loop_s()])
        terminalreporter.section(f"seconds by folder on {self.vendor}; {wall:.0f} in all; the loop takes {loop:.3f}")
        for folder, seconds in self.seconds.most_common():
            terminalreporter.write_line(f"{seconds:8.1f} {seconds / loop:8.0f} loops  {folder}")
        if self.is_kept:
            place = config.rootpath / FOLDER
            place.mkdir(exist_ok=True)
            kept = {"wall": wall, "loop": loop, "seconds": dict(self.seconds)}
            (place / f"{self.vendor}.json").write_text(json.dumps(kept), encoding="ascii")
