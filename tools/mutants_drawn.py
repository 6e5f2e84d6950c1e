"""One-line mutants found in the syntax tree, and sixty of them drawn.

Four kinds: a *comparison* that is turned, a *bound* that moves by one, a *look-up* that forgets one of the things it
looks for, a *guard* that is turned or lets everybody pass. The draw hangs on what a mutant does and in
which function, not on the file or the line where it stands: code that is moved is drawn as before.
"""

import ast
import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

PROJECT = Path(__file__).parent.parent
PACKAGE = PROJECT / "src" / "massicot"

SEED = 14
COUNT, PER_AREA = 60, 3

TURNED: dict[type[ast.AST], tuple[str, str, str]] = {
    ast.Eq: ("comparison", "==", "!="),
    ast.NotEq: ("comparison", "!=", "=="),
    ast.In: ("comparison", "in", "not in"),
    ast.NotIn: ("comparison", "not in", "in"),
    ast.Is: ("comparison", "is", "is not"),
    ast.IsNot: ("comparison", "is not", "is"),
    ast.Lt: ("bound", "<", "<="),
    ast.LtE: ("bound", "<=", "<"),
    ast.Gt: ("bound", ">", ">="),
    ast.GtE: ("bound", ">=", ">"),
    ast.And: ("guard", "and", "or"),
    ast.Or: ("guard", "or", "and"),
}
LOOK_UPS = frozenset({"filter", "exclude", "get", "Q"})
GUARDS = ("check", "require", "refuse")

EQUIVALENT: dict[str, str] = {}
"""Mutants that change nothing anybody could see, by what they do, each with why: others are drawn in their place."""

TESTED_BESIDES = {"rungs.py": "tests/results/test_rules.py"}
"""Files whose tests stand elsewhere too: each area keeps its rungs of the ladder, which is tested as a whole."""

UNDRAWN = frozenset({"migrations", "models.py", "postgresql"})
"""Tables, which hold what their migrations made; and what runs on one database only."""

Change = tuple[str, tuple[int, int], str]
"""A kind, what it replaces, from where to where in the text, and what it puts there."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change of the text of one file, and the tests that are to notice it."""

    name: str
    path: Path
    text: str = field(repr=False)
    start: int
    before: str
    after: str
    tests: tuple[str, ...]
    function: str = ""

    @property
    def mutated(self) -> str:
        """Write the file with the change in."""
        return self.text[: self.start] + self.after + self.text[self.start + len(self.before) :]

    @property
    def line(self) -> int:
        """Give the number of the line that changes."""
        return self.text.count("\n", 0, self.start) + 1

    @property
    def does(self) -> str:
        """Write what changes, as whole lines: before, an arrow, after."""
        opening = self.text.rfind("\n", 0, self.start) + 1
        closing = self.text.find("\n", self.start + len(self.before))
        head, tail = self.text[opening : self.start], self.text[self.start + len(self.before) : closing]
        return " → ".join(" ".join(f"{head}{middle}{tail}".split()) for middle in (self.before, self.after))


