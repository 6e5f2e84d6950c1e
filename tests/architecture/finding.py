"""What the walls look for in syntax trees: names, calls, imports, relations, words."""

import ast
import re
from collections.abc import Iterator, Sequence

from tests.architecture.sources import Module, classes_of, dotted, functions_of, has_ending, imported_names

RELATIONS = frozenset({"ForeignKey", "OneToOneField", "ManyToManyField"})
NAMED_BY_DJANGO = re.compile(r"store\.\w+\.base")  # a database back end is a package with a module `base`
LAWFUL = re.compile(r"_in_force\b")  # "in force" is said of a text of law


def relations_of(module: Module) -> Iterator[ast.Call]:
    """List the declarations of foreign keys of a module."""
    for node in module.nodes:
        if isinstance(node, ast.Call) and has_ending(dotted(node.func), RELATIONS) and node.args:
            yield node


def is_foreign(module: Module, relation: ast.Call) -> bool:
    """Say whether a foreign key leads to another area."""
    target = relation.args[0]
    if isinstance(target, ast.Constant):
        return "." in str(target.value) and str(target.value).partition(".")[0] != module.room
    return dotted(target) not in module.own_classes


def is_hidden(relation: ast.Call) -> bool:
    """Say whether a foreign key is a string with `related_name="+"`."""
    names = [ast.unparse(word.value) for word in relation.keywords if word.arg == "related_name"]
    return isinstance(relation.args[0], ast.Constant) and names == ["'+'"]


def names(modules: Sequence[Module], endings: frozenset[str], told: str) -> list[str]:
    """Find names and chains of attributes that end in one of the endings."""
    return [
        module.fault(node, f"{dotted(node)} {told}")
        for module in modules
        for node in module.nodes
        if isinstance(node, ast.Attribute | ast.Name) and has_ending(dotted(node), endings)
    ]


def method_calls(modules: Sequence[Module], methods: frozenset[str], told: str) -> list[str]:
    """Find calls of methods, whatever they are called on."""
    return [
        module.fault(node, f".{node.func.attr}() {told}")
        for module in modules
        for node in module.nodes
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in methods
    ]


def keywords(modules: Sequence[Module], words: frozenset[str], told: str) -> list[str]:
    """Find arguments passed by one of these names."""
    return [
        module.fault(node.value, f"{node.arg} {told}")
        for module in modules
        for node in module.nodes
        if isinstance(node, ast.keyword) and node.arg in words
    ]


def imports(modules: Sequence[Module], roots: tuple[str, ...]) -> list[str]:
    """Find imports of a module, of what stands in it, or of what stands below."""
    return [
        module.fault(node, f"{name} is not to be imported")
        for module in modules
        for node, name in imported_names(module)
        if any(name == root or name.startswith(f"{root}.") for root in roots)
    ]


def strings(modules: Sequence[Module], pattern: str, told: str) -> list[str]:
    """Find strings that hold a pattern."""
    return [
        module.fault(node, f"{node.value!r} {told}")
        for module in modules
        for node in module.nodes
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and re.search(pattern, node.value)
    ]


def is_exchange(node: ast.Assign) -> bool:
    """Say whether an assignment of several names reads one of them: `left, right = right, left + 1`."""
    written = {ast.unparse(target) for target in getattr(node.targets[0], "elts", ())}
    return not written.isdisjoint(ast.unparse(part) for part in ast.walk(node.value) if isinstance(part, ast.expr))


def given_names(module: Module) -> Iterator[tuple[ast.AST, str]]:
    """List what a module names: itself, its functions, its classes."""
    if not NAMED_BY_DJANGO.fullmatch(module.name):
        yield module.tree, module.name.rpartition(".")[2]
    for node in (*functions_of(module), *classes_of(module)):
        yield node, node.name


def words_of(name: str) -> set[str]:
    """Split a name into its words: `MarkSheet` and `mark_sheet` alike."""
    snake = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", LAWFUL.sub("", name))
    return set(snake.lower().split("_"))


def bindings_of(module: Module) -> Iterator[tuple[ast.AST, str]]:
    """List the names that a module binds to a value: variables, targets of loops, parameters, fields, patterns."""
    for node in module.nodes:
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node, node.id
        elif isinstance(node, ast.arg):
            yield node, node.arg
        elif isinstance(node, ast.ExceptHandler | ast.MatchAs | ast.MatchStar) and node.name:
            yield node, node.name


def public_classes(module: Module) -> Iterator[ast.ClassDef]:
    """List the classes that stand directly in a module and may be taken from it."""
    for node in module.tree.body:
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            yield node
