"""The surroundings of a run of tests: a folder of its own, chosen before Django reads its settings."""

import os
import shutil
import tempfile
from pathlib import Path

import django
import pytest
from django.conf import settings

from tests.cast import KEY

KEPT = ("MASSICOT_DATABASE_URL", "MASSICOT_POSTGRES_DATA")
"""What a run of tests takes from outside: the database, and nothing else."""


def settle() -> Path:
    """Make a data folder for this run and point the program at it; the settings are tuned by nothing else."""
    if settings.configured:
        raise pytest.UsageError(
            "The settings were read before the tests chose their folder: unset DJANGO_SETTINGS_MODULE."
        )
    for name in [name for name in os.environ if name.startswith("MASSICOT_") and name not in KEPT]:
        del os.environ[name]
    home = Path(tempfile.mkdtemp(prefix="massicot-tests-"))
    os.environ["MASSICOT_HOME"] = str(home)
    os.environ["MASSICOT_ANONYMITY_KEY_FILE"] = str(home / "anonymity.key")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # the browser's driver keeps an event loop in our thread
    return home


def start_django() -> None:
    """Read the settings; their name is then taken back, or a worker would read them before its own folder is made."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "massicot.config.settings"
    django.setup()
    del os.environ["DJANGO_SETTINGS_MODULE"]


def keep_key(home: Path) -> None:
    """Let the anonymity key of the named world lie where the program reads it: what is ticked is sealed under it."""
    (home / "anonymity.key").write_text(KEY.secret.hex(), encoding="ascii")


def leave(home: Path) -> None:
    """Take the folder of the run away."""
    shutil.rmtree(home, ignore_errors=True)
