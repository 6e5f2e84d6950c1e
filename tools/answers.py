"""What the site answers to each request of the tests, to see that a redraw of the house changed none of it.

`answers.py take FOLDER [TEST…]` runs tests (of the desks, and of what is undone) and keeps of each request: address,
view, who came, status, headers, what the next page tells, and the page. `answers.py compare BEFORE AFTER
[--except GLOB…]` names each answer that differs by its test; exit code 1 when one does that no glob of an exception
names; `--sent` leaves out the pages that are only read.

Left out of the comparison are the token of a form and the pace at which marks are saved, nothing else. The rest is
made the same: the clock stands (Debian package faketime) and goes on with each request, the draws come from a seed of
each test. Not seen: what browsers, commands and other clients than the tests' own are answered.
"""

import argparse
import difflib
import json
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from demonstration import standing_clock

ROOT = Path(__file__).parents[1]
BEGAN = 1_790_064_000
"""10:00 in Paris on 22 September 2026: no file that a run writes may be older than its clock."""

UNDOING = sorted(f"tests/{path.name}" for path in ROOT.glob("tests/test_undo*.py"))
TESTS = ("tests/web", "tests/oidc", "tests/replacements/test_taking_back.py", *UNDOING)
"""Where the tests' own client comes to the site."""

UNSTEADY = re.compile(r'(name="csrfmiddlewaretoken" value="|"X-CSRFToken": "|"pace_s": |data-pace=")[^",]+')
"""The token of a form, which a page draws anew for each answer, and the pace of saving, by how busy the machine was."""

READING = ("GET", "HEAD")
LINES_SHOWN = 12
IDENTICAL = "identical"
Answer = dict[str, Any]


def take(options: argparse.Namespace) -> int:
    """Run the tests as they can be run again, and keep what is answered."""
    same = ["-p", "randomly", "--randomly-seed=1", "--randomly-dont-reorganize", "--hypothesis-seed=1"]
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        *same,
        f"--keep-answers={Path(options.folder).resolve()}",
        "-n",
        options.workers,
        "--dist",
        "loadfile",
        *(options.tests or TESTS),
    ]
    return subprocess.run(command, cwd=ROOT, env=surroundings(), check=False).returncode


def surroundings() -> dict[str, str]:
    """Let the clock stand, and the draws come from a seed."""
    return os.environ | {
        "PYTHONPATH": str(ROOT / "tools" / "seeded"),
        "PYTHONHASHSEED": "0",
        "LD_PRELOAD": standing_clock(),
        "FAKETIME": str(BEGAN),
        "FAKETIME_FMT": "%s",
        "FAKETIME_NO_CACHE": "1",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        "FAKETIME_DISABLE_SHM": "1",
        "NO_FAKE_STAT": "1",
    }


def compare(options: argparse.Namespace) -> int:
    """Name what differs between two folders; 1 when something does that no exception names."""
    before, after = (answers_in(Path(folder), options.left_out) for folder in (options.before, options.after))
    verdicts: Counter[str] = Counter()
    for test in sorted(before.keys() | after.keys()):
        for verdict, lines in verdicts_on(before.get(test, []), after.get(test, [])):
            excepted = verdict != IDENTICAL and any(fnmatch(test, glob) for glob in options.excepted)
            said = f"{verdict}, excepted" if excepted else verdict
            verdicts[said] += 1
            if verdict != IDENTICAL:
                print(f"{said}: {test}", *lines, sep="\n    ")
    print(", ".join(f"{count} {verdict}" for verdict, count in sorted(verdicts.items())))
    return 1 if any(verdict != IDENTICAL and not verdict.endswith("excepted") for verdict in verdicts) else 0


def answers_in(folder: Path, left_out: tuple[str, ...]) -> dict[str, list[Answer]]:
    """Read what was answered to each test, in its order, but to requests by some methods."""
    answers: dict[str, list[Answer]] = {}
    for path in sorted(folder.rglob("*.jsonl")):
        file = path.relative_to(folder).as_posix().removesuffix(".jsonl")
        with path.open(encoding="utf-8") as lines:
            for kept in map(json.loads, lines):
                if kept["method"] not in left_out:
                    answers.setdefault(f"{file}::{kept.pop('test')}", []).append(kept)
    return answers


def verdicts_on(before: list[Answer], after: list[Answer]) -> Iterator[tuple[str, list[str]]]:
    """Say of each answer to a test whether it is the same, and how not."""
    for one, other in zip(before, after, strict=False):
        lines = list(differences_of(one, other))
        yield ("differs" if lines else IDENTICAL), [named(one), *lines]
    for left, verdict in ((before[len(after) :], "only before"), (after[len(before) :], "only after")):
        for answer in left:
            yield verdict, [named(answer)]


def named(answer: Answer) -> str:
    """Say what was asked."""
    return f"{answer['rank'] + 1}. {answer['method']} {answer['address']} ({answer['view']})"


def differences_of(before: Answer, after: Answer) -> Iterator[str]:
    """List the parts of an answer that differ, the page by its first lines that do."""
    for part in before:
        one, other = (UNSTEADY.sub(r"\1", said) if part == "body" else said for said in (before[part], after[part]))
        if one == other:
            continue
        if part != "body":
            yield f"{part}: {one} → {other}"
            continue
        lines = difflib.unified_diff(one.splitlines(), other.splitlines(), "before", "after", n=0, lineterm="")
        yield from list(lines)[2 : 2 + LINES_SHOWN] or ["the ends of its lines"]


def main(words: list[str] | None = None) -> int:
    """Take answers, or compare them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    verbs = parser.add_subparsers(required=True)
    taking = verbs.add_parser("take", help="run tests and keep what they are answered")
    taking.add_argument("folder")
    taking.add_argument("tests", nargs="*", help="folders, files or tests; those of all desks unless named")
    taking.add_argument("--workers", default="0", help="how many run beside each other")
    taking.set_defaults(run=take)
    comparing = verbs.add_parser("compare", help="name what differs between two folders")
    comparing.add_argument("before")
    comparing.add_argument("after")
    comparing.add_argument("--except", dest="excepted", action="append", default=[], metavar="GLOB")
    comparing.add_argument(
        "--sent", dest="left_out", action="store_const", const=READING, default=(), help="leave out what is only read"
    )
    comparing.set_defaults(run=compare)
    options = parser.parse_args(words)
    return options.run(options)


if __name__ == "__main__":
    sys.exit(main())
