"""A corrigendum moves the closing of mark entry: its page counts the markers, and each of them is written to."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from massicot.batches import queries as batches
from massicot.exams import queries as exams
from massicot.marks import services as mark_acts
from massicot.persons.models import Person
from massicot.post import queries as post
from tests import later_world, world
from tests.cast import ODILE
from tests.web.office.reading import fields_of, words_of
from tests.web.portal.conftest import open_window
from tests.web.visitors import visitor

pytestmark = pytest.mark.django_db

NEW = reverse("office:new_corrigendum", args=["BTS-2017", "CGE"])
BOB = "bob@tilleuls.invalid"


@pytest.fixture
def built(settings):
    """Two batches are with Bob; letters can leave."""
    settings.MASSICOT_EMAIL_URL = "smtp://mail.invalid"
    built = world.handed_out()
    open_window(opens=timedelta(days=-4000))
    return built


@pytest.fixture
def office(built):
    return visitor(built, "office")


def written(office, **dates):
    """Write a draft, of one that moves the closing by a day if no date is named; give its address."""
    later = timezone.localtime(exams.paper_by_code("BTS-2017", "CGE").entry_closes_at + timedelta(days=1)).strftime(
        "%Y-%m-%dT%H:%M"
    )
    form = {"reference": "DIEC/17-901", "dated_on": timezone.localdate().isoformat(), "text": "Un jour de plus."}
    calendar = {f"calendar-{name}": value for name, value in (dates or {"entry_closes_at": later}).items()}
    answer = office.post(NEW, form | calendar)
    assert answer.status_code == 303, words_of(answer)
    return answer["Location"]


def apply(office, draft):
    address = draft + "appliquer/"
    return office.post(address, fields_of(office.get(draft), address))


def letters_to_bob():
    return [post.body_of(letter) for letter in post.letters().filter(to=BOB)]


def test_each_marker_is_counted_before_and_told_once_it_is_applied(office, built):
    draft = written(office)
    page = words_of(office.get(draft))
    assert "1 correcteur a des lots non verrouillés. Chacun est prévenu par courriel" in page
    assert letters_to_bob() == []
    assert apply(office, draft).status_code == 303
    (letter,) = letters_to_bob()
    assert "Motif : Rectificatif DIEC/17-901." in letter


def give_more_time(built, **more):
    closes_at = exams.paper_by_id(built.paper.pk).entry_closes_at + timedelta(**more)
    for batch in batches.batches_of(built.paper.pk):
        given = {"batch_code": batch.code, "closes_at": closes_at, "reason": "Grève des trains."}
        mark_acts.extend_batch(**given, by=ODILE, at=timezone.now())


def test_more_time_that_ends_before_the_new_closing_keeps_no_marker_from_being_told(office, built):
    give_more_time(built, hours=12)
    draft = written(office)
    assert "1 correcteur a des lots non verrouillés" in words_of(office.get(draft))
    assert apply(office, draft).status_code == 303
    assert len(letters_to_bob()) == 1


def test_more_time_that_ends_after_the_new_closing_concerns_no_marker(office, built):
    give_more_time(built, days=2)
    draft = written(office)
    assert "non verrouillés" not in words_of(office.get(draft))
    assert apply(office, draft).status_code == 303
    assert letters_to_bob() == []


def test_a_marker_with_no_right_address_holds_nothing_up(office, built):
    Person.objects.update(email="BOB")
    assert apply(office, written(office)).status_code == 303
    assert letters_to_bob() == []


def test_without_a_mail_server_the_page_says_to_call_and_no_letter_waits(office, built, settings):
    settings.MASSICOT_EMAIL_URL = ""
    draft = written(office)
    assert "ils ne le lisent que sur la page de leur lot ; appelez-les" in words_of(office.get(draft))
    assert apply(office, draft).status_code == 303
    assert letters_to_bob() == []


def test_another_date_concerns_no_marker(office):
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    dates = {"marking_closes_on": tomorrow, "return_by": f"{tomorrow}T17:00"}
    assert "non verrouillés" not in words_of(office.get(written(office, **dates)))


def test_locked_batches_concern_no_marker(office, built):
    later_world.locked(built)
    assert "non verrouillés" not in words_of(office.get(written(office)))


def test_a_batch_locked_since_the_page_was_shown_is_looked_at_again(office, built):
    draft = written(office)
    address = draft + "appliquer/"
    seen = fields_of(office.get(draft), address)
    later_world.locked(built)
    assert office.post(address, seen).status_code == 422
    assert letters_to_bob() == []
