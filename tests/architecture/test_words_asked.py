"""Where words are asked for, signs that nobody sees are none: rules and services ask `visible_text`, never `strip`."""

import ast
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.architecture.sources import PACKAGE, Module, areas, modules_below

NO_WORDS = {"marks.rules.lines": "A mark that is taken away is an empty box; anything else in it is read, and refused."}


def conditions_of(module: Module) -> Iterator[ast.expr]:
    """List what a module asks whether it is so."""
    for node in module.nodes:
        if isinstance(node, ast.If | ast.IfExp | ast.While):
            yield node.test
        elif isinstance(node, ast.BoolOp):
            yield from node.values
        elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            yield node.operand
        elif isinstance(node, ast.comprehension):
            yield from node.ifs
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "bool":
            yield from node.args


def bare_strips(modules: Sequence[Module]) -> list[str]:
    """Name the conditions on whether something is left of a text without its blanks."""
    return [
        module.fault(node, ast.unparse(node))
        for module in modules
        for node in conditions_of(module)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "strip"
    ]


def asking() -> list[Module]:
    """Read the rules and services of all areas."""
    below = [module for module in modules_below(PACKAGE) if module.room in areas()]
    return [module for module in below if {"rules", "services"}.intersection(module.name.split("."))]


def test_rules_and_services_ask_for_words_that_somebody_sees() -> None:
    assert bare_strips([module for module in asking() if module.name not in NO_WORDS]) == []


def test_what_asks_for_no_words_is_there() -> None:
    assert {module.name for module in asking() if bare_strips([module])} == NO_WORDS.keys()


def test_each_way_to_ask_is_found(tmp_path: Path) -> None:
    asked = "if not a.strip(): pass\nb = a.strip() if a.strip() else 1\nc = bool(a.strip())\nd = 1 and a.strip()\n"
    (tmp_path / "rules.py").write_text(asked + "e = [x for x in a if x.strip()]\nf = a.strip()\n", encoding="utf-8")
    assert len(bare_strips(modules_below(tmp_path))) == 5
