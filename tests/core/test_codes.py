"""Codes on paper."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from massicot.core import codes, draws


@given(st.integers(0, codes.NUMBER_SPACE - 1))
def test_a_number_is_eight_digits_and_its_letter(digits):
    number = codes.number_of(digits)
    assert re.fullmatch(r"[0-9]{8}[A-Z]", number)
    assert codes.is_number(number)


@given(st.integers(0, codes.NUMBER_SPACE - 1), st.integers(0, codes.NUMBER_SPACE - 1))
def test_numbers_are_in_the_order_of_their_digits(one, other):
    assert (codes.number_of(one) < codes.number_of(other)) == (one < other)


@given(st.integers(0, codes.NUMBER_SPACE - 1), st.integers(1, 25))
def test_another_letter_is_no_number(digits, step):
    number = codes.number_of(digits)
    wrong = number[:-1] + chr((ord(number[-1]) - ord("A") + step) % 26 + ord("A"))
    assert not codes.is_number(wrong)


@pytest.mark.parametrize("text", ["", "12345678", "1234567A", "00000000a", "٠٠٠٠٠٠٠٠A", "00000000A\n", "000000000A"])
def test_another_shape_is_no_number(text):
    assert not codes.is_number(text)


def test_a_number_typed_with_spaces_in_lower_case_is_the_same_number():
    assert codes.tidy_number(" 0000 0000 a\t") == codes.number_of(0)


def test_codes_typed_from_paper_have_no_look_alikes():
    assert not set(codes.CLEAR_ALPHABET) & set("0O1IL")
    assert len(set(codes.CLEAR_ALPHABET)) == len(codes.CLEAR_ALPHABET)


def test_a_password_holds_more_than_the_sixty_bits_that_the_portal_demands():
    signs = codes.draw_password(draws.from_system()).replace("-", "")
    assert codes.random_bits(len(signs)) >= 60
    assert set(signs) <= set(codes.CLEAR_ALPHABET)


def test_a_password_is_read_in_groups_and_typed_without():
    password = codes.draw_password(draws.from_seed(1))
    assert re.fullmatch(r"\w{5}-\w{5}-\w{4}", password)
    assert codes.tidy_code(f" {password.lower().replace('-', ' ')} ") == password.replace("-", "")


def test_every_sign_of_the_alphabet_is_drawn():
    assert set(codes.draw_clear(draws.from_system(), 2000)) == set(codes.CLEAR_ALPHABET)


def test_two_passwords_differ():
    assert codes.draw_password(draws.from_system()) != codes.draw_password(draws.from_system())


@pytest.mark.parametrize(
    "text", ["02100000001", "021 0000 0001", "021-0000-0001", "021\u00a00000\u00a00001", "n° 021.0000.0001,"]
)
def test_a_candidate_number_is_found_however_it_is_parted(text):
    assert codes.tidy_code(codes.candidate_within(text)) == "02100000001"


@pytest.mark.parametrize("text", ["04 65 71 00 00", "10/05/2017 14:30", "00000042W", "2017-05-10"])
def test_a_telephone_a_date_and_an_anonymity_number_are_no_candidate_number(text):
    assert codes.candidate_within(text) == ""
