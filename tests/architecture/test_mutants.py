"""The mutants of tools/mutants.py: the named ones find their place, those of a file are one line that still parses."""

import ast

import pytest

from tests.architecture.sources import PACKAGE, PROJECT
from tools import mutants_drawn, mutants_named
from tools.mutants_named import Named


def test_every_named_mutant_finds_its_place_and_its_tests() -> None:
    found = [*mutants_named.named(), *mutants_named.of_scripts()]
    assert [one.name for one in found if one.mutated == one.text] == []
    assert [test for one in found for test in one.tests if not (PROJECT / test).exists()] == []


@pytest.mark.parametrize(("text", "times"), [("no such text", 0), ("from datetime import", "[0-9]+")])
def test_a_text_that_is_gone_or_found_twice_is_told(text: str, times: object) -> None:
    with pytest.raises(SystemExit, match=f"found {times} times, not once"):
        mutants_named.found(Named("gone", text, ""))


def test_the_mutants_of_a_file_change_one_line_and_still_parse() -> None:
    mutants = list(mutants_drawn.Source(PACKAGE / "consignments" / "services" / "tallies.py").mutants())
    assert {one.name for one in mutants} == {"comparison", "bound", "look-up", "guard"}
    for one in mutants:
        ast.parse(one.mutated)
        lines = zip(one.text.splitlines(), one.mutated.splitlines(), strict=True)
        assert [rank for rank, (before, after) in enumerate(lines, 1) if before != after] == [one.line]
