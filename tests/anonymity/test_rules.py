"""Numbers, spares, and the sealed link between a candidate and a number."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from massicot.anonymity import rules
from massicot.anonymity.rules import LinkBroken
from massicot.anonymity.rules import numbers as number_rules
from massicot.anonymity.rules.links import Sealer
from massicot.anonymity.rules.numbers import Expected
from massicot.candidates.rules import Attendance
from massicot.core import codes, draws
from massicot.core.keys import Key
from massicot.scripts.rules import ScriptKind

KEY = Key(b"massicot-test-key-of-32-bytes-ok")
PAPER = "paper:BTS-2017/CGE"
SEALER, STRANGER = Sealer(KEY, PAPER), Sealer(Key(b"another key of thirty-two bytes!"), PAPER)
NUMBERS = st.integers(0, codes.NUMBER_SPACE - 1).map(codes.number_of)
ENTRIES = st.integers(1, 2**63 - 1)


@pytest.mark.parametrize(("expected", "spares"), [(1, 3), (40, 3), (100, 3), (101, 4), (250, 8), (1000, 30)])
def test_a_centre_has_three_spares_in_a_hundred_and_never_fewer_than_three(expected, spares):
    assert rules.spare_count(expected) == spares


def test_every_word_of_the_register_but_not_keyed_has_its_item():
    assert set(rules.KINDS) == set(Attendance) - {Attendance.NOT_KEYED}
    assert rules.KINDS[Attendance.ABSENT] is ScriptKind.PLACEHOLDER


@given(st.integers(0, 300), st.sets(NUMBERS, max_size=50), st.integers())
def test_numbers_drawn_are_new_different_and_bear_their_letter(count, taken, seed):
    drawn = number_rules.draw_numbers(draws.from_seed(seed), count, taken)
    assert len(set(drawn)) == len(drawn) == count
    assert not set(drawn) & taken
    assert all(codes.is_number(number) for number in drawn)


def test_numbers_already_taken_are_drawn_again():
    first = number_rules.draw_numbers(draws.from_seed("same"), 20, ())
    again = number_rules.draw_numbers(draws.from_seed("same"), 20, first[:5])
    assert len(again) == 20
    assert not set(first[:5]) & set(again)


def test_each_entry_has_its_number_and_each_centre_its_spares():
    entries = [Expected(rank, "9900001W" if rank <= 2 else "9900002X", "90001", "9900003Y") for rank in range(1, 5)]
    numbers = [codes.number_of(rank) for rank in range(10)]
    drawn = number_rules.drawn_scripts(entries, number_rules.plan_spares(entries), numbers)
    assert [one.number for one in drawn] == numbers
    assert [one.centre_uai for one in drawn[:4]] == [entry.centre_uai for entry in entries]
    assert Counter(one.centre_uai for one in drawn[4:]) == {"9900001W": 3, "9900002X": 3}


@given(NUMBERS, ENTRIES)
def test_a_sealed_pair_opens_under_its_key_and_only_there(number, entry_id):
    row = SEALER.seal(number, entry_id)
    assert SEALER.unseal(row) == (number, entry_id)
    assert (row.number_index, row.entry_index) == (SEALER.number_index(number), SEALER.entry_index(entry_id))
    with pytest.raises(LinkBroken):
        STRANGER.unseal(row)


def test_a_sealed_pair_says_nothing_of_what_it_holds():
    rows = [SEALER.seal(number, entry) for number, entry in (("00000042W", 1), ("99999999K", 2**62))]
    assert {(len(row.number_index), len(row.entry_index), len(row.sealed)) for row in rows} == {(16, 16, 45)}
    assert b"00000042" not in rows[0].sealed
    assert SEALER.seal("00000042W", 1).sealed != rows[0].sealed


def test_indexes_of_two_papers_have_nothing_in_common():
    other = Sealer(KEY, "paper:BTS-2017/MATH")
    assert other.number_index("00000042W") != SEALER.number_index("00000042W")
    assert other.entry_index(1) != SEALER.entry_index(1)
    assert SEALER.entry_index(42) != SEALER.number_index("42")


@pytest.mark.parametrize("column", ["number_index", "entry_index", "sealed"])
def test_a_pair_altered_or_put_in_anothers_place_does_not_open(column):
    row, other = SEALER.seal("00000042W", 1), SEALER.seal("00000043X", 2)
    with pytest.raises(LinkBroken):
        SEALER.unseal(replace(row, **{column: getattr(other, column)}))
    flipped = bytes([getattr(row, column)[0] ^ 1]) + getattr(row, column)[1:]
    with pytest.raises(LinkBroken):
        SEALER.unseal(replace(row, **{column: flipped}))


def test_the_reserve_is_taken_in_an_order_that_only_the_key_tells():
    spares = [codes.number_of(rank) for rank in range(100, 120)]
    order = rules.shuffled_reserve(SEALER, spares)
    assert sorted(order) == spares
    assert order == rules.shuffled_reserve(SEALER, reversed(spares))
    assert order not in (spares, spares[::-1])
    assert order != rules.shuffled_reserve(STRANGER, spares)


def test_boxes_of_strips_are_named_by_paper_and_centre():
    assert rules.strips_prefix("BTS-2017", "CGE") == "S-BTS-2017-CGE-"
    assert rules.strips_prefix("BTS-2017", "CGE", "9900001W") == "S-BTS-2017-CGE-9900001W-"
