"""Which tests run on which database of `make test`, and in which order.

What asks a database runs on both. What runs once says why by a marker, but for what asks none, where nothing needs to
be said: there every statement is refused. With `--share=own`, a run leaves out what the run on the other database does;
with `--share=other` it does that and nothing else, so that both together have seen everything on both (`make ci`).

A proof shows what a test would notice by breaking a copy of the program. It takes long, and falls only when what it is
made of changes: until then it is left to `make ci`.

What needs a server on which nobody else writes is left out where workers share one, and runs by itself afterwards
(`pytest -m alone`): on PostgreSQL whoever writes in any database of the server holds the old rows of all others back.
"""

import os
import zlib
from functools import cache
from pathlib import Path

import pytest

from tests import programs
from tools import check

ROOT = Path(__file__).parents[1]
VENDORS = ("sqlite", "postgresql")
OWN, OTHER = "own", "other"
ASKING = frozenset({"db", "transactional_db", "live_server", "django_db_setup"})
"""By what a test asks the database of the run."""

ONCE = {
    "tests/browser": "what a page asks of the database is asked by the tests of its services and queries too",
    "tests/commands": "what a command asks of the database is asked by the tests of its service too",
    "tests/web": "what a desk asks of the database is asked by the tests of its services and queries too",
}
"""Folders that run once, and why; a test of theirs that runs on both says so by a marker, or counts statements."""

COUNTING = frozenset({"django_assert_num_queries", "django_assert_max_num_queries"})
"""By what a test counts the statements that the database is asked."""

PROGRAMS = ("tests/durability", "tests/rehearsal")
"""Folders whose tests start the program on a database of its own: on both, but for those that say why not."""

LONGEST = ("tests/durability", "tests/browser", "tests/rehearsal", "tests/store")
"""Whose files are begun first, so that neither worker waits for the other at the end."""


def settle(items: list[pytest.Item], vendor: str, share: str | None) -> tuple[list[pytest.Item], list[pytest.Item]]:
    """Order the tests of a run, and set aside those that are another run's."""
    for item in items:
        declare(item)
    items.sort(key=_rank)
    has_company = vendor == "postgresql" and int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1")) > 1
    kept = [item for item in items if not (has_company and item.get_closest_marker("alone"))]
    if share == OWN:
        kept = [item for item in kept if not runs_once(item) or turn_of(item) == vendor]
        kept = kept if are_proofs_due() else [item for item in kept if not item.get_closest_marker("proof")]
    elif share == OTHER:
        kept = [item for item in kept if runs_once(item) and turn_of(item) != vendor]
    staying = set(kept)
    return kept, [item for item in items if item not in staying]


def runs_once(item: pytest.Item) -> bool:
    """Say whether a test runs on one database, which is not PostgreSQL for a reason of its own."""
    return item.get_closest_marker("once") is not None and item.get_closest_marker("postgres") is None


def declare(item: pytest.Item) -> None:
    """Mark what runs once: what is of a folder that does, and what asks no database."""
    if any(item.get_closest_marker(said) for said in ("once", "both", "postgres", "program")):
        return
    if first_of(item.path, PROGRAMS) or COUNTING & set(item.fixturenames):
        return
    if folder := first_of(item.path, tuple(ONCE)):
        item.add_marker(pytest.mark.once(ONCE[folder]))
        return
    if not ASKING & set(item.fixturenames) and not item.get_closest_marker("django_db"):
        item.add_marker(pytest.mark.once("asks no database"))
        programs.HOMELESS.add(item.nodeid)


def turn_of(item: pytest.Item) -> str:
    """Tell on which database a test runs that runs once: its file's, drawn by its name."""
    return VENDORS[zlib.crc32(str(item.path.relative_to(ROOT)).encode()) % len(VENDORS)]


@cache
def are_proofs_due() -> bool:
    """Say whether what is proven changed."""
    return check.are_proofs_due(check.changed_files(ROOT))


@cache
def first_of(file: Path, folders: tuple[str, ...]) -> str | None:
    """Name the folder, of some, in which a file lies."""
    return next((folder for folder in folders if file.is_relative_to(ROOT / folder)), None)


def _rank(item: pytest.Item) -> int:
    folder = first_of(item.path, LONGEST)
    return LONGEST.index(folder) if folder else len(LONGEST)
