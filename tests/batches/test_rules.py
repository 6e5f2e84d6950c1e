"""Batches: how many, how large, whose pupils."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from massicot.batches import rules
from massicot.core.refused import Refused
from massicot.scripts.rules import pupil_token

SIZE, CEILING = 50, 60
"""The notice: envelopes of about fifty; real counts are no multiples of it."""


@pytest.mark.parametrize(
    ("scripts", "sizes"),
    [
        (0, []),
        (1, [1]),
        (12, [12]),
        (50, [50]),
        (60, [60]),
        (61, [31, 30]),
        (74, [37, 37]),
        (75, [38, 37]),
        (100, [50, 50]),
        (120, [60, 60]),
        (121, [41, 40, 40]),
        (130, [44, 43, 43]),
        (300, [50] * 6),
    ],
)
def test_a_specialty_is_shared_as_the_clerk_would(scripts, sizes):
    assert rules.batch_sizes(scripts, SIZE, CEILING) == sizes


@given(scripts=st.integers(1, 5000), size=st.integers(1, 80), more=st.integers(0, 40))
def test_every_share_holds_all_scripts_within_the_ceiling_and_equal_within_one(scripts, size, more):
    sizes = rules.batch_sizes(scripts, size, size + more)
    assert sum(sizes) == scripts
    assert max(sizes) <= size + more
    assert max(sizes) - min(sizes) <= 1
    assert sizes == sorted(sizes, reverse=True)


@given(scripts=st.integers(1, 1000))
def test_no_fewer_batches_would_be_nearer_to_fifty(scripts):
    count = len(rules.batch_sizes(scripts, SIZE, CEILING))
    fewer = count - 1
    assert fewer == 0 or scripts / fewer > CEILING or abs(scripts / fewer - SIZE) >= abs(scripts / count - SIZE)


def test_batches_are_planned_by_specialty_in_the_order_of_their_numbers():
    plans = rules.plan_batches({"90002": ["30000000A", "10000000A"], "90001": ["20000000A"], "90003": []}, 50, 60)
    assert [(plan.specialty_code, plan.numbers) for plan in plans] == [
        ("90001", ("20000000A",)),
        ("90002", ("10000000A", "30000000A")),
    ]


@given(st.dictionaries(st.sampled_from(["90001", "90002", "90003"]), st.sets(st.integers(0, 999), max_size=150)))
def test_every_received_number_is_planned_into_one_batch_of_its_specialty(received):
    specialties = {code: [f"{number:08d}A" for number in numbers] for code, numbers in received.items()}
    plans = rules.plan_batches(specialties, SIZE, CEILING)
    placed = [(plan.specialty_code, number) for plan in plans for number in plan.numbers]
    assert sorted(placed) == sorted((code, number) for code in specialties for number in specialties[code])
    assert all(plan.numbers == tuple(sorted(plan.numbers)) for plan in plans)


def test_a_batch_with_a_pupil_of_one_of_the_markers_schools_is_seen():
    key = b"k" * 32
    tokens = {"10000000A": pupil_token(key, "10000000A", "9900001W"), "20000000A": pupil_token(key, "20000000A", "")}
    assert rules.has_own_pupils(tokens, ["9900003Y", "9900001W"], key)
    assert not rules.has_own_pupils(tokens, ["9900003Y", "9900002X"], key)
    assert not rules.has_own_pupils(tokens, ["9900001W"], b"another key of thirty-two bytes!")
    assert not rules.has_own_pupils({}, ["9900001W"], key)


def test_a_batch_is_named_after_its_paper_and_its_rank():
    assert rules.batch_code("BTS-2017-CGE", 7) == "B-BTS-2017-CGE-0007"


@pytest.mark.parametrize(
    "refusal",
    [
        rules.BatchUnknown(code="B-1"),
        rules.NothingToBatch(centre="Lycée Jean Perrin"),
        rules.BatchAlreadyOut(code="B-1", holder="BOB"),
        rules.BatchNotOut(code="B-1"),
        rules.OwnPupils(marker="ALICE", code="B-1"),
        rules.ReturnCountDiffers(code="B-1", size=8, count=7),
    ],
    ids=lambda refusal: type(refusal).__name__,
)
def test_a_refusal_is_one_sentence_that_tells_what_to_do(refusal: Refused):
    assert str(refusal).endswith((".", "!"))
    assert ":" in str(refusal)
    assert "{" not in str(refusal)
