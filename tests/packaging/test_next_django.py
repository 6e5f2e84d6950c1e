"""`make audit` tries prepared statements on the next Django, and says on which database they fall."""

import os
import subprocess
import sys

from tests.architecture.sources import PROJECT

FALLS_ON_SQLITE = """
import os

def test_it():
    assert "MASSICOT_DATABASE_URL" in os.environ
"""


def tried(*arguments: object, **surroundings: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, PROJECT / "tools" / "next_django.py", *arguments]
    asked = {**os.environ, **{name: str(value) for name, value in surroundings.items()}}
    return subprocess.run(command, capture_output=True, text=True, check=False, env=asked)


def test_what_falls_on_one_database_is_told_and_turns_the_exit_code(tmp_path):
    (tmp_path / "test_falling.py").write_text(FALLS_ON_SQLITE)
    told = tried("--beside", sys.prefix, tmp_path / "test_falling.py")
    assert told.returncode == 1
    assert told.stdout.splitlines()[-1].endswith("prepared statements fall on SQLite")


def test_a_django_that_cannot_be_installed_is_no_good_news(tmp_path):
    told = tried(UV_OFFLINE=1, UV_CACHE_DIR=tmp_path)
    assert told.returncode == 1
    assert "cannot be installed" in told.stderr
