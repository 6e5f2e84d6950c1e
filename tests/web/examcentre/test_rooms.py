"""The rooms of a centre: how far each is, and which is next."""

import pytest

from tests import cast
from tests.cast import CLAIRE
from tests.keeping import kept
from tests.web.examcentre.desk import address, claire, page
from tests.web.examcentre.registers import ABSENT, NOT_KEYED, confirm, correct, in_three_rooms, say, seated, word_of

pytestmark = pytest.mark.django_db

built = kept(in_three_rooms)


def test_each_room_is_told_in_figures_with_the_button_of_the_next(built):
    say(built, 1, "absent")
    confirm(built, "1", others=2, counted=2)
    shown = page(claire(), "rooms")
    assert "Salles confirmées : 1 sur 3." in shown
    assert "Saisir la salle 2" in shown
    assert "Saisir la salle 10" not in shown


def test_a_room_to_be_counted_again_comes_before_the_others(built):
    confirm(built, "1", others=3, counted=3)
    correct(built, 1, "absent")
    assert "Recompter la salle 1" in page(claire(), "rooms")


def test_a_room_whose_difference_is_signed_is_confirmed_and_says_who_signed_and_why(built):
    confirm(built, "1", others=3, counted=2, gap_reason="une copie introuvable")
    shown = page(claire(), "rooms")
    assert "Saisir la salle 2" in shown
    assert '<td data-title="État">confirmée, écart signé</td>' in shown
    told = page(claire(), "room", "1")
    assert "candidats présents : 3 – une copie de moins que de candidats présents." in told
    assert f"Signé par {CLAIRE.login} : une copie introuvable" in told
    assert "À recompter" not in told


def test_once_every_room_is_confirmed_the_day_is_next(built):
    for room, count in (("1", 3), ("2", 3), ("10", 2)):
        confirm(built, room, others=count, counted=count)
    shown = page(claire(), "rooms")
    assert "Salles confirmées : 3 sur 3." in shown
    assert address("close_day") in shown


def test_the_list_is_filtered_and_taken_away(built):
    confirm(built, "1", others=3, counted=3)
    waiting = claire().get(address("rooms") + "?state=to-key").content.decode()
    assert address("room", "10") in waiting
    assert address("room", "1") not in waiting.split("<tbody>")[1]
    table = claire().get(address("rooms") + "?format=csv").content.decode("utf-8-sig").splitlines()
    assert (
        table[0] == "Salle;Attendus;Présents;dont copies blanches;Absents;À saisir;Copies comptées;Contrôles faits;"
        "État;Procès-verbal de salle"
    )
    assert table[1].startswith("1;3;3;0;0;0;3;0;")


def test_a_room_that_is_not_there_is_not_found(built):
    assert claire().get(address("room", "12")).status_code == 404


@pytest.mark.parametrize("name", ["Amphi B", "B/12", "..", "50 %", "Étage 1", ""])
def test_a_room_of_any_name_has_its_page_and_its_acts(built, name):
    seated(built, [name] * 8)
    assert claire().get(address("room", name)).status_code == 200
    form = {"candidate_number": cast.candidate_number(1), "seen": NOT_KEYED, "word": ABSENT}
    assert claire().post(address("key_line", name), form).status_code == 303
    assert word_of(built, 1) == ABSENT
