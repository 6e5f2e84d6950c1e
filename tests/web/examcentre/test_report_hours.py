"""The hours of a room report: of who came late to a room that began late, of a paper that goes past midnight."""

from datetime import UTC, datetime, time

import pytest

from massicot.exams.models import Paper
from massicot.results import services as results
from massicot.roomreports import queries
from massicot.web.examcentre.clock import following, nearest
from tests import room_reports, world
from tests.cast import CEDRES, CLAIRE, EVENING, candidate_number
from tests.keeping import kept
from tests.web.examcentre.desk import address, claire, page
from tests.web.examcentre.test_reports import SIGNED

pytestmark = pytest.mark.django_db

built = kept(world.sat)


def send(act, fields):
    return claire().post(address(act, "A1"), fields, follow=True)


def come_late(built, typed):
    results.reopen_day(paper=built.paper, centre_uai=CEDRES, reason="À revoir.", by=CLAIRE, at=EVENING)
    return send("note_late", {"candidate_number": candidate_number(3), "minutes": typed})


def told():
    return page(claire(), "room_report", "A1").replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("typed", "before", "after"),
    [
        ("12", "14 h 12 (12 minutes de retard)", "14 h 17 (12 minutes de retard)"),
        ("14:12", "14 h 12 (12 minutes de retard)", "14 h 12 (7 minutes de retard)"),
        ("14:03", "14 h 03 (3 minutes de retard)", "14 h 03 (avant le début dans la salle)"),
    ],
)
def test_a_late_arrival_counts_from_the_start_of_its_room(built, typed, before, after):
    come_late(built, typed)
    assert before in told()
    assert "tant que le procès-verbal" in told()
    room_reports.sign(built)
    assert after in told()
    assert "tant que le procès-verbal" not in told()


def test_an_hour_is_let_in_within_the_hour_of_a_room_that_began_late(built):
    assert send("sign_report", SIGNED | {"started": "15:00", "ended": "19:00"}).status_code == 200
    assert come_late(built, "15:20").status_code == 200
    assert "15 h 20 (20 minutes de retard)" in told()


def test_a_paper_that_goes_past_midnight_has_its_end_on_the_day_after(built):
    Paper.objects.update(
        starts_at=datetime(2017, 5, 10, 20, tzinfo=UTC), ends_at=datetime(2017, 5, 10, 23, 30, tzinfo=UTC)
    )
    assert send("sign_report", SIGNED | {"started": "22:10", "ended": "01:40"}).status_code == 200
    report = queries.report_of(built.paper.pk, CEDRES, "A1")
    began, ended = datetime(2017, 5, 10, 20, 10, tzinfo=UTC), datetime(2017, 5, 10, 23, 40, tzinfo=UTC)
    assert (report.started_at, report.ended_at) == (began, ended)


def test_an_end_before_the_start_is_no_night(built):
    assert send("sign_report", SIGNED | {"started": "14:05", "ended": "08:05"}).status_code == 422
    assert queries.report_of(built.paper.pk, CEDRES, "A1") is None


def test_an_hour_means_the_day_that_is_nearest_or_the_next_that_comes():
    late = datetime(2017, 5, 10, 23, 50, tzinfo=UTC)
    assert nearest(late, time(0, 5)) == datetime(2017, 5, 11, 0, 5, tzinfo=UTC)
    assert nearest(late, time(23, 40)) == datetime(2017, 5, 10, 23, 40, tzinfo=UTC)
    early = datetime(2017, 5, 10, 0, 5, tzinfo=UTC)
    assert nearest(early, time(23, 55)) == datetime(2017, 5, 9, 23, 55, tzinfo=UTC)
    assert following(late, time(23, 50)) == late
    assert following(late, time(23, 49)) == datetime(2017, 5, 11, 23, 49, tzinfo=UTC)
