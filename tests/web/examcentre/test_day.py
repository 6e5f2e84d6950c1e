"""The day closed on its page: the gap named with where to look first, a reason, opened again; strips filed."""

import pytest

from massicot.anonymity import queries as anonymity
from massicot.candidates import queries as candidates
from massicot.candidates import services as attendance
from massicot.candidates.rules import Attendance
from tests import boxing, world
from tests.cast import CEDRES, CLAIRE, EVENING, candidate_number
from tests.web.examcentre.desk import address, claire, keep_key, page, text_of

pytestmark = pytest.mark.django_db

RIGHT = {"items_in_hand": "6", "labels_used": "6", "strips_boxed": "6"}


@pytest.fixture(autouse=True)
def _key(settings, tmp_path):
    keep_key(settings, tmp_path)


@pytest.fixture
def keyed():
    """The only room of Les Cèdres is keyed: one absent, on site; six items to hold."""
    built = world.prepared()
    world.key_room(built, CEDRES, (2,), (5,))
    return built


def close(**changes):
    return claire().post(address("close_day"), {**RIGHT, **changes})


def is_closed(built):
    return candidates.is_day_closed(built.paper.pk, CEDRES)


def test_the_step_of_the_evening_holds_its_form_and_closes_the_day(keyed):
    assert 'name="items_in_hand"' in page(claire(), "paper")
    answer = close()
    assert (answer.status_code, answer["Location"]) == (303, address("paper"))
    assert is_closed(keyed)
    assert "Copies en main : 6 ; étiquettes utilisées : 6 ; en-têtes : 6." in page(claire(), "paper")


def test_the_form_says_that_any_parcel_ends_the_opening_again(keyed):
    text = page(claire(), "close_day")
    assert "La journée peut être rouverte, avec un motif, tant qu’aucun paquet n’est fait." in text


def test_before_anything_is_typed_the_page_does_not_tell_what_it_expects(keyed):
    text = page(claire(), "close_day")
    assert "Les registres font" not in text
    assert "À vérifier en premier" not in text


def test_a_gap_is_named_and_what_was_typed_is_kept(keyed):
    answer = close(items_in_hand="5", labels_used="7")
    text = text_of(answer)
    assert answer.status_code == 422
    assert "5 copies en main (il en manque 1), 7 étiquettes utilisées (1 de trop), 6 en-têtes (le compte y est)" in text
    assert 'value="7"' in text
    assert "Les registres comptent 6 copies." in text
    assert not is_closed(keyed)


def test_items_that_make_the_present_exactly_point_to_the_copies_of_the_absent(keyed):
    assert "Il y a autant de copies que de présents" in text_of(close(items_in_hand="5"))
    assert "Il y a autant de copies que de présents" not in text_of(close(items_in_hand="4"))


@pytest.mark.parametrize("counts", [("8", "8", "8"), ("8", "6", "6"), ("8", "8", "6")])
def test_counts_of_every_script_are_told_apart_from_those_that_bear_a_number(keyed, counts):
    text = text_of(close(**dict(zip(RIGHT, counts, strict=True))))
    assert "Vous avez compté aussi les 2 copies qui ne portent pas de numéro : elles ne se comptent pas ici" in text
    assert "le registre" not in text
    assert "comptent 6 copies numérotées" in text


def test_a_gap_that_is_not_that_of_the_scripts_without_number_is_not_told_as_theirs(keyed):
    assert "ne portent pas de numéro :" not in text_of(close(items_in_hand="7", labels_used="7", strips_boxed="7"))


def test_the_page_says_before_anything_is_typed_which_scripts_are_not_counted(keyed):
    assert "Les copies qui ne portent pas de numéro ne se comptent pas ici" in page(claire(), "close_day")


def test_a_room_whose_count_differs_is_where_to_begin(keyed):
    put_right(keyed)
    answer = close()
    assert answer.status_code == 422
    told = "Commencez par la salle A1 : 7 copies y ont été comptées pour 8 candidats présents, une copie de moins que"
    assert told in text_of(answer)


def put_right(built):
    """Correct the absent candidate of Les Cèdres: present after all."""
    where = {"paper": built.paper, "centre_uai": CEDRES, "by": CLAIRE, "at": EVENING}
    correction = {"seen": Attendance.ABSENT, "attendance": Attendance.PRESENT, "reason": "Émargé plus bas"}
    attendance.correct_attendance(candidate_number=candidate_number(2), **correction, **where)


def sign(built, counted):
    """Count the room of Les Cèdres again, and sign the difference."""
    where = {"paper": built.paper, "centre_uai": CEDRES, "by": CLAIRE, "at": EVENING}
    attendance.count_room(room="A1", counted=counted, gap_reason="Introuvable", **where)


def test_a_room_whose_difference_is_signed_does_not_keep_the_day_open(keyed):
    sign(keyed, 9)
    refused = text_of(close(labels_used="9"))
    assert "Commencez par la salle A1" not in refused
    assert "Déjà signé dans la salle A1 : 2 copies de trop." in refused
    assert close().status_code == 303
    assert is_closed(keyed)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"labels_used": "7"}, "Plus d’étiquettes que de copies"),
        ({"labels_used": "5"}, "Moins d’étiquettes que de copies"),
        ({"strips_boxed": "5"}, "En-têtes et copies diffèrent"),
        ({"items_in_hand": "7", "labels_used": "7", "strips_boxed": "7"}, "Les trois comptes s’accordent"),
    ],
)
def test_each_way_to_differ_has_its_own_first_check(keyed, changes, sentence):
    assert sentence in text_of(close(**changes))


