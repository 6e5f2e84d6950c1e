"""Batches: how many, how large, whose pupils."""

import math
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from massicot.batches import rules
from massicot.batches.rules import batches, concordance, hands
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
    assert batches.batch_sizes(scripts, SIZE, CEILING) == sizes


def test_batches_of_one_cell_are_merged_up_to_the_ceiling():
    one, other = ("CGE",), ("CPI",)
    batches.check_merge({"B-1": 30, "B-2": 30}, [one, one], CEILING)
    with pytest.raises(batches.MergedTooLarge):
        batches.check_merge({"B-1": 31, "B-2": 30}, [one, one], CEILING)
    with pytest.raises(batches.SpecialtiesDiffer):
        batches.check_merge({"B-1": 30, "B-2": 30}, [one, other], CEILING)
    with pytest.raises(batches.BatchAlone):
        batches.check_merge({"B-1": 30}, [one], CEILING)


@given(scripts=st.integers(1, 5000), size=st.integers(1, 80), more=st.integers(0, 40))
def test_every_share_holds_all_scripts_within_the_ceiling_and_equal_within_one(scripts, size, more):
    sizes = batches.batch_sizes(scripts, size, size + more)
    assert sum(sizes) == scripts
    assert max(sizes) <= size + more
    assert max(sizes) - min(sizes) <= 1
    assert sizes == sorted(sizes, reverse=True)


@given(scripts=st.integers(1, 1000))
def test_no_fewer_batches_would_be_nearer_to_fifty(scripts):
    count = len(batches.batch_sizes(scripts, SIZE, CEILING))
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
    tokens = {
        "10000000A": pupil_token(key, "10000000A", "9900001W", b"salt"),
        "20000000A": pupil_token(key, "20000000A", "", b""),
    }
    assert hands.has_own_pupils(tokens, ["9900003Y", "9900001W"], key)
    assert not hands.has_own_pupils(tokens, ["9900003Y", "9900002X"], key)
    assert not hands.has_own_pupils(tokens, ["9900001W"], b"another key of thirty-two bytes!")
    assert not hands.has_own_pupils({}, ["9900001W"], key)
    assert rules.own_pupils(tokens, ["9900003Y", "9900001W"], key) == ["10000000A"]


def bits(chance):
    return -sum(one * math.log2(one) for one in (chance, 1 - chance) if one)


def told_of_each(size):
    """Work out what an answer about so many scripts that are alike tells of each, at the worst share of the school."""
    shares = [rank / 1000 for rank in range(1, 1000)]
    return max(bits((1 - one) ** size) - (1 - one) * bits((1 - one) ** (size - 1)) for one in shares)


@pytest.mark.parametrize(("size", "told", "is_told"), [(1, 1.0, False), (5, 0.14, False), (26, 0.03, True)])
def test_an_answer_tells_little_of_each_script_of_a_batch_that_is_told(size, told, is_told):
    assert (round(told_of_each(size), 2), hands.is_told([size])) == (told, is_told)
    assert not hands.is_told([25])


@pytest.mark.parametrize(
    ("by_centre", "is_told"), [([], False), ([13, 13], True), ([23, 3], True), ([30, 2], False), ([30, 10, 1], False)]
)
def test_it_is_told_of_a_batch_in_which_each_centre_has_three_scripts(by_centre, is_told):
    assert hands.is_told(by_centre) == is_told


@pytest.mark.parametrize(
    ("received", "expected", "sizes", "is_short", "is_worth_waiting"),
    [
        (130, 0, [44, 43, 43], False, False),
        (25, 40, [25], False, False),
        (24, 40, [24], True, True),
        (24, 0, [24], True, False),
        (0, 40, [], False, False),
    ],
)
def test_a_proposal_says_when_waiting_would_make_a_better_batch(received, expected, sizes, is_short, is_worth_waiting):
    (proposal,) = batches.propose({"90001": received}, {"90001": 50}, {"90001": expected}, SIZE, CEILING)
    assert (proposal.received, proposal.sizes, proposal.batched, proposal.expected) == (received, sizes, 50, expected)
    assert (proposal.is_short, proposal.is_worth_waiting) == (is_short, is_worth_waiting)


