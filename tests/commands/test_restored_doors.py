"""What an altered or an old backup would let in: nobody."""

import hashlib
import json
import shutil
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests import cast, programs
from tests.programs import Home

pytestmark = [
    pytest.mark.once("an embedded database is altered by hand here"),
    pytest.mark.skipif(bool(programs.SERVER), reason="an embedded database is altered by hand here"),
]

MALLORY = "mallory@nowhere.invalid"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Back up an installation with a key, and somebody of the office who was invited."""
    folder = tmp_path_factory.mktemp("doors")
    (folder / "home").mkdir(mode=0o700)
    (folder / "home" / "anonymity.key").write_text(cast.KEY.secret.hex(), encoding="ascii")
    with programs.home(folder / "home", "doors_kept") as home:
        for act in (["account", "create", cast.ODILE.login, "--role", "office"], ["key", "check"]):
            assert home.run(*act).returncode == 0
        assert home.run("backup", str(folder / "backup.zip")).returncode == 0
    return folder / "backup.zip"


@pytest.fixture
def kept(made: Path, tmp_path: Path) -> Path:
    """Give a test a copy of the backup, in a folder where it may write others."""
    return Path(shutil.copy(made, tmp_path))


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[Home]:
    """An empty place where the kept copy of the key lies."""
    (tmp_path / "elsewhere").mkdir(mode=0o700)
    (tmp_path / "elsewhere" / "anonymity.key").write_text(cast.KEY.secret.hex(), encoding="ascii")
    with programs.home(tmp_path / "elsewhere", "doors_elsewhere") as home:
        yield home


def altered(backup: Path, *statements: str, **changes: object) -> Path:
    """Alter the database of a backup, with a manifest that says what it now holds."""
    to = backup.with_name("altered.zip")
    with zipfile.ZipFile(backup) as old:
        database, manifest = backup.with_name("database"), json.loads(old.read("manifest.json"))
        database.write_bytes(old.read("database"))
    with closing(sqlite3.connect(database)) as connection, connection:
        for statement in statements:
            connection.execute(statement)
    content = database.read_bytes()
    told = {"size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    with zipfile.ZipFile(to, "w") as new:
        new.writestr("database", content)
        new.writestr("manifest.json", json.dumps(manifest | told | changes))
    return to


@pytest.mark.parametrize("forgotten", [{"web_secret": ""}, {"web_secret": "", "key": ""}])
def test_an_altered_backup_whose_seal_was_taken_away_is_refused(
    kept: Path, elsewhere: Home, forgotten: dict[str, str]
) -> None:
    forged = altered(kept, f"UPDATE accounts_account SET email = '{MALLORY}'", **forgotten)
    refused = elsewhere.run("--lang", "en", "restore", str(forged))
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr.startswith(f"The backup {forged} bears no seal, though the anonymity key is at ")
    assert [path.name for path in elsewhere.folder.iterdir()] == ["anonymity.key"]


def test_a_backup_that_never_had_a_seal_is_restored_when_one_says_so(kept: Path, elsewhere: Home) -> None:
    unsealed = altered(kept, web_secret="")
    answer = elsewhere.run("--lang", "en", "restore", str(unsealed), "--unsealed")
    assert "It bore no seal, so that whoever made or kept it is believed" in answer.stdout
    assert "The web secret did not come with it" in answer.stdout
    assert elsewhere.rows("SELECT email FROM accounts_account") == [(cast.ODILE.login,)]


SESSION = "INSERT INTO django_session VALUES ('abcdefghijklmnop', '', '2099-01-01 00:00:00')"


def test_sessions_and_links_that_come_back_open_nothing(kept: Path, elsewhere: Home) -> None:
    forged = altered(kept, SESSION, web_secret="")
    with closing(sqlite3.connect(kept.with_name("database"))) as there:
        assert there.execute("SELECT count(*) FROM accounts_onetimelink WHERE used_at IS NULL").fetchone() == (1,)
    elsewhere.run("restore", str(forged), "--unsealed")
    assert elsewhere.rows("SELECT act FROM audit_journalline WHERE subject = 'restored'") == [("BackupRestored",)]
    assert elsewhere.rows("SELECT session_key FROM django_session") == []
    assert elsewhere.rows("SELECT id FROM accounts_onetimelink WHERE used_at IS NULL") == []


def test_the_place_is_as_it_was_after_a_refusal(kept: Path, elsewhere: Home) -> None:
    elsewhere.run("restore", str(altered(kept, web_secret="")))
    shutil.copy(kept, elsewhere.folder / "whole.zip")
    assert elsewhere.run("restore", str(elsewhere.folder / "whole.zip")).returncode == 0
