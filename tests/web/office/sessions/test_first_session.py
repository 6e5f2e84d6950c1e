"""The first session of an office: made after the example, for a day that is still to come."""

import pytest
from django.urls import reverse
from django.utils import timezone

from massicot.exams.rules import copies
from massicot.exams.rules.session_file import shipped_plan
from tests import world
from tests.cast import ODILE, PREPARED
from tests.web.office.reading import fields_of, words_of
from tests.web.visitors import signed_in

pytestmark = pytest.mark.django_db

NEW = reverse("office:new_session")


@pytest.fixture
def office():
    """Somebody of an office that has nothing yet."""
    world.markers.appoint(email=ODILE.login, role="office", scope="", by=ODILE, at=PREPARED)
    return signed_in(ODILE.login)


def test_a_session_of_the_example_is_suggested_for_a_day_to_come(office):
    form = fields_of(office.get(NEW), NEW)
    year = int(form["year"])
    plan = copies.plan_copy(shipped_plan(), code="BTS", title="", year=year)
    assert plan.papers[0].starts_at > timezone.now()
    assert year - timezone.localdate().year in {0, 1}
    assert (form["code"], form["title"].rpartition(" ")[2]) == (f"BTS-{year}", str(year))


@pytest.mark.parametrize("page", ["imports", "documents", "centres", "ladders"])
def test_every_page_that_needs_a_session_leads_to_its_making(office, page):
    assert f'href="{NEW}"' in office.get(reverse(f"office:{page}")).content.decode()


def test_a_session_that_is_created_says_where_its_work_is_listed(office):
    form = fields_of(office.get(NEW), NEW) | {"create": "1"}
    assert "La page d’accueil dit ce qu’il reste à en faire." in words_of(office.post(NEW, form, follow=True))


def test_nobody_is_alarmed_by_the_gaps_of_a_paper_to_come(office):
    office.post(NEW, fields_of(office.get(NEW), NEW) | {"create": "1"})
    words = words_of(office.get(reverse("office:ladders"), follow=True))
    assert "L’épreuve n’a pas commencé" in words
    assert "sont ouverts" not in words
