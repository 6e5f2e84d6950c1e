"""Incidents in the rooms on the office's pages: counted, listed, taken away, each followed to its end."""

import pytest
from django.urls import reverse

from massicot.core import codes
from massicot.exams.models import Institution
from massicot.roomreports import queries
from massicot.roomreports.rules import ENDS, FollowUp, IncidentKind
from tests import room_reports, world
from tests.cast import CEDRES, MURIERS, ODILE
from tests.keeping import kept
from tests.web.examcentre.desk import ended, text_of
from tests.web.visitors import PAPER, signed_in

pytestmark = pytest.mark.django_db


def something_happened():
    """A suspicion at Les Cèdres, an alarm at Les Mûriers whose surname begins like a formula."""
    built = world.sat()
    built.fraud = room_reports.note(built, rank=4)
    built.alarm = room_reports.note(built, IncidentKind.DISTURBANCE, 0, "=Alarme de dix minutes", centre=MURIERS)
    return built


built = kept(something_happened)


@pytest.fixture
def odile():
    return signed_in(ODILE.login)


def address(incident=None):
    if incident is None:
        return reverse("office:incidents", kwargs=PAPER)
    return reverse("office:incident", kwargs=PAPER | {"incident_id": incident.pk})


def say(odile, incident, word=FollowUp.FRAUD_FILE, seen=FollowUp.OPEN, reason="Dossier transmis."):
    fields = {"word": word.value, "seen": seen.value, "reason": reason}
    return odile.post(address(incident), fields, follow=True)


def test_what_has_no_end_is_on_the_home_page_until_it_has_one(built, odile):
    ended(10)
    home = text_of(odile.get("/bureau/"))
    assert "2 incidents en salle n’ont pas encore de suite arrêtée" in home
    assert "1 touche un résultat et personne n’en a rien dit" in home
    say(odile, built.fraud)
    assert "touche un résultat" not in text_of(odile.get("/bureau/"))
    say(odile, built.fraud, FollowUp.FRAUD_DECIDED, FollowUp.FRAUD_FILE)
    say(odile, built.alarm, FollowUp.NO_FOLLOW_UP)
    assert "en salle" not in text_of(odile.get("/bureau/"))


@pytest.mark.both("the database searches and sorts here")
def test_the_list_says_where_who_and_what_and_is_searched_by_name(built, odile):
    shown = text_of(odile.get(address()))
    for said in ("Lycée des Cèdres", "DATTE Camille", "Fraude suspectée", "aucune réponse encore"):
        assert said in shown
    found = text_of(odile.get(address() + "?cherche=datte"))
    assert "Fraude suspectée</a>" in found
    assert "Alarme" not in found
    by_name = text_of(odile.get(address() + "?tri=-name"))
    assert by_name.index("DATTE Camille") > 0


@pytest.mark.parametrize(
    ("asked", "count"), [("?suite=without-end", 2), ("?suite=open", 2), ("?suite=fraud-file", 0), ("?genre=fraud", 1)]
)
def test_the_list_is_narrowed_by_follow_up_and_by_kind(built, odile, asked, count):
    assert odile.get(address() + asked).content.decode().count('<th scope="row"') == count


def test_what_is_taken_away_says_the_same_and_is_no_formula(built, odile):
    lines = odile.get(address() + "?format=csv").content.decode("utf-8-sig").splitlines()
    assert lines[0] == "Centre d’épreuves;Salle;Place;Candidat;Incident;Ce qui s’est passé;Noté le;Suite donnée"
    assert sorted(line.split(";")[3] for line in lines[1:]) == ["", "DATTE Camille"]
    assert any("'=Alarme" in line for line in lines)


def test_each_word_is_kept_with_its_reason_and_who_said_it(built, odile):
    assert "Noté : dossier de fraude ouvert, résultat retenu." in text_of(say(odile, built.fraud)).replace("\xa0", " ")
    shown = text_of(odile.get(address(built.fraud)))
    assert "Dossier transmis." in shown
    assert ODILE.login in shown
    assert 'value="fraud-file" required' not in shown
    assert "pas encore signé" in shown


def test_a_word_on_an_old_page_is_refused_and_the_new_one_is_read(built, odile):
    say(odile, built.fraud)
    answer = say(odile, built.fraud, FollowUp.NO_FOLLOW_UP)
    assert answer.status_code == 422
    assert "a répondu entre-temps" in text_of(answer)
    assert "Dossier transmis." in text_of(answer)
    assert queries.find_incident(built.fraud.pk, built.paper.pk).standing == FollowUp.FRAUD_FILE


@pytest.mark.parametrize("reason", ["", f"copie {codes.number_of(42)}"])
def test_a_word_has_a_reason_and_no_number_in_it(built, odile, reason):
    assert say(odile, built.fraud, reason=reason).status_code == 422


def test_an_incident_of_another_paper_is_not_found(built, odile):
    elsewhere = reverse("office:incident", kwargs=PAPER | {"incident_id": built.fraud.pk + 1000})
    assert odile.get(elsewhere).status_code == 404


def test_a_paper_where_nothing_happened_says_so(built, odile):
    queries.RoomIncident.objects.all().delete()
    assert "Aucun procès-verbal de salle n’a noté d’incident." in text_of(odile.get(address()))


def test_the_page_says_whom_to_call_which_words_end_it_and_what_follows(built, odile):
    Institution.objects.filter(uai=CEDRES).update(telephone="04 91 00 00 00")
    shown = text_of(odile.get(address(built.fraud)))
    assert "04 91 00 00 00" in shown
    ends = shown.count("clôt l’incident")
    say(odile, built.fraud)
    assert (ends, text_of(odile.get(address(built.fraud))).count("clôt l’incident")) == (len(ENDS), len(ENDS))
    say(odile, built.fraud, FollowUp.MISTAKE, FollowUp.FRAUD_FILE)
    assert text_of(odile.get(address(built.fraud))).count("clôt l’incident") == len(ENDS) - 1
