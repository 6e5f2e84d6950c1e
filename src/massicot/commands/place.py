"""Where a command works: the data folder and the database that the environment names.

A place that cannot be used is refused before anything is made in it.
"""

import os
import stat
from pathlib import Path

from django.conf import settings
from django.db import connection

from massicot.commands.console import warn
from massicot.core import web_secret
from massicot.core.refused import N_, Refused


class HomeUnusable(Refused):
    sentence = N_(
        "The data folder {home} cannot be used: {found} is not a folder that you may write in. Choose another with "
        "MASSICOT_HOME, or have this one opened to you."
    )


class DatabaseGone(Refused):
    sentence = N_(
        "The database {database} is not there, though the data folder {home} was used before: nothing was made in its "
        "place. Bring it back (a disk that is not mounted, a file that was moved), or put the last backup back with "
        "“massicot restore”. To begin anew, choose another folder with MASSICOT_HOME."
    )


OPEN_TO_OTHERS = N_(
    "The data folder {home} is open to others on this machine, and names are in it: close it to them with "
    "“chmod 700 {home}”."
)


def check_place() -> None:
    """Refuse a data folder or a database that cannot be named or used; raise HomeUnusable and others."""
    if settings.MASSICOT_FAULT is not None:
        raise settings.MASSICOT_FAULT
    home = Path(settings.HOME)
    folder = next(folder for folder in (home, *home.parents) if os.access(folder, os.F_OK))
    # A folder that something else fills may be closed to us: a server's database, a secret of the environment.
    wanted = os.X_OK if folder == home and not _writes_in(home) else os.X_OK | os.W_OK
    if not (folder.is_dir() and os.access(folder, wanted)):
        raise HomeUnusable(home=home, found=folder)


def open_place() -> None:
    """Make the data folder for the embedded database of a first start; raise DatabaseGone on any later one."""
    database = embedded_database()
    if database is None or database.exists():
        return
    if (Path(settings.HOME) / web_secret.FILE).exists():
        raise DatabaseGone(database=database, home=settings.HOME)
    make_home()


def make_home() -> None:
    """Make the data folder: names are inside, nobody else on the machine reads them."""
    Path(settings.HOME).mkdir(mode=0o700, parents=True, exist_ok=True)


def say_if_open() -> None:
    """Tell whoever starts the program that its data folder is open to others."""
    home = Path(settings.HOME)
    if home.exists() and stat.S_IMODE(home.stat().st_mode) & (stat.S_IRWXG | stat.S_IRWXO):
        warn(OPEN_TO_OTHERS, home=home)


def _writes_in(home: Path) -> bool:
    has_secret = "MASSICOT_SECRET_KEY" in os.environ or (home / web_secret.FILE).exists()
    return embedded_database() is not None or not has_secret


def embedded_database() -> Path | None:
    """Say in which file the embedded database is; None when a server holds it."""
    return Path(str(connection.settings_dict["NAME"])) if connection.vendor == "sqlite" else None
