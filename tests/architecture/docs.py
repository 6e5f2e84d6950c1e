"""What the documents promise, read from them: rooms of the map, terms of the glossary."""

import re
from pathlib import Path

from tests.architecture.sources import PACKAGE, PROJECT, areas, desks, folders_below, rooms

DOCS = PROJECT / "docs"
COMMON_FILES = frozenset("views forms shown tasks reads wording".split())


def rooms_and_desks(package: Path = PACKAGE) -> set[str]:
    """Name every room, and every desk as `web/portal`."""
    return rooms(package) | {f"web/{desk}" for desk in desks(package) | {"shared"}}


def rows_below(text: str, heading: str) -> dict[str, str]:
    """Read the tables whose first column has a heading: the first cell of each row, and the rest of it."""
    rows, is_wanted = {}, False
    for line in text.splitlines():
        first, _, rest = line.strip("|").partition("|")
        if not line.startswith("|"):
            is_wanted = False
        elif is_wanted and not set(first) <= set("-: "):
            rows[first.strip("` ")] = rest
        elif first.strip() == heading:
            is_wanted = True
    return rows


def rooms_told(text: str) -> set[str]:
    """Name the rooms in the first column of the map, and the desks written as code in the row of web."""
    rows = rows_below(text, "room")
    return set(rows) | {f"web/{desk}" for desk in re.findall(r"`(\w+)`", rows.get("web", ""))}


def map_faults(text: str, package: Path = PACKAGE) -> list[str]:
    """Tell where the map and the folders differ."""
    standing, told = rooms_and_desks(package), rooms_told(text)
    return [f"{room}: not on the map" for room in sorted(standing - told)] + [
        f"{room}: on the map, not in the program" for room in sorted(told - standing)
    ]


def glossary_faults(text: str, package: Path = PACKAGE) -> list[str]:
    """Name the areas that are no term of the glossary's first column."""
    terms = {term for cell in rows_below(text, "in code") for term in cell.split(", ")}
    return sorted(areas(package) - terms)


def subject_faults(text: str, office: Path = PACKAGE / "web" / "office") -> list[str]:
    """Tell where the map and the folders of the office's desk differ: its subjects, their files of no common name."""
    standing = {
        f"{subject}/{path.stem}"
        for subject in folders_below(office) - {"templatetags"}
        for path in (office / subject).glob("*.py")
    }
    rows = rows_below(text, "subject")
    told = {f"{subject}/{name}" for subject, rest in rows.items() for name in re.findall(r"`(\w+)`", rest)}
    told |= {f"{subject}/__init__" for subject in rows}
    common = {name for name in standing if name.partition("/")[2] in COMMON_FILES}
    return [f"{name}: not on the map" for name in sorted(standing - told - common)] + [
        f"{name}: on the map, not in the program" for name in sorted(told - standing)
    ]