def test_what_is_neither_received_nor_expected_is_not_proposed():
    assert batches.propose({"90001": 0}, {"90001": 50}, {"90001": 0}, SIZE, CEILING) == []


@pytest.mark.parametrize(
    ("unchecked", "counted", "refusal"),
    [
        (0, 8, None),
        (1, 8, concordance.ScriptsNotChecked),
        (0, 7, concordance.SealCountDiffers),
        (0, 9, concordance.SealCountDiffers),
    ],
)
def test_an_envelope_is_closed_on_every_script_seen_and_the_right_count(unchecked, counted, refusal):
    def close():
        concordance.check_seal("B-1", 8, unchecked, counted)

    if refusal is None:
        close()
    else:
        with pytest.raises(refusal):
            close()


@pytest.mark.parametrize(
    ("counted", "who", "acknowledged", "refusal"),
    [
        (8, "BOB", 8, None),
        (8, " bob ", 8, None),
        (7, "BOB", 8, hands.HandOutCountsDiffer),
        (8, "BOB", 7, hands.HandOutCountsDiffer),
        (7, "BOB", 7, hands.HandOutCountsDiffer),
        (8, "CHARLIE", 8, hands.AcknowledgedByAnother),
        (8, "", 8, hands.AcknowledgedByAnother),
    ],
)
def test_a_batch_changes_hands_on_two_right_counts_of_the_right_people(counted, who, acknowledged, refusal):
    def hand_over():
        said = rules.Acknowledgement(who, acknowledged)
        hands.check_counts(hands.HandOutCountsDiffer, "B-1", 8, counted, "BOB", said)

    if refusal is None:
        hand_over()
    else:
        with pytest.raises(refusal):
            hand_over()


def test_a_batch_not_given_back_is_told_apart_evening_by_evening():
    assert rules.event_subject("B-BTS-2017-CGE-0007", date(2017, 6, 1)) == "B-BTS-2017-CGE-0007/2017-06-01"


def test_a_batch_is_named_after_its_paper_and_its_rank():
    assert batches.batch_code("BTS-2017-CGE", 7) == "B-BTS-2017-CGE-0007"


@pytest.mark.parametrize(
    "refusal",
    [
        rules.BatchUnknown(code="B-1"),
        batches.BatchWasUnmade(code="B-1"),
        rules.BatchWasHandedOut(code="B-1"),
        rules.NothingToBatch(centre="Lycée Jean Perrin"),
        concordance.SheetNotPrinted(code="B-1"),
        concordance.EnvelopeClosed(code="B-1"),
        concordance.ScriptsNotChecked(code="B-1", count=3),
        concordance.SealCountDiffers(code="B-1", size=8, counted=7),
        concordance.BatchNotSealed(code="B-1"),
        concordance.NotInEnvelope(number="00000042W", code="B-1"),
        concordance.AlreadyChecked(number="00000042W", code="B-1"),
        rules.BatchAlreadyOut(code="B-1", holder="BOB"),
        hands.BatchNotOut(code="B-1"),
        rules.OwnPupils(marker="ALICE", code="B-1"),
        hands.AcknowledgedByAnother(identifier="CHARLIE", code="B-1", marker="BOB"),
        hands.HandOutCountsDiffer(code="B-1", size=8, counted=8, acknowledged=7),
        hands.ReturnCountsDiffer(code="B-1", size=8, counted=7, acknowledged=8),
        hands.AlreadyNoted(code="B-1"),
        hands.NothingToReissue(),
        hands.BatchNeverOut(code="B-1"),
    ],
    ids=lambda refusal: type(refusal).__name__,
)
def test_a_refusal_is_one_sentence_that_tells_what_to_do(refusal: Refused):
    assert str(refusal).endswith((".", "!"))
    assert ":" in str(refusal)
    assert "{" not in str(refusal)
