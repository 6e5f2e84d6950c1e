"""What the package brings of towns: the first edition of their table, and in which town institutions seem to stand.

Both were computed from open maps by `tools/compute_towns.py`, for Provence-Alpes-Côte d'Azur and the towns across its
edge. The towns say so in their source; where an institution stands is a proposal, which the office confirms.
"""

import csv
from collections.abc import Mapping
from functools import cache
from importlib import resources

FILE_NAME = "towns.csv"


def first_towns() -> bytes:
    """Give the first edition as the file that an office imports."""
    return _file(FILE_NAME)


@cache
def proposed_towns() -> Mapping[str, str]:
    """Map institutions to the code of the town in which their coordinates lie."""
    lines = _file("institution_towns.csv").decode().splitlines()
    return {line["uai"]: line["code_insee"] for line in csv.DictReader(lines, delimiter=";")}


def _file(name: str) -> bytes:
    return resources.files("massicot.expenses").joinpath("towns", name).read_bytes()
