"""Where things are: the data folder and what is read from it, before Django starts."""

import contextlib
import os
import secrets
import tempfile
from collections.abc import MutableMapping, Sequence
from pathlib import Path

import massicot
from massicot.config.rehearsal_home import rehearsal_environment

PACKAGE = Path(massicot.__file__).parent


def home() -> Path:
    """Say where the data folder is, and make it if need be."""
    folder = Path(os.environ.get("MASSICOT_HOME") or Path.home() / ".massicot").expanduser().absolute()
    # Names are inside: nobody else on the machine reads them.
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
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
    if verb_of(arguments) == "rehearse":
        environ.update(rehearsal_environment(home(), environ))


def verb_of(arguments: Sequence[str]) -> str:
    """Find the verb of a command line: its language may stand before it."""
    words = iter(arguments)
    for word in words:
        if word == "--lang":
            next(words, "")
        elif not word.startswith("-"):
            return word
    return ""


def _write_private(file: Path, text: str) -> None:
    # Two first starts at once: the second keeps the first one's secret, and never sees half of it.
    handle, draft = tempfile.mkstemp(dir=file.parent)
    with os.fdopen(handle, "w", encoding="ascii") as opened:
        opened.write(text)
    with contextlib.suppress(FileExistsError):
        os.link(draft, file)
    Path(draft).unlink()
