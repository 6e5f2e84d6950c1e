"""What a rehearsal carries from act to act."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from massicot.core import draws
from massicot.core.draws import Draw
from massicot.core.keys import Key
from massicot.marks.rules import SheetCredential
from massicot.rehearsal.calendar import Calendar
from massicot.rehearsal.faults import Faults

T = TypeVar("T")
Watch = Callable[[Iterable[T], str, int | None], Iterable[T]]
"""Shows a bar while a long work goes on: items, label, how many."""


@dataclass(slots=True)
class World:
    """One rehearsal: its paper, its key, its seed, its faults, and what was planted so far."""

    paper: Any
    key: Key
    seed: int
    calendar: Calendar
    faults: Faults
    folder: Path
    portal_address: str
    marking_centre: str
    watch: Watch[Any]
    planted: list[str] = field(default_factory=list)
    sheets: dict[str, SheetCredential] = field(default_factory=dict)

    @property
    def has_faults(self) -> bool:
        """Say whether the usual faults are planted."""
        return self.faults is not Faults.NONE

    @property
    def is_heavy(self) -> bool:
        """Say whether heavy faults are planted as well."""
        return self.faults is Faults.HEAVY

    def draw(self, *use: object) -> Draw:
        """Give the source of chance of one use: the same seed plays the same again."""
        return draws.from_seed(self.seed, *use)

    def plant(self, kind: str, subjects: Iterable[str]) -> None:
        """Note planted faults by their keys."""
        self.planted += [f"{kind}:{subject}" for subject in subjects]

    def watched(self, items: Sequence[T], label: str) -> Iterable[T]:
        """Go through items under a bar."""
        return self.watch(items, label, len(items))
