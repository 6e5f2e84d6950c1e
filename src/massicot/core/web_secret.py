"""The web secret: a file of the data folder, from which cookies, mark sheets and second factors are keyed.

It is drawn when it is first needed, not when the program starts: a start that fails leaves nothing behind.
"""

import contextlib
import os
import secrets
import tempfile
from collections.abc import Iterator
from pathlib import Path

FILE = "secret-key"
SECRET_BYTES = 50


def read_or_draw(folder: Path) -> str:
    """Read the secret of a data folder, or draw it at its first use."""
    file = folder / FILE
    if not file.exists():
        # Two first starts at once: the second keeps the first one's secret, and never sees half of it.
        draft = _draft(file, secrets.token_urlsafe(SECRET_BYTES))
        with contextlib.suppress(FileExistsError):
            os.link(draft, file)
        draft.unlink()
    return file.read_text(encoding="ascii").strip()


@contextlib.contextmanager
def replaced(folder: Path, secret: str) -> Iterator[None]:
    """Give a data folder another secret; the one before comes back if what follows fails."""
    file = folder / FILE
    before = file.read_text(encoding="ascii") if file.exists() else None
    _draft(file, secret).replace(file)
    try:
        yield
    except BaseException:
        if before is None:
            file.unlink()
        else:
            _draft(file, before).replace(file)
        raise


def _draft(file: Path, text: str) -> Path:
    # Names are in the folder: nobody else on the machine reads them.
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=file.parent)
    with os.fdopen(handle, "w", encoding="ascii") as opened:
        opened.write(text)
        opened.flush()
        os.fsync(opened.fileno())
    return Path(draft)
