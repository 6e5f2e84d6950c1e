"""On which processors passwords are computed: one on one of them, and all on half of them at most.

Django's own spreads each password over eight threads. Two at once then had sixteen, and whoever asked for a page on the
same processor came seventeenth. Here one thread computes all its lanes, with the same result.
"""

import base64
import os
from collections.abc import Iterator
from contextlib import contextmanager

from argon2 import Parameters, low_level
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.utils.crypto import constant_time_compare


class Argon2OnHalf(Argon2PasswordHasher):
    """Django's own, to the letter, computed elsewhere."""

    def encode(self, password: str, salt: str) -> str:
        """Write what is kept of a password."""
        made = self.params()
        return (
            f"{self.algorithm}$argon2id$v={made.version}$m={made.memory_cost},t={made.time_cost},p={made.parallelism}"
            f"${_letters(salt.encode())}${_letters(_compute(password, salt.encode(), made))}"
        )

    def verify(self, password: str, encoded: str) -> bool:
        """Compare a password with what is kept of it."""
        kept = self.decode(encoded)
        digest = _compute(password, kept["salt"].encode("latin-1"), kept["params"])
        return constant_time_compare(_letters(digest), kept["hash"])


def _compute(password: str, salt: bytes, made: Parameters) -> bytes:
    """Compute a password."""
    typed = password.encode()
    # Held here: what is written there are places in memory, which this alone keeps.
    out, pwd, salted = (low_level.ffi.new("uint8_t[]", of) for of in (made.hash_len, typed, salt))
    about = {
        "out": out, "outlen": made.hash_len, "pwd": pwd, "pwdlen": len(typed), "salt": salted, "saltlen": len(salt),
        "version": made.version, "t_cost": made.time_cost, "m_cost": made.memory_cost, "lanes": made.parallelism,
        "threads": 1,
    }  # fmt: skip
    with _half():
        fault = low_level.core(low_level.ffi.new("argon2_context *", about), made.type.value)
    if fault:
        raise MemoryError(low_level.error_to_str(fault))
    return bytes(low_level.ffi.buffer(out))


def _letters(content: bytes) -> str:
    return base64.b64encode(content).decode("ascii").rstrip("=")


@contextmanager
def _half() -> Iterator[None]:
    """Keep this thread on the first half of the processors that it may use.

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
