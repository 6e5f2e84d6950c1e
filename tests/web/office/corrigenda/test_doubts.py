"""What does not agree between a paper's dates and its session is told where they move, and refuses nothing."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from massicot.exams.models import Session
from massicot.exams.rules.corrigenda import CalendarChange
from tests import flips, world
from tests.keeping import kept
from tests.web.office.corrigenda.test_calendar import PAGE, PART, later_end, moved, now_of
from tests.web.office.reading import fields_of, words_of
from tests.web.visitors import visitor

pytestmark = pytest.mark.django_db


def of_this_year():
    """The world a month ahead, its session of the year of its paper."""
    made = moved(world.opened())
    Session.objects.update(year=made.paper.starts_at.year)
    return made


built = kept(of_this_year)
WRITTEN = "vérifiez ses dates"


@pytest.fixture
def office(built):
    return visitor(built, "office")


def test_a_paper_moved_into_another_year_is_told_before_and_after_it_is_saved(built, office):
    assert WRITTEN not in words_of(office.get(PAGE))
    form = fields_of(office.get(PAGE), PAGE)
    later = timezone.localtime(built.paper.starts_at + timedelta(days=366))
    day = later.strftime("%Y-%m-%d")
    typed = form | {name: f"{day}T{form[name].partition('T')[2]}" for name in ("starts_at", "ends_at")}
    typed |= dict.fromkeys(("marking_opens_on", "marking_closes_on"), day)
    typed |= {"entry_opens_at": f"{day}T22:00", "entry_closes_at": f"{day}T23:00", "return_by": f"{day}T23:00"}
    assert WRITTEN in words_of(office.post(PAGE, typed, headers=PART))
    assert office.post(PAGE, typed | {"save": "1"}).status_code == 303
    assert now_of(built).starts_at.year == later.year
    assert WRITTEN in words_of(office.get(PAGE))


def test_an_hour_more_says_nothing_of_years(office):
    assert WRITTEN not in words_of(office.post(PAGE, later_end(office), headers=PART))


def test_a_corrigendum_that_moves_a_paper_into_another_year_says_so(built, office):
    now = timezone.now()
    far = CalendarChange(entry_closes_at=built.paper.entry_closes_at + timedelta(days=365))
    for calendar, told in ((far, "vérifiez son année"), (CalendarChange(despatch_hours=72), "")):
        draft = flips.drafted(built, reference=f"D-{len(told)}", calendar=calendar, at=now)
        words = words_of(office.get(reverse("office:corrigendum", args=["BTS-2017", "CGE", draft.pk])))
        assert (told in words, "vérifiez" in words) == (True, bool(told))


def test_a_rehearsal_whose_dates_are_moved_on_purpose_is_told_nothing(office):
    Session.objects.update(is_rehearsal=True, year=2001)
    assert "vérifiez" not in words_of(office.get(PAGE))
