"""A rehearsal plays in a database of its own, beside the real one and never in it."""

from collections.abc import Mapping
from pathlib import Path

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
    if not url or url.startswith("sqlite:"):
        return f"sqlite:///{folder / 'massicot.sqlite3'}"
    if not url.startswith("postgres"):
        return url  # refused as it is, like every other command
    # Cut and not taken apart: put together again, an address without a host would lose its two slashes.
    address, mark, words = url.partition("?")
    return f"{address.rstrip('/')}{SUFFIX}{mark}{words}"
