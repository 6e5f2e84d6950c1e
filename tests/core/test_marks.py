"""Mark scales: the notice's whole marks from 00 to 20, and any other scale."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from massicot.core.marks import (
    Code,
    Entered,
    MarkNotOnScale,
    Scale,
    ScaleImpossible,
    format_entered,
    format_mark,
    parse_mark,
)

NOTICE = Scale()
HALVES = Scale(step=50)
TENTHS_OF_TEN = Scale(highest=1000, step=10)
ON_HUNDRED = Scale(highest=10_000, digits=3)
FROM_A_HALF = Scale(lowest=50, highest=1950)


@pytest.mark.parametrize(
    ("typed", "entered"),
    [
        ("00", Entered(hundredths=0)),
        ("09", Entered(hundredths=900)),
        (" 12 ", Entered(hundredths=1200)),
        ("20", Entered(hundredths=2000)),
        ("12,00", Entered(hundredths=1200)),
        ("ab", Entered(code=Code.ABSENT)),
        ("CB", Entered(code=Code.BLANK)),
    ],
)
def test_the_marks_of_the_notice_are_read(typed, entered):
    assert parse_mark(typed, NOTICE) == entered


@pytest.mark.parametrize(
    "typed", [*"9 009 21 99 -1 +9 12,5 12.01 12,001 1e1 １２ ١٢ ABS MQ 12/20 1 2".split(), "", "1 2"]
)
def test_what_is_no_mark_of_the_notice_is_refused(typed):
    with pytest.raises(MarkNotOnScale):
        parse_mark(typed, NOTICE)


def test_a_refused_mark_tells_what_to_type():
    with pytest.raises(MarkNotOnScale) as refusal:
        parse_mark("21", NOTICE)
    assert str(refusal.value) == "“21” is not a mark of this paper: type 2 digits from 00 to 20, AB or CB."


@pytest.mark.parametrize(
    ("scale", "told"),
    [
        (HALVES, "type a mark from 00,0 to 20,0 in steps of 0,5, AB or CB"),
        (TENTHS_OF_TEN, "type a mark from 00,0 to 10,0 in steps of 0,1, AB or CB"),
        (FROM_A_HALF, "type a mark from 00,5 to 19,5 in steps of 1, AB or CB"),
        (Scale(step=200), "type a mark from 00 to 20 in steps of 2, AB or CB"),
        (ON_HUNDRED, "type 3 digits from 000 to 100, AB or CB"),
    ],
)
def test_a_refused_mark_of_another_scale_tells_its_step(scale, told):
    with pytest.raises(MarkNotOnScale, match=told):
        parse_mark("x", scale)


@pytest.mark.parametrize(
    ("scale", "hundredths", "written"),
    [
        (NOTICE, 900, "09"),
        (HALVES, 950, "09,5"),
        (TENTHS_OF_TEN, 70, "00,7"),
        (ON_HUNDRED, 700, "007"),
        (Scale(step=25), 1275, "12,75"),
        (FROM_A_HALF, 50, "00,5"),
    ],
)
def test_a_mark_is_written_as_its_scale_says(scale, hundredths, written):
    assert format_mark(hundredths, scale) == written
    assert parse_mark(written, scale) == Entered(hundredths=hundredths)


@pytest.mark.parametrize(
    ("scale", "hundredths", "written"), [(NOTICE, 123_400, "1234"), (HALVES, 12_350, "123,5"), (HALVES, 50, "00,5")]
)
def test_a_sum_of_marks_keeps_its_decimals_past_the_digits_of_a_mark(scale, hundredths, written):
    assert format_mark(hundredths, scale) == written


@pytest.mark.parametrize(
    ("typed", "scale"), [("12,25", HALVES), ("12,3", HALVES), ("01", FROM_A_HALF), ("10,1", NOTICE)]
)
def test_a_mark_between_two_steps_is_refused(typed, scale):
    with pytest.raises(MarkNotOnScale):
        parse_mark(typed, scale)


@pytest.mark.parametrize(
    "wrong",
    [
        {"lowest": 2000},
        {"lowest": -100},
        {"highest": 10_000},
        {"step": 0},
        {"step": -100},
        {"step": 300},
        {"digits": 1},
    ],
)
def test_a_scale_that_cannot_agree_with_itself_is_refused(wrong):
    with pytest.raises(ScaleImpossible):
        Scale(**wrong)


@st.composite
def marks_on_scales(draw):
    digits = draw(st.integers(1, 4))
    step = draw(st.sampled_from([1, 5, 10, 25, 50, 100, 200]))
    lowest = draw(st.integers(0, 500))
    steps = draw(st.integers(1, 400))
    assume(lowest + steps * step < 10**digits * 100)
    scale = Scale(lowest, lowest + steps * step, step, digits)
    return scale, lowest + draw(st.integers(0, steps)) * step


@given(marks_on_scales())
def test_what_is_written_is_read_back_on_any_scale(scale_and_mark):
    scale, hundredths = scale_and_mark
    assert parse_mark(format_mark(hundredths, scale), scale) == Entered(hundredths=hundredths)


@given(marks_on_scales(), st.integers(-100, 1_100_000))
def test_only_marks_of_the_scale_are_read(scale_and_mark, hundredths):
    scale, _ = scale_and_mark
    text = f"{hundredths // 100:0{scale.digits}d},{hundredths % 100:02d}"
    on_scale = scale.lowest <= hundredths <= scale.highest and (hundredths - scale.lowest) % scale.step == 0
    if on_scale:
        assert parse_mark(text, scale) == Entered(hundredths=hundredths)
    else:
        with pytest.raises(MarkNotOnScale):
            parse_mark(text, scale)


@pytest.mark.parametrize(
    ("entered", "written"),
    [
        (Entered(hundredths=900), "09"),
        (Entered(code=Code.ABSENT), "AB"),
        (Entered(), ""),
        (Entered(hundredths=0), "00"),
    ],
)
def test_a_line_is_written_with_its_mark_or_its_code(entered, written):
    assert format_entered(entered, NOTICE) == written
