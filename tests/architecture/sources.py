"""The program read as text: its modules, their syntax trees, and where a fault stands."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

PROJECT = Path(__file__).parents[2]
PACKAGE = PROJECT / "src" / "massicot"
TESTS = PROJECT / "tests"

AREA_FILES = ("services", "queries", "models", "rules")
SURROUNDINGS = frozenset({"core", "documents", "store", "web", "rehearsal", "commands", "config"})


@dataclass(frozen=True)
class Module:
    """One file of Python below a folder."""

    path: Path
    root: Path

    @cached_property
    def name(self) -> str:
        """The dotted name within the folder: `batches.services`."""
        parts = self.path.relative_to(self.root).with_suffix("").parts
        return ".".join(part for part in parts if part != "__init__")

    @property
    def room(self) -> str:
        return self.name.partition(".")[0]

    @cached_property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @cached_property
    def nodes(self) -> list[ast.AST]:
        return list(ast.walk(self.tree))

    @cached_property
    def own_classes(self) -> set[str]:
        """The classes written here, and the models that come from the module's own area."""
        mine = f"massicot.{self.room}.models."
        imported = {name.rpartition(".")[2] for _, name in imported_names(self) if name.startswith(mine)}
        return {node.name for node in classes_of(self)} | imported | _names_taken_from_models(self)

    def owns(self, name: str) -> bool:
        """Say whether a class, named as it is written here, is the module's or its area's."""
        is_of_models = name.startswith("models.") and f"massicot.{self.room}.models" in {
            imported for _, imported in imported_names(self)
        }
        return name in self.own_classes or is_of_models

    def fault(self, node: ast.AST, what: str) -> str:
        """Say where a fault stands, as an editor opens it."""
        return f"{self.path.relative_to(self.root)}:{getattr(node, 'lineno', 1)}: {what}"


def modules_below(root: Path) -> list[Module]:
    """Read every module below a folder, migrations left out."""
    paths = [path for path in sorted(root.rglob("*.py")) if "migrations" not in path.parts]
    return [_module(path, root, path.stat().st_mtime_ns) for path in paths]


@cache
def _module(path: Path, root: Path, _changed_at: int) -> Module:
    # Read once for all that look at it: the trees of the program take seconds.
    return Module(path, root)


def folders_below(root: Path) -> set[str]:
    """Name the packages that stand directly in a folder."""
    return {folder.name for folder in root.iterdir() if any(folder.glob("*.py"))}


def rooms(package: Path = PACKAGE) -> set[str]:
    """Name every room that exists."""
    return folders_below(package)


def areas(package: Path = PACKAGE) -> set[str]:
    """Name the areas that exist: rooms of the trade, neither ground floor nor web."""
    return rooms(package) - SURROUNDINGS


def desks(package: Path = PACKAGE) -> set[str]:
    """Name the desks that exist."""
    return folders_below(package / "web") - {"shared"}


def functions_of(module: Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """List the functions and methods of a module."""
    for node in module.nodes:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def classes_of(module: Module) -> Iterator[ast.ClassDef]:
    """List the classes of a module."""
    for node in module.nodes:
        if isinstance(node, ast.ClassDef):
            yield node


def methods_of(node: ast.ClassDef) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """List the functions that stand directly in a class."""
    for child in node.body:
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            yield child


def imported_names(module: Module) -> Iterator[tuple[ast.AST, str]]:
    """List the full dotted names that a module imports, with where."""
    for node in module.nodes:
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node, alias.name
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                yield node, f"{node.module}.{alias.name}"


def references(module: Module) -> Iterator[tuple[ast.AST, str]]:
    """List what a module spells of what it imports, in full: `massicot.batches.services.seal_batch`."""
    imported = {
        alias.asname or alias.name: f"{node.module}.{alias.name}"
        for node in module.nodes
        if isinstance(node, ast.ImportFrom) and node.module
        for alias in node.names
    }
    for node in module.nodes:
        if isinstance(node, ast.Attribute | ast.Name):
            head, dot, rest = dotted(node).partition(".")
            if head in imported:
                yield node, f"{imported[head]}{dot}{rest}"


def _names_taken_from_models(module: Module) -> set[str]:
    # `Paper = models.Paper` hands a row's type to other areas.
    return {
        node.targets[0].id
        for node in module.nodes
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
        if dotted(node.value) == f"models.{node.targets[0].id}"
    }


def dotted(node: ast.AST) -> str:
    """Spell a chain of attributes as written: `timezone.now`."""
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


def has_ending(name: str, endings: frozenset[str]) -> bool:
    """Say whether a dotted name ends, at a dot, in one of the endings."""
    return any(name == ending or name.endswith(f".{ending}") for ending in endings)
