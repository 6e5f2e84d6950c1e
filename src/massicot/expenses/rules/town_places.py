"""In which town an institution stands: proposed by its table or its coordinates, confirmed by a person of the office.

Until somebody confirms it, nothing is decided of a mission there: it is never taken for no right to travel.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from massicot.audit.rules import Fact
from massicot.core.refused import N_, Refused
from massicot.expenses.rules import towns


class TownUnknown(Refused):
    sentence = N_("No town of the table has the code “{code}”: correct it, or import a table of towns that has it.")


class TownsThere(Refused):
    sentence = N_("The table has towns already: to bring others in, or to put these right, import a table of towns.")


class TownsConfirmed(Refused):
    sentence = N_("Somebody confirmed the town of {uais} meanwhile: nothing was changed. Look at the list again.")


@dataclass(frozen=True, slots=True)
class InstitutionTownNamed(Fact):
    """Somebody of the office confirmed in which town an institution stands; `before` is what was confirmed earlier."""

    journal_word = N_("town of an institution confirmed")
    uai: str
    code: str
    before: str


@dataclass(frozen=True, slots=True)
class InstitutionTownsConfirmed(Fact):
    journal_word = N_("towns of institutions confirmed")
    codes: Mapping[str, str]


def whole_town(code: str, parents: Mapping[str, str]) -> str:
    """Give the town that a code counts as: of a district, 13210 → 13055; of a part, the town that has it.

    `parents` maps every town of the table to the one that it is a part of, or to nothing. Raise TownUnknown of a code
    that is not in the table.
    """
    town = towns.town_of(code)
    if town not in parents:
        raise TownUnknown(code=code.strip())
    return parents[town] or town
