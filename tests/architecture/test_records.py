"""Records of six fields or more are built by name: by position nobody sees which text is which."""

import ast
from collections.abc import Sequence
from pathlib import Path

from tests.architecture.sources import PACKAGE, Module, classes_of, modules_below

FIELDS = 6


def by_position(modules: Sequence[Module]) -> list[str]:
    """Name the records that may be built by position though they have many fields of their own."""
    return [
        module.fault(node, node.name)
        for module in modules
        for node in classes_of(module)
        for decorator in node.decorator_list
        if ast.unparse(decorator).startswith("dataclass") and "kw_only=True" not in ast.unparse(decorator)
        if fields_of(node) >= FIELDS
    ]


def fields_of(node: ast.ClassDef) -> int:
    return sum(isinstance(each, ast.AnnAssign) and "ClassVar" not in ast.unparse(each.annotation) for each in node.body)


def test_records_of_many_fields_are_built_by_name() -> None:
    assert by_position([module for module in modules_below(PACKAGE) if module.room != "web"]) == []


def test_a_record_that_is_built_by_position_is_found(tmp_path: Path) -> None:
    fields = "".join(f"    field_{rank}: str\n" for rank in range(FIELDS))
    few = f"@dataclass(frozen=True)\nclass Few:\n{fields.partition('    field_5')[0]}"
    named = f"@dataclass(frozen=True, kw_only=True)\nclass Named:\n{fields}"
    many = f"@dataclass(frozen=True)\nclass Many:\n{fields}"
    (tmp_path / "rules.py").write_text(f"{few}\n\n{named}\n\n{many}")
    assert by_position(modules_below(tmp_path)) == ["rules.py:21: Many"]
