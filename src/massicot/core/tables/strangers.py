"""Files that are no table, known by how they begin: a clerk is told what was chosen instead."""

from massicot.core.refused import N_
from massicot.core.tables.fault_list import Reason
from massicot.core.tables.faults import because

PICTURE = N_(
    "The file is a picture ({kind}), and no table is read from a picture: export the table itself as CSV or XLSX."
)
PDF = N_("The file is a PDF document: ask for the table itself, exported as CSV or XLSX.")
OLD_DOCUMENT = N_("The file is an Office document of the old kind (XLS or DOC): open it and save it again as XLSX.")

_PICTURES = (
    (b"\x89PNG\r\n", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF87a", "GIF"),
    (b"GIF89a", "GIF"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
)
_BOXED = ((b"RIFF", 8, b"WEBP", "WebP"), (b"", 4, b"ftypheic", "HEIC"), (b"", 4, b"ftypmif1", "HEIC"))
"""Pictures that say what they are a little further: how they begin, where they say it, and what."""
_PDF, _OLD_DOCUMENT = b"%PDF-", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def reason_against(content: bytes) -> Reason | None:
    """Say what a file is instead of a table; None when it may be one."""
    if kind := _picture(content):
        return because(PICTURE, kind=kind)
    if content.startswith(_PDF):
        return because(PDF)
    return because(OLD_DOCUMENT) if content.startswith(_OLD_DOCUMENT) else None


def _picture(content: bytes) -> str:
    kinds = [kind for start, kind in _PICTURES if content.startswith(start)]
    kinds += [kind for start, at, word, kind in _BOXED if content.startswith(start) and content.startswith(word, at)]
    return kinds[0] if kinds else ""
