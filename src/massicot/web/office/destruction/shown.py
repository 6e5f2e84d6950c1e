"""The scripts to be destroyed as the page of the office shows them."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from massicot.shelves.rules.destruction import ToDestroy


@dataclass(frozen=True, slots=True)
class ListedBox:
    """One box of a list: what lies in it, how many scripts are destroyed, how many stay."""

    code: str
    refs: str
    count: int
    stay: int


def boxes_of(contents: Sequence[ToDestroy]) -> list[ListedBox]:
    """Add up by box what a list destroys, in the order of boxes."""
    by_box = groupby(contents, key=lambda line: line.box)
    return [_box(code, list(lines)) for code, lines in by_box]


def _box(code: str, lines: Sequence[ToDestroy]) -> ListedBox:
    return ListedBox(
        code,
        ", ".join(line.ref for line in lines),
        sum(line.count for line in lines),
        sum(line.stay for line in lines),
    )
