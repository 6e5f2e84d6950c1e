"""What an incident holds back: the lifting of its paper, and a word when its session is archived."""

import pytest
from django.urls import reverse

from massicot.results import queries as results
from massicot.results import services as result_acts
from massicot.results.rules import IncidentsUnread
from massicot.roomreports.rules import FollowUp, IncidentKind
from tests import later_world, room_reports
from tests.cast import ODILE, TYPING
from tests.keeping import kept
from tests.web.examcentre.desk import text_of
from tests.web.visitors import PAPER, signed_in

pytestmark = pytest.mark.django_db

built = kept(later_world.locked)


def lift(built):
    seen = results.shown_lifting(built.paper).seen
    result_acts.lift(paper=built.paper, seen=seen, by=ODILE, at=TYPING)


def lifting_page():
    return text_of(signed_in(ODILE.login).get(reverse("office:lifting", kwargs=PAPER)))


def test_a_suspicion_of_which_nobody_has_said_a_word_bars_the_lifting(built):
    incident = room_reports.note(built)
    with pytest.raises(IncidentsUnread, match="9900001W A1"):
        lift(built)
    assert "dans 1 salle, un incident touche un résultat" in lifting_page()
    room_reports.follow(built, incident)
    lift(built)
    assert "1 dossier de fraude est ouvert" in lifting_page().replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize("kind", [IncidentKind.ILLNESS, IncidentKind.LEFT_EARLY, IncidentKind.OTHER])
def test_what_touches_no_result_is_counted_and_bars_nothing(built, kind):
    room_reports.note(built, kind)
    assert "1 incident en salle n’a pas encore de suite arrêtée" in lifting_page()
    lift(built)


def test_an_incident_with_its_end_is_told_no_more(built):
    room_reports.follow(built, room_reports.note(built), FollowUp.MISTAKE)
    assert "en salle" not in lifting_page()


def test_a_session_put_away_tells_of_incidents_without_an_end(built):
    room_reports.note(built)
    undone = [str(phrase) for phrase in results.open_work(built.session, TYPING).undone]
    assert "1 incident of CGE in a room has no end." in undone
