"""What the documents promise, read from them: rooms of the map, terms of the glossary."""

import re
from pathlib import Path

from tests.architecture.sources import PACKAGE, PROJECT, areas, desks, rooms

DOCS = PROJECT / "docs"


def rooms_and_desks(package: Path = PACKAGE) -> set[str]:
    """Name every room, and every desk as `web/portal`."""
    return rooms(package) | {f"web/{desk}" for desk in desks(package) | {"shared"}}


def first_cells(text: str) -> dict[str, str]:
    """Read the rows of every table: the first cell, and the rest of the row."""
    rows = re.findall(r"^\|\s*([^|]+?)\s*\|(.*)\|$", text, re.MULTILINE)
    return {first.strip("`"): rest for first, rest in rows if not set(first) <= set("-: ")}


def rooms_told(text: str) -> set[str]:
    """Name the rooms in the first column of the map, and the desks written as code in the row of web."""
    rows = {room: rest for room, rest in first_cells(text).items() if room != "room"}
    return set(rows) | {f"web/{desk}" for desk in re.findall(r"`(\w+)`", rows.get("web", ""))}


def map_faults(text: str, package: Path = PACKAGE) -> list[str]:
    """Tell where the map and the folders differ."""
    standing, told = rooms_and_desks(package), rooms_told(text)
    return [f"{room}: not on the map" for room in sorted(standing - told)] + [
        f"{room}: on the map, not in the program" for room in sorted(told - standing)
    ]


def glossary_faults(text: str, package: Path = PACKAGE) -> list[str]:
    """Name the areas that are no term of the glossary's first column."""
    terms = {term for cell in first_cells(text) for term in cell.split(", ")}
    return sorted(areas(package) - terms)
