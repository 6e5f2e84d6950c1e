"""A corrigendum as each it concerns reads it: what changes, and "I have read it"."""

import pytest
from django.test import RequestFactory
from django.urls import reverse

from massicot.accounts import queries as accounts
from massicot.core.actor import Role
from massicot.exams.rules import RouteKind
from massicot.markers import services as marker_acts
from massicot.web.shared import corrigendum as page
from tests import flips, world
from tests.cast import CLAIRE, MURIERS, ODILE, OMAR, PREPARED
from tests.keeping import kept
from tests.web.office.reading import words_of
from tests.web.visitors import signed_in, visitor

pytestmark = pytest.mark.django_db


def told():
    """The world with a corrigendum that Les Cèdres, the marking centre and Omar are told of."""
    built = world.prepared()
    built.corrigendum = flips.drafted(built, flips.route("Bordeaux", RouteKind.ON_SITE))
    flips.applied(built.corrigendum)
    return built


built = kept(told)


@pytest.fixture
def address(built):
    """Where it is read."""
    return reverse("shared:corrigendum", args=[built.corrigendum.pk])


@pytest.mark.parametrize("who", ["exam-centre", "marking-centre", "office"])
def test_each_it_concerns_reads_it_and_says_so_once(built, address, who):
    reader = signed_in(OMAR.login) if who == "office" else visitor(built, who)
    words = words_of(reader.get(address))
    assert "Académie pilote Bordeaux copies numérisées (CMEN), Lycée Jean Perrin" in words
    assert "correction sur site (EN)" in words
    assert ("réimprimez" in words) is (who == "exam-centre")
    assert reader.post(address)["Location"] == reverse("shared:home")
    again = reader.get(address)
    assert "Je l’ai lu" not in words_of(again)
    assert "Lu le" in words_of(again)
    assert reader.post(address).status_code == 422


def test_whom_it_does_not_concern_does_not_find_it(built, address):
    for who in ("marker", "school", "finance", "inspector"):
        assert visitor(built, who).get(address).status_code == 404
    marker_acts.appoint(email="m@muriers.invalid", role=Role.EXAM_CENTRE, scope=MURIERS, by=ODILE, at=PREPARED)
    assert signed_in("m@muriers.invalid").get(address).status_code == 404
    marker_acts.appoint(email="olga@bureau.invalid", role=Role.OFFICE, scope="", by=ODILE, at=PREPARED)
    assert signed_in("olga@bureau.invalid").get(address).status_code == 404


def test_whoever_applied_it_finds_that_they_have_read_it(built, address):
    words = words_of(visitor(built, "office").get(address))
    assert "Lu le" in words
    assert "Je l’ai lu" not in words


def test_a_draft_is_read_by_nobody(built):
    draft = flips.drafted(built, flips.route("Nice", RouteKind.ON_SITE), reference="DIEC/2")
    assert visitor(built, "office").get(reverse("shared:corrigendum", args=[draft.pk])).status_code == 404


def test_it_is_a_task_of_each_desk_until_it_is_read(built, address):
    request = RequestFactory().get("/")
    request.user = accounts.known_account(CLAIRE.login)
    (task,) = page.tasks_of(request)
    assert (task.address, task.heading) == (address, "Brevet de technicien supérieur, session 2017 – CGE")
    visitor(built, "exam-centre").post(address)
    assert page.tasks_of(request) == []
