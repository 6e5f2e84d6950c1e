"""Each fact of the journal bears the word of its act, and the program that serves pages knows them all."""

import ast
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from massicot.audit.rules import TOLD_ELSEWHERE
from tests.architecture.sources import PACKAGE, Module, classes_of, dotted, modules_below

SERVED = """
import django
from django.urls import get_resolver
from massicot.audit.rules import words_of_acts

django.setup()
get_resolver().url_patterns
print(*words_of_acts())
"""


def facts_of(modules: Sequence[Module]) -> Iterator[tuple[Module, ast.ClassDef]]:
    """List the facts that areas write on a chain."""
    for module in modules:
        for node in classes_of(module):
            if any(dotted(base).rpartition(".")[2] == "Fact" for base in node.bases):
                yield module, node


def unnamed(modules: Sequence[Module]) -> list[str]:
    """Name the facts without the word of their act, but for those that no list of acts tells, which have none."""
    return [
        module.fault(node, node.name)
        for module, node in facts_of(modules)
        if bears_word(node) is (node.name in TOLD_ELSEWHERE)
    ]


def bears_word(fact: ast.ClassDef) -> bool:
    return any(ast.unparse(node).startswith("journal_word = N_(") for node in fact.body)


def test_every_fact_bears_the_word_of_its_act() -> None:
    modules = modules_below(PACKAGE)
    assert {"BatchUnmade", "MarksSaved"} <= {node.name for _, node in facts_of(modules)}
    assert unnamed(modules) == []


def test_the_pages_know_the_word_of_every_act(tmp_path: Path) -> None:
    bare = {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "massicot.config.settings"}
    serving = subprocess.run(
        [sys.executable, "-c", SERVED],
        env=bare | {"MASSICOT_HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    written = {node.name for _, node in facts_of(modules_below(PACKAGE))}
    assert set(serving.stdout.split()) == written - set(TOLD_ELSEWHERE)


def test_a_fact_without_its_word_is_found(tmp_path: Path) -> None:
    area = tmp_path / "batches"
    area.mkdir()
    (area / "rules.py").write_text(
        "class BatchSealed(Fact):\n    journal_word = N_('batch sealed')\n\n\n"
        "class BatchUnmade(rules.Fact):\n    code: str\n\n\n"
        "class MarksSaved(Fact):\n    journal_word = N_('marks saved')\n"
    )
    assert unnamed(modules_below(tmp_path)) == ["batches/rules.py:5: BatchUnmade", "batches/rules.py:9: MarksSaved"]
