"""Numbers completed when a corrigendum brings scripts to the on-site route after the draw.

Whoever comes to the guillotine needs a number like everybody else's, and nobody who reads a copy of the tables may see
in it when, or for whom, it was drawn. A cell (centre and specialty) without any number yet is drawn as at `prepare`:
whole. In a cell that has numbers already (it left the route and came back) whoever has none is late, and takes a spare
number like any late candidate: a number drawn for them alone would be theirs for all to see. Each centre touched gets
the reserve that its new size asks for, late candidates served.

Numbers of a specialty that leaves the route are kept, unused: should it come back, its labels are still good. When the
centre's day is closed they are spare numbers like the others.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from massicot.anonymity.rules import Expected, spare_count


@dataclass(frozen=True, slots=True)
class Completion:
    """Who is drawn a number of their own, and who takes a spare."""

    fresh: Sequence[Expected]
    late: Sequence[Expected]

    @property
    def centres(self) -> list[str]:
        """List the centres touched, by UAI."""
        return sorted({entry.centre_uai for entry in (*self.fresh, *self.late)})


def plan_completion(entries: Iterable[Expected], numbered: Collection[int]) -> Completion:
    """Sort out entries that come to the on-site route; `numbered` lists those that have a number already."""
    entries = list(entries)
    cells = {_cell(entry) for entry in entries if entry.entry_id in numbered}
    waiting = [entry for entry in entries if entry.entry_id not in numbered]
    return Completion(
        [entry for entry in waiting if _cell(entry) not in cells],
        [entry for entry in waiting if _cell(entry) in cells],
    )


def plan_reserve(completion: Completion, expected: Mapping[str, int], unused: Mapping[str, int]) -> dict[str, int]:
    """Count the spares to draw for each centre touched: 40 candidates with 3 late and 2 spares left lack 4."""
    late = [entry.centre_uai for entry in completion.late]
    lacking = {
        uai: spare_count(expected.get(uai, 0)) + late.count(uai) - unused.get(uai, 0) for uai in completion.centres
    }
    return {uai: max(0, count) for uai, count in lacking.items()}


def _cell(entry: Expected) -> tuple[str, str]:
    return entry.centre_uai, entry.specialty_code
