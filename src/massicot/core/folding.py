"""Names written so that case, accents, spaces and hyphens no longer count: as people type them to find somebody."""

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
