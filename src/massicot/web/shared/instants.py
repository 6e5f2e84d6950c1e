"""Instants as people read them: on the clock that they were given in, and in French as its papers write them."""

from datetime import date, datetime
from functools import lru_cache

from django.utils import formats, translation
from django.utils.translation import gettext

from massicot.documents import french


def day_and_hour(at: datetime) -> str:
    """Write an instant: 1 June 2017 08:00, 1er juin 2017 à 8 h."""
    between = f" à{french.NO_BREAK_SPACE}" if _is_french() else " "
    return f"{day(at)}{between}{hour(at)}"


def short(at: datetime) -> str:
    """Write an instant in a narrow column, its year left out: 01/06 08:00, 01/06 8 h."""
    return f"{at:%d/%m} {hour(at)}"


def hour(at: datetime) -> str:
    """Write the hour on the clock: 08:00, 8 h."""
    return french.hour(at) if _is_french() else f"{at:%H:%M}"


def day(at: date) -> str:
    """Write a day: 1er juin 2017."""
    rank = "1er" if at.day == 1 and _is_french() else str(at.day)
    return f"{rank} {_month(translation.get_language() or '', at.year, at.month)}"


def _is_french() -> bool:
    return (translation.get_language() or "").startswith("fr")


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
