"""What people type, spelt so that it can be compared: case, accents, hyphens, and signs that nobody sees."""

import re
import unicodedata

_REST = re.compile(r"[\W_]+")

_LETTERS = str.maketrans({"ẞ": "SS", "Œ": "OE", "Æ": "AE", "Ø": "O", "Ł": "L", "Đ": "D", "Ð": "D", "Þ": "TH", "İ": "I"})
"""Letters that no decomposition takes to their Latin ones."""


def folded(text: str) -> str:
    """Fold a name: Le Bœuf-Églé becomes LEBOEUFEGLE."""
    capitals = text.upper()
    if not capitals.isascii():
        capitals = unicodedata.normalize("NFKD", capitals.translate(_LETTERS)).upper()
    return _REST.sub("", capitals)


def without_unseen(text: str) -> str:
    """Write every blank as a space, and leave out the other signs that nobody sees."""
    spaced = "".join(" " if sign.isspace() else sign for sign in text)
    return "".join(sign for sign in spaced if sign.isprintable())
