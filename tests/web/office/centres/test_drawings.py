"""Maps and bars: what the office's pages draw without a database."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import translation

from massicot.web.office.centres.charts import HEIGHT, WIDTH, chart_of
from massicot.web.office.ladder.maps import place_points

NOON = datetime(2017, 5, 12, 12, tzinfo=UTC)
TOWNS = {"Brest": (48.39, -4.49), "Strasbourg": (48.57, 7.75), "Marseille": (43.30, 5.37), "Lille": (50.63, 3.06)}


def test_north_is_up_and_west_is_left():
    frame, points = place_points(TOWNS)
    across, down = zip(*points.values(), strict=True)
    assert points["Brest"][0] == min(across)
    assert points["Strasbourg"][0] == max(across) < frame.width
    assert points["Lille"][1] == min(down)
    assert points["Marseille"][1] == max(down) < frame.height


def test_a_kilometre_east_is_as_long_as_a_kilometre_south():
    _, points = place_points(TOWNS)
    east = (points["Strasbourg"][0] - points["Brest"][0]) / 895  # km between the two meridians, at this latitude
    south = (points["Marseille"][1] - points["Lille"][1]) / 815
    assert east == pytest.approx(south, rel=0.05)


@pytest.mark.parametrize("positions", [{}, {"Brest": (48.39, -4.49)}, {"A": (48.0, 2.0), "B": (48.0, 2.0)}])
def test_no_centre_or_one_place_is_drawn_all_the_same(positions):
    frame, points = place_points(positions)
    assert points.keys() == positions.keys()
    assert frame.width <= 720


def test_a_place_alone_stands_in_the_middle_of_a_low_frame():
    frame, points = place_points({"Brest": (48.39, -4.49)})
    assert points["Brest"] == pytest.approx((frame.width / 2, frame.height / 2), abs=1)
    assert frame.height < frame.width / 2


def test_hours_without_an_arrival_have_a_bar_of_no_height():
    chart = chart_of([(NOON, 4, 200), (NOON + timedelta(hours=3), 1, 50)])
    assert [bar.span.parcels for bar in chart.bars] == [4, 0, 0, 1]
    assert [bar.height for bar in chart.bars] == [HEIGHT, 0, 0, HEIGHT / 4]
    assert chart.bars[-1].x + chart.bars[-1].width <= WIDTH


def test_long_stretches_are_told_by_the_day():
    late = NOON + timedelta(hours=80)
    chart = chart_of([(NOON, 4, 200), (NOON + timedelta(hours=1), 2, 90), (late, 1, 50)])
    assert chart.is_by_day
    assert [(bar.span.parcels, bar.span.scripts) for bar in chart.bars] == [(6, 290), (0, 0), (0, 0), (1, 50)]


def test_a_bar_alone_does_not_fill_the_page():
    (bar,) = chart_of([(NOON, 4, 200)]).bars
    assert (bar.width < WIDTH / 8, bar.height, " ".join(bar.label.split())) == (True, HEIGHT, "12/05 12 h")


@pytest.mark.parametrize(
    ("hours", "told"),
    [
        (3, ["12/05 12 h", "13 h", "14 h", "15 h"]),
        (16, ["12/05 12 h", "15 h", "18 h", "21 h", "13/05 0 h", "3 h"]),
        (72, ["12/05 12 h", "13/05 12 h", "14/05 12 h", "15/05 12 h"]),
        (96, ["12/05", "13/05", "14/05", "15/05", "16/05"]),
    ],
)
def test_the_axis_names_hours_and_the_day_where_it_changes(hours, told):
    with translation.override("fr"):
        chart = chart_of([(NOON, 4, 200), (NOON + timedelta(hours=hours), 1, 50)])
    assert [" ".join(bar.label.split()) for bar in chart.bars if bar.label] == told


def test_nothing_arrived_is_no_bar():
    assert list(chart_of([]).bars) == []
