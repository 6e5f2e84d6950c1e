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


_BLANK = frozenset(
    "\N{HANGUL FILLER}\N{HALFWIDTH HANGUL FILLER}\N{HANGUL CHOSEONG FILLER}\N{HANGUL JUNGSEONG FILLER}"
    "\N{BRAILLE PATTERN BLANK}"
)
"""Letters and signs, by what they are called, that show nothing."""


def visible_text(text: str) -> str:
    """Give a text without its outer blanks; empty where it holds nothing that anybody sees.

    It is asked wherever words are asked for: a sign that nobody sees is no reason, no carrier and no second person.
    """
    bare = text.strip()
    return bare if any(map(_is_seen, bare)) else ""


def _is_seen(sign: str) -> bool:
    """Say whether a sign shows by itself: a letter, a figure, a stroke or a symbol; none that combines with others."""
    return unicodedata.category(sign)[0] in "LNPS" and sign not in _BLANK
