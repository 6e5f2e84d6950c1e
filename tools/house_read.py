"""The program read as text: its files, what their lines are, what is declared in them and how it is named."""

import ast
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

SIX = 6
KINDS = ("blank", "imports", "docstrings", "comments", "code")

IRREGULAR = frozenset(
    """
    begun bent bitten borne bought bound bred broken brought built burnt caught chosen dealt done drawn driven drunk
    dug eaten fallen fed felt flown forbidden foregone forgotten fought found frozen given gone got ground grown
    heard held hidden hung kept known laid lain learnt led left lent lit lost made meant met mistaken outgrown
    overdrawn overtaken paid proven rebuilt redone redrawn remade resent retaken retold rewritten ridden risen said
    seen sent sewn shaken shone shot shown slept slid sold sought spelt spent spoken spun stolen stood struck stuck
    sung sunk swept sworn taken taught thought thrown told torn understood undone unseen unsent unsold untold
    unwritten withdrawn withheld won worn woven written wrung
    """.split()
)
"""Participles without -ed. Not those that are the verb itself or a noun as well: cut, put, read, run, set, rung."""

NO_PARTICIPLES = frozenset({"embed", "need", "feed", "seed", "speed", "proceed", "exceed", "succeed", "indeed", "shed"})


def is_bare_participle(name: str) -> bool:
    """Say whether a name is one past participle and nothing else, but for the underscore of a private one."""
    word = name.removeprefix("_").lower()
    if not word.isalpha() or word in NO_PARTICIPLES:
        return False
    return word in IRREGULAR or (word.endswith("ed") and len(word) > len("shed"))


@dataclass(frozen=True)
class Source:
    """One file of Python."""

    path: Path
    parts: tuple[str, ...]
    """Its place in the package: `("batches", "services", "making.py")`."""

    @cached_property
    def text(self) -> str:
        """What stands in it."""
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def lines(self) -> list[str]:
        """Its lines."""
        return self.text.splitlines()

    @cached_property
    def nodes(self) -> list[ast.AST]:
        """Its syntax tree, one node after the other."""
        return list(ast.walk(ast.parse(self.text)))

    @cached_property
    def functions(self) -> list[ast.FunctionDef]:
        """Its functions and methods, those within functions too."""
        return [node for node in self.nodes if isinstance(node, ast.FunctionDef)]

    @cached_property
    def statements(self) -> list[ast.stmt]:
        """Its statements."""
        return [node for node in self.nodes if isinstance(node, ast.stmt)]

    @cached_property
    def calls(self) -> list[tuple[str, ast.Call]]:
        """What is called, by the last part of its name."""
        return [(ast.unparse(node.func).rpartition(".")[2], node) for node in self.nodes if isinstance(node, ast.Call)]


@dataclass(frozen=True)
class House:
    """A checkout, read."""

    root: Path

    @cached_property
    def everything(self) -> list[Source]:
        """Its files, migrations too."""
        package = self.root / "src" / "massicot"
        return [Source(path, path.relative_to(package).parts) for path in sorted(package.rglob("*.py"))]

    @cached_property
    def sources(self) -> list[Source]:
        """Its files, but for migrations."""
        return [source for source in self.everything if "migrations" not in source.parts]

    @cached_property
    def areas(self) -> dict[str, list[Source]]:
        """The files of each area: what has a folder with models."""
        package = self.root / "src" / "massicot"
        names = [
            path.name for path in package.iterdir() if (path / "models.py").is_file() or (path / "models").is_dir()
        ]
        return {name: [source for source in self.sources if source.parts[0] == name] for name in sorted(names)}

    @cached_property
    def web(self) -> list[Source]:
        """The files of its desks."""
        return [source for source in self.sources if source.parts[0] == "web"]

    @cached_property
    def functions(self) -> list[ast.FunctionDef]:
        """Its functions and methods, those within functions too."""
        return [function for source in self.sources for function in source.functions]

    @cached_property
    def kinds(self) -> Counter[str]:
        """How many lines are of which kind."""
        return sum((kinds_of(source) for source in self.sources), Counter())

    @cached_property
    def records(self) -> dict[str, ast.ClassDef]:
        """The records of six fields or more that may be built by position."""
        return {
            node.name: node
            for source in self.sources
            for node in source.nodes
            if isinstance(node, ast.ClassDef) and is_large_record(node)
        }

    def web_by_desk(self, counts: Callable[[Source], int]) -> str:
        """Add up something of the files of each desk."""
        desks: Counter[str] = Counter()
        for source in self.web:
            desks[source.parts[1]] += counts(source)
        listed = ", ".join(f"{desk} {count}" for desk, count in sorted(desks.items()) if count)
        return f"{desks.total()} ({listed})" if listed else "0"


