"""How several parts of one sentence are written after each other."""

from collections.abc import Iterable

from django.utils.translation import gettext


def join_parts(parts: Iterable[str]) -> str:
    """Write parts after each other, as the language parts them: French has a space before its semicolon."""
    return gettext("; ").join(parts)
