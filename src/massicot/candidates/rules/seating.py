"""Seating: the order of rooms and seats, as people read it: 2 before 10, A2 before A10."""

import re
from functools import lru_cache

_DIGITS = re.compile(r"([0-9]+)")

Rank = tuple[tuple[int, int, str], ...]


@lru_cache(maxsize=4096)
def natural_rank(text: str) -> Rank:
    """Compute where a room or a seat stands: figures by their value, before letters whatever their case."""
    parts = [part for part in _DIGITS.split(text.casefold()) if part]
    # [0-9]+ above, because str.isdigit() holds for signs that int() cannot read.
    return tuple((0, int(part), part) if part[0] in "0123456789" else (1, 0, part) for part in parts)


def room_rank(room: str) -> tuple[Rank, str]:
    """Compute where a room stands; rooms that differ by their case alone stay apart, each in one piece."""
    return natural_rank(room), room


def seat_rank(room: str, seat: str, candidate_number: str) -> tuple[tuple[Rank, str], Rank, str]:
    """Compute where a candidate stands on the register: by room, by seat, then by candidate number."""
    return room_rank(room), natural_rank(seat), candidate_number
