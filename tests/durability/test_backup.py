"""The restore drill: backed up in the middle of typing, put back elsewhere, marked on from there (decision 0007)."""

import json
import shutil
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests import programs
from tests.durability.conftest import Demonstration
from tests.durability.desk import Desk
from tests.durability.server import server
from tests.durability.typist import FIRST, Typist

SAVES = 40
"""How many saves are acknowledged before the backup begins, and again once it is made."""


@pytest.fixture(scope="module")
def drill(tmp_path_factory: pytest.TempPathFactory, demonstration: Demonstration) -> Iterator[SimpleNamespace]:
    """Type, back up meanwhile, type on; give the home, its backup, and what had been acknowledged before it began."""
    folder = tmp_path_factory.mktemp("kept")
    with demonstration(folder / "home", "kept") as home:
        told = json.loads((home.folder / "demo.json").read_text())
        found = SimpleNamespace(home=home, told=told, file=folder / "backup.zip", sheets=told["batches"])
        with server(home) as serving:
            serving.start()
            found.typists = [Typist(sheet, seed, serving.port) for seed, sheet in enumerate(found.sheets)]
            type_and_back_up(found)
        yield found


def type_and_back_up(found: SimpleNamespace) -> None:
    """Back up in the middle of typing, and note what each line had seen acknowledged by then."""
    desk = Desk()
    desk.say_served()
    with ThreadPoolExecutor(len(found.typists)) as threads:
        evenings = [threads.submit(typist.type_until_told, desk) for typist in found.typists]
        try:
            desk.wait_for(SAVES)
            found.before = {n: len(values) for typist in found.typists for n, values in typist.history.items()}
            begun = desk.acknowledged
            found.backup = found.home.run("--lang", "en", "backup", str(found.file))
            found.meanwhile = desk.acknowledged - begun
            desk.wait_for(SAVES)
        finally:
            desk.close()
    for typist, evening in zip(found.typists, evenings, strict=True):
        typist.visitor.leave()
        evening.result()


@pytest.fixture(scope="module")
def restored(drill: SimpleNamespace, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SimpleNamespace]:
    """Restore elsewhere, where only the kept copy of the key lies."""
    folder = tmp_path_factory.mktemp("elsewhere")
    shutil.copy(drill.home.folder / "anonymity.key", folder)
    with programs.home(folder, "elsewhere") as home:
        answer = home.run("--lang", "en", "restore", str(drill.file))
        assert answer.returncode == 0, answer.stderr
        # As it came, before a test types on.
        yield SimpleNamespace(
            home=home,
            said=answer.stdout,
            marks=dict(home.rows("SELECT number, hundredths FROM marks_mark")),
            changes=dict(home.rows("SELECT number, after FROM marks_markchange ORDER BY id")),
            signed_in=home.rows("SELECT session_key FROM django_session"),
        )


def content_of(file: Path) -> bytes:
    with zipfile.ZipFile(file) as archive:
        return b"".join(archive.read(name) for name in archive.namelist())


def listing(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_people_type_on_while_the_backup_is_made(drill: SimpleNamespace) -> None:
    assert drill.backup.returncode == 0, drill.backup.stderr
    assert drill.meanwhile > 0


def test_every_mark_acknowledged_before_the_backup_began_is_in_it(
    drill: SimpleNamespace, restored: SimpleNamespace
) -> None:
    history = {number: values for typist in drill.typists for number, values in typist.history.items()}
    assert len(history) > 50
    for number, values in history.items():
        # What was acknowledged by then, or what came between that and the instant of the backup.
        assert restored.marks[number] in {int(value) * 100 for value in values[drill.before[number] - 1 :]}, number


def test_a_backup_is_of_one_instant(drill: SimpleNamespace, restored: SimpleNamespace) -> None:
    typed = [number for typist in drill.typists for number in typist.history]
    # A mark that was typed once has no change beside it.
    last = {number: restored.changes.get(number, FIRST) for number in typed}
    assert {number: restored.marks[number] for number in typed} == {n: int(mark) * 100 for n, mark in last.items()}
    verified = restored.home.run("journal", "verify")
    assert verified.returncode == 0, verified.stdout


def test_the_key_and_the_web_secret_are_nowhere_in_the_backup(drill: SimpleNamespace) -> None:
    seen = drill.file.read_bytes() + content_of(drill.file)
    line, fingerprint = (drill.home.folder / "anonymity.key").read_text().split()
    secret = (drill.home.folder / "secret-key").read_bytes().strip()
    assert not [part for part in (line.encode(), line.upper().encode(), bytes.fromhex(line), secret) if part in seen]
    assert fingerprint.encode() in seen
    assert f"The anonymity key {fingerprint} is not in it: it is at {drill.home.folder / 'anonymity.key'}." in (
        drill.backup.stdout
    )


def test_nobody_is_signed_in_by_a_backup(drill: SimpleNamespace, restored: SimpleNamespace) -> None:
    keys = [key for (key,) in drill.home.rows("SELECT session_key FROM django_session")]
    assert len(keys) >= len(drill.typists)
    assert restored.signed_in == []
    content = content_of(drill.file)
    assert not [key for key in keys if key.encode() in content]


def test_what_is_restored_says_when_it_was_kept_and_whose_key_it_wants(restored: SimpleNamespace) -> None:
    assert "The journal holds: " in restored.said
    assert f"belongs to it: it is the one at {restored.home.folder / 'anonymity.key'}." in restored.said
    assert restored.home.rows("SELECT act FROM audit_journalline WHERE subject = 'restored'") == [("BackupRestored",)]


def test_the_mark_sheet_opens_its_batch_on_the_restored_server(
    drill: SimpleNamespace, restored: SimpleNamespace
) -> None:
    with server(restored.home) as serving:
        serving.start()
        typist = Typist(drill.sheets[0], 1, serving.port)
        assert typist.acknowledged
        typist.visitor.leave()


def test_a_session_that_is_there_is_not_restored_over(drill: SimpleNamespace) -> None:
    before = drill.home.rows("SELECT count(*), max(digest) FROM audit_journalline")
    refused = drill.home.run("--lang", "en", "restore", str(drill.file))
    assert (refused.returncode, refused.stdout) == (3, "")
    assert "holds data already" in refused.stderr
    assert drill.home.rows("SELECT count(*), max(digest) FROM audit_journalline") == before


@pytest.mark.parametrize("fault", ["torn", "altered"])
def test_a_torn_or_altered_backup_creates_nothing(drill: SimpleNamespace, tmp_path: Path, fault: str) -> None:
    whole, half = drill.file.read_bytes(), drill.file.stat().st_size // 2
    file = tmp_path / "backup.zip"
    file.write_bytes(whole[:half] if fault == "torn" else whole[:half] + bytes([whole[half] ^ 1]) + whole[half + 1 :])
    folder = tmp_path / "home"
    folder.mkdir()
    shutil.copy(drill.home.folder / "anonymity.key", folder)
    with programs.home(folder, fault) as home:
        before = listing(folder)
        refused = home.run("--lang", "en", "restore", str(file))
        assert (refused.returncode, refused.stdout) == (2, ""), refused.stderr
        assert refused.stderr.startswith(f"The file {file} is not a whole backup of Massicot")
        assert listing(folder) == before
        if home.database_url:
            assert home.rows("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == [(0,)]
