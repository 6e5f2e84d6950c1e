"""Whatever is computed of a password stays on half of the processors."""

import os

import pytest

from massicot.web.shared.cores import Argon2OnHalf
from tests.hostile.hashes import Argon2


class Watched(Argon2OnHalf, Argon2):
    """Notes on which processors it runs."""

    on: list[set[int]]

    def params(self):
        self.on.append(os.sched_getaffinity(0))
        return super().params()


@pytest.fixture
def processors():
    return sorted(os.sched_getaffinity(0))


def test_half_of_them_compute_and_all_are_there_again_afterwards(processors):
    Watched.on = []
    kept = Watched().encode("four words apart", "saltsaltsalt")
    assert Watched.on == [set(processors[: max(1, len(processors) // 2)])]
    assert sorted(os.sched_getaffinity(0)) == processors
    assert Watched().verify("four words apart", kept)
    assert not Watched().verify("four words", kept)
    assert sorted(os.sched_getaffinity(0)) == processors
