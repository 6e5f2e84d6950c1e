"""Dates on screen: the day first and twenty-four hours, in both languages."""

from datetime import UTC, datetime

import pytest
from django.utils import formats, translation

EVENING = datetime(2017, 5, 11, 18, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "form", "written"),
    [
        ("fr", "SHORT_DATE_FORMAT", "11/05/2017"),
        ("en", "SHORT_DATE_FORMAT", "11/05/2017"),
        ("en", "SHORT_DATETIME_FORMAT", "11/05/2017 18:05"),
        ("en", "DATE_FORMAT", "11 May 2017"),
        ("en", "DATETIME_FORMAT", "11 May 2017 18:05"),
    ],
)
def test_dates_have_the_day_first_and_twenty_four_hours(language, form, written):
    with translation.override(language):
        assert formats.date_format(EVENING, form) == written
