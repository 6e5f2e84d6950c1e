"""The page of the checks of a room: one press for what is in order, exceptions by seat, labels by a second person."""

import pytest

from massicot.anonymity import queries as anonymity
from massicot.candidates import queries as candidates
from massicot.candidates.rules.checks import BY_ONE, Scrutiny
from massicot.results import services
from tests import later_world, world
from tests.cast import CEDRES, CLAIRE, EVENING, KEY, candidate_number
from tests.web.examcentre.desk import address, claire, ended, keep_key, page, text_of

pytestmark = pytest.mark.django_db

ZOLA = {
    "candidate_number": "021 0000 0041",
    "surname": "ZOLA",
    "first_names": "Ada",
    "born_on": "1997-02-01",
    "specialty_code": "90001",
    "seat": "41",
    "origin_uai": "9900003y",
}


@pytest.fixture(autouse=True)
def _key(settings, tmp_path):
    keep_key(settings, tmp_path)


@pytest.fixture
def keyed():
    """The only room of Les Cèdres is keyed and confirmed; the day is open."""
    built = world.prepared()
    world.key_room(built, CEDRES, (2,), (5,))
    return built


def sent(name, **fields):
    return claire().post(address(name, "A1"), fields)


def done(built):
    return set(candidates.checks_of_room(built.paper.pk, CEDRES, "A1"))


def test_a_room_in_order_is_checked_by_one_press_and_labels_by_a_second_person(keyed):
    assert f'href="{address("room_checks", "A1")}"' in page(claire(), "room", "A1")
    assert sent("check_room", check="all").status_code == 303
    assert done(keyed) == set(BY_ONE)
    same = sent("compare_labels", stuck_by="Mme Roux", compared_by="mme roux")
    assert (same.status_code, "une seconde personne" in text_of(same)) == (422, True)
    assert sent("compare_labels", stuck_by="Mme Roux", compared_by="M. Brun").status_code == 303
    shown = page(claire(), "room_checks", "A1")
    assert "Collées par Mme Roux, rapprochées par M. Brun" in shown
    assert "Toutes les salles sont contrôlées : continuer" in shown
    assert "1 salle n’est pas contrôlée" not in page(claire(), "close_day")


def test_before_the_register_is_keyed_the_page_asks_for_three_and_leads_to_it():
    built = world.prepared()
    shown = page(claire(), "room_checks", "A1")
    assert "les trois en ordre" in shown
    assert "Les quatre" not in shown
    assert f'href="{address("room", "A1")}">L’émargement de la salle' in shown
    assert "Le compte reste à dire" in text_of(
        claire().post(address("check_room", "A1"), {"check": "all"}, follow=True)
    )
    assert done(built) == set(BY_ONE) - {Scrutiny.COUNTED}
    early = sent("check_room", check="counted")
    assert (early.status_code, "validez-le d’abord" in text_of(early)) == (422, True)


def test_before_the_paper_begins_the_page_says_from_when_and_shows_no_button():
    world.prepared()
    ended(hours_ago=-30)
    shown = page(claire(), "room_checks", "A1")
    assert "ses copies se contrôlent une fois écrites" in shown
    assert "contrôlé par moi" not in shown
    assert address("compare_labels", "A1") not in shown
    assert address("note_finding", "A1") not in shown


def test_who_comes_after_the_labels_were_compared_is_named_and_compared_alone(keyed):
    sent("check_room", check="all")
    sent("compare_labels", stuck_by="Mme Roux", compared_by="M. Brun")
    spare = anonymity.unused_spares(keyed.paper, CEDRES, anonymity.sealer_of(keyed.paper, KEY))[0]
    assert sent("add_off_list", **ZOLA, number=spare).status_code == 303
    shown = page(claire(), "room_checks", "A1")
    assert "Arrivés dans cette salle après le rapprochement" in shown
    assert "ZOLA" in shown
    assert "Ces étiquettes sont sur leurs copies" in shown
    assert sent("compare_labels", stuck_by="Mme Roux", compared_by="M. Vert").status_code == 303
    after = page(claire(), "room_checks", "A1")
    assert "rapprochées par M. Brun" in after
    assert "rapprochées par M. Vert" in after
    assert "Arrivés dans cette salle" not in after


