"""The size budgets of the house: what is long is split before it is read."""

import ast
from statistics import median, quantiles

import pytest

from tests.architecture.sources import PACKAGE, TESTS, Module, functions_of, modules_below

FILE_LINES = 400
MOST_FILE_LINES = 300
"""Of a test, and of nine files of the program in ten."""
FUNCTION_LINES = 8
FUNCTION_STATEMENTS = 40
TEST_LINES = 25

PROGRAM = modules_below(PACKAGE)
EVERYTHING = [*PROGRAM, *modules_below(TESTS)]


def lines_of(node: ast.AST) -> int:
    return (node.end_lineno or 0) - node.lineno + 1  # type: ignore[attr-defined]


def statements_of(function: ast.AST) -> int:
    return sum(isinstance(node, ast.stmt) for node in ast.walk(function)) - 1


def length_of(module: Module) -> int:
    return module.text.count("\n")


def most_lines_of(module: Module) -> int:
    return FILE_LINES if module.path.is_relative_to(PACKAGE) else MOST_FILE_LINES


def too_large(modules: list[Module]) -> list[str]:
    """Name the files and functions past their budget."""
    files = [module.fault(module.tree, "file") for module in modules if length_of(module) > most_lines_of(module)]
    functions = [
        module.fault(function, function.name)
        for module in modules
        for function in functions_of(module)
        if statements_of(function) > FUNCTION_STATEMENTS
    ]
    return files + functions


def test_no_file_and_no_function_is_past_its_budget() -> None:
    assert too_large(EVERYTHING) == []


def test_nine_files_in_ten_are_shorter_still() -> None:
    assert quantiles([length_of(module) for module in PROGRAM], n=10)[-1] <= MOST_FILE_LINES


def test_the_median_function_is_short() -> None:
    lengths = [lines_of(function) for module in PROGRAM for function in functions_of(module)]
    assert median(lengths) <= FUNCTION_LINES


def test_no_test_is_long() -> None:
    long = [
        module.fault(function, function.name)
        for module in modules_below(TESTS)
        for function in functions_of(module)
        if function.name.startswith("test_") and lines_of(function) > TEST_LINES
    ]
    assert long == []


@pytest.mark.parametrize(
    ("text", "name"),
    [("pass\n" * (FILE_LINES + 1), "file"), ("def long():\n" + "    pass\n" * (FUNCTION_STATEMENTS + 1), "long")],
    ids=["file", "function"],
)
def test_what_is_past_its_budget_is_found(text: str, name: str, tmp_path) -> None:
    (tmp_path / "example.py").write_text(text)
    assert too_large(modules_below(tmp_path)) == [f"example.py:1: {name}"]
