"""Numbers just drawn, kept between the page that drew them and the file of their labels.

Nothing else says which numbers came later: they stand sealed in the session of whoever drew them, until the next draw
for the same centre or the end of that session.
"""

from base64 import b64decode, b64encode

from django.http import HttpRequest

from massicot.core import sealing
from massicot.core.refused import Refused
from massicot.exams import queries as exams
from massicot.store import key_file

USE = "labels just drawn"


def keep_drawn(request: HttpRequest, paper: exams.Paper, uai: str, numbers: list[str]) -> None:
    """Keep the numbers just drawn for a centre, in the place of those drawn for it before."""
    about = _about(paper, uai)
    sealed = sealing.seal(key_file.read().sub_key(USE), ",".join(numbers).encode(), about)
    request.session[about] = b64encode(sealed).decode()


def just_drawn(request: HttpRequest, paper: exams.Paper, uai: str) -> list[str]:
    """List the numbers that this browser drew last for a centre; none while the key is away."""
    about = _about(paper, uai)
    sealed = b64decode(request.session.get(about, ""))
    try:
        return sealing.unseal(key_file.read().sub_key(USE), sealed, about).decode().split(",") if sealed else []
    except Refused:
        return []


def _about(paper: exams.Paper, uai: str) -> str:
    return f"drawn/{exams.subject_of(paper)}/{uai}"
