"""What people type, spelt so that it can be compared; words that nobody sees are none."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from massicot.core.spelling import folded, visible_text, without_unseen

UNSEEN = [
    "",
    " \t\n",
    "\N{NO-BREAK SPACE}",
    "\N{ZERO WIDTH SPACE}",
    "\N{WORD JOINER}\N{ZERO WIDTH NO-BREAK SPACE}",
    "\N{SOFT HYPHEN} \N{LEFT-TO-RIGHT MARK}",
    "\N{VARIATION SELECTOR-16}",
    "\N{COMBINING GRAPHEME JOINER}",
    "\N{HANGUL FILLER}",
    "\N{BRAILLE PATTERN BLANK}",
    "\x00",
]


@pytest.mark.parametrize("text", UNSEEN)
def test_what_nobody_sees_is_no_word(text):
    assert visible_text(text) == ""


@pytest.mark.parametrize(
    "text", ["?", "4", "M. Brun", "é", "e\N{COMBINING ACUTE ACCENT}", "中", "\N{ZERO WIDTH SPACE}a", "–"]
)
def test_one_sign_that_is_seen_is_enough_and_all_stays_as_it_was_typed(text):
    assert visible_text(f"  {text}\n") == text


@given(st.text())
def test_it_takes_away_the_outer_blanks_and_nothing_else(text):
    assert visible_text(text) in ("", text.strip())
    assert visible_text(f"{text}x") == f"{text}x".strip()


@given(st.text(st.characters(categories=["Cf", "Cc", "Zs", "Zl", "Zp", "Mn"])))
def test_signs_of_no_shape_make_no_word(text):
    assert visible_text(text) == "", [unicodedata.name(sign, "?") for sign in text]


def test_a_name_is_folded_and_unseen_signs_are_left_out():
    assert folded("Le Bœuf-Églé") == "LEBOEUFEGLE"
    assert without_unseen("Le\N{NO-BREAK SPACE}Roy\N{ZERO WIDTH SPACE}") == "Le Roy"
