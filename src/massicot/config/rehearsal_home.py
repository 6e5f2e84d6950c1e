"""A rehearsal plays in a database of its own, beside the real one and never in it."""

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

SUFFIX = "_rehearsal"


def rehearsal_environment(home: Path, environ: Mapping[str, str]) -> dict[str, str]:
    """Say what a rehearsal's environment changes: its folder, its database, its key."""
    folder = home / "rehearsal"
    return {
        "MASSICOT_HOME": str(folder),
        "MASSICOT_DATABASE_URL": rehearsal_database(environ.get("MASSICOT_DATABASE_URL", ""), folder),
        "MASSICOT_ANONYMITY_KEY_FILE": str(folder / "anonymity.key"),
    }


def rehearsal_database(url: str, folder: Path) -> str:
    """Name the rehearsal's database: a file in its folder, or `<name>_rehearsal` on the same PostgreSQL server."""
    parts = urlsplit(url)
    if not parts.scheme.startswith("postgres"):
        return f"sqlite:///{folder / 'massicot.sqlite3'}"
    return urlunsplit(parts._replace(path=parts.path.rstrip("/") + SUFFIX))
