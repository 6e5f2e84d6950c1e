"""What a package hands on of its files is listed once, and taken by somebody."""

import ast
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.architecture.acts import modules_beside
from tests.architecture.sources import PACKAGE, PROJECT, Module, imported_names, modules_below, references


def handed_on(package: Module) -> Iterator[tuple[ast.AST, str]]:
    """List what a package imports and does not use itself."""
    used = {name for _, name in references(package)}
    for node, name in imported_names(package):
        if name not in used:
            yield node, name.rpartition(".")[2]


def untaken(modules: Sequence[Module], words: set[str]) -> list[str]:
    """Find what packages hand on and no module takes from them, nor any test, whose words are given."""
    taken = {name for module in modules for _, name in (*references(module), *imported_names(module))}
    return [
        package.fault(node, f"{name} is taken by nobody")
        for package in modules
        if package.path.name == "__init__.py"
        for node, name in handed_on(package)
        if f"massicot.{package.name}.{name}" not in taken and name not in words
    ]


def listed_twice(modules: Sequence[Module]) -> list[str]:
    """Find packages that list in `__all__` what their imports list already."""
    return [
        module.fault(node, "lists its names twice")
        for module in modules
        if module.path.name == "__init__.py"
        for node in module.tree.body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__"
    ]


def test_what_a_package_hands_on_is_taken() -> None:
    words = {word for module in modules_beside(PROJECT) for word in re.findall(r"\w+", module.text)}
    assert untaken(modules_below(PACKAGE), words) == []


def test_no_package_lists_its_names_twice() -> None:
    assert listed_twice(modules_below(PACKAGE)) == []


def test_what_nobody_takes_and_what_is_listed_twice_is_found(tmp_path: Path) -> None:
    area = tmp_path / "batches"
    area.mkdir()
    (area / "__init__.py").write_text("from massicot.batches.making import plan, size, spare\n\n__all__ = ['plan']")
    (tmp_path / "places.py").write_text("from massicot import batches\n\nbatches.plan()")
    modules = modules_below(tmp_path)
    assert untaken(modules, {"size"}) == ["batches/__init__.py:1: spare is taken by nobody"]
    assert listed_twice(modules) == ["batches/__init__.py:3: lists its names twice"]
