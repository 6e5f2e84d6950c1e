"""What a rehearsal tells at its end."""

from collections import Counter
from typing import Any

from massicot.core.ladder import Ladder
from massicot.results import queries as results


def unplanned(ladder: Ladder, planted: list[str]) -> list[str]:
    """List what happened and was not planted, and what was planted and is not told exactly once."""
    report = Counter([gap.key for gap in ladder.gaps] + [event.key for event in ladder.events])
    plan = set(planted)
    strange = [key for key in report.elements() if key not in plan]
    return sorted(strange + [key for key in planted if report[key] != 1])


def as_json(ladder: Ladder, planted: list[str]) -> dict[str, Any]:
    """Shape a rehearsal for programs: its ladder, and the keys of the planted faults."""
    return {**results.as_json(ladder), "planted": sorted(planted)}
