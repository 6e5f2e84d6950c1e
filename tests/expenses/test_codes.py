"""Pay codes: those of the package are sound, found however they are spaced; a faulty file is refused with why."""

from datetime import date

import pytest

from massicot.expenses.rules import codes
from massicot.expenses.rules.codes import PayUnit, code_of, pay_codes, read_codes
from massicot.expenses.rules.pay import THREE_QUARTERS, half_up
from massicot.expenses.rules.rates import ENVELOPES, shipped
from massicot.expenses.rules.tables import TableUnsound

SOUND = """
[[code]]
code = "BTS-ORAL"
title = "Interrogation"
unit = "hour"
rate = "BTS"
percent = 75
text = "arrêté"
"""


def test_each_code_of_the_package_has_its_text_and_a_rate_that_is_there():
    assert [row.code for row in pay_codes()][:4] == ["BTS-COPIE", "BTS-ORAL", "BTS-ORAL-FAC", "BAC-COPIE"]
    assert all(row.text and row.title for row in pay_codes())
    assert all(row.rate in shipped(row.table).keys for row in pay_codes() if row.is_line)


@pytest.mark.parametrize("typed", ["BTS-COPIE", " bts-copie ", "Bts - Copie", "bts\u00a0-copie\u200b"])
def test_a_code_is_found_however_it_is_spaced_and_written(typed):
    found = code_of(typed)
    assert (found.code, found.unit, found.rate, found.percent) == ("BTS-COPIE", PayUnit.SCRIPT, "BTS", 100)


@pytest.mark.parametrize("typed", ["", "  ", "BTS", "BTS-COPIES", "16B"])
def test_what_is_no_code_names_none(typed):
    assert code_of(typed) is None


@pytest.mark.parametrize(("code", "cents"), [("DNB-ORAL-FAC", 308), ("BAC-ORAL-FAC", 720), ("BTS-ORAL-FAC", 1029)])
def test_an_optional_oral_pays_three_quarters_of_the_hour(code, cents):
    row = code_of(code)
    rate = shipped(row.table).row_on(date(2017, 6, 1), row.rate).cents("hour")
    assert (row.percent, half_up(rate * row.percent, 100)) == (THREE_QUARTERS, cents)


def test_not_paid_is_a_line_that_cannot_be_filled_and_during_the_year_is_none():
    not_paid, during, script = code_of("NR"), code_of("ECA"), code_of("DNB-COPIE")
    assert [(row.is_line, row.is_paid) for row in (not_paid, during, script)] == [
        (True, False),
        (False, False),
        (True, True),
    ]


def test_a_day_of_a_centre_takes_its_rate_from_the_envelopes():
    assert (code_of("CENTRE").unit, code_of("CENTRE").table) == (PayUnit.CENTRE_DAY, ENVELOPES)


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        ('"hour"', '"week"', "'week' is not a valid PayUnit"),
        ('rate = "BTS"', 'rate = "BEP"', "BTS-ORAL: the table pay has no row BEP"),
        ('rate = "BTS"\n', "", "BTS-ORAL: the table pay has no row "),
        ("percent = 75", "percent = 50", "BTS-ORAL: 50 %"),
        ('"hour"', '"script"', "BTS-ORAL: 75 %"),
        ("percent = 75", "is_line = false", "BTS-ORAL: paid without a line"),
        ('text = "arrêté"', 'text = " "', "BTS-ORAL: no text"),
        ('text = "arrêté"', "", "1: 'text'"),
        ("Interrogation", "", "BTS-ORAL: no title"),
        ("BTS-ORAL", "bts-oral", "bts-oral: not a code"),
        ("BTS-ORAL", "B" * 21, "not a code"),
        ("percent", "percents", "1: percents"),
        ("[[code]]", "[[code", "line"),
    ],
)
def test_a_faulty_file_of_codes_is_refused_with_its_fault(before, after, fault):
    with pytest.raises(TableUnsound) as refused:
        read_codes(SOUND.replace(before, after))
    assert fault in refused.value.values["faults"]


@pytest.mark.parametrize(("text", "fault"), [(SOUND * 2, "BTS-ORAL: twice"), ("", "0")])
def test_a_code_stands_once_and_there_is_one_at_least(text, fault):
    with pytest.raises(TableUnsound) as refused:
        read_codes(text)
    assert refused.value.values == {"table": codes.CODES, "faults": fault}
