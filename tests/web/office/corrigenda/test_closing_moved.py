"""The mark entry of a paper closes at another instant: with a reason, and those whose batches are open are told."""

from datetime import datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from massicot.batches import queries as batches
from massicot.exams import queries as exams
from massicot.marks import services as mark_acts
from massicot.post import queries as post
from tests import later_world, world
from tests.cast import ODILE
from tests.web.office.reading import fields_of, words_of
from tests.web.portal.conftest import open_window
from tests.web.visitors import visitor

pytestmark = pytest.mark.django_db

PAGE = reverse("office:calendar", args=["BTS-2017", "CGE"])


@pytest.fixture
def built(settings):
    """Two batches handed out to Bob, their sheets printed; letters can leave."""
    settings.MASSICOT_EMAIL_URL = "smtp://mail.invalid"
    built = world.handed_out()
    open_window()
    return built


@pytest.fixture
def office(built):
    return visitor(built, "office")


def later(office, **typed):
    """Type a closing one day later than the page shows."""
    form = fields_of(office.get(PAGE), PAGE)
    closes_at = datetime.fromisoformat(form["entry_closes_at"]) + timedelta(days=1)
    return form | {"entry_closes_at": closes_at.isoformat()} | typed


def test_a_closing_moves_with_a_reason_that_its_markers_read(built, office):
    before = exams.paper_by_id(built.paper.pk).entry_closes_at
    refused = office.post(PAGE, later(office, save="1"))
    assert (refused.status_code, "donnez le motif" in words_of(refused)) == (422, True)
    assert office.post(PAGE, later(office, save="1", reason="Grève des transports")).status_code == 303
    moved = exams.paper_by_id(built.paper.pk).entry_closes_at - before.replace(second=0, microsecond=0)
    assert moved == timedelta(days=1)
    (letter,) = post.letters()
    assert (letter.to, "Motif : Grève des transports" in post.body_of(letter)) == ("bob@tilleuls.invalid", True)


def test_what_follows_counts_the_markers_who_are_told(office):
    assert "1 correcteur a des lots non verrouillés. L’enregistrement dit à chacun par courriel" in shown(office)


def test_no_marker_is_told_once_every_batch_is_locked(settings):
    settings.MASSICOT_EMAIL_URL = "smtp://mail.invalid"
    office = visitor(later_world.locked(), "office")
    open_window()
    assert "des lots non verrouillés" not in shown(office)
    assert office.post(PAGE, later(office, save="1", reason="Grève")).status_code == 303
    assert not post.letters().exists()


def shown(office):
    return words_of(office.post(PAGE, later(office), headers={"HX-Request": "true"}))


def test_whoever_was_given_more_time_for_a_batch_is_not_told_of_a_closing_that_is_not_theirs(built, office):
    now = timezone.now()
    for batch in batches.batches_of(built.paper.pk):
        until = {"closes_at": now + timedelta(days=20), "reason": "Maladie"}
        mark_acts.extend_batch(batch_code=batch.code, **until, by=ODILE, at=now)
    office.post(PAGE, later(office, save="1", reason="Grève"))
    assert not post.letters().exists()
