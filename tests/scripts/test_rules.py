"""A script known only by its number: the number's letter, and the tokens that hide the school of origin."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from massicot.core import codes, keys
from massicot.scripts import rules
from massicot.scripts.rules import IN_HAND, ScriptKind

KEY = b"key of own-pupil tokens, 32 byte"
SALT = b"1234"
NUMBERS = st.integers(0, codes.NUMBER_SPACE - 1).map(codes.number_of)


@pytest.mark.parametrize("typed", ["00000042W", " 0000 0042 w", "0000\N{NO-BREAK SPACE}0042\N{NO-BREAK SPACE}W"])
def test_a_number_is_read_as_it_is_printed_typed_or_scanned(typed):
    assert rules.check_number(typed) == codes.number_of(42) == "00000042W"


@pytest.mark.parametrize(
    "typed", ["00000042A", "00000043W", "0000042W", "000000042W", "00000042", "W", "", "٠٠٠٠٠٠٤٢W"]
)
def test_a_number_whose_letter_does_not_fit_is_refused(typed):
    with pytest.raises(rules.NumberMistyped):
        rules.check_number(typed)


@given(NUMBERS, st.integers(0, 7), st.integers(1, 9))
def test_one_digit_misread_is_always_seen(number, place, more):
    wrong = number[:place] + str((int(number[place]) + more) % 10) + number[place + 1 :]
    with pytest.raises(rules.NumberMistyped):
        rules.check_number(wrong)


@given(NUMBERS, NUMBERS, st.sampled_from(["9900001W", "9900002X", ""]), st.sampled_from(["9900001W", "9900002X", ""]))
def test_a_token_tells_one_number_and_one_school_only(number, other, uai, other_uai):
    is_same = (number, uai) == (other, other_uai)
    assert (rules.pupil_token(KEY, number, uai, SALT) == rules.pupil_token(KEY, other, other_uai, SALT)) == is_same


def test_a_token_is_of_one_length_and_says_nothing_without_its_key():
    token = rules.pupil_token(KEY, "00000042W", "9900001W", SALT)
    assert len(token) == rules.SALT_BYTES + rules.TOKEN_BYTES == 12
    assert rules.pupil_token(b"another key of thirty-two bytes!", "00000042W", "9900001W", SALT) != token


def test_a_token_of_another_closing_has_nothing_in_common_and_one_of_before_salts_is_still_read():
    token, later, before = (rules.pupil_token(KEY, "00000042W", "9900001W", salt) for salt in (SALT, b"5678", b""))
    assert [rules.salt_of(one) for one in (token, later, before)] == [SALT, b"5678", b""]
    assert token[rules.SALT_BYTES :] != later[rules.SALT_BYTES :]
    assert before == keys.keyed_digest(KEY, "00000042W", "9900001W", length=rules.TOKEN_BYTES)


def test_an_absent_candidate_has_an_item_and_a_spare_has_none():
    assert set(ScriptKind) - {ScriptKind.DRAWN, ScriptKind.SPARE} == IN_HAND
    assert ScriptKind.PLACEHOLDER in IN_HAND
    assert ScriptKind.BLANK in IN_HAND