def test_a_difference_that_cannot_be_found_is_signed_with_a_reason(keyed):
    assert close(items_in_hand="5", gap_reason="Une copie introuvable").status_code == 303
    assert is_closed(keyed)


def test_a_day_with_a_room_to_key_says_which_comes_first_and_does_not_close():
    built = world.prepared()
    before = page(claire(), "close_day")
    assert "1 salle reste à saisir" in before
    assert 'name="items_in_hand"' not in before
    answer = close(labels_used="9")
    assert (answer.status_code, 'value="9"' in text_of(answer)) == (422, True)
    assert "À vérifier en premier" not in text_of(answer)
    assert not is_closed(built)


@pytest.mark.parametrize("count", ["", "six", "-1", "1,5"])
def test_a_count_that_is_none_closes_nothing(keyed, count):
    assert close(labels_used=count).status_code == 422
    assert not is_closed(keyed)


def test_without_its_key_the_server_says_whom_to_call_and_not_where_the_key_lies(keyed, settings, tmp_path):
    for content in (None, "not a key"):
        path = tmp_path / "elsewhere"
        settings.MASSICOT_ANONYMITY_KEY_FILE = str(path)
        if content:
            path.write_text(content, encoding="ascii")
        answer = close()
        assert answer.status_code == 422
        assert "appelez le bureau des examens" in text_of(answer)
        assert str(tmp_path) not in text_of(answer)
    assert not is_closed(keyed)


def test_a_closed_day_is_opened_again_with_a_reason_until_a_parcel_is_made():
    built = world.sat()
    client = claire()
    assert client.post(address("reopen_day"), {"reason": " "}).status_code == 422
    assert is_closed(built)
    assert client.post(address("reopen_day"), {"reason": "Absent retrouvé"}).status_code == 303
    assert not is_closed(built)
    world.close_day(built, CEDRES)
    world.packed(built)
    assert "rouvrez d’abord ce paquet" in page(client, "close_day")
    answer = client.post(address("reopen_day"), {"reason": "Trop tard"})
    assert answer.status_code == 422
    assert "paquets" in text_of(answer)
    assert is_closed(built)


def test_once_its_scripts_have_left_a_closed_day_says_who_is_to_be_called():
    world.arrived()
    shown = page(claire(), "close_day")
    assert "l’émargement ne se corrige plus ici. Appelez le bureau des examens." in shown
    assert "Rouvrir la journée" not in shown
    assert "rouvrez d’abord ce paquet" not in shown


def test_closing_twice_is_told(keyed):
    close()
    answer = close()
    assert answer.status_code == 422
    assert "clôtur" in text_of(answer)


def test_strips_are_filed_on_their_page():
    built = world.sat()
    before = anonymity.boxed_strips(built.paper).get(CEDRES, 0)
    none = claire().post(address("box_strips"), boxing.typed(built, 4) | {"count": "0"})
    assert (none.status_code, "au moins un" in text_of(none)) == (422, True)
    assert claire().post(address("box_strips"), boxing.typed(built, 4)).status_code == 303
    assert anonymity.boxed_strips(built.paper)[CEDRES] == before + 4
    beyond = claire().post(address("box_strips"), boxing.typed(built, 4))
    assert (beyond.status_code, "il en reste 2" in text_of(beyond)) == (422, True)
    assert claire().post(address("box_strips"), boxing.typed(built, 2)).status_code == 303
    assert "Fermer la boîte" not in page(claire(), "box_strips")


def test_the_strip_of_an_extra_sheet_names_the_end_of_a_box_as_its_first_does():
    built = world.sat()
    filed = boxing.typed(built, 4)
    assert claire().post(address("box_strips"), filed | {"last": f"{filed['last']}/2"}).status_code == 303
    assert anonymity.boxed_strips(built.paper)[CEDRES] == 4


def taken_back(ref, reason="Saisis deux fois"):
    return claire().post(address("unbox_strips", ref), {f"{ref}-reason": reason})


def test_a_box_that_was_filed_twice_is_taken_back_on_the_page():
    built = world.sat()
    for _ in range(2):
        claire().post(address("box_strips"), boxing.typed(built, 3))
    first, twice = anonymity.boxes_of_centre(built.paper, CEDRES)
    assert "Boîte 2 : 3 en-têtes" in page(claire(), "box_strips")
    empty = taken_back(twice, " ")
    assert (empty.status_code, text_of(empty).count("<details open>")) == (422, 1)
    answer = taken_back(twice)
    assert (answer.status_code, answer["Location"]) == (303, address("box_strips"))
    assert anonymity.boxes_of_centre(built.paper, CEDRES) == {first: 3}
    assert "Fermer la boîte" in page(claire(), "box_strips")
    again = taken_back(twice)
    assert (again.status_code, f"La boîte {twice} n’est pas" in text_of(again)) == (422, True)


def test_a_parcel_of_scripts_without_numbers_that_left_keeps_the_day_closed():
    built = world.sat()
    parcel = world.packed_for_the_hub(built)
    assert "rouvrez d’abord ce paquet" in page(claire(), "close_day")
    world.send(parcel.code)
    shown = page(claire(), "close_day")
    assert "Rouvrir la journée" not in shown
    assert "Appelez le bureau des examens." in shown
    answer = claire().post(address("reopen_day"), {"reason": "Trop tard"})
    assert (answer.status_code, "est parti" in text_of(answer)) == (422, True)
    assert is_closed(built)


def test_strips_are_filed_once_the_day_is_closed(keyed):
    assert "Fermer la boîte" not in page(claire(), "box_strips")
    answer = claire().post(address("box_strips"), boxing.typed(keyed, 6))
    assert (answer.status_code, "clôturez-la d’abord" in text_of(answer)) == (422, True)
