"""The program as people start it: a process of its own, with a data folder and a database of its own."""

import fcntl
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

MASSICOT = Path(sys.executable).with_name("massicot")
SERVER = os.environ.get("MASSICOT_DATABASE_URL", "")
"""The database of the run: its server, if it has one, holds those of the programs too."""

HOMELESS: set[str] = set()
"""The tests that run once since they ask no database: tests/turns.py."""


@dataclass(frozen=True, slots=True)
class Home:
    """A data folder, and the address of its database; empty when the database is embedded in the folder."""

    folder: Path
    database_url: str

    @property
    def environment(self) -> dict[str, str]:
        """Name this folder and this database, and nothing else of the run of tests."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("MASSICOT_", "DJANGO_"))}
        database = {"MASSICOT_DATABASE_URL": self.database_url} if self.database_url else {}
        # Programs type faster than people do.
        return {**kept, "MASSICOT_HOME": str(self.folder), "MASSICOT_SAVES_PER_S": "0", **database}

    def run(self, *arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
        """Run one command to its end, with a few words more in its environment."""
        surroundings = self.environment | environ
        return subprocess.run(
            [MASSICOT, *arguments], env=surroundings, capture_output=True, text=True, check=False, timeout=120
        )

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Read the database behind the program's back."""
        database: Any = psycopg.connect if self.database_url else sqlite3.connect
        with closing(database(self.database_url or self.folder / "massicot.sqlite3")) as connection:
            return list(connection.execute(query).fetchall())


def demonstrate(home: Home) -> None:
    """Build a demonstration whose marks are being typed; what it tells programs is in its demo.json."""
    built = home.run("demo", "--no-serve", "--json", str(home.folder / "demo.json"))
    assert built.returncode == 0, built.stderr


@contextmanager
def copied(original: Home, folder: Path, name: str) -> Iterator[Home]:
    """Give a home that is as another one was left; nobody may be in that one's database meanwhile."""
    shutil.copytree(original.folder, folder, dirs_exist_ok=True)
    with home(folder, name, like=urlsplit(original.database_url).path.strip("/") or "template0") as copy:
        yield copy


@contextmanager
def home(folder: Path, name: str, like: str = "template0") -> Iterator[Home]:
    """Give a home whose database, on the server of the run if it has one, bears a name and goes away at the end."""
    address = _made(name, like)
    try:
        yield Home(folder, address)
    finally:
        _drop(address)


@contextmanager
def shared(folder: Path, name: str, build: Callable[[Home], None]) -> Iterator[Home]:
    """Give a home that is built once for all the workers of a run, and changed by none: whoever comes first builds it.

    Whoever leaves last takes its database away.
    """
    folder.mkdir(exist_ok=True)
    here, address = folder / f"{os.getpid()}.here", folder / "address"
    with _turn(folder):
        if not list(folder.glob("*.here")):
            address.write_text(_built(folder / "home", name, build))
        here.touch()
    try:
        yield Home(folder / "home", address.read_text())
    finally:
        with _turn(folder):
            here.unlink()
            if not list(folder.glob("*.here")):
                _drop(address.read_text())


@contextmanager
def _turn(folder: Path) -> Iterator[None]:
    with (folder / "turn").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        yield


def _built(folder: Path, name: str, build: Callable[[Home], None]) -> str:
    """Build a home in a folder that is empty, and leave it; give the address of its database."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    address = _made(name, "template0")
    try:
        build(Home(folder, address))
    except BaseException:
        _drop(address)
        raise
    return address


def _made(name: str, like: str) -> str:
    """Make a database on the server of the run, if it has one; give its address."""
    test = os.environ["PYTEST_CURRENT_TEST"].rpartition(" ")[0]
    assert test not in HOMELESS, "mark what starts the program: pytest.mark.program, or once with a reason"
    if not SERVER:
        return ""
    name = f"{name}_{os.getpid()}"
    made = sql.SQL("CREATE DATABASE {} TEMPLATE {} ENCODING 'UTF8'")
    _say(made.format(sql.Identifier(name), sql.Identifier(like)))
    return urlunsplit(urlsplit(SERVER)._replace(path=f"/{name}"))


def _drop(address: str) -> None:
    """Take a database away; one that is embedded goes with its folder."""
    if address:
        _say(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(urlsplit(address).path.strip("/"))))


def _say(statement: sql.Composed) -> None:
    with psycopg.connect(SERVER, autocommit=True) as server:
        server.execute(statement)
