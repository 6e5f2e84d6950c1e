"""Signing in with a mark sheet, and waiting after wrong attempts."""

from datetime import timedelta

import pytest

from massicot.core.attempts import wait_after
from massicot.marks import rules, services
from massicot.marks.models import SignInAttempts
from massicot.marks.rules import sheets
from massicot.marks.rules.sheets import ADDRESS, SHEET, SignInPaused
from tests.cast import TYPING


@pytest.fixture
def sheet(desk):
    return desk.world.sheets[desk.wood.batch.code]


def attempt(sheet, at=TYPING, **typed):
    values = {"site": sheet.site, "identifier": sheet.identifier, "password": sheet.password} | typed
    return services.open_batch(**values, at=at)


def fail(sheet, times=1, at=TYPING, **typed):
    for _ in range(times):
        with pytest.raises(sheets.SheetUnknown):
            attempt(sheet, at=at, password="AAAAA-AAAAA-AAAA", **typed)


def test_what_the_sheet_says_opens_its_batch(sheet, desk):
    assert attempt(sheet).batch_id == desk.wood.batch.pk


@pytest.mark.parametrize("site", ["A02", "a02", "AO2", "a-o2", " A 02 "])
def test_the_letter_o_is_read_as_zero_in_the_site_code(sheet, site):
    assert attempt(sheet, site=site)


def test_case_spaces_and_dashes_do_not_matter(sheet):
    spaced = " ".join(sheet.password.replace("-", "").lower())
    assert attempt(sheet, identifier=f" {sheet.identifier[:3].lower()}-{sheet.identifier[3:]}", password=spaced)


@pytest.mark.parametrize(
    "typed", [{"site": "A03"}, {"identifier": "ZZZZZZ"}, {"password": "AAAAA-AAAAA-AAAA"}, {"password": ""}]
)
def test_any_wrong_part_gives_one_and_the_same_answer(sheet, typed):
    with pytest.raises(sheets.SheetUnknown) as refused:
        attempt(sheet, **typed)
    assert refused.value.values == {}


def test_an_unknown_identifier_costs_as_many_queries_as_a_wrong_password(sheet, django_assert_num_queries):
    fail(sheet)
    fail(sheet, identifier="ZZZZZZ")
    for identifier in (sheet.identifier, "ZZZZZZ"):
        with django_assert_num_queries(5):
            fail(sheet, identifier=identifier)


def test_one_sheet_does_not_open_another_batch(sheet, desk):
    other = desk.world.sheets[desk.water.batch.code]
    with pytest.raises(sheets.SheetUnknown):
        attempt(sheet, password=other.password)


def test_free_failures_cost_no_wait_then_even_the_right_password_waits(sheet):
    fail(sheet, SHEET.free)
    fail(sheet)
    with pytest.raises(rules.TooManyAttempts) as refused:
        attempt(sheet)
    assert refused.value.values == {"seconds": 2}
    assert attempt(sheet, at=TYPING + timedelta(seconds=2))


def test_an_unknown_identifier_waits_like_a_known_one(sheet):
    fail(sheet, SHEET.free + 1, identifier="ZZZZZZ")
    with pytest.raises(rules.TooManyAttempts):
        attempt(sheet, identifier="ZZZZZZ")


def test_an_attempt_during_the_wait_does_not_lengthen_it(sheet):
    fail(sheet, SHEET.free + 1)
    for _ in range(5):
        with pytest.raises(rules.TooManyAttempts):
            attempt(sheet, at=TYPING + timedelta(seconds=1))
    assert attempt(sheet, at=TYPING + timedelta(seconds=2))


def test_a_right_sign_in_clears_its_sheet(sheet):
    fail(sheet, SHEET.free)
    attempt(sheet)
    fail(sheet, SHEET.free)
    assert attempt(sheet)


def test_one_sheet_of_ones_own_does_not_wash_an_address_clean(sheet):
    for rank in range(ADDRESS.free):
        fail(sheet, identifier=f"ZZZZ{rank:02d}", address="203.0.113.9")
    assert attempt(sheet, address="203.0.113.9")
    fail(sheet, identifier="ZZZZZZ", address="203.0.113.9")
    with pytest.raises(rules.TooManyAttempts):
        attempt(sheet, address="203.0.113.9")
    assert attempt(sheet, address="203.0.113.10")


def test_right_sign_ins_make_nobody_wait_at_an_address_on_its_last_free_failure(sheet, desk):
    for rank in range(ADDRESS.free):
        fail(sheet, identifier=f"ZZZZ{rank:02d}", address="203.0.113.9")
    for _ in range(3):
        assert attempt(sheet, address="203.0.113.9")


def test_neither_identifiers_nor_addresses_are_kept_in_clear(sheet):
    fail(sheet, address="203.0.113.9")
    kept = str([vars(row) for row in SignInAttempts.objects.all()])
    assert sheet.identifier not in kept
    assert "203.0.113.9" not in kept


def test_attempts_of_another_day_are_swept(sheet):
    fail(sheet, identifier="ZZZZZZ")
    fail(sheet, identifier="YYYYYY", at=TYPING + timedelta(days=2))
    assert SignInAttempts.objects.count() == 1


def test_a_wait_of_minutes_is_told_by_its_end(sheet):
    at = TYPING
    for failures in range(1, SHEET.free + 7):
        with pytest.raises(sheets.SheetUnknown):
            attempt(sheet, password="WRONG", at=at)
        at += wait_after(failures, SHEET)
    with pytest.raises(SignInPaused) as refused:
        attempt(sheet, at=at - timedelta(seconds=64))
    assert refused.value.values == {"seconds": 64, "until": at}
    with pytest.raises(rules.TooManyAttempts) as refused:
        attempt(sheet, at=at - timedelta(seconds=59))
    assert type(refused.value) is rules.TooManyAttempts
    assert attempt(sheet, at=at)
