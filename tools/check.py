"""Runs the tests that stand nearest to what changed, on the embedded database: `make check`.

What changed is what the branch has done since it left main, or the last commit of main itself, and whatever is not
committed. A file of the program brings the tests in the folder of its name, a file of tests itself, and what stands
beside tests those of its folder. Imports are not followed: by them the named world leads everywhere. What many acts
have a part in is always run: access, what is declared, undo, and the shape of the program with its messages.

`tools/check.py OPTION…` hands its options on to pytest.
"""

import subprocess
import sys
from collections.abc import Collection, Iterable
from pathlib import Path, PurePosixPath

PROJECT = Path(__file__).parents[1]
ALWAYS = (
    "tests/architecture/test_*.py",
    "tests/web/test_access.py",
    "tests/web/test_declared.py",
    "tests/test_undo*.py",
)
MAIN = ("refs/heads/main", "refs/remotes/origin/main")

WALLS = ("pyproject.toml", "tests/architecture/")
"""What the contracts of the walls, and the proofs that each of them falls, are made of."""

OF_A_DESK = ("templates", "static")
"""Folders of a desk in which its name stands once more: `office/templates/office/centres`."""


def changed_files(root: Path) -> list[str] | None:
    """Name the files that changed in a work tree, from its root; None where git cannot tell."""
    try:
        main, *_ = _git(root, "for-each-ref", "--format=%(objectname)", *MAIN)
        last, parting = _git(root, "rev-parse", "HEAD"), _git(root, "merge-base", "HEAD", main)
        since = "HEAD~1" if parting == last else parting[0]
        changed = _git(root, "diff", "--name-only", "--no-renames", since)
        return sorted({*changed, *_git(root, "ls-files", "--others", "--exclude-standard")})
    except (OSError, ValueError, subprocess.CalledProcessError):
        return None


def are_proofs_due(changed: Iterable[str] | None) -> bool:
    """Say whether what the walls are made of changed, or nobody can tell."""
    return changed is None or any(name.startswith(WALLS) for name in changed)


def tests_for(changed: Collection[str], root: Path) -> list[str]:
    """List the files of tests that stand nearest to what changed, and those that are always run."""
    found = {path for pattern in ALWAYS for path in root.glob(pattern)}
    for name in changed:
        found |= _nearest(PurePosixPath(name), root)
    return sorted(path.relative_to(root).as_posix() for path in found)


def _nearest(changed: PurePosixPath, root: Path) -> set[Path]:
    if changed.match("tests/**/test_*.py"):
        return {root / changed} if (root / changed).exists() else set()
    folder = folder_of(changed, root)
    return set(folder.glob("test_*.py")) if folder else set()


def folder_of(changed: PurePosixPath, root: Path) -> Path | None:
    """Find the folder of tests that a file belongs to: of the name of its own folder, or of the nearest above it."""
    match changed.parent.parts:
        case ["src", "massicot", *parts] | ["tests", *parts]:
            folders = _without_the_desk_twice(parts)
        case _:
            return None
    places = [root.joinpath("tests", *folders[:depth]) for depth in range(len(folders), 0, -1)]
    return next((place for place in places if place.is_dir()), None)


def _without_the_desk_twice(parts: list[str]) -> list[str]:
    for rank, part in enumerate(parts):
        if part in OF_A_DESK:
            return [*parts[:rank], *parts[rank + 2 :]]
    return parts


def _git(root: Path, *words: str) -> list[str]:
    asked = ["git", "-c", "core.quotePath=off", *words]
    return subprocess.run(asked, cwd=root, capture_output=True, check=True, text=True).stdout.splitlines()


def main(options: list[str]) -> int:
    """Lint the program and run the tests; 1 when either says something."""
    changed = changed_files(PROJECT)
    if changed is None:
        print("git does not tell what changed: make test", file=sys.stderr)
        return 1
    tests = tests_for(changed, PROJECT)
    proofs = [] if are_proofs_due(changed) else ["-m", "not proof"]
    runs = (["ruff", "check", "-q"], ["ruff", "format", "-q", "--check"], ["pytest", *options, *proofs, *tests])
    print(f"{len(changed)} files changed, {len(tests)} files of tests", flush=True)
    return max(subprocess.run([sys.executable, "-m", *run], cwd=PROJECT, check=False).returncode for run in runs)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
