"""A session that was deleted, backed up and restored: nothing of it comes back but its journal, which holds."""

import shutil

import pytest

from massicot.commands import session
from tests import cast, programs

pytestmark = pytest.mark.once("the drill of tests/durability backs up and restores on both")


def test_a_deleted_session_is_restored_as_its_journal_alone(tmp_path):
    here, there = tmp_path / "here", tmp_path / "there"
    for folder in (here, there):
        folder.mkdir()
    (here / "anonymity.key").write_text(cast.KEY.secret.hex(), encoding="ascii")
    (tmp_path / "session.toml").write_text(session.example(), encoding="utf-8")
    file = tmp_path / "backup.zip"
    shutil.copy(here / "anonymity.key", there)
    created = ["session", "create", str(tmp_path / "session.toml")]
    with programs.home(here, "commands_deleted") as home:
        for act in (created, ["key", "check"], ["session", "delete", "BTS-2017"], ["backup", str(file)]):
            assert home.run(*act).returncode == 0
    with programs.home(there, "commands_deleted_restored") as home:
        assert home.run("restore", str(file)).returncode == 0
        assert home.run("journal", "verify").returncode == 0
        assert home.run("session", "delete", "BTS-2017").returncode == 3
        assert home.run(*created).returncode == 0
        assert home.run("journal", "verify").returncode == 0
