"""The operating system's draws, the same again: read by every Python that `tools/answers.py take` starts.

A draw depends on the place of the tests at which it is made, on who makes it, and on how many of theirs came before:
one draw more of a framework moves none of the program's.
"""

import hashlib
import os
import sys
from collections import Counter

BETWEEN = frozenset({"random", "secrets", "uuid", "django.utils.crypto"})
"""Modules that draw for whoever calls them."""

place = ""
"""A test, or what is made for several of them: tests/hostile/answers.py says it."""

turns: Counter[str] = Counter()
"""How often each package has drawn here."""


def draw(size: int) -> bytes:
    """Give so many bytes, which are the same in every run."""
    frame = sys._getframe(1)
    while frame.f_back and frame.f_globals.get("__name__") in BETWEEN:
        frame = frame.f_back
    who = str(frame.f_globals.get("__name__")).partition(".")[0]
    turns[who] += 1
    return hashlib.shake_256(f"{place} {who} {turns[who]}".encode()).digest(size)


os.urandom = draw
