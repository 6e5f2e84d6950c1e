"""Whatever is computed of a password stays on half of the processors."""

import os

import pytest
from argon2 import low_level

from massicot.web.shared.cores import Argon2OnHalf
from tests.hostile.hashes import Argon2


class Ours(Argon2OnHalf, Argon2):
    """At the price of tests, but for its lanes, of which there are several."""

    parallelism = 2
    memory_cost = 16


class Django(Argon2):
    """Django's own at that price."""

    parallelism = 2
    memory_cost = 16


@pytest.mark.parametrize("password", ["four words apart", "quatre mots, à part", "a\0b"])
def test_what_is_kept_is_what_django_keeps_and_either_reads_it(password):
    kept = Django().encode(password, "A1b2C3d4E5f6G7h8i9J0kl")
    assert Ours().encode(password, "A1b2C3d4E5f6G7h8i9J0kl") == kept
    assert Ours().verify(password, kept)
    assert not Ours().verify(password + "x", kept)
    assert not Ours().must_update(kept)


def test_half_of_the_processors_compute_and_all_are_there_again_afterwards(monkeypatch):
    processors, on, compute = sorted(os.sched_getaffinity(0)), [], low_level.core

    def watched(context, kind):
        on.append((sorted(os.sched_getaffinity(0)), context.threads))
        return compute(context, kind)

    monkeypatch.setattr(low_level, "core", watched)
    Ours().encode("four words apart", "A1b2C3d4E5f6G7h8i9J0kl")
    assert on == [(processors[: max(1, len(processors) // 2)], 1)]
    assert sorted(os.sched_getaffinity(0)) == processors
