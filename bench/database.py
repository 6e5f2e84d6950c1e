"""The database of one bench: a file in its data folder, or a database more on the server that the environment names.

It is made for the bench and gone at its end. Tables are made once for all the benches that bench/all.py starts: they
copy its own.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

URL, HOME, COPIED = "MASSICOT_DATABASE_URL", "MASSICOT_HOME", "MASSICOT_BENCH_COPIED"
FILE = "massicot.sqlite3"


def make() -> bool:
    """Make a data folder and a database, and name them in the environment; say whether the tables are there already."""
    home = Path(tempfile.mkdtemp(prefix="massicot-bench-"))
    os.environ[HOME] = str(home)
    _at_end(shutil.rmtree, home, ignore_errors=True)
    server, copied = os.environ.pop(URL, ""), os.environ.get(COPIED, "")
    if server.startswith("postgres"):
        os.environ[URL] = _on(server, copied or "template0")
    elif copied:
        shutil.copyfile(copied, home / FILE)
    return bool(copied)


def offer() -> None:
    """Let the programs that are started from here copy this database, to which nobody is connected any more."""
    os.environ[COPIED] = urlsplit(os.environ[URL]).path[1:] if URL in os.environ else str(Path(os.environ[HOME], FILE))


def _on(server: str, copied: str) -> str:
    name = f"massicot_bench_{os.getpid()}"
    made = sql.SQL("CREATE DATABASE {} TEMPLATE {} ENCODING 'UTF8'").format(
        sql.Identifier(name), sql.Identifier(copied)
    )
    _say(server, made)
    _at_end(_say, server, sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
    return urlunsplit(urlsplit(server)._replace(path=f"/{name}"))


def _say(server: str, statement: sql.Composed) -> None:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(statement)


def _at_end(work, *arguments, **more) -> None:
    """Do something at the end of this process, not of those that it forks."""
    owner = os.getpid()
    atexit.register(lambda: work(*arguments, **more) if os.getpid() == owner else None)
