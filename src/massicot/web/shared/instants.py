"""Instants as people read them: on the clock that they were given in, the first of a month as French says it."""

from datetime import date, datetime

from django.utils import formats, translation
from django.utils.translation import gettext


def written(at: datetime) -> str:
    """Write an instant: 1er juin 2017 08:00."""
    return f"{_day(at)} {formats.date_format(at, 'H:i')}"


def half_day(text: str) -> str:
    """Write a half-day: the morning of 1er juin 2017 for 2017-06-01 am."""
    day, _, half = text.partition(" ")
    shown = _day(date.fromisoformat(day))
    return (
        gettext("morning of {day}").format(day=shown)
        if half == "am"
        else gettext("afternoon of {day}").format(day=shown)
    )


def _day(day: date) -> str:
    language = translation.get_language() or ""
    rank = "1er" if day.day == 1 and language.startswith("fr") else str(day.day)
    return f"{rank} {formats.date_format(day, 'F Y')}"
