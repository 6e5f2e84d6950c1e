"""Acts read from the syntax trees: where each is written, who names it, and what a rehearsal plays.

An act stands on two floors where a later area adds what an earlier one cannot see: a check, a number, a letter. The
lower one bears the name of the upper one and says at its end what it lacks, so that whoever calls it reads what they
skip; and it is called by acts of that name alone. What the arguments of an act are is not looked at: a rehearsal draws
from a seed and has a key of its own.
"""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.architecture.sources import Module, modules_below, references

LACKS = re.compile(r"_(unnumbered|unchecked_\w+|untold_\w+)$")
"""How the name of an act ends that leaves something to a later area: who has no number, what is not looked at, who is
told nothing."""

SCREENS = ("web", "commands.worker", "results.services.intake")
"""Where the screens call acts: in their views, and in the jobs that they ask for."""

PLAYED_OTHERWISE = {
    "accounts.draw_link": "an invented person reads no letter: the link is drawn as `massicot account link` does",
    "marks.print_sheet": "marks are typed with the password of each sheet, which `print_sheets` does not give",
    "results.write_documents": "papers are written into the rehearsal's folder, and into no browser",
}
"""What a rehearsal calls that no screen does, and why."""

SPOKEN_OF = frozenset({"prepare"})
"""What undo.md names beside acts: a verb of the command."""

Act = tuple[str, ast.FunctionDef]


def is_services(name: str) -> bool:
    """Say whether a module, named from the program, holds the acts of an area."""
    return name.split(".")[1:2] == ["services"]


def acts_of(modules: Sequence[Module]) -> Iterator[tuple[Module, ast.FunctionDef]]:
    """List the acts of every area: the functions of its services that others may call."""
    for module in modules:
        if is_services(module.name):
            for node in module.tree.body:
                if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                    yield module, node


def twins(modules: Sequence[Module]) -> list[str]:
    """Find acts of one name in two areas."""
    where = defaultdict(dict)
    for module, node in acts_of(modules):
        where[node.name][module.room] = module.fault(node, node.name)
    return [fault for places in where.values() if len(places) > 1 for fault in places.values()]


def calls_past_the_upper(modules: Sequence[Module], around: Sequence[Module] = ()) -> list[str]:
    """Find where an act that lacks something is named, elsewhere than in its own area and in the acts that complete it.

    `around` are the tests and the benches: those in the folder of its own area may name it.
    """
    lower = {node.name: module.room for module, node in acts_of(modules) if LACKS.search(node.name)}
    naming = [module for module in [*modules, *around] if any(name in module.text for name in lower)]
    return [
        module.fault(node, f"{name} skips what its upper act looks at")
        for module in naming
        for node, name in _named(module)
        if name in lower and module.room != lower[name] and node not in _completing(module, name)
    ]


def uncompleted(modules: Sequence[Module]) -> list[str]:
    """Find the acts that lack something and that no act of a later area completes."""
    lower = [(module, node) for module, node in acts_of(modules) if LACKS.search(node.name)]
    return [
        module.fault(node, f"{node.name} is completed by no act")
        for module, node in lower
        if not any(_completing(other, node.name) for other in modules if other.room != module.room)
    ]


def played_by_no_screen(modules: Sequence[Module], excepted: Sequence[str] = ()) -> list[str]:
    """Find what a rehearsal calls that no screen does."""
    written = {f"{module.room}.{node.name}" for module, node in acts_of(modules)}
    shown = {act for module in modules if _is_screen(module) for _, act in _acts_named(module)} & written
    return [
        module.fault(node, f"{act} is no act of a screen")
        for module in modules
        if module.room == "rehearsal"
        for node, act in _acts_named(module)
        if act in written - shown - set(excepted)
    ]


def done_on_pages(modules: Sequence[Module]) -> set[str]:
    """Name the acts that somebody does on a page: those of services that say by whom and when, and that web names."""
    signed = {
        f"{module.room}.{node.name}"
        for module, node in acts_of(modules)
        if {"by", "at"} <= {argument.arg for argument in node.args.kwonlyargs}
    }
    named = {act for module in modules if module.room == "web" for _, act in _acts_named(module)}
    return {act.rpartition(".")[2] for act in signed & named}


def untold_of_undoing(modules: Sequence[Module], table: str) -> list[str]:
    """Name the acts of pages that stand nowhere in a table of what can be undone, and what it names and nobody does."""
    told = set(re.findall(r"`([a-z_]+)`", table))
    written = {node.name for _, node in acts_of(modules)} | SPOKEN_OF
    lacking = [f"{act}: neither undone nor a reason why not" for act in sorted(done_on_pages(modules) - told)]
    return lacking + [f"{name}: no act" for name in sorted(told - written)]


def _is_screen(module: Module) -> bool:
    return any(module.name == screen or module.name.startswith(f"{screen}.") for screen in SCREENS)


def _named(module: Module) -> Iterator[tuple[ast.AST, str]]:
    """List every name that a module spells: what it imports, calls, or hands on."""
    for node in module.nodes:
        if isinstance(node, ast.Attribute):
            yield node, node.attr
        elif isinstance(node, ast.Name):
            yield node, node.id
        elif isinstance(node, ast.ImportFrom):
            yield from ((node, alias.name) for alias in node.names)


def _completing(module: Module, lower: str) -> set[ast.AST]:
    """List what stands in the acts of a module that complete a lower one: their names begin like its own."""
    stem = LACKS.sub("", lower)
    return {
        node
        for _, act in acts_of([module])
        if re.fullmatch(rf"{stem}(_\w+)?", act.name)
        for node in ast.walk(act)
        if isinstance(node, ast.Attribute) and node.attr == lower
    }


def _acts_named(module: Module) -> Iterator[tuple[ast.AST, str]]:
    """List what a module names of services, as `batches.seal_batch`, however it imports them."""
    for node, name in references(module):
        full = name.removeprefix("massicot.")
        if is_services(full):
            yield node, f"{full.partition('.')[0]}.{full.rpartition('.')[2]}"


def modules_beside(project: Path) -> list[Module]:
    """Read the tests and the benches: the room of a test is the folder it stands in."""
    return [module for folder in ("tests", "bench") for module in modules_below(project / folder)]
