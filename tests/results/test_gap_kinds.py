"""One table of the ladder: every rung and every kind of gap that an area keeps is on it, once, and whole."""

import ast
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from importlib import import_module
from types import ModuleType, SimpleNamespace

import pytest

from massicot.core.ladder import GapKind, RungKind
from massicot.results.rules.ladder import GAPS, RUNG_KINDS, OpenCounts, count_looked_into, is_pressing, open_counts
from tests.architecture.sources import PACKAGE, dotted, modules_below

FILES = sorted(PACKAGE.glob("*/rules/rungs.py"))


def areas_kept() -> list[ModuleType]:
    """Import every file in which an area keeps its rungs."""
    return [import_module(f"massicot.{path.parts[-3]}.rules.rungs") for path in FILES]


def faults(files: Sequence[object], table: Sequence[RungKind]) -> Iterator[str]:
    """Name what the table lacks of what the areas keep, and what it has twice."""
    kinds = [kind for rung in table for kind in rung.kinds]
    for file in files:
        kept = list(vars(file).values())
        yield from (f"{rung.name} is not on the ladder" for rung in _of(kept, RungKind) if rung not in table)
        yield from (f"{kind.name} is on no rung" for kind in _of(kept, GapKind) if kind not in kinds)
    for words in ([rung.name for rung in table], [rung.slug for rung in table], [kind.name for kind in kinds]):
        yield from (f"{word} is there twice" for word, count in Counter(words).items() if count > 1)


def _of(values: Iterable[object], kind: type) -> list:
    listed = [one for value in values if isinstance(value, tuple) for one in value]
    return [value for value in [*values, *listed] if isinstance(value, kind)]


def test_the_table_has_every_rung_and_every_kind_of_gap_of_every_area_once():
    assert {path.parts[-3] for path in FILES} >= {"candidates", "consignments", "marks"}
    assert list(faults(areas_kept(), RUNG_KINDS)) == []


@pytest.mark.parametrize("left_out", [kind for rung in RUNG_KINDS for kind in rung.kinds], ids=lambda kind: kind.name)
def test_a_kind_left_out_is_found(left_out):
    cut = [replace(rung, kinds=[kind for kind in rung.kinds if kind != left_out]) for rung in RUNG_KINDS]
    assert f"{left_out.name} is on no rung" in list(faults(areas_kept(), cut))


def test_a_rung_left_out_and_a_name_given_twice_are_found():
    file = SimpleNamespace(RUNGS=tuple(RUNG_KINDS))
    assert "entered is not on the ladder" in list(faults([file], RUNG_KINDS[1:]))
    assert "entered is there twice" in list(faults([file], [*RUNG_KINDS, RUNG_KINDS[0]]))


def test_a_gap_is_named_by_its_kind_alone_and_a_kind_is_kept_beside_its_rung():
    assert callers_of("Gap") == {"core/ladder.py"}
    assert callers_of("GapKind") == callers_of("RungKind") == {str(path.relative_to(PACKAGE)) for path in FILES}


def callers_of(name: str) -> set[str]:
    """List the files that make something of a class."""
    return {
        str(module.path.relative_to(PACKAGE))
        for module in modules_below(PACKAGE)
        if name in module.text
        for node in module.nodes
        if isinstance(node, ast.Call)
        if dotted(node.func.value if isinstance(node.func, ast.Subscript) else node.func) == name
    }


def test_what_no_step_closes_and_is_not_counted_by_itself_is_looked_into():
    gaps = Counter({"totals": 2, "items": 1, "missing-script": 5, "not-arrived": 5, "sheet": 5})
    assert count_looked_into(gaps) == 3


def test_open_gaps_are_sorted_by_what_is_to_be_done_of_them():
    gaps = Counter({"totals": 2, "missing-script": 5, "left-out": 1, "missing-strip": 1, "not-arrived": 5, "sheet": 4})
    counts = open_counts(gaps, 20)
    assert counts == OpenCounts(missing=6, strips=1, looked_into=2, by_steps=11)
    assert (counts.pressing, counts.all) == (9, 20)


@pytest.mark.parametrize("kind", GAPS)
def test_a_kind_presses_where_it_is_counted_so(kind):
    counts = open_counts(Counter({kind: 1}), 1)
    assert is_pressing(kind) == bool(counts.pressing or counts.gone)


@pytest.mark.parametrize("kind", GAPS.values(), ids=lambda kind: kind.name)
def test_what_comes_back_after_the_marking_is_counted_apart_from_what_the_lifting_waits_for(kind):
    counts = open_counts(Counter({kind.name: 1}), 1)
    assert (counts.all, counts.back) == ((0, 1) if kind.is_after_marking else (1, 0))
