"""What the documents promise, read from them: rooms of the map, terms of the glossary."""

import re
from pathlib import Path

from tests.architecture.sources import PACKAGE, PROJECT, areas, desks, rooms

DOCS = PROJECT / "docs"


def rooms_and_desks(package: Path = PACKAGE) -> set[str]:
    """Name every room, and every desk as `web/portal`."""
    folders = desks(package) | {"shared"}
    return rooms(package) | {f"web/{folder}" for folder in folders}


def named_folders(text: str) -> set[str]:
    """Name the folders that a text writes as code with a slash at the end: `batches/`."""
    return set(re.findall(r"`((?:web/)?[a-z_]+)/`", text))


def map_faults(text: str, package: Path = PACKAGE) -> list[str]:
    """Tell where the map and the folders differ."""
    standing, told = rooms_and_desks(package), named_folders(text)
    return [f"{room}: not on the map" for room in sorted(standing - told)] + [
        f"{room}: on the map, not in the program" for room in sorted(told - standing)
    ]


def glossary_faults(text: str, package: Path = PACKAGE) -> list[str]:
    """Name the areas that the glossary does not tell, written as code: `batches`."""
    return [area for area in sorted(areas(package)) if f"`{area}`" not in text]
