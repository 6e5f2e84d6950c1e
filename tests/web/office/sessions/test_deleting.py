"""A session deleted on screen: what goes is counted, its code is typed again, what moved meanwhile is not deleted."""

import pytest
from django.urls import reverse

from massicot.anonymity import services as anonymity
from massicot.core.actor import Role
from massicot.exams.models import Session
from massicot.markers import services as markers
from tests import world
from tests.cast import CEDRES, CLAIRE, ODILE, PREPARED, candidates_csv
from tests.keeping import kept
from tests.web.office.reading import fields_of, words_of
from tests.web.visitors import visitor

pytestmark = pytest.mark.django_db

built = kept(world.opened)
DELETE = reverse("office:delete_session", args=["BTS-2017"])


@pytest.fixture
def office(built):
    return visitor(built, "office")


def test_what_is_deleted_is_counted_and_the_code_is_typed_again(office):
    page = office.get(DELETE)
    words = words_of(page)
    assert "16 candidats, avec leurs noms" in words
    assert "3 correcteurs du vivier" in words
    form = fields_of(page, DELETE)
    for typed in ("", "BTS-2018"):
        assert office.post(DELETE, form | {"code": typed}).status_code == 422
    assert Session.objects.count() == 1
    answer = office.post(DELETE, form | {"code": " bts-2017 "}, follow=True)
    assert answer.redirect_chain == [(reverse("office:sessions"), 303)]
    assert "La session BTS-2017 est supprimée" in words_of(answer)
    assert not Session.objects.exists()


def test_the_journal_tells_of_it_and_leads_nowhere(office):
    office.post(DELETE, fields_of(office.get(DELETE), DELETE) | {"code": "BTS-2017"})
    page = office.get(reverse("office:journal"))
    assert "session supprimée Session BTS-2017" in words_of(page)
    assert reverse("office:session", args=["BTS-2017"]) not in page.content.decode()
    assert office.get(DELETE).status_code == 404


def test_what_came_since_the_page_was_opened_is_not_deleted_unseen(built, office):
    form = fields_of(office.get(DELETE), DELETE) | {"code": "BTS-2017"}
    more = world.read_table(built.session, candidates_csv([f"NOM{rank}" for rank in range(20)]))
    anonymity.import_candidates(session=built.session, table=more, key=None, by=ODILE, at=PREPARED)
    answer = office.post(DELETE, form)
    assert (answer.status_code, "20 candidats" in words_of(answer)) == (422, True)
    assert office.post(DELETE, fields_of(answer, DELETE) | {"code": "BTS-2017"}).status_code == 303


def test_somebody_invited_is_named_with_both_ways_out(office):
    markers.appoint(email=CLAIRE.login, role=Role.EXAM_CENTRE, scope=CEDRES, by=ODILE, at=PREPARED)
    words = words_of(office.get(DELETE))
    assert CLAIRE.login in words
    assert "archivez-la" in words
    assert Session.objects.count() == 1
