"""Check letters of UAIs and anonymity numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from massicot.core import codes


@pytest.mark.parametrize("uai", ["0340061G", "0921500F", "0130053M"])
def test_published_uais_hold(uai):
    assert codes.uai_letter_holds(uai)


@pytest.mark.parametrize(
    "uai", ["0921234A", "340061G", "00340061G", "0340061g", "034OO61G", "03400611", "٠٣٤٠٠٦١G", ""]
)
def test_a_wrong_letter_or_shape_does_not_hold(uai):
    assert not codes.uai_letter_holds(uai)


def test_an_anonymity_number_is_eight_digits_and_a_letter():
    assert codes.number_holds("12345678" + codes.check_letter(12345678))
    assert not codes.number_holds("0340061G")


def test_the_alphabet_has_no_letter_that_reads_as_a_digit():
    assert {codes.check_letter(number) for number in range(23)} == set("ABCDEFGHJKLMNPRSTUVWXYZ")


@given(number=st.integers(0, 10**8 - 1), place=st.integers(0, 7), slip=st.integers(1, 9))
def test_one_wrong_digit_is_always_seen(number, place, slip):
    digits = f"{number:08d}"
    wrong = digits[:place] + str((int(digits[place]) + slip) % 10) + digits[place + 1 :]
    assert not codes.number_holds(wrong + codes.check_letter(number))


@given(number=st.integers(0, 10**8 - 1), place=st.integers(0, 6))
def test_two_neighbours_swapped_are_always_seen(number, place):
    digits = f"{number:08d}"
    swapped = digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :]
    assert codes.number_holds(swapped + codes.check_letter(number)) == (swapped == digits)
