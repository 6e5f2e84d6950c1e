"""A database that is not there when a program starts, or that goes away while people work.

Nothing is created, cleaned or deleted, and it is said so; what is served answers 503 and works again by itself.
"""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from psycopg import sql

from massicot.config.server.front import THREADS
from tests.durability.conftest import Demonstration
from tests.durability.server import server
from tests.durability.test_work import workers_of
from tests.durability.typist import Typist
from tests.durability.visitor import Visitor
from tests.programs import SERVER, Home

pytestmark = pytest.mark.once("most are refused before any database is reached; one needs a server of PostgreSQL")

VERBS = (["serve", "--port", "0"], ["work"], ["demo", "--no-serve"], ["rehearse"], ["backup", "kept"], ["key", "show"])
YEARS_AGO = 1_000_000_000
PROCESSES = 2
BUSY = "Le serveur est occupé et n’a rien enregistré de ceci"


@pytest.fixture
def used(tmp_path: Path) -> Path:
    """A data folder in which people worked: its secret, sealed files that are too old, documents, a rehearsal."""
    for name in ("secret-key", "sealed/box/document", "documents/lists.pdf", "rehearsal/documents/lists.pdf"):
        file = tmp_path / "home" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("written by those who worked here")
        os.utime(file.parent, (YEARS_AGO, YEARS_AGO))
    return tmp_path / "home"


def listing(folder: Path) -> dict[str, tuple[float, bytes]]:
    """Tell everything in a folder, with when it was changed."""
    return {
        str(path.relative_to(folder)): (path.stat().st_mtime, path.read_bytes() if path.is_file() else b"")
        for path in folder.rglob("*")
    }


def refused(home: Home, *arguments: str) -> str:
    """Run a command that refuses: exit code 3, and one sentence on standard error."""
    answer = home.run("--lang", "en", *arguments)
    assert (answer.returncode, answer.stdout) == (3, ""), answer.stderr
    (sentence,) = answer.stderr.splitlines()
    return sentence


@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb[0])
def test_a_database_server_that_is_down_leaves_the_folder_as_it_is(used: Path, verb: list[str]) -> None:
    before = listing(used.parent)
    told = refused(Home(used, f"postgresql:///massicot?host={used.parent}"), *verb)
    assert told.startswith("The database does not answer (")
    assert listing(used.parent) == before


def test_a_first_start_without_its_database_server_makes_nothing(tmp_path: Path) -> None:
    told = refused(Home(tmp_path / "home", f"postgresql:///massicot?host={tmp_path}"), "serve", "--port", "0")
    assert told.startswith("The database does not answer (")
    assert list(tmp_path.iterdir()) == []


def test_an_embedded_database_that_is_gone_is_not_made_anew(used: Path) -> None:
    before = listing(used)
    told = refused(Home(used, ""), "serve", "--port", "0")
    assert told.startswith(f"The database {used / 'massicot.sqlite3'} is not there, though the data folder {used} was")
    assert listing(used) == before


def test_a_file_that_is_no_database_is_left_as_it_is(used: Path) -> None:
    (used / "massicot.sqlite3").write_text("overwritten by mistake" * 1000)
    before = listing(used)
    told = refused(Home(used, ""), "serve", "--port", "0")
    assert told.startswith("The database is damaged, or its file is no database (file is not a database)")
    assert listing(used) == before


@pytest.mark.parametrize("url", ["nonsense", "mysql://exams:secret@db.fr/exams", "postgresql://exams:secret@db.fr:x/e"])
def test_an_address_that_is_no_database_is_refused_without_being_told_again(used: Path, url: str) -> None:
    before = listing(used)
    told = refused(Home(used, url), "serve", "--port", "0")
    assert told.startswith("MASSICOT_DATABASE_URL is not the address of a database that Massicot knows")
    assert "secret" not in told
    assert listing(used) == before


def test_a_data_folder_that_is_none_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("not a folder")
    for home in (file, file / "below"):
        told = refused(Home(home, ""), "serve", "--port", "0")
        assert told.startswith(f"The data folder {home} cannot be used: {file} is not a folder that you may write in.")
    assert file.read_text() == "not a folder"


@pytest.fixture
def marked(tmp_path: Path, demonstration: Demonstration) -> Iterator[SimpleNamespace]:
    """A demonstration that is served, its database on a server that can shut it."""
    with demonstration(tmp_path, "away") as home, server(home) as serving:
        serving.start()
        sheet = json.loads((tmp_path / "demo.json").read_text())["batches"][0]
        typist = Typist(sheet, 1, serving.port)
        yield SimpleNamespace(home=home, serving=serving, typist=typist)
        typist.visitor.leave()


def shut(home: Home, *, is_open: bool) -> None:
    """Open or shut the database of a home, and cut off whoever is in it."""
    parts = urlsplit(home.database_url)
    name = parts.path.strip("/")
    with psycopg.connect(urlunsplit(parts._replace(path=urlsplit(SERVER).path)), autocommit=True) as connection:
        statement = f"ALTER DATABASE {{}} ALLOW_CONNECTIONS {'true' if is_open else 'false'}"
        connection.execute(sql.SQL(statement).format(sql.Identifier(name)))
        if not is_open:
            connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])


def first_answer(visitor: Visitor, save: dict) -> tuple[int, str]:
    """Send a save again until it is answered: each thread of the server finds out once that its connection is dead."""
    for _ in range(PROCESSES * THREADS):
        status, body = visitor.post_json("/saisie/lot/notes", json.dumps(save))
        if status != 503:
            break
    return status, body


@pytest.mark.postgres
def test_a_database_that_goes_away_and_comes_back_is_worked_with_again(marked: SimpleNamespace) -> None:
    visitor, typist = marked.typist.visitor, marked.typist
    worker = workers_of(marked.serving.process.pid)
    save = typist._draw_save()
    shut(marked.home, is_open=False)
    for _ in range(5):  # whichever thread answers, and whatever connection it has kept
        status, body = visitor.post_json("/saisie/lot/notes", json.dumps(save))
        assert (status, json.loads(body)["error"].startswith(BUSY)) == (503, True), body
        assert visitor.get("/saisie/lot/")[0] == 503
    shut(marked.home, is_open=True)
    status, body = first_answer(visitor, save)
    assert (status, len(json.loads(body)["saved"])) == (200, len(save["marks"]))
    assert workers_of(marked.serving.process.pid) == worker
