"""The figures of the house, which a redraw is held against: each counts what it says."""

import importlib
from pathlib import Path

import pytest

from tests.architecture.sources import PROJECT

ACTS = '''"""What is done with boxes.

Twice.
"""

from massicot.boxes.rules import (
    Box,
    size,
)

# Nobody else packs.


def pack(*, box, by, at):
    kept = Box(1, 2, 3, 4, 5, 6)
    return kept if size(box) else None


def _told(by):
    if by: return None


def weigh(box, by):
    for told in box:
        pass
'''
RULES = """from dataclasses import dataclass

from massicot.boxes.rules.sizes import shown, size

kinds = shown


@dataclass(frozen=True)
class Box:
    a: int
    b: int
    c: int
    d: int
    e: int
    f: int


@dataclass(frozen=True, kw_only=True)
class Lid:
    a: int
    b: int
    c: int
    d: int
    e: int
    f: int
"""
VIEWS = """from massicot.web.shared.acts import Page, PageAct

PAGE = Page("box/", acts=(PageAct("pack/"), PageAct("weigh/")))


@require_safe
def box(request): ...


@require_POST
def pack(request): ...
"""


@pytest.fixture(scope="module")
def house():
    with pytest.MonkeyPatch.context() as patched:
        patched.syspath_prepend(str(PROJECT / "tools"))
        yield importlib.import_module("house")


@pytest.fixture
def figures(house, tmp_path, capsys):
    files = {
        "boxes/models.py": "",
        "boxes/services.py": ACTS,
        "boxes/rules/__init__.py": RULES,
        "boxes/migrations/0001_initial.py": "import django\n",
        "web/store/views.py": VIEWS,
        "web/store/templates/box.html": "<p>\n" * 11,
    }
    for name, text in files.items():
        path: Path = tmp_path / "src" / "massicot" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    assert house.main([str(tmp_path)]) == 0
    rows = capsys.readouterr().out.splitlines()[2:]
    return dict(row.strip("| ").split(" | ") for row in rows)


def test_lines_are_told_by_kind(figures):
    lines = sum(text.count("\n") for text in (ACTS, RULES, VIEWS))
    assert figures["lines, migrations included"] == str(lines + 1)
    assert figures["… blank"].split()[0] == str(
        sum(text.count("\n\n") + text.count("\n\n\n") for text in (ACTS, RULES, VIEWS))
    )
    assert [figures[f"… {kind}"].split()[0] for kind in ("imports", "docstrings", "comments")] == ["7", "3", "1"]


def test_acts_and_pages_are_counted_declared_or_not(figures):
    assert figures["lines an act (all lines)"].endswith("(1 acts)")
    assert figures["views only sent, by desk"] == "1 (store 1)"
    assert figures["acts declared, by desk"] == "2 (store 2)"
    assert figures["lines a page (web, templates included)"] == f"{(VIEWS.count(chr(10)) + 11) / 2:.0f} (2 pages)"


def test_what_is_handed_on_is_what_a_package_does_not_use(figures):
    assert figures["names handed on in `__init__`"] == "1 (1 of areas)"


def test_records_that_may_be_built_by_position_are_counted(figures):
    assert figures["records of six fields or more not keyword-only"] == "1 (1 are, in 1 calls)"


def test_bare_participles_are_counted_among_functions_and_what_they_bind(figures):
    assert figures["functions named by a bare participle"] == "1 (20.0 %)"
    assert figures["parameters and variables named so"] == "2 (20.0 %)"


def test_two_statements_on_a_line_are_noticed(figures):
    assert figures["statements a line"].endswith("(3 lines with two)")


@pytest.mark.parametrize(
    ("name", "is_one"),
    [
        *((name, True) for name in ("told", "_told", "shown", "named", "written", "listed")),
        *((name, False) for name in ("told_by", "_rows", "read", "run", "rung", "need", "shed", "__init__", "bed")),
    ],
)
def test_a_bare_participle_is_one_word_and_no_other(house, name, is_one):
    assert house.read.is_bare_participle(name) is is_one
