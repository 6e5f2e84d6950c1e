"""What the house is made of, in figures that a redraw is held against: pure text and syntax trees, in seconds.

`house.py [CHECKOUT…]` prints a table in Markdown with a column for each checkout: this one, unless some are named.
`--posts TEST` runs tests of desks in each (in minutes), and tells how many of our files are executed on a POST.

What is counted is Python in `src`, migrations apart unless they are named. An act is a public function of an area's
`services` with a keyword-only `by`; a page, a view that may be read, or a declared `Page`; what is only sent, a view
that requires POST, or a declared `PageAct`. A bare participle is one word that ends in -ed, or an irregular one that is
neither the verb itself nor a noun.
"""

import argparse
import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from statistics import mean, median, quantiles

import house_read as read
from house_read import KINDS, House

ROOT = Path(__file__).parents[1]
PAPER = KINDS[:3]
LONG_FILE = 300


def spread(numbers: Iterable[int]) -> str:
    """Tell the median, the ninth tenth and the largest."""
    drawn_up = sorted(numbers)
    return f"{median(drawn_up):g} / {quantiles(drawn_up, n=10)[-1]:.0f} / {drawn_up[-1]}"


def share(part: int, whole: int) -> str:
    """Tell a part, and what share it is."""
    return f"{part:,} ({100 * part / whole:.1f} %)"


def paper(house: House) -> str:
    """Tell the share of what is around the code."""
    return share(sum(house.kinds[kind] for kind in PAPER), house.kinds.total())


def lines_an_act(house: House) -> str:
    """Tell how many lines there are to an act, migrations included."""
    acts = len(read.acts_of(house))
    return f"{sum(len(source.lines) for source in house.everything) / acts:.0f} ({acts} acts)"


def lines_a_page(house: House) -> str:
    """Tell how many lines of web, templates included, there are to a page."""
    templates = (house.root / "src" / "massicot" / "web").rglob("*.html")
    lines = sum(len(path.read_text(encoding="utf-8").splitlines()) for path in templates)
    pages = sum(map(read.pages_of, house.web))
    return f"{(lines + sum(len(source.lines) for source in house.web)) / pages:.0f} ({pages} pages)"


def files_an_area(house: House) -> str:
    """Tell the mean of the areas, and each."""
    counts = {name: len(files) for name, files in house.areas.items()}
    listed = ", ".join(f"{name} {count}" for name, count in counts.items())
    return f"{mean(counts.values()):.1f} ({listed})"


def handed_on_by_areas(house: House) -> str:
    """Tell how many names packages hand on, and those of areas."""
    areas = sum(read.handed_on(source) for files in house.areas.values() for source in files)
    return f"{sum(map(read.handed_on, house.sources)):,} ({areas:,} of areas)"


def participles_of_functions(house: House) -> str:
    """Tell how many functions are named by a bare participle."""
    return share(sum(read.is_bare_participle(node.name) for node in house.functions), len(house.functions))


def participles_of_bindings(house: House) -> str:
    """Tell how many parameters and variables are named by a bare participle."""
    names = [name for function in house.functions for name in read.bindings_of(function)]
    return share(sum(map(read.is_bare_participle, names)), len(names))


def large_records(house: House) -> str:
    """Tell how many large records may be built by position, how many are, and in how many calls."""
    built = [name for source in house.sources for name, node in source.calls if node.args and name in house.records]
    return f"{len(house.records)} ({len(set(built))} are, in {len(built)} calls)"


def longest(house: House) -> str:
    """Name the longest file."""
    source = max(house.sources, key=lambda source: len(source.lines))
    return f"{len(source.lines)} ({'/'.join(source.parts)})"


def statements_a_line(house: House) -> str:
    """Tell the mean, and on how many lines two begin."""
    begun = [count for source in house.sources for count in read.statements_begun(source).values()]
    return f"{mean(begun):.3f} ({sum(count > 1 for count in begun)} lines with two)"


FIGURES: dict[str, Callable[[House], str]] = {
    "lines, migrations included": lambda house: f"{sum(len(source.lines) for source in house.everything):,}",
    "lines without migrations": lambda house: f"{house.kinds.total():,}",
    **{f"… {kind}": lambda house, kind=kind: share(house.kinds[kind], house.kinds.total()) for kind in KINDS},  # type: ignore[misc]
    "paper: blank, imports, docstrings": paper,
    "files without migrations": lambda house: f"{len(house.sources):,}",
    "files an area": files_an_area,
    "lines an act (all lines)": lines_an_act,
    "lines a page (web, templates included)": lines_a_page,
    "views only sent, by desk": lambda house: house.web_by_desk(lambda source: read.views_of(source, "require_POST")),
    "acts declared, by desk": lambda house: house.web_by_desk(lambda source: read.calls_of(source, "PageAct")),
    "names handed on in `__init__`": handed_on_by_areas,
    "functions named by a bare participle": participles_of_functions,
    "parameters and variables named so": participles_of_bindings,
    "records of six fields or more not keyword-only": large_records,
    "imports a file, median / p90 / most": lambda house: spread(map(read.imports_of, house.sources)),
    "statements a line": statements_a_line,
    "lines a function, median / p90 / most": lambda house: spread(map(read.length_of, house.functions)),
    "statements a function, median / p90 / most": lambda house: spread(map(read.statements_of, house.functions)),
    "complexity, median / p90 / most": lambda house: spread(map(read.complexity_of, house.functions)),
    "lines a file, median / p90 / most": lambda house: spread(len(source.lines) for source in house.sources),
    "longest file": longest,
    "files above 300 lines": lambda house: share(
        sum(len(source.lines) > LONG_FILE for source in house.sources), len(house.sources)
    ),
}
"""What is told of a house, in the order of the table."""


def table(houses: list[House]) -> Iterator[str]:
    """Write the table, a column for each house."""
    yield f"| of `src` | {' | '.join(house.root.name for house in houses)} |"
    yield f"|---|{'---|' * len(houses)}"
    for title, figure in FIGURES.items():
        yield f"| {title} | {' | '.join(figure(house) for house in houses)} |"


def run_posts(house: House, tests: list[str]) -> None:
    """Run tests of a checkout, and tell what its forms take."""
    plugin = os.environ | {"PYTHONPATH": str(ROOT / "tools")}
    command = [house.root / ".venv" / "bin" / "python", "-m", "pytest", "-q", "-p", "posts", *tests]
    run = subprocess.run(command, cwd=house.root, env=plugin, capture_output=True, text=True, check=False)
    found = [line for line in run.stdout.splitlines() if "files a POST" in line]
    print(f"{house.root.name}: {found[0] if found else run.stdout[-2_000:] + run.stderr}")


def main(words: list[str] | None = None) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkouts", nargs="*", type=Path, default=[ROOT], metavar="CHECKOUT")
    parser.add_argument("--posts", action="append", default=[], metavar="TEST", help="a folder or file of tests to run")
    options = parser.parse_args(words)
    houses = [House(checkout.resolve()) for checkout in options.checkouts]
    print(*table(houses), sep="\n")
    for house in houses if options.posts else ():
        run_posts(house, options.posts)
    return 0


if __name__ == "__main__":
    sys.exit(main())