class Source:
    """A file of the program, its syntax tree, and where each node of it stands in the text."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.text = path.read_text(encoding="utf-8")
        self._lines = [line.encode() for line in self.text.splitlines(keepends=True)]
        self._starts = [0]
        for line in self.text.splitlines(keepends=True):
            self._starts.append(self._starts[-1] + len(line))

    def _place(self, row: int, column: int) -> int:
        # The tree counts the bytes of a line.
        return self._starts[row - 1] + len(self._lines[row - 1][:column].decode())

    def span(self, node: ast.expr | ast.stmt | ast.keyword) -> tuple[int, int]:
        """Give where a node begins and ends in the text."""
        return self._place(node.lineno, node.col_offset), self._place(node.end_lineno or 0, node.end_col_offset or 0)

    def mutants(self) -> Iterator[Mutant]:
        """List every mutant of the file."""
        besides = TESTED_BESIDES.get(self.path.name)
        tests = (f"tests/{room_of(self.path)}", *([besides] if besides else []))
        for function, node in _nodes(ast.parse(self.text)):
            for kind, (start, end), after in self._changes(node):
                before = self.text[start:end]
                if "\n" not in before:
                    yield Mutant(kind, self.path, self.text, start, before, after, tests, function)

    def _changes(self, node: ast.AST) -> Iterator[Change]:
        match node:
            case ast.Compare(left, operators, others):
                yield from self._turned([left, *others], operators)
                yield from self._grown(others)
            case ast.BoolOp(operator, values):
                yield from self._turned(values, [operator] * (len(values) - 1))
            case ast.UnaryOp(ast.Not()):
                start = self.span(node)[0]
                yield "guard", (start, start + len("not ")), ""
            case ast.Slice():
                yield from self._grown([node.lower, node.upper])
            case ast.Call(ast.Attribute(attr=name) | ast.Name(id=name), _, keywords) if name in LOOK_UPS:
                yield from self._forgotten(keywords)
            case ast.Expr(ast.Call(ast.Attribute(attr=name) | ast.Name(id=name))) if name.startswith(GUARDS):
                yield "guard", self.span(node), "pass"
            case ast.If(test, [*_, ast.Raise() | ast.Return()], []):
                yield "guard", self.span(test), "False"

    def _turned(self, values: Sequence[ast.expr], operators: Sequence[ast.AST]) -> Iterator[Change]:
        for (left, right), operator in zip(pairwise(values), operators, strict=True):
            kind, before, after = TURNED[type(operator)]
            start, end = self.span(left)[1], self.span(right)[0]
            found = re.search(rf"(?<![\w=<>!]){before}(?![\w=<>!])", self.text[start:end])
            if found:
                yield kind, (start + found.start(), start + found.end()), after

    def _grown(self, bounds: Sequence[ast.expr | None]) -> Iterator[Change]:
        for bound in bounds:
            if isinstance(bound, ast.Constant) and type(bound.value) is int:
                yield "bound", self.span(bound), str(bound.value + 1)

    def _forgotten(self, keywords: list[ast.keyword]) -> Iterator[Change]:
        for keyword in keywords:
            start, end = self.span(keyword)
            if comma := re.match(", *", self.text[end:]):
                end += len(comma.group())
            elif comma := re.search(", *$", self.text[:start]):
                start -= len(comma.group())
            if keyword.arg:
                yield "look-up", (start, end), ""


def room_of(path: Path) -> str:
    """Name the room that a file is in; of the desks, the desk."""
    parts = path.relative_to(PACKAGE).parts
    return "/".join(parts[:2]) if parts[0] == "web" else parts[0]


def is_area(room: str) -> bool:
    """Say whether a room is an area of the trade: one that has rules of its own."""
    return any((PACKAGE / room / name).exists() for name in ("rules.py", "rules"))


def drawn() -> list[Mutant]:
    """Draw: three in each area, one in each other room, the rest among what those others hold."""
    found: dict[str, list[Mutant]] = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        room = room_of(path)
        if not UNDRAWN.intersection(path.parts) and (PROJECT / "tests" / room).is_dir():
            found.setdefault(room, []).extend(Source(path).mutants())
    areas = [room for room in sorted(found) if is_area(room)]
    others = [room for room in sorted(found) if room not in areas]
    chosen = [one for room in areas for one in _first(found[room], PER_AREA)]
    chosen += [one for room in others for one in _first(found[room], 1)]
    rest = [one for room in others for one in found[room] if one not in chosen]
    return sorted([*chosen, *_first(rest, COUNT - len(chosen))], key=lambda one: (one.path, one.start))


def _first(mutants: list[Mutant], count: int) -> list[Mutant]:
    """Choose those that rank first, no two in one function, each of another kind than the three before it."""
    ranked = sorted((one for one in mutants if one.does not in EQUIVALENT), key=_rank)
    chosen: list[Mutant] = []
    while len(chosen) < count:
        functions = {(one.path, one.function) for one in chosen}
        left = [one for one in ranked if (one.path, one.function) not in functions]
        kinds = {one.name for one in chosen[-3:]}
        chosen.append(next((one for one in left if one.name not in kinds), left[0]))
    return chosen


def _rank(mutant: Mutant) -> str:
    return hashlib.sha256(f"{SEED} {mutant.function} {mutant.does}".encode()).hexdigest()


def _nodes(tree: ast.AST, function: str = "") -> Iterator[tuple[str, ast.AST]]:
    for child in ast.iter_child_nodes(tree):
        name = child.name if isinstance(child, ast.FunctionDef | ast.ClassDef) else ""
        inside = f"{function}.{name}".strip(".") if name else function
        yield inside, child
        yield from _nodes(child, inside)
