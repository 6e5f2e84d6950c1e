"""What a package hands on of its files is listed once, and taken elsewhere: in its own room each file is known."""

import ast
from collections import defaultdict
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


def untaken(modules: Sequence[Module], around: Sequence[Module]) -> list[str]:
    """Find what packages hand on and no other room takes from them; `around` are the tests and the benches."""
    takers = defaultdict(set)
    for module in (*modules, *around):
        for _, name in (*references(module), *imported_names(module)):
            takers[name].add(module.room)
    return [
        package.fault(node, f"{name} is taken by no other room")
        for package in modules
        if package.path.name == "__init__.py"
        for node, name in handed_on(package)
        if not takers[f"massicot.{package.name}.{name}"] - {package.room}
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
    assert untaken(modules_below(PACKAGE), modules_beside(PROJECT)) == []


def test_no_package_lists_its_names_twice() -> None:
    assert listed_twice(modules_below(PACKAGE)) == []


def test_what_nobody_takes_and_what_is_listed_twice_is_found(tmp_path: Path) -> None:
    program, tests = tmp_path / "massicot", tmp_path / "tests"
    (program / "batches").mkdir(parents=True)
    (tests / "batches").mkdir(parents=True)
    handing = "from massicot.batches.making import plan, size, spare, told\n\n__all__ = ['plan']"
    (program / "batches" / "__init__.py").write_text(handing)
    (program / "batches" / "places.py").write_text("from massicot.batches import spare\n")
    (program / "places.py").write_text("from massicot import batches\n\nbatches.plan()")
    (tests / "batches" / "test_making.py").write_text("from massicot.batches import told\n")
    (tests / "world.py").write_text("from massicot.batches import size\n")
    modules = modules_below(program)
    assert untaken(modules, modules_below(tests)) == [
        "batches/__init__.py:1: spare is taken by no other room",
        "batches/__init__.py:1: told is taken by no other room",
    ]
    assert listed_twice(modules) == ["batches/__init__.py:3: lists its names twice"]
