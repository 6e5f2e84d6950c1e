"""Prepared statements on the next Django: they know how one compiles a query set, which it may change as it likes.

`next_django.py [--beside FOLDER] [TEST ...]` installs the next version of Django in an environment aside, with whatever
else is pinned, and runs the tests of prepared statements there on SQLite and on PostgreSQL; or runs others, or uses an
environment that is there. Exit code 1 when one falls, or when nothing could be installed: silence is no good news.
"""

import argparse
import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
REQUIREMENTS = ROOT / "requirements" / "dev.txt"
TESTS = sorted((ROOT / "tests" / "store").glob("test_prepared*.py"))
PYTHON = ">=3.12"
"""What a Django after 5.2 asks for."""


def main() -> int:
    """Install, run, and say how it went."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--beside", type=Path, help="environment in which the next Django is installed")
    parser.add_argument("tests", nargs="*", type=Path, help="files of tests; by default those of prepared statements")
    asked = parser.parse_args()
    folder = asked.beside or Path(sys.prefix) / "next-django"
    if asked.beside is None and not _is_installed(folder):
        print(
            "The next Django cannot be installed: try again with a network, and Python 3.12 or later.", file=sys.stderr
        )
        return 1
    return _run(folder, [str(test) for test in asked.tests or TESTS])


def _is_installed(folder: Path) -> bool:
    """Install what is pinned, but for Django, of which the newest beyond the pinned one is taken."""
    pinned = re.search(r"^django==(\d+)\.(\d+)", REQUIREMENTS.read_text(encoding="utf-8"), re.MULTILINE)
    assert pinned is not None
    folder.mkdir(parents=True, exist_ok=True)
    override = folder.with_suffix(".txt")
    override.write_text(f"django>={pinned[1]}.{int(pinned[2]) + 1}\n", encoding="ascii")
    uv = Path(sys.executable).parent / "uv"
    install = [uv, "pip", "install", "-q", "-p", folder, "--override", override, "-r", REQUIREMENTS]
    steps = [[uv, "venv", "-q", "--clear", "--no-project", "-p", PYTHON, folder], install]
    return all(subprocess.run(step, check=False).returncode == 0 for step in steps)


def _run(folder: Path, tests: list[str]) -> int:
    """Run tests on both databases; 1 when one of them falls."""
    python = str(folder / "bin" / "python")
    version = subprocess.run([python, "-m", "django", "--version"], capture_output=True, text=True, check=True)
    surroundings = {name: value for name, value in os.environ.items() if name != "MASSICOT_DATABASE_URL"}
    surroundings["PYTHONPATH"] = str(ROOT / "src")
    run = [python, "-m", "pytest", "-q", "-p", "no:xdist", *tests]
    runs = {"SQLite": run, "PostgreSQL": [str(ROOT / "tools" / "with-postgres.sh"), *run]}
    fallen = [
        database
        for database, command in runs.items()
        if subprocess.run(command, cwd=ROOT, env=surroundings, check=False).returncode
    ]
    said = f"fall on {' and on '.join(fallen)}" if fallen else "hold"
    print(f"On Django {version.stdout.strip()}, prepared statements {said}")
    return 1 if fallen else 0


if __name__ == "__main__":
    sys.exit(main())
