"""Dates, hours and counts as an official French paper writes them."""

import re
from datetime import date, datetime

NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"

_WORD = re.compile(r"[^\W\d_]{4}")
"""Four letters in a row begin a name that says by itself what the place is."""

_DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip


def day(on: date) -> str:
    """Write a day in full: mercredi 10 mai 2017; the first of a month is 1er."""
    number = "1er" if on.day == 1 else str(on.day)
    return NO_BREAK_SPACE.join((_DAYS[on.weekday()], number, _MONTHS[on.month - 1], str(on.year)))


def short_day(on: date) -> str:
    """Write a day in figures: 03/02/1998."""
    return f"{on.day:02d}/{on.month:02d}/{on.year:04d}"


def hour(at: datetime) -> str:
    """Write the hour on the clock of the session: 14 h, 17 h 30."""
    parts = (str(at.hour), "h") if at.minute == 0 else (str(at.hour), "h", f"{at.minute:02d}")
    return NO_BREAK_SPACE.join(parts)


def moment(at: datetime) -> str:
    """Write an instant: vendredi 12 mai 2017 à 18 h."""
    return f"{day(at)} à{NO_BREAK_SPACE}{hour(at)}"


def journal_head(head: str) -> str:
    """Write the head of a batch's journal with the French word for its subject; `journal verify` reads that too."""
    return re.sub(r"^batch:", "lot:", head)


def span(starts_at: datetime, ends_at: datetime) -> str:
    """Write the time of a paper: mercredi 10 mai 2017, de 14 h à 18 h."""
    return f"{day(starts_at)}, de{NO_BREAK_SPACE}{hour(starts_at)} à{NO_BREAK_SPACE}{hour(ends_at)}"


def quantity(count: int, singular: str, plural: str) -> str:
    """Write a count and its noun: 1 copie, 50 copies; zero is singular in French."""
    return f"{count}{NO_BREAK_SPACE}{plural if count > 1 else singular}"


def room(name: str) -> str:
    """Name a room: Salle B204, but Gymnase or Amphithéâtre Hugo as they are."""
    if not name:
        return "Salle à préciser"
    return name if _WORD.match(name) else f"Salle {name}"


def breakable(name: str) -> str:
    """Let a name without spaces or hyphens, longer than a column, break every sixteen letters, without a hyphen."""
    return " ".join(_breakable_word(word) for word in name.split(" "))


def _breakable_word(word: str) -> str:
    longest = 16
    pieces = [word[start : start + longest] for start in range(0, len(word), longest)]
    return "\N{ZERO WIDTH SPACE}".join(pieces)
