"""How long pages are told to gather marks: from how many come and how long a save takes, never from one alone."""

import pytest

from massicot.marks import rules
from massicot.web.portal.pace import Gauge


def after_a_minute(*, saves_per_s, marks, seconds):
    """Give a gauge at the end of one minute of saves, all alike, and the pace that it tells."""
    gauge = Gauge()
    for rank in range(60 * saves_per_s):
        gauge.note(marks=marks, seconds=seconds, at=rank / saves_per_s)
    return gauge, rules.pace_for(gauge.busy_threads(60.0))


@pytest.mark.parametrize(
    ("saves_per_s", "marks", "seconds", "pace"),
    [
        (10, 1, 0.004, 1),  # a calm day
        (250, 1, 0.004, 5),  # half of a thousand markers, each mark by itself
        (84, 3, 0.004, 5),  # the same gathered: calm again would bring them all back at once
        (10, 1, 0.100, 5),  # few saves, but the disk is slow
        (110, 1, 0.004, 2),
    ],
)
def test_the_pace_follows_the_marks_and_the_time_that_they_take(saves_per_s, marks, seconds, pace):
    assert after_a_minute(saves_per_s=saves_per_s, marks=marks, seconds=seconds)[1] == pace


def test_a_server_that_is_left_alone_is_calm_again():
    gauge, pace = after_a_minute(saves_per_s=250, marks=1, seconds=0.004)
    assert pace == 5
    assert rules.pace_for(gauge.busy_threads(90.0)) == 1


def test_nobody_yet_is_calm():
    assert Gauge().busy_threads(5.0) == 0.0
