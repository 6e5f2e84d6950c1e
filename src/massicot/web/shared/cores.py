"""On which processors passwords are computed: on half of them at most, whoever computes how many."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2OnHalf(Argon2PasswordHasher):
    """Django's own, which would spread one password over eight threads and every processor of a small server."""

    def encode(self, *about: Any, **more: Any) -> str:
        """Compute what is kept of a password."""
        with _half():
            encoded: str = super().encode(*about, **more)
            return encoded

    def verify(self, *about: Any, **more: Any) -> bool:
        """Compare a password with what is kept of it."""
        with _half():
            is_right: bool = super().verify(*about, **more)
            return is_right


@contextmanager
def _half() -> Iterator[None]:
    """Keep this thread, and those that it starts, on the first half of the processors that it may use.

    They are the same for every process, so that no count has to be kept between them, nor given back by one that is
    killed. A system that cannot be told so is left as it is.
    """
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    all_of_them = os.sched_getaffinity(0)
    os.sched_setaffinity(0, sorted(all_of_them)[: max(1, len(all_of_them) // 2)])
    try:
        yield
    finally:
        os.sched_setaffinity(0, all_of_them)
