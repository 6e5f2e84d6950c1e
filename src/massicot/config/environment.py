"""Where things are: the data folder and what is read from it, before Django starts."""

import os
import secrets
from collections.abc import MutableMapping, Sequence
from pathlib import Path

import massicot
from massicot.config.rehearsal_home import rehearsal_environment

PACKAGE = Path(massicot.__file__).parent


def home() -> Path:
    """Say where the data folder is, and make it if need be."""
    folder = Path(os.environ.get("MASSICOT_HOME") or Path.home() / ".massicot").expanduser().absolute()
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def secret_key(folder: Path) -> str:
    """Read the web secret from the environment or the data folder, where the first start makes it."""
    if key := os.environ.get("MASSICOT_SECRET_KEY"):
        return key
    file = folder / "secret-key"
    if not file.exists():
        _write_private(file, secrets.token_urlsafe(50))
    return file.read_text(encoding="ascii").strip()


def enter(arguments: Sequence[str], environ: MutableMapping[str, str]) -> None:
    """Prepare the environment of one command: a rehearsal plays in a folder and a database of its own."""
    environ.setdefault("DJANGO_SETTINGS_MODULE", "massicot.config.settings")
    if arguments[:1] == ["rehearse"]:
        environ.update(rehearsal_environment(home(), environ))


def _write_private(file: Path, text: str) -> None:
    # Two first starts at once: the one that comes second keeps the first one's secret.
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(handle, "w", encoding="ascii") as opened:
        opened.write(text)