def test_what_is_pressed_twice_says_who_was_first_and_is_taken_back(keyed):
    sent("check_room", check="pages")
    twice = sent("check_room", check="pages")
    assert (twice.status_code, "annulez d’abord ce contrôle" in text_of(twice)) == (422, True)
    assert sent("take_back_check", check="pages").status_code == 303
    assert done(keyed) == set()


def test_a_distinctive_sign_is_noted_at_its_seat_and_never_with_a_number(keyed):
    fields = {"candidate_number": candidate_number(2), "check": Scrutiny.NO_SIGN, "text": "Prénom en page 2, masqué"}
    named = sent("note_finding", **fields | {"text": f"Copie {later_world.number_of(keyed, 2)}"})
    assert (named.status_code, "aucun numéro de copie" in text_of(named)) == (422, True)
    assert sent("note_finding", **fields).status_code == 303
    assert "Prénom en page 2, masqué" in page(claire(), "room_checks", "A1")
    (found,) = candidates.findings_of_room(keyed.paper.pk, CEDRES, "A1")
    assert sent("take_back_finding", finding_id=found.pk).status_code == 303
    assert "Prénom en page 2" not in page(claire(), "room_checks", "A1")


def test_the_close_page_says_which_rooms_are_not_checked_and_nothing_is_checked_afterwards(keyed):
    assert "1 salle n’est pas contrôlée" in page(claire(), "close_day")
    world.close_day(keyed, CEDRES)
    late = sent("check_room", check="all")
    assert (late.status_code, "en fermant la boîte d’en-têtes" in text_of(late)) == (422, True)
    assert "rien n’est plus contrôlé ici" in page(claire(), "room_checks", "A1")


def test_labels_are_printed_again_for_chosen_seats(keyed):
    answer = sent("print_labels_again", candidates=[candidate_number(1)])
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert sent("print_labels_again").status_code == 422


def test_labels_of_extra_sheets_are_printed_for_chosen_seats(keyed):
    assert "On compte des copies, non des feuilles" in page(claire(), "room_checks", "A1")
    answer = sent("print_sheet_labels", candidates=[candidate_number(1)], sheets="3")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    too_many = sent("print_sheet_labels", candidates=[candidate_number(1)], sheets="10")
    assert (too_many.status_code, "de 2 à 9 feuilles" in text_of(too_many)) == (422, True)


def test_a_spare_is_stuck_for_a_candidate(keyed):
    spare = anonymity.unused_spares(keyed.paper, CEDRES, anonymity.sealer_of(keyed.paper, KEY))[0]
    assert sent("stick_spare", candidate_number=candidate_number(1), number=spare).status_code == 303
    assert later_world.number_of(keyed, 1) == spare


def test_no_spare_is_stuck_on_a_day_opened_again_and_its_page_asks_for_none(keyed):
    offered = "Pas d’imprimante"
    assert offered in page(claire(), "room_checks", "A1")
    world.close_day(keyed, CEDRES)
    said = {"centre_uai": CEDRES, "reason": "Une erreur", "by": CLAIRE, "at": EVENING}
    services.reopen_day(paper=keyed.paper, **said)
    assert offered not in page(claire(), "room_checks", "A1")
    spare = anonymity.unused_spares(keyed.paper, CEDRES, anonymity.sealer_of(keyed.paper, KEY))[0]
    late = sent("stick_spare", candidate_number=candidate_number(1), number=spare)
    assert (late.status_code, "Imprimez de nouveau l’étiquette de ce candidat" in text_of(late)) == (422, True)
