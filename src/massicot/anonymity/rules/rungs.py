"""The rungs of a centre's day, of the on-site route alone: its items in hand, its labels, its header strips."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from massicot.core.ladder import Gap, GapKind, RungKind, RungLine, Since, Thing, digest_of
from massicot.core.refused import N_, NN_
from massicot.scripts.rules import ScriptKind

ItemCell = tuple[str, str, ScriptKind]
"""One centre, one specialty, one kind of item."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CentreCounts:
    """One centre's on-site items: the numbers settled, and what was typed and boxed at closing.

    `strips_lacking`: how many header strips were signed as not there when their box was closed.
    """

    items: int
    items_typed: int
    labels_typed: int
    strips_typed: int
    strips_boxed: int
    strips_lacking: int = 0


class LackingStrip(NamedTuple):
    """A header strip that was not there when its box was closed: which box, and who signed so."""

    box: str
    signed_by: str


class Day(Protocol):
    """What is counted of the centres' days."""

    @property
    def register(self) -> Mapping[ItemCell, int]:
        """Give what the registers say of each cell."""

    @property
    def items(self) -> Mapping[ItemCell, int]:
        """Give what the numbers of each cell are."""

    @property
    def centres(self) -> Mapping[str, CentreCounts]:
        """Give the counts of each centre, by UAI."""

    @property
    def strips_lacking(self) -> Mapping[str, LackingStrip]:
        """Map the numbers whose header strip was not there when its box was closed to that box and who signed so."""


def _centres(counts: Callable[[CentreCounts], tuple[int, int]]) -> Callable[[Day], list[RungLine]]:
    return lambda facts: [RungLine(Thing.CENTRE, uai, *counts(centre)) for uai, centre in sorted(facts.centres.items())]


_items = _centres(lambda centre: (centre.items, centre.items_typed))
_labels = _centres(lambda centre: (centre.items, centre.labels_typed))
_strips = _centres(lambda centre: (centre.strips_boxed, centre.strips_typed))


def _cells_unlike(facts: Day) -> dict[str, list[str]]:
    """List by centre the cells of which the items are not what the register says: written, blank, absent."""
    unlike: dict[str, list[str]] = {}
    for cell in sorted(facts.register.keys() | facts.items.keys()):
        register = facts.register.get(cell, 0)
        items = facts.items.get(cell, 0)
        if register != items:
            unlike.setdefault(cell[0], []).append(f"{cell[1]}:{cell[2]}:{register}/{items}")
    return unlike


def _gaps_of_items(facts: Day) -> list[Gap]:
    differing = {line.subject for line in _items(facts) if line.first != line.second}
    return ITEMS.gaps_on(differing | _cells_unlike(facts).keys())


def _gaps_of_strips(facts: Day) -> list[Gap]:
    """Name the centres whose strips differ by more than those that are named, and those."""
    unlike = (uai for uai, centre in facts.centres.items() if not _explains(centre))
    return STRIPS.gaps_on(unlike) + [
        MISSING_STRIP.gap(number, signed=strip.signed_by) for number, strip in sorted(facts.strips_lacking.items())
    ]


def _explains(centre: CentreCounts) -> bool:
    # Whoever typed the count of the closing may have seen already that a strip is not there.
    return centre.strips_boxed <= centre.strips_typed <= centre.strips_boxed + centre.strips_lacking


ITEMS = GapKind[Day](
    name="items",
    title=N_("Items in hand differ"),
    about=Thing.CENTRE,
    not_yet=N_("Items in hand not counted yet"),
    since=Since.DAY_CLOSED,
    figures=lambda facts: {uai: digest_of(cells) for uai, cells in _cells_unlike(facts).items()},
)
LABELS = GapKind[Day](
    name="labels",
    title=N_("Labels used differ"),
    about=Thing.CENTRE,
    not_yet=N_("Labels used not counted yet"),
    since=Since.DAY_CLOSED,
)
STRIPS = GapKind[Day](
    name="strips",
    title=N_("Header strips differ"),
    about=Thing.CENTRE,
    not_yet=N_("Header strips not boxed yet"),
    since=Since.ALL_SENT,
)
MISSING_STRIP = GapKind[Day](
    name="missing-strip",
    title=N_("Header strip not found when its box was closed"),
    about=Thing.SCRIPT,
    # Found since and lacking in a box that was closed anew, it is another matter than the one that was decided.
    figures=lambda facts: {number: strip.box for number, strip in facts.strips_lacking.items()},
    step=NN_("header strip not found in its exam centre", "header strips not found in their exam centre"),
)

RUNGS: Sequence[RungKind[Day]] = (
    RungKind(
        name="written+blank+placeholder",
        title=N_("Written + blank + placeholders"),
        slug="copies",
        sources=(N_("kinds"), N_("items in hand, typed")),
        kinds=(ITEMS,),
        lines=_items,
        gaps=_gaps_of_items,
    ),
    RungKind(
        name="labels used",
        title=N_("Labels used"),
        slug="etiquettes",
        sources=(N_("numbers"), N_("labels, typed")),
        kinds=(LABELS,),
        lines=_labels,
        gaps=lambda facts: LABELS.differing(_labels(facts)),
    ),
    RungKind(
        name="strips archived",
        title=N_("Header strips archived"),
        slug="en-tetes",
        sources=(N_("boxed"), N_("typed")),
        kinds=(STRIPS, MISSING_STRIP),
        lines=_strips,
        gaps=_gaps_of_strips,
    ),
)
