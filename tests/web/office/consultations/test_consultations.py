"""Requests to see a script in the browser: noted, checked, shown, refused, taken back; watched on the home page."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from massicot.custody.models import Item
from massicot.exams.models import Session
from massicot.results.models import Consultation
from massicot.results.rules.consultations import months_after
from tests import later_world
from tests.cast import ODILE, candidate_number
from tests.documents.reading import Reader
from tests.keeping import kept
from tests.web.office.lifting.lately import address, entry_of, key_there, lifted_lately, read
from tests.web.office.reading import words_of
from tests.web.visitors import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures(key_there.__name__)]

built = kept(lifted_lately)

BORN = {5: "1997-03-06", 9: "1997-03-01", 2: "1997-03-03"}


def send(name, *more, **fields):
    return signed_in(ODILE.login).post(address(name, *more), fields)


def ask(rank, **fields):
    asked = {
        "candidate_number": candidate_number(rank),
        "born_on": BORN[rank],
        "asked_by": "candidate",
        "received_on": timezone.localdate().isoformat(),
    }
    return send("ask_consultation", **asked | fields)


def asked_of(built, rank):
    return Consultation.objects.filter(entry_id=entry_of(built, rank)).latest("pk").pk


def home():
    return words_of(signed_in(ODILE.login).get(reverse("office:home")))


def come_back(built, *ranks):
    """Have the scripts of some candidates come back to the office."""
    numbers = [later_world.number_of(built, rank) for rank in ranks]
    Item.objects.filter(kind="script", ref__in=numbers).update(place="office", place_ref="", inside="")


def test_it_is_noted_checked_shown_and_leaves_the_home_page(built):
    come_back(built, 5)
    answer = ask(5)
    row = asked_of(built, 5)
    assert answer["Location"] == address("consultation", row)
    assert "1 demande de consultation attend sa réponse." in home()
    assert send("check_asker", row, proof="passport", seen=1).status_code == 303
    assert address("consult_script", entry_of(built, 5)) in read("consultation", row).content.decode()
    assert send("note_shown", row, words="Odile", seen=2).status_code == 303
    page = words_of(read("consultation", row))
    assert "Montrée sur place" in page
    assert "un passeport" in page
    assert "le jury en est seul juge" in page
    assert "demande de consultation" not in home()


def test_a_refusal_says_how_it_is_contested_and_is_taken_back(built):
    ask(5)
    row = asked_of(built, 5)
    assert send("refuse_consultation", row, words="", seen=1).status_code == 422
    send("refuse_consultation", row, words="Copie numérisée.", seen=1)
    page = words_of(read("consultation", row))
    assert "Copie numérisée." in page
    assert "CADA" in page
    send("take_back_consultation", row, words="Erreur.", seen=2)
    assert "Demandée" in words_of(read("consultation", row))
    assert "1 demande de consultation attend sa réponse." in home()


@pytest.mark.parametrize(
    ("days", "told"),
    [(0, "un mois de silence vaut refus"), (40, "la personne peut saisir"), (120, "s’est terminé le")],
)
def test_silence_is_told_on_the_page_of_a_request(built, days, told):
    ask(5)
    Consultation.objects.update(received_on=timezone.localdate() - timedelta(days=days))
    assert told in words_of(read("consultation", asked_of(built, 5)))


def test_silence_is_told_on_the_home_page_apart_from_what_still_has_its_month(built):
    ask(5)
    ask(9)
    today = timezone.localdate()
    silent = today - timedelta(days=40)
    assert months_after(silent, 1) < today
    Consultation.objects.filter(entry_id=entry_of(built, 5)).update(received_on=silent)
    page = home()
    assert "1 demande de consultation est restée un mois sans réponse : cela vaut refus." in page
    assert "1 demande de consultation attend sa réponse." in page


def test_asked_twice_of_a_namesake_or_of_an_impossible_day_nothing_is_noted(built):
    ask(5)
    for fields, told in (
        ({}, "a déjà une demande"),
        ({"born_on": "1997-03-07"}, "Un homonyme a un autre numéro"),
        ({"received_on": "2999-01-01"}, "qui est à venir"),
        ({"asked_by": "parents"}, "Sélectionnez un choix valide"),
    ):
        answer = ask(5, **fields)
        assert answer.status_code == 422
        assert told in words_of(answer)
    assert Consultation.objects.count() == 1


def test_of_an_absent_the_page_says_so_and_shows_nothing(built):
    ask(2)
    row = asked_of(built, 2)
    assert "absent" in words_of(read("consultation", row))
    send("check_asker", row, proof="passport", seen=1)
    answer = send("note_shown", row, words="Odile", seen=2)
    assert answer.status_code == 422
    assert "il n’y a pas de copie à montrer" in words_of(answer)


def test_before_the_day_after_the_results_a_court_alone_is_shown_a_script(built):
    come_back(built, 5)
    Session.objects.update(results_on=timezone.localdate())
    ask(5)
    row = asked_of(built, 5)
    send("check_asker", row, proof="passport", seen=1)
    assert "les candidats voient leur copie après ce jour" in words_of(read("consultation", row))
    answer = send("note_shown", row, words="Odile", seen=2)
    assert (answer.status_code, "après ce jour" in words_of(answer)) == (422, True)
    assert "un candidat ne voit rien avant" in words_of(read("find_script"))
    Session.objects.update(results_on=timezone.localdate() - timedelta(days=1))
    assert send("note_shown", row, words="Odile", seen=2).status_code == 303


def test_the_price_of_a_copy_is_that_of_the_session(built):
    Session.objects.update(copy_price_cents=25)
    ask(5)
    row = asked_of(built, 5)
    send("check_asker", row, proof="passport", seen=1)
    assert "0,25 € la page" in words_of(read("consultation", row))
    send("note_copied", row, pages="3", seen=2)
    assert "3 p., 0,75 €" in words_of(read("consultation", row))
    assert "0,75 €" in words_of(read("consultations"))
    send("take_back_consultation", row, words="Rien n’a été copié.", seen=3)
    assert "0,75 €" not in words_of(read("consultations"))


def test_who_is_checked_is_not_told_that_an_absent_candidate_can_be_shown_a_script(built):
    ask(2)
    row = asked_of(built, 2)
    send("check_asker", row, proof="passport", seen=1)
    page = words_of(read("consultation", row))
    assert "il n’y a pas de copie à montrer" in page
    assert "Montrée sur place" not in page
    assert "La refuser" in page


def test_an_older_page_is_refused_and_shows_what_stands(built):
    ask(5)
    row = asked_of(built, 5)
    send("check_asker", row, proof="passport", seen=1)
    answer = send("check_asker", row, proof="passport", seen=1)
    assert answer.status_code == 422
    assert "n’en est plus où cette page la montrait" in words_of(answer)


def test_the_list_is_taken_away_with_both_and_without_a_number_of_a_script(built):
    ask(5)
    ask(9, asked_by="lawyer")
    send("withdraw_consultation", asked_of(built, 9), words="Par erreur.", seen=1)
    table = read("consultations", format="csv").content.decode()
    assert candidate_number(5) in table
    assert "un avocat muni d’un mandat" in table
    assert later_world.number_of(built, 5) not in table
    assert candidate_number(9) not in read("consultations", etat="asked", format="csv").content.decode()


def test_the_way_leads_there_from_the_right_of_access(built):
    assert address("consultations") in read("find_script").content.decode()


def test_the_register_is_printed_and_no_number_of_a_script_is_in_it(built):
    ask(5)
    assert address("print_consultations") in read("consultations").content.decode()
    answer = read("print_consultations")
    assert (answer["Content-Type"], answer.content[:5]) == ("application/pdf", b"%PDF-")
    text = Reader(answer.content).text
    assert candidate_number(5) in text
    assert later_world.number_of(built, 5) not in text


def test_the_letter_of_a_refusal_is_printed_and_of_nothing_else(built):
    ask(5)
    row = asked_of(built, 5)
    assert read("print_refusal", row).status_code == 404
    send("refuse_consultation", row, words="Copie numérisée.", seen=1)
    assert address("print_refusal", row) in read("consultation", row).content.decode()
    text = Reader(read("print_refusal", row).content).text
    assert "Copie numérisée." in text
    assert later_world.number_of(built, 5) not in text
    send("take_back_consultation", row, words="Erreur.", seen=2)
    assert read("print_refusal", row).status_code == 404
