"""Towns as the pages of the office show them: each with its neighbours by name, and whether a map computed them."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy

from massicot.expenses import queries
from massicot.expenses.queries import COMPUTED, InstitutionPlaced, Town
from massicot.expenses.rules.nights import NightTown
from massicot.web.office.towns.forms import BETWEEN
from massicot.web.shared.listing import Filter, ListColumn

NIGHTS: dict[str, str | Promise] = {
    NightTown.BASE: gettext_lazy("elsewhere"),
    NightTown.LARGE: gettext_lazy("large town"),
    NightTown.PARIS: gettext_lazy("Paris"),
}

_SAID = re.compile(r"^calcul\w*\s*:?\s*", re.IGNORECASE)
"""How the source of a computed line begins: the page says it in a word of its own."""

COLUMNS = (
    ListColumn("name", gettext_lazy("Town")),
    ListColumn("code", gettext_lazy("Code")),
    ListColumn("population", gettext_lazy("Inhabitants"), is_number=True),
    ListColumn("night", gettext_lazy("Nights"), order_by="night_class"),
    ListColumn("neighbours", gettext_lazy("Bordering towns"), order_by=""),
    ListColumn("since", gettext_lazy("From")),
    ListColumn("source", gettext_lazy("Source")),
)
SEARCHED = ("name", "code")
BY_ORIGIN = Filter(
    "origine",
    gettext_lazy("Origin"),
    [("calcule", gettext_lazy("computed")), ("saisi", gettext_lazy("told by this office"))],
    lambda word: COMPUTED if word == "calcule" else ~COMPUTED,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TownLine:
    """One row of the table; a part of a town names that town in the place of its neighbours."""

    name: str
    code: str
    population: int | None
    night: str
    neighbours: str
    since: date
    source: str
    is_computed: bool


def town_lines(rows: Sequence[Town]) -> list[TownLine]:
    """Put towns into words, their neighbours by name; one that the table does not have keeps its code."""
    codes = {code for row in rows for code in (*row.borders.split(), row.parent_code) if code}
    names = queries.town_names(codes)
    return [_line(row, names) for row in rows]


def _line(row: Town, names: dict[str, str]) -> TownLine:
    beside = ", ".join(sorted(names.get(code, code) for code in row.borders.split()))
    if row.parent_code:
        beside = gettext("counts as {town}").format(town=names.get(row.parent_code, row.parent_code))
    return TownLine(
        name=row.name,
        code=row.code,
        population=row.population,
        night=str(NIGHTS[row.night_class]),
        neighbours=beside,
        since=row.since,
        source=_SAID.sub("", row.source) if row.is_computed else row.source,
        is_computed=row.is_computed,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class InstitutionLine:
    """One institution with its town, where the table has it, what stands in its field, whether its box is ticked."""

    row: InstitutionPlaced
    town: str
    typed: str
    is_ticked: bool

    @property
    def can_be_ticked(self) -> bool:
        """Say whether its proposal may be confirmed among others."""
        return bool(self.town)


def waiting_and_done(
    rows: Sequence[InstitutionPlaced], typed: Mapping[str, str], ticked: Collection[str] | None
) -> dict[str, Any]:
    """Part the institutions whose town nobody confirmed from the others.

    `typed` and `ticked` are what stands in fields and boxes after a refusal; None: nothing was sent, all are ticked.
    """
    names = queries.town_names({row.code for row in rows if row.code})
    lines = [
        InstitutionLine(
            row=row,
            town=names.get(row.code, ""),
            typed=typed.get(row.uai, row.code),
            is_ticked=ticked is None or f"{row.uai}{BETWEEN}{row.code}" in ticked,
        )
        for row in rows
    ]
    waiting = [line for line in lines if not line.row.confirmed_by]
    return {
        "waiting": waiting,
        "tickable": sum(line.can_be_ticked for line in waiting),
        "done": [line for line in lines if line.row.confirmed_by],
    }
