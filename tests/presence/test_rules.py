"""Signatures and people, hours and half-days, letters and their codes, the day that is sent."""

from datetime import UTC, date, datetime, timedelta

import pytest

from massicot.core.refused import Refused
from massicot.core.wall import TextNamesCandidate
from massicot.missions.rules.hours import HalfDay
from massicot.presence.rules import Presence, registers, sending
from massicot.presence.rules.registers import HalfDayCount, SaidOfOthers

PRESENT, ABSENT, UNKNOWN = Presence.PRESENT, Presence.ABSENT, Presence.UNKNOWN
FORTY = HalfDayCount(present=0, absent=3, unknown=37)
DAY = date(2017, 6, 1)


def refusal(check, *given, **named):
    with pytest.raises(Refused) as caught:
        check(*given, **named)
    return caught.value


def test_as_many_have_signed_as_are_present():
    registers.check_others(FORTY, SaidOfOthers(PRESENT, 37, 37))
    registers.check_others(HalfDayCount(38, 0, 2), SaidOfOthers(ABSENT, 2, 38))


def test_everybody_may_be_absent():
    registers.check_others(HalfDayCount(0, 0, 40), SaidOfOthers(ABSENT, 40, 0))
    registers.check_others(HalfDayCount(0, 40, 0), SaidOfOthers(PRESENT, 0, 0))


@pytest.mark.parametrize(
    ("count", "said", "kind"),
    [
        (HalfDayCount(0, 0, 40), SaidOfOthers(PRESENT, 40, 41), registers.MoreSignaturesThanPeople),
        (FORTY, SaidOfOthers(PRESENT, 37, 38), registers.MoreSignaturesThanPresent),
        (FORTY, SaidOfOthers(PRESENT, 37, 36), registers.FewerSignaturesThanPresent),
        (HalfDayCount(1, 0, 2), SaidOfOthers(ABSENT, 2, 3), registers.MoreSignaturesThanPresent),
        (FORTY, SaidOfOthers(PRESENT, 38, 38), registers.ListChangedMeanwhile),
    ],
)
def test_a_count_that_differs_says_what_to_do(count, said, kind):
    assert isinstance(refusal(registers.check_others, count, said), kind)


def test_forty_one_signatures_of_forty_lead_to_whom_nobody_called():
    told = str(refusal(registers.check_others, HalfDayCount(0, 0, 40), SaidOfOthers(PRESENT, 40, 41)))
    assert told.startswith("41 signatures, and 40 on the list: add whoever came without being called")


@pytest.mark.parametrize("word", [PRESENT, ABSENT, UNKNOWN])
def test_a_line_keyed_elsewhere_meanwhile_keeps_its_word(word):
    assert isinstance(
        refusal(registers.check_word, "Bob BADIANE", ABSENT, UNKNOWN, word, is_called=True),
        registers.LineKeyedElsewhere,
    )


def test_nobody_is_absent_whom_nobody_called():
    registers.check_word("Alice AMANDE", PRESENT, PRESENT, UNKNOWN, is_called=False)
    asked = ("Alice AMANDE", PRESENT, PRESENT, ABSENT)
    assert isinstance(refusal(registers.check_word, *asked, is_called=False), registers.UncalledNotAbsent)


def test_nobody_is_said_present_before_the_first_hour():
    nine = datetime(2017, 6, 1, 9, tzinfo=UTC)
    registers.check_begun([nine, nine + timedelta(hours=1)], nine)
    assert "09:00" in str(
        refusal(registers.check_begun, [nine + timedelta(hours=1), nine], nine - timedelta(minutes=1))
    )


def test_nothing_is_keyed_of_a_day_to_come():
    registers.check_day_come(DAY, DAY)
    assert isinstance(refusal(registers.check_day_come, DAY + timedelta(days=1), DAY), registers.DayNotCome)


@pytest.mark.parametrize(
    "read", ["M-ABCDE-FGHJK", " m-abcde-fghjk ", "https://examens.invalid/c/M-ABCDE-FGHJK/0af3/", "M-ABCDE-FGHJK!"]
)
def test_a_code_is_found_in_whatever_a_scanner_reads(read):
    assert registers.letter_code(read) == "M-ABCDE-FGHJK"


def test_the_code_of_a_second_issue_keeps_its_suffix_and_another_code_is_none():
    assert registers.letter_code("https://examens.invalid/c/M-ABCDE-FGHJK-2/0af3/") == "M-ABCDE-FGHJK-2"
    for other in ("B-BTS-2017-CGE-0001", "M-ABC", "12345678K"):
        assert isinstance(refusal(registers.letter_code, other), registers.CodeUnread)


def test_a_day_is_sent_once_each_half_day_is_known_or_said_to_be_lost():
    sending.check_sending({}, 40, "")
    sending.check_sending({HalfDay.AFTERNOON: 40}, 80, "liste égarée")
    told = str(refusal(sending.check_sending, {HalfDay.AFTERNOON: 40}, 80, "  "))
    assert told.startswith("Key the afternoon first: 40 are neither present nor absent.")
    assert isinstance(refusal(sending.check_sending, {}, 0, ""), sending.NobodyOnRegister)


def test_a_remark_names_no_candidate():
    with pytest.raises(TextNamesCandidate):
        sending.check_sending({}, 1, "voir 02100000001")


def test_a_centre_is_reminded_again_after_a_while():
    now = datetime(2017, 6, 2, 9, tzinfo=UTC)
    assert sending.may_remind(None, now)
    assert not sending.may_remind(now - timedelta(hours=11), now)
    assert sending.may_remind(now - timedelta(hours=12), now)


def test_a_day_of_which_a_half_day_is_to_come_is_not_sent_whatever_is_said():
    eleven = datetime(2017, 6, 1, 11, tzinfo=UTC)
    begins = {half: sending.begins_at(half, DAY, [eleven]) for half in HalfDay}
    assert [at.hour for at in begins.values()] == [11, 13]
    told = str(refusal(sending.check_begun, begins, eleven))
    assert told.startswith("The afternoon begins at 13:00")
    sending.check_begun({HalfDay.MORNING: eleven}, eleven)
    sending.check_begun(begins, eleven + timedelta(hours=2))
