"""Passwords hashed as people's are, in a thousandth of the time: argon2 is slow by design, and tests sign in often."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2(Argon2PasswordHasher):
    """Django's own, by its own name, with the least that it may cost."""

    time_cost = 1
    memory_cost = 8
    parallelism = 1
