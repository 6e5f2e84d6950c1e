"""What the documents promise, read from them: rooms of the map, terms of the glossary, names of the program."""

import ast
import re
from collections import Counter
from collections.abc import Collection, Iterator
from pathlib import Path

from tests.architecture.sources import PACKAGE, PROJECT, areas, desks, folders_below, rooms

DOCS = PROJECT / "docs"
HARD_CASES = range(2, 25)
"""The rows of the trade's hard cases that the program answers so far."""

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


SUBJECTS = {"office": "subject", "markingcentre": "at the marking centre"}
"""The desks that are made of subjects, and what the first column of their table on the map is called."""


def subject_faults(text: str, desk: str) -> list[str]:
    """Tell where the map and the folders of a desk differ: its subjects, their files of no common name."""
    room = PACKAGE / "web" / desk
    standing = {
        f"{subject}/{path.stem}"
        for subject in folders_below(room) - {"templatetags"}
        for path in (room / subject).glob("*.py")
    }
    rows = rows_below(text, SUBJECTS[desk])
    told = {f"{subject}/{name}" for subject, rest in rows.items() for name in re.findall(r"`(\w+)`", rest)}
    told |= {f"{subject}/__init__" for subject in rows}
    common = {name for name in standing if name.partition("/")[2] in COMMON_FILES}
    return [f"{name}: not on the map" for name in sorted(standing - told - common)] + [
        f"{name}: on the map, not in the program" for name in sorted(told - standing)
    ]


def rule_faults(text: str, package: Path = PACKAGE) -> list[str]:
    """List what the last column of the rules names that is not in the program."""
    cells = [rest.rpartition("|")[2] for rest in rows_below(text, "rule").values()]
    named = [name for cell in cells for name in re.findall(r"`([^`]+)`", cell)]
    return sorted({name for name in named if not _stands(name, package)})


def kept_faults(text: str, tables: Collection[str]) -> list[str]:
    """Tell of which tables nothing says how long they are kept, which stand twice, and which are none."""
    told = [name for rest in rows_below(text, "kind of data").values() for name in re.findall(r"`(\w+\.\w+)`", rest)]
    return (
        [f"{name}: how long it is kept is said nowhere" for name in sorted(set(tables) - set(told))]
        + [f"{name}: not a table" for name in sorted(set(told) - set(tables))]
        + [f"{name}: said twice" for name, times in sorted(Counter(told).items()) if times > 1]
    )


def row_faults(text: str, package: Path = PACKAGE) -> list[str]:
    """Tell where the table of hard cases is not whole: one owner a case, a rule of its, a test, a journey."""
    rows = rows_below(text, "case")
    wanted = [str(case) for case in HARD_CASES]
    faults = [] if list(rows) == wanted else [f"cases: {', '.join(rows)}"]
    for case, rest in rows.items():
        _, owner, rules, tests, journeys, lacks = (cell.strip() for cell in rest.strip("| ").split("|"))
        names = re.findall(r"`([^`]+)`", rules)
        faults += [f"{case}: {owner}: no owner"] * (owner.strip("`") not in rooms(package))
        faults += [f"{case}: {name}: not there" for name in names if not _stands(name, package)]
        faults += [f"{case}: no rule of its owner"] * (not any(_is_within(name, owner) for name in names))
        faults += [f"{case}: no test"] * ("](../tests/" not in tests)
        faults += [f"{case}: no journey, and nothing lacks"] * ("](../" not in journeys and lacks in ("", "–"))
    return faults


def _is_within(name: str, owner: str) -> bool:
    return name.startswith(owner.strip("`") + ".")


def link_faults(text: str, folder: Path) -> list[str]:
    """List what the links of a document name that does not stand in the file they lead to: `[`name`](file)`."""
    links = re.findall(r"\[`([^`\]]+)`\]\(([^)#]+)\)", text)
    return [f"{name}: not in {target}" for name, target in links if not _leads_to(name, folder / target)]


def _leads_to(name: str, path: Path) -> bool:
    if name in (path.name, path.stem, path.parent.name):
        return path.exists()
    is_program = path.suffix == ".py"
    return path.is_file() and name in (names_in(path) if is_program else path.read_text(encoding="utf-8"))


def names_in(path: Path) -> set[str]:
    """List what a file of Python holds at its top: what it defines, and what it hands on from elsewhere."""
    return {name for node in ast.parse(path.read_text(encoding="utf-8")).body for name in _names(node)}


def _stands(name: str, package: Path) -> bool:
    """Say whether a dotted name is a module of the program, or what one holds at its top."""
    head, _, last = name.rpartition(".")
    place = package.joinpath(*name.split("."))
    if place.is_dir() or place.with_suffix(".py").is_file():
        return True
    holder = package.joinpath(*head.split("."))
    file = holder / "__init__.py" if holder.is_dir() else holder.with_suffix(".py")
    return bool(head) and file.is_file() and last in names_in(file)


def _names(node: ast.stmt) -> Iterator[str]:
    match node:
        case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
            yield name
        case ast.Assign(targets=targets):
            yield from (target.id for target in targets if isinstance(target, ast.Name))
        case ast.AnnAssign(target=ast.Name(id=name)):
            yield name
        case ast.ImportFrom(names=names):
            yield from (alias.asname or alias.name for alias in names)
