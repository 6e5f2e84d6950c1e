"""What says more than its name and its types: every act, and every read and rule that is more than one statement."""

import ast
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.architecture.sources import AREA_FILES, PACKAGE, Module, modules_below

ASKED = frozenset(AREA_FILES) - {"models"}


def asked_of(modules: Sequence[Module]) -> Iterator[tuple[Module, ast.FunctionDef]]:
    """List the functions of services, queries and rules that others may call, those of one statement left out."""
    for module in modules:
        kinds = ASKED.intersection(module.name.split(".")[1:2])
        for node in module.tree.body if kinds else ():
            is_called = isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
            if is_called and ("services" in kinds or len(node.body) > 1):
                yield module, node


def without_docstring(modules: Sequence[Module]) -> list[str]:
    """Name the functions that say nothing of what they do."""
    return [module.fault(node, node.name) for module, node in asked_of(modules) if not ast.get_docstring(node)]


def test_acts_reads_and_rules_say_what_they_do() -> None:
    assert without_docstring(modules_below(PACKAGE)) == []


def test_what_says_nothing_of_what_it_does_is_found(tmp_path: Path) -> None:
    area = tmp_path / "batches"
    area.mkdir()
    (area / "services.py").write_text("def unmake_batch(*, code):\n    return code\n")
    (area / "queries.py").write_text(
        "def code_of(row):\n    return row.code\n\n\ndef rows_of(paper):\n    rows = paper.rows\n    return rows\n"
    )
    assert without_docstring(modules_below(tmp_path)) == [
        "batches/queries.py:5: rows_of",
        "batches/services.py:1: unmake_batch",
    ]
