"""What the commands write is its owner's only, whatever the system gives to others by default."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from massicot.commands import place, session
from tests import programs
from tests.programs import Home

pytestmark = pytest.mark.once("what is written into a folder is so whichever database it comes from")


@pytest.fixture(autouse=True)
def _generous() -> Iterator[None]:
    """Let others read what is written, as most systems do unless told otherwise."""
    before = os.umask(0o022)
    yield
    os.umask(before)


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    """A data folder that was made by hand, and stands open."""
    (tmp_path / "home").mkdir(mode=0o755)
    with programs.home(tmp_path / "home", "commands_files") as home:
        yield home


def test_others_on_the_machine_read_nothing_of_what_is_written(home: Home, tmp_path: Path) -> None:
    (tmp_path / "session.toml").write_text(session.example(), encoding="utf-8")
    given = {tmp_path / "session.toml"}
    counted = ["ladder", "--session", "BTS-2017", "--paper", "CGE", "--json", str(tmp_path / "ladder.json")]
    made = [home.run(*act).returncode for act in (["session", "create", str(tmp_path / "session.toml")], counted)]
    assert made == [0, 0]
    written = {path for path in tmp_path.rglob("*") if path.is_file()} - given
    assert tmp_path / "ladder.json" in written
    assert [path.name for path in written if stat.S_IMODE(path.stat().st_mode) & 0o077] == []


def test_a_data_folder_that_is_open_to_others_is_said_at_the_start(home: Home) -> None:
    told = home.run("--lang", "en", "work", "--once")
    assert (told.returncode, told.stderr) == (0, f"{place.OPEN_TO_OTHERS.format(home=home.folder)}\n")
    home.folder.chmod(0o700)
    assert home.run("--lang", "en", "work", "--once").stderr == ""
