"""A candidate who sat and is not on the register."""

import pytest

from massicot.anonymity import queries as numbers
from massicot.candidates import queries as candidates
from tests import later_world, world
from tests.cast import CEDRES, KEY
from tests.keeping import kept
from tests.web.examcentre.desk import address, claire, keep_key, page, text_of
from tests.web.examcentre.registers import ABSENT, confirm, say

pytestmark = pytest.mark.django_db

built = kept(world.prepared)


@pytest.fixture(autouse=True)
def _key(settings, tmp_path):
    keep_key(settings, tmp_path)


def spares(built):
    return numbers.unused_spares(built.paper, CEDRES, numbers.sealer_of(built.paper, KEY))


def form(built, **changes):
    values = {
        "candidate_number": "021 0000 0041",
        "surname": "TARDIF",
        "first_names": "Léo",
        "born_on": "1997-02-01",
        "specialty_code": "90001",
        "seat": "41",
        "origin_uai": "9900003y",
        "number": spares(built)[0].lower(),
    }
    return values | changes


def enter(built, **changes):
    return claire().post(address("add_off_list", "A1"), form(built, **changes))


def test_the_page_says_how_many_labels_of_the_reserve_are_left(built, settings, tmp_path):
    assert "3 étiquettes de la réserve ne sont pas encore utilisées." in page(claire(), "add_off_list", "A1")
    settings.MASSICOT_ANONYMITY_KEY_FILE = str(tmp_path / "away.key")
    assert "étiquettes de la réserve ne sont" not in page(claire(), "add_off_list", "A1")


def test_a_candidate_off_the_list_is_entered_present_with_the_label_stuck_on(built):
    spare = spares(built)[0]
    assert enter(built).status_code == 303
    row = candidates.room_rows(built.paper, CEDRES, "A1")[-1]
    assert (row.surname, row.seat, row.attendance.value) == ("TARDIF", "41", "present")
    assert later_world.number_of(built, 41) == spare
    assert "hors liste" in page(claire(), "room", "A1")


def test_a_room_that_was_confirmed_is_to_be_counted_again(built):
    confirm(built, "A1", others=8, counted=8)
    here = claire()
    here.post(address("add_off_list", "A1"), form(built))
    shown = page(here, "room", "A1")
    assert "TARDIF est inscrit, présent : recomptez les copies de la salle." in shown
    assert "candidats présents : 9 – une copie de moins que de candidats présents." in shown


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"number": ""}, "sont numérotées"),
        ({"specialty_code": "90003"}, "ne sont pas numérotées"),
        ({"candidate_number": "123"}, "saisissez ses 11 chiffres"),
        ({"candidate_number": "02100000009"}, "Aucune liste ne porte ce numéro de candidat avec cette date"),
        ({"candidate_number": "02100000003"}, "sur la liste d’émargement de cette salle, place 3"),
        ({"born_on": "hier"}, "date"),
        ({"born_on": "2050-01-01"}, "n’est né en 2050"),
        ({"origin_uai": "9900003a"}, "9900003A » n’est pas l’UAI"),
        ({"seat": " 3 "}, "La place 3 de la salle A1 est celle de"),
        ({"number": "00000042W"}, "encore libre du centre Lycée des Cèdres"),
    ],
)
def test_what_cannot_be_is_refused_with_what_was_typed(built, changes, sentence):
    answer = enter(built, **changes)
    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert 'value="TARDIF"' in text_of(answer)
    assert len(candidates.entry_rows(built.paper, centre_uai=CEDRES)) == 8


def test_who_sits_at_the_seat_is_named_and_an_absent_candidate_gives_it_up(built):
    row = candidates.room_rows(built.paper, CEDRES, "A1")[2]
    assert f"est celle de {row.surname} {row.first_names} : relisez la place" in text_of(enter(built, seat="3"))
    say(built, 3, ABSENT)
    assert enter(built, seat="3").status_code == 303


def test_a_closed_day_takes_nobody_in(built):
    world.key_room(built, CEDRES, absent=(), blank=())
    world.close_day(built, CEDRES)
    answer = enter(built)
    assert (answer.status_code, "est close" in text_of(answer)) == (422, True)
