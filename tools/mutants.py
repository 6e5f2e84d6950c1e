"""Says what the tests would let pass: changes the program in one place at a time, and runs the tests of that place.

`python -m tools.mutants` tries, in a copy of the tree, the named mutants, those of the scripts of the browser and sixty
drawn over the syntax tree, and writes `bench/mutants.md`. Stopped, it goes on where it was: what died once is kept in
`.venv/mutants.jsonl` and not tried again; what lived is.
`python -m tools.mutants WORD…` tries those whose name, file or change holds one of the words; `--list` only lists them.
"""

import argparse
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tools import mutants_drawn, mutants_named
from tools.mutants_drawn import PROJECT, Mutant

KEPT = PROJECT / ".venv" / "mutants.jsonl"
TABLE = PROJECT / "bench" / "mutants.md"
LONGEST_S = 1800
LIVED = "lived"
ENDLESS = "no end in sight"
UNSTARTED = "the tests do not even start"
NO_TESTS = 5
HEAD = """# What the tests notice

Written by `python -m tools.mutants`, which changes the program in one place at a time, in a copy of the tree, and runs
the tests of that place until one fails. A mutant that lives is a fault that no test would notice.

The drawn ones: {count} over the syntax tree by a fixed seed, {per_area} in each area, the rest in the other rooms."""
LEFT_OUT = shutil.ignore_patterns(".*", "__pycache__")


class Copy:
    """A copy of the tree with an environment of its own, in which the program is the copy's."""

    def __init__(self, folder: Path) -> None:
        self.tree = folder / "tree"
        shutil.copytree(PROJECT, self.tree, ignore=LEFT_OUT)
        self._python = folder / "bin" / "python"
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
        packages = next(Path(sys.prefix).glob("lib/python*/site-packages"))
        # Only as a place to import from: its own pointer to the work tree is not followed.
        pointer = folder / packages.relative_to(sys.prefix) / "copy.pth"
        pointer.write_text(f"{self.tree / 'src'}\n{packages}\n", encoding="utf-8")
        program = Path(sys.prefix, "bin", "massicot").read_text(encoding="utf-8")
        target = self._python.with_name("massicot")
        target.write_text(program.replace(sys.prefix, str(folder)), encoding="utf-8")
        target.chmod(0o755)

    def killer(self, mutant: Mutant) -> str:
        """Name the test that notices a mutant, or say that none does."""
        place = self.tree / mutant.path.relative_to(PROJECT)
        self._write(place, mutant.mutated)
        try:
            killer = self._first_failure(mutant.tests)
        finally:
            self._write(place, mutant.text)
        if killer not in (LIVED, ENDLESS):
            check = ["--collect-only", *mutant.tests] if killer == UNSTARTED else [killer]
            if self._first_failure(check) != LIVED:
                sys.exit(f"{killer} fails without the mutant, too.")
        return killer

    def _write(self, place: Path, text: str) -> None:
        place.write_text(text, encoding="utf-8")
        for compiled in place.parent.glob(f"__pycache__/{place.stem}.*"):
            compiled.unlink()

    def _first_failure(self, tests: Sequence[str]) -> str:
        line = [str(self._python), "-m", "pytest", "-q", "-x", "--tb=no", "-p", "no:randomly", "--hypothesis-seed=1"]
        line += tests
        running = subprocess.Popen(
            line, cwd=self.tree, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True
        )
        try:
            said, _ = running.communicate(timeout=LONGEST_S)
        except subprocess.TimeoutExpired:
            return ENDLESS
        finally:
            if running.poll() is None:
                os.killpg(running.pid, signal.SIGKILL)
                running.wait()
        if running.returncode == 0:
            return LIVED
        if running.returncode == NO_TESTS:
            sys.exit(f"No tests: {' '.join(tests)}")
        failed = re.findall(r"^(?:FAILED|ERROR) (.+?)(?: - .*)?$", said, re.MULTILINE)
        return failed[0] if failed else UNSTARTED


def read_kept() -> dict[str, str]:
    """Read by which test each mutant died that died before."""
    lines = KEPT.read_text(encoding="utf-8").splitlines() if KEPT.exists() else []
    return {one["mutant"]: one["killer"] for one in map(json.loads, lines)}


def keep(mutant: Mutant, killer: str) -> None:
    """Keep what came of a mutant."""
    with KEPT.open("a", encoding="utf-8") as file:
        file.write(json.dumps({"mutant": key(mutant), "killer": killer}, ensure_ascii=False) + "\n")


def key(mutant: Mutant) -> str:
    """Name a mutant by what it does and where, wherever its folder or its line moves to."""
    return f"{mutant.path.name} {mutant.function}: {mutant.does}"


def try_all(mutants: Sequence[Mutant], kept: dict[str, str]) -> None:
    """Try the mutants that are not known to die, one after the other, in a copy of the tree as it is now."""
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        copy = Copy(Path(folder))
        for mutant in mutants:
            if kept.get(key(mutant), LIVED) == LIVED:
                kept[key(mutant)] = copy.killer(mutant)
                keep(mutant, kept[key(mutant)])
            print(row(mutant, kept[key(mutant)]), flush=True)


def row(mutant: Mutant, killer: str) -> str:
    """Write a mutant and what came of it as a row of the table."""
    place = mutant.path.relative_to(mutants_drawn.PACKAGE).as_posix()
    cells = [
        f"{mutant.name}: `{place}` {mutant.function}".strip(),
        quoted(mutant.does),
        " ".join(f"`{test}`" for test in mutant.tests),
    ]
    return f"| {' | '.join([*cells, f'**{LIVED}**' if killer == LIVED else quoted(killer)])} |"


def quoted(text: str) -> str:
    """Write both sides of an arrow as code in a cell."""
    return " → ".join(f"`` {side} ``" for side in text.replace("|", "\\|").split(" → "))


def written(parts: dict[str, list[Mutant]], kept: dict[str, str]) -> str:
    """Write the whole table."""
    lines = [HEAD.format(count=mutants_drawn.COUNT, per_area=mutants_drawn.PER_AREA)]
    for title, mutants in parts.items():
        died = sum(kept[key(one)] != LIVED for one in mutants)
        lines += [f"\n## {title}: {died} of {len(mutants)} die\n", "| mutant | change | tests run | died by |"]
        lines += ["|---|---|---|---|", *(row(one, kept[key(one)]) for one in mutants)]
    lines += ["\n## Drawn, and left out since they change nothing anybody could see\n"]
    lines += [f"- {quoted(does)}: {why}" for does, why in mutants_drawn.EQUIVALENT.items()] or ["None."]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Try mutants; write the table when all were tried."""
    parser = argparse.ArgumentParser(prog="python -m tools.mutants")
    parser.add_argument("words", nargs="*", help="only mutants whose name, file or change holds one of these words")
    parser.add_argument("--list", action="store_true", dest="only_lists")
    asked = parser.parse_args()
    parts = {
        "Named": mutants_named.named(),
        "Of the scripts of the browser": mutants_named.of_scripts(),
        "Drawn over the syntax tree": mutants_drawn.drawn(),
    }
    mutants = [one for part in parts.values() for one in part]
    if asked.words:
        mutants = [one for one in mutants if any(word in f"{one.name} {one.path} {one.does}" for word in asked.words)]
    if asked.only_lists:
        print("\n".join(row(one, "") for one in mutants))
        return
    kept = read_kept()
    try_all(mutants, kept)
    if not asked.words:
        TABLE.write_text(written(parts, kept), encoding="utf-8")


if __name__ == "__main__":
    main()
