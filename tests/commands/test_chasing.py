"""Whom a worker chases of the markers: batches complete and not locked, batches about to close, batches closed."""

from datetime import UTC, datetime, timedelta

import pytest

from massicot.commands.worker import reminders
from massicot.marks import services as mark_acts
from massicot.persons.models import Person
from massicot.post import queries
from massicot.results import services as result_acts
from tests import later_world
from tests.cast import ODILE

pytestmark = pytest.mark.django_db

SIX = datetime(2017, 6, 2, 4, tzinfo=UTC)
"""Six in the morning in Paris, while mark entry is open."""


@pytest.fixture
def typed(settings):
    """Both batches typed by Bob, not locked; mails are sent."""
    settings.MASSICOT_EMAIL_URL = "smtp://localhost"
    return later_world.typed()


def to_bob():
    return [letter for letter in queries.letters().order_by("pk") if letter.to == "bob@tilleuls.invalid"]


def test_who_completed_their_batches_and_locked_none_is_written_to_once_a_morning(typed):
    reminders.write_due(SIX)
    reminders.write_due(SIX + timedelta(minutes=30))
    (letter,) = to_bob()
    assert letter.occasion == "batches-complete:BTS-2017/CGE/BOB/2017-06-07T17:00/2017-06-02"
    assert all(code in queries.body_of(letter) for code in typed.sheets)
    reminders.write_due(SIX + timedelta(days=1))
    assert len(to_bob()) == 2


def test_a_batch_with_more_time_is_told_of_its_own_closing(typed):
    first, second = sorted(typed.sheets)
    later = typed.paper.entry_closes_at + timedelta(days=2)
    mark_acts.extend_batch(batch_code=first, closes_at=later, reason="Panne", by=ODILE, at=SIX)
    reminders.write_due(typed.paper.entry_closes_at)
    (late,) = [letter for letter in to_bob() if letter.occasion.startswith("closed-unlocked")]
    body = queries.body_of(late)
    assert second in body
    assert first not in body


def test_a_locked_batch_leaves_its_marker_in_peace_and_so_does_a_house_without_mail(typed, settings):
    later_world.lock_all(typed)
    reminders.write_due(SIX)
    assert to_bob() == []
    result_acts.unlock_batch(batch_code=min(typed.sheets), reason="Total", by=ODILE, at=SIX)
    settings.MASSICOT_EMAIL_URL = ""
    reminders.write_due(SIX)
    assert to_bob() == []


def test_a_marker_without_a_good_address_stops_nobody(typed):
    Person.objects.filter(identifier="BOB").update(email="bob")
    assert reminders.write_due(SIX) == 0
