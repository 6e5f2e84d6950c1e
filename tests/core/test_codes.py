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


@pytest.mark.parametrize(
    "text",
    ["021  0000 - 0001", "021\u20130000\u20130001", "\uff10\uff12100000001", "021\u200b00000001", "021/00000001"],
)
def test_a_candidate_number_is_found_in_signs_that_no_keyboard_has(text):
    assert codes.tidy_code(codes.candidate_within(text)).endswith("00000001")


@pytest.mark.parametrize(
    "text", ["lignes 3, 5, 7, 9, 11, 13, 15, 17", "lots 10, 11, 12, 13 et 14", "le 10/05/2017, 123 copies"]
)
def test_several_numbers_are_no_candidate_number(text):
    assert codes.candidate_within(text) == ""


@pytest.mark.parametrize("text", ["+33 4 65 71 00 00", "+33465710000", "00 33 4 65 71 00 00", "+1 415 555 2671"])
def test_a_telephone_abroad_is_no_candidate_number_and_hides_none(text):
    assert codes.candidate_within(text) == codes.short_candidate_within(text) == ""
    assert codes.candidate_within(f"{text} 02100000001") == "02100000001"
    assert codes.short_candidate_within(f"{text}, 2100000001") == "2100000001"


@pytest.mark.parametrize(
    "text",
    ["2100000001", "2 100 000 001", "n°210 000 0001,", "21000 00001", "2100\u00a0000\u00a0001", "21 00 00 00 01."],
)
def test_a_candidate_number_is_found_that_a_spreadsheet_took_the_first_0_from(text):
    assert codes.tidy_code(codes.short_candidate_within(text)).endswith("2100000001")
    assert codes.candidate_within(text) == ""


@pytest.mark.parametrize(
    "text",
    [
        *("04 65 71 00 00", "0465710000", "06.39.98.00.01 ou 06 39 98 00 02"),
        *("10/05/2017 14:30", "2017-05-10 14 h", "le 10 05 2017 à 14 h", "salle 12 10/05/2017"),
        *("XY123456789FR", "JD1234567890", "1234567890123", "DIEC/2017-738-172", "P-BTS-2017-CGE-9900001W-1"),
        *("places 12, 13, 14, 15, 16", "1234 copies, 45 lots", "00000042W"),
    ],
)
def test_a_telephone_a_day_a_reference_and_seats_are_no_candidate_number_cut_short(text):
    assert codes.short_candidate_within(text) == ""


NUMBER = codes.number_of(12345678)


@pytest.mark.parametrize(
    "text",
    [
        "copie 12345678{0}.",
        "1234 5678 {1}",
        "1234-5678-{0}",
        "12.34.56.78.{0}",
        "1234  5678{0}",
        "1234\u20135678\u2009{0}",
        "\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18{0}",
        "1234\u00ad5678{0}",
        "place 3, 12345678{0}",
    ],
)
def test_an_anonymity_number_is_found_however_it_is_written(text):
    within = codes.number_within(text.format(NUMBER[-1], NUMBER[-1].lower()))
    assert codes.tidy_code(within) == NUMBER


def test_a_day_before_a_word_of_one_letter_is_no_number():
    for digits in (10052017, 20170510):
        day, letter = f"{digits:08d}", codes.number_of(digits)[-1]
        parted = f"{day[:2]}/{day[2:4]}/{day[4:]}" if digits == 10052017 else f"{day[:4]}-{day[4:6]}-{day[6:]}"
        assert codes.number_within(f"le {parted} {letter} Paul") == ""


def test_the_code_of_a_slip_is_found():
    assert codes.slip_within("mise sous la fiche a-bts-2017-cge-0003.") == "a-bts-2017-cge-0003"
    assert codes.slip_within("paquet P-BTS-2017-CGE-0003, salle A-12") == ""


@pytest.mark.parametrize("typed", ["00000000A/2", "0000 0000 a / 2", "00000000A!2", "00000000a:2"])
def test_an_extra_sheet_is_known_by_the_number_of_its_script(typed):
    sheet = codes.extra_sheet(typed)
    assert (sheet, sheet.code) == (codes.ExtraSheet("00000000A", 2), "00000000A/2")
    assert codes.number_scanned(typed) == codes.number_of(0)


@pytest.mark.parametrize(
    "text",
    [
        "00000000A",
        "00000000A/1",
        "00000000A/0",
        "00000000A/10",
        "00000000A2",
        "00000000A-2",
        "00000000B/2",
        "A/2",
        "/2",
    ],
)
def test_another_text_is_no_extra_sheet(text):
    assert codes.extra_sheet(text) is None
    assert codes.number_scanned(text) == text


@pytest.mark.parametrize(
    ("text", "named", "strange"),
    [
        ("", [], ""),
        ("5678k, 12345678 k", ["5678K", "12345678K"], ""),
        ("1234A5678K", ["1234A", "5678K"], ""),
        ("12345678K/2 5678K !3 12345678k:9", ["12345678K", "5678K"], ""),
        ("5678K/25678A", ["5678K"], "/25678A"),
        ("5678K/1", ["5678K"], "/1"),
        ("219949C 78K Bob", [], "219949C 78K Bob"),
        ("5678KX", ["5678K"], "X"),
    ],
)
def test_a_text_names_numbers_whole_or_by_their_ends_and_the_label_of_an_extra_sheet_its_script(text, named, strange):
    assert codes.numbers_in_text(text) == (named, strange)
