"""Instants as people read them: on the clock that they were given in, the first of a month as French says it."""

from datetime import date, datetime
from functools import lru_cache

from django.utils import formats, translation
from django.utils.translation import gettext


def written(at: datetime) -> str:
    """Write an instant: 1er juin 2017 08:00."""
    return f"{day(at)} {at:%H:%M}"


def day(at: date) -> str:
    """Write a day: 1er juin 2017."""
    language = translation.get_language() or ""
    rank = "1er" if at.day == 1 and language.startswith("fr") else str(at.day)
    return f"{rank} {_month(language, at.year, at.month)}"


@lru_cache(maxsize=256)  # a list of fifty instants names one month or two
def _month(language: str, year: int, month: int) -> str:
    with translation.override(language or None):
        return formats.date_format(date(year, month, 1), "F Y")


def half_day(text: str) -> str:
    """Write a half-day: the morning of 1er juin 2017 for 2017-06-01 am."""
    date_part, _, half = text.partition(" ")
    words = day(date.fromisoformat(date_part))
    return (
        gettext("morning of {day}").format(day=words)
        if half == "am"
        else gettext("afternoon of {day}").format(day=words)
    )
