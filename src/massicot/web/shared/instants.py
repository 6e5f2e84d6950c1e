"""Instants as people read them: on the clock that they were given in, the first of a month as French says it."""

from datetime import datetime

from django.utils import formats, translation


def written(at: datetime) -> str:
    """Write an instant: 1er juin 2017 08:00."""
    language = translation.get_language() or ""
    day = "1er" if at.day == 1 and language.startswith("fr") else str(at.day)
    return f"{day} {formats.date_format(at, 'F Y H:i')}"
