"""Holds what `make test` spent by folder against its budget: bench/suite.md.

A budget is in turns of a fixed loop of pure Python, so that it holds on any machine; the loop is timed in the same run
(tests/spent.py). Red only beyond one and a half times: these times are noisy. `--write` puts the run into the table.
"""

import argparse
import json
import re
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
TABLE = ROOT / "bench" / "suite.md"
RUNS = ("sqlite", "postgresql")
TOO_MUCH = 1.5
SMALL = 150
"""Turns of the loop below which a folder is too small for its time to mean anything."""
AIM = 5_600
"""Turns of the loop that both runs together are to take, from their start to their end."""
ROW = re.compile(r"^\| (?P<folder>[\w/.]+) \| (?P<turns>\d+) \|", re.MULTILINE)


def spent() -> dict[str, dict]:
    """Read what the last run on each database left."""
    return {run: json.loads((ROOT / ".suite" / f"{run}.json").read_text(encoding="ascii")) for run in RUNS}


def turns_by_folder(runs: dict[str, dict]) -> dict[str, int]:
    """Add up both runs of each folder, in turns of the loop."""
    folders = sorted({folder for run in runs.values() for folder in run["seconds"]})
    return {
        folder: round(sum(run["seconds"].get(folder, 0) / run["loop"] for run in runs.values())) for folder in folders
    }


def budgets() -> dict[str, int]:
    """Read the budget of each folder."""
    return {row["folder"]: int(row["turns"]) for row in ROW.finditer(TABLE.read_text(encoding="utf-8"))}


def overspent(taken: dict[str, int], allowed: dict[str, int]) -> list[str]:
    """Name each folder that took far more than its budget, and each that has none."""
    faults = [f"{folder} has no budget in {TABLE.name}: suite.py --write" for folder in taken if folder not in allowed]
    faults += [
        f"{folder} takes {taken[folder]} turns of the loop, its budget is {allowed[folder]}"
        for folder in taken.keys() & allowed.keys()
        if taken[folder] > max(SMALL, allowed[folder]) * TOO_MUCH
    ]
    return sorted(faults)


def write(taken: dict[str, int]) -> None:
    """Put the turns of this run into the table, as its budgets."""
    text = TABLE.read_text(encoding="utf-8")
    head = text[: text.index("| folder |")]
    rows = "".join(f"| {folder} | {turns} |\n" for folder, turns in sorted(taken.items(), key=lambda row: -row[1]))
    TABLE.write_text(f"{head}| folder | turns of the loop, both databases |\n|---|---|\n{rows}", encoding="utf-8")


def main() -> int:
    """Print what each folder took beside its budget; 1 when one took far more."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--write", action="store_true", help="put what was spent into the table")
    is_written = parser.parse_args().write
    runs = spent()
    taken = turns_by_folder(runs)
    if is_written:
        write(taken)
    allowed = budgets()
    for folder, turns in sorted(taken.items(), key=lambda row: -row[1]):
        print(f"{turns:8d} of {allowed.get(folder, 0):6d} turns  {folder}")
    took = {run: runs[run]["wall"] / runs[run]["loop"] for run in RUNS}
    print(
        f"{took['sqlite']:.0f} turns from start to end on SQLite, {sum(took.values()):.0f} on both (the aim is {AIM}); "
        f"{sum(runs[run]['wall'] for run in RUNS):.0f} s"
    )
    faults = overspent(taken, allowed)
    for fault in faults:
        print(fault, file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
