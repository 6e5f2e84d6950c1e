"""A thing is called what it is: variables are nouns of the trade, and a class name has one meaning in the house."""

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.architecture.finding import bindings_of, public_classes
from tests.architecture.sources import PACKAGE, Module, modules_below

NOT_NOUNS = frozenset({"one", "found", "told", "said", "held", "known", "shown"})
"""What happened to a value, or that there is one, in place of what it is."""

SHARE = 0.01
"""Of all bindings; columns and fields of the journal that are stored under such a name stay."""

TWICE_FOR_A_REASON = {"DatabaseWrapper": "Django takes the class of that name from each database back end."}


def not_nouns(modules: Sequence[Module]) -> list[str]:
    """Name the bindings that do not say what they hold."""
    return [module.fault(node, name) for module in modules for node, name in bindings_of(module) if name in NOT_NOUNS]


def meanings(modules: Sequence[Module]) -> dict[str, list[str]]:
    """Map each name that several public classes bear to where they stand."""
    places: dict[str, list[str]] = defaultdict(list)
    for module in modules:
        for node in public_classes(module):
            places[node.name].append(module.fault(node, node.name))
    return {name: where for name, where in places.items() if len(where) > 1}


def test_variables_are_nouns() -> None:
    program = modules_below(PACKAGE)
    faults = not_nouns(program)
    assert len(faults) <= SHARE * sum(1 for module in program for _ in bindings_of(module)), faults


def test_a_class_name_has_one_meaning() -> None:
    assert {
        name: where for name, where in meanings(modules_below(PACKAGE)).items() if name not in TWICE_FOR_A_REASON
    } == {}


def test_every_name_that_is_there_twice_for_a_reason_is_there_twice() -> None:
    assert meanings(modules_below(PACKAGE)).keys() >= TWICE_FOR_A_REASON.keys()


def _example(folder: Path, **files: str) -> list[Module]:
    for name, text in files.items():
        (folder / f"{name}.py").write_text(text)
    return modules_below(folder)


@pytest.mark.parametrize(
    "text",
    [
        "found = parcels.first()",
        "held, batch = row",
        "said: str = ''",
        "if (known := rows.get(uai)): pass",
        "for one in batches: pass",
        "codes = {one.code for one in batches}",
        "with open(path) as shown: pass",
        "def write(told): pass",
        "def write(*, held): pass",
        "sorted(rows, key=lambda one: one.rank)",
        "try: pass\nexcept OSError as told: pass",
        "match row:\n    case [found]: pass",
    ],
)
def test_a_variable_that_is_no_noun_is_noticed(text: str, tmp_path: Path) -> None:
    assert len(not_nouns(_example(tmp_path, example=text))) == 1


@pytest.mark.parametrize(
    "text",
    [
        "parcel = parcels.first()",
        "found_parcels, parcels_held = [], []",
        "codes = {batch.code for batch in batches}",
        "def found(parcel): pass",
        "find(held=count)",
        "row.told = letter",
        "mark['said'] = words",
    ],
)
def test_nouns_compounds_and_what_others_named_pass(text: str, tmp_path: Path) -> None:
    assert not_nouns(_example(tmp_path, example=text)) == []


def test_two_classes_of_one_name_are_noticed(tmp_path: Path) -> None:
    texts = {"batches": "class State: ...", "parcels": "class State: ...\nclass _Row: ...", "rows": "class _Row: ..."}
    assert meanings(_example(tmp_path, **texts)) == {"State": ["batches.py:1: State", "parcels.py:1: State"]}