def kinds_of(source: Source) -> Counter[str]:
    """Count the lines of each kind; an empty line is blank wherever it stands."""
    kinds = ["code"] * len(source.lines)
    for node in source.statements:
        kind = (
            "imports" if isinstance(node, ast.Import | ast.ImportFrom) else "docstrings" if is_docstring(node) else ""
        )
        if kind:
            kinds[node.lineno - 1 : node.end_lineno] = [kind] * ((node.end_lineno or 0) - node.lineno + 1)
    for place, line in enumerate(source.lines):
        if not line.strip():
            kinds[place] = "blank"
        elif line.lstrip().startswith("#") and kinds[place] == "code":
            kinds[place] = "comments"
    return Counter(kinds)


def is_docstring(node: ast.stmt) -> bool:
    """Say whether a statement is a text and nothing else: a docstring, or what is said of a constant above it."""
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def is_large_record(node: ast.ClassDef) -> bool:
    """Say whether a class is a dataclass of six fields or more of its own that may be built by position."""
    made = [ast.unparse(decorator) for decorator in node.decorator_list]
    fields = [field for field in node.body if isinstance(field, ast.AnnAssign) and "ClassVar" not in ast.unparse(field)]
    return any(name.startswith("dataclass") and "kw_only=True" not in name for name in made) and len(fields) >= SIX


def acts_of(house: House) -> list[ast.FunctionDef]:
    """List the acts: public functions of an area's services with a keyword-only `by`."""
    return [
        node
        for area in house.areas.values()
        for source in area
        if source.parts[1].removesuffix(".py") == "services"
        for node in source.functions
        if node.col_offset == 0
        and not node.name.startswith("_")
        and "by" in {word.arg for word in node.args.kwonlyargs}
    ]


def views_of(source: Source, *decorators: str) -> int:
    """Count the views that bear a decorator."""
    return sum(
        ast.unparse(decorator).partition("(")[0] in decorators
        for function in source.functions
        for decorator in function.decorator_list
    )


def calls_of(source: Source, name: str) -> int:
    """Count the calls of a name."""
    return sum(called == name for called, _ in source.calls)


def pages_of(source: Source) -> int:
    """Count the pages: views that may be read, and declared ones."""
    return views_of(source, "require_safe", "require_http_methods") + calls_of(source, "Page")


def handed_on(source: Source) -> int:
    """Count the names that a package imports and does not use itself."""
    if source.path.name != "__init__.py":
        return 0
    used = {node.id for node in source.nodes if isinstance(node, ast.Name)}
    imported = [alias for node in source.nodes if isinstance(node, ast.ImportFrom) for alias in node.names]
    return sum((alias.asname or alias.name) not in used for alias in imported)


def bindings_of(function: ast.FunctionDef) -> set[str]:
    """Name what a function binds: its parameters and its variables, those of functions within too."""
    nodes = list(ast.walk(function))
    stored = {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    return stored | {node.arg for node in nodes if isinstance(node, ast.arg)} - {"self", "cls"}


def statements_begun(source: Source) -> Counter[int]:
    """Count the statements that begin on each line."""
    return Counter(node.lineno for node in source.statements)


def imports_of(source: Source) -> int:
    """Count the import statements of a file."""
    return sum(isinstance(node, ast.Import | ast.ImportFrom) for node in source.statements)


def length_of(node: ast.FunctionDef) -> int:
    """Count the lines of a function, from its name on."""
    return (node.end_lineno or 0) - node.lineno + 1


BRANCHES = (ast.If, ast.For, ast.While, ast.ExceptHandler, ast.match_case, ast.FunctionDef)


def complexity_of(function: ast.FunctionDef) -> int:
    """Count the ways through a function, as ruff does: one, and one more a branch."""
    return sum(isinstance(node, BRANCHES) for node in ast.walk(function))


def statements_of(function: ast.FunctionDef) -> int:
    """Count the statements of a function."""
    return sum(isinstance(node, ast.stmt) for node in ast.walk(function)) - 1
