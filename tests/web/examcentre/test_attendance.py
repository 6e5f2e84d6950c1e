"""The register of a room on its page: each word at once, labels, the confirmation, what is put right afterwards."""

import re

import pytest
from lxml import html

from massicot.candidates import queries as candidates
from tests import later_world, world
from tests.cast import CEDRES, candidate_number
from tests.keeping import kept
from tests.web.examcentre.desk import address, claire, keep_key, page, text_of
from tests.web.examcentre.registers import ABSENT, BLANK, NOT_KEYED, PRESENT, confirm, correct, say, word_of

pytestmark = pytest.mark.django_db

built = kept(world.prepared)
JSON = {"headers": {"accept": "application/json"}}


def post(name, form, **more):
    return claire().post(address(name, "A1"), form, **more)


def line(rank, seen, word):
    return {"candidate_number": candidate_number(rank), "seen": seen, "word": word}


def test_the_register_is_shown_in_seat_order_with_the_counts(built):
    say(built, 2, ABSENT)
    shown = page(claire(), "room", "A1")
    places = [shown.index(candidate_number(rank)) for rank in range(1, 9)]
    assert places == sorted(places)
    assert '<dd data-figure="absent">1</dd>' in shown
    assert '<dd data-figure="others">7</dd>' in shown


def test_a_word_is_saved_and_answered_with_how_the_room_stands(built):
    answer = post("key_line", line(2, NOT_KEYED, ABSENT), **JSON)
    assert answer.status_code == 200
    assert answer.json()["words"][candidate_number(2)] == {"word": ABSENT, "source": "hand"}
    assert word_of(built, 2) == ABSENT


def test_a_word_that_comes_second_is_told_what_stands(built):
    say(built, 2, BLANK)
    answer = post("key_line", line(2, NOT_KEYED, ABSENT), **JSON)
    assert answer.status_code == 422
    assert "la place 2 a été saisie copie blanche" in answer.json()["error"]
    assert answer.json()["words"][candidate_number(2)]["word"] == BLANK


def test_without_a_script_the_buttons_of_a_line_key_it(built):
    answer = post("key_line", line(2, NOT_KEYED, ABSENT))
    assert (answer.status_code, answer["Location"]) == (303, f"{address('room', 'A1')}#line-{candidate_number(2)}")
    refused = post("key_line", line(2, NOT_KEYED, BLANK))
    assert refused.status_code == 422
    assert "le candidat de la place 2 a été saisi absent" in text_of(refused)


def test_a_scanned_label_says_present_then_says_that_it_was_scanned(built, settings, tmp_path):
    keep_key(settings, tmp_path)
    number = later_world.number_of(built, 1)
    first, second = (post("tick_label", {"number": number.lower()}, **JSON).json() for _ in range(2))
    assert (first["ticked"], second["ticked"]) == ([[candidate_number(1), False]], [[candidate_number(1), True]])
    assert first["words"][candidate_number(1)] == {"word": PRESENT, "source": "label"}
    assert "étiquette scannée" in page(claire(), "room", "A1")


def test_a_label_that_is_not_of_the_room_is_refused_in_words(built, settings, tmp_path):
    keep_key(settings, tmp_path)
    foreign = post("tick_label", {"number": later_world.number_of(built, 9)}, **JSON)
    assert (foreign.status_code, "Lycée des Mûriers" in foreign.json()["error"]) == (422, True)
    mistyped = post("tick_label", {"number": "17A"})
    assert "la lettre de contrôle ne correspond pas" in text_of(mistyped)


def test_the_label_of_an_extra_sheet_says_nobody_present(built, settings, tmp_path):
    keep_key(settings, tmp_path)
    answer = post("tick_label", {"number": f"{later_world.number_of(built, 1)}/2"})
    assert (answer.status_code, "Scannez l’étiquette de cette première feuille" in text_of(answer)) == (422, True)
    assert word_of(built, 1) == NOT_KEYED


def test_without_the_key_a_label_is_refused_with_whom_to_call(built, settings, tmp_path):
    settings.MASSICOT_ANONYMITY_KEY_FILE = str(tmp_path / "away.key")
    answer = post("tick_label", {"number": later_world.number_of(built, 1)}, **JSON)
    assert answer.status_code == 422
    assert "appelez le bureau des examens" in answer.json()["error"]
    assert str(tmp_path) not in answer.content.decode()


def test_a_label_scanned_without_a_script_is_told_on_the_page(built, settings, tmp_path):
    keep_key(settings, tmp_path)
    here = claire()
    assert here.post(address("tick_label", "A1"), {"number": later_world.number_of(built, 1)}).status_code == 303
    assert "Place 1 : présent, étiquette scannée." in page(here, "room", "A1")


def test_a_room_is_confirmed_on_its_others_and_its_scripts(built):
    say(built, 2, ABSENT)
    here = claire()
    answer = here.post(address("confirm_room", "A1"), {"others_present": 7, "counted": 7})
    assert (answer.status_code, answer["Location"]) == (303, address("rooms"))
    assert "La salle A1 est confirmée. Copies comptées : 7." in page(here, "rooms")
    assert candidates.room_state(built.paper.pk, CEDRES, "A1").is_confirmed


def test_a_gap_is_named_and_what_was_typed_stays(built):
    answer = post("confirm_room", {"others_present": 8, "counted": 7, "gap_reason": " "})
    assert answer.status_code == 422
    assert "les copies comptées en main sont 7 : une copie de moins que de candidats présents. Recomptez" in text_of(
        answer
    )
    assert 'name="counted" value="7"' in text_of(answer)
    assert post("confirm_room", {"others_present": 8, "counted": 7, "gap_reason": "introuvable"}).status_code == 303


def test_a_signed_difference_is_told_and_not_in_green(built):
    here = claire()
    here.post(address("confirm_room", "A1"), {"others_present": 8, "counted": 7, "gap_reason": "introuvable"})
    told = html.fromstring(here.get(address("rooms")).content.decode()).xpath("//p[@role='status']")
    assert ["écart signé" in line.text_content() for line in told if line.get("class") == "notice"] == [True]
    assert [line for line in told if line.get("class") == "done"] == []


def test_a_page_too_old_is_shown_again_with_the_others_as_they_are(built):
    say(built, 2, ABSENT)
    shown = text_of(post("confirm_room", {"others_present": 8, "counted": 8}))
    assert "les autres sont maintenant 7, et non 8" in shown
    assert 'name="others_present" value="7"' in shown


def test_a_confirmed_room_is_corrected_counted_again_and_taken_back_on_its_page(built):
    confirm(built, "A1", others=8, counted=8)
    correction = {
        "candidate_number": f"{candidate_number(3)}/present",
        "attendance": ABSENT,
        "reason": "émargé plus bas",
    }
    assert post("correct_line", correction).status_code == 303
    assert "À recompter. Copies comptées : 8 ; candidats présents : 7 – une copie de trop." in page(
        claire(), "room", "A1"
    )
    assert post("count_room", {"counted": 8}).status_code == 422
    assert post("count_room", {"counted": 7}).status_code == 303
    assert post("take_back_room", {"reason": ""}).status_code == 422
    assert post("take_back_room", {"reason": "autre salle"}).status_code == 303
    assert (word_of(built, 3), word_of(built, 4)) == (ABSENT, NOT_KEYED)


def chosen(shown, rank):
    """Find the choice that names one candidate in the form of a correction, as the page writes it."""
    (choice,) = re.findall(rf'<option value="({candidate_number(rank)}/[a-z-]+)"', shown)
    return choice


def test_a_correction_does_not_overwrite_the_one_that_its_page_did_not_show(built):
    confirm(built, "A1", others=8, counted=8)
    choice = chosen(page(claire(), "room", "A1"), 3)
    correct(built, 3, BLANK)
    typed = {"attendance": ABSENT, "reason": "émargé plus bas"}
    refused = post("correct_line", {"candidate_number": choice, **typed})
    assert refused.status_code == 422
    assert word_of(built, 3) == BLANK
    shown = text_of(refused)
    assert "la place 3 a été saisie copie blanche" in shown
    assert "selected" not in shown.split('id="correction_candidate_number"')[1].split("</select>")[0]
    assert 'value="émargé plus bas"' in shown
    assert post("correct_line", {"candidate_number": chosen(shown, 3), **typed}).status_code == 303
    assert word_of(built, 3) == ABSENT


@pytest.mark.parametrize("choice", ["", "/present", "{one}", "{one}/", "{one}/late", "00000000000/present"])
def test_a_correction_of_what_no_line_says_is_refused(built, choice):
    confirm(built, "A1", others=8, counted=8)
    typed = {"candidate_number": choice.format(one=candidate_number(3)), "attendance": ABSENT, "reason": "Vu"}
    assert post("correct_line", typed).status_code == 422
    assert word_of(built, 3) == PRESENT


def test_a_confirmation_that_comes_second_is_told_above_the_page(built):
    confirm(built, "A1", others=8, counted=8)
    shown = text_of(post("confirm_room", {"others_present": 0, "counted": 8}))
    assert "La salle A1 est confirmée (copies comptées : 8)" in shown


def has_cursor(shown, name):
    """Say whether a page opens at a field: nothing else takes the cursor."""
    (taken,) = re.findall(r"<(?:input|select|textarea)[^>]* autofocus[^>]*>", shown)
    return f'name="{name}"' in taken


def test_a_refused_form_of_a_long_page_takes_the_cursor_so_that_its_refusal_is_in_sight(built):
    assert has_cursor(page(claire(), "room", "A1"), "number")
    late = {"candidate_number": candidate_number(4), "minutes": "vingt"}
    assert has_cursor(text_of(post("note_late", late)), "minutes")
    assert has_cursor(text_of(post("note_late", {**late, "minutes": 61})), "candidate_number")
    assert has_cursor(text_of(post("confirm_room", {"others_present": 8, "counted": 7})), "counted")
    confirm(built, "A1", others=8, counted=8)
    assert has_cursor(text_of(post("count_room", {"counted": 7})), "counted")
    assert has_cursor(text_of(post("take_back_room", {"reason": ""})), "reason")


def test_a_late_arrival_is_noted_and_taken_back(built):
    assert post("note_late", {"candidate_number": candidate_number(4), "minutes": 61}).status_code == 422
    assert post("note_late", {"candidate_number": candidate_number(4), "minutes": 20}).status_code == 303
    assert "20 minutes de retard" in page(claire(), "room", "A1")
    assert " : retard noté, 20 min." in text_of(
        claire().post(address("note_late", "A1"), {"candidate_number": candidate_number(4), "minutes": 20}, follow=True)
    )
    other = post("take_back_late", {"candidate_number": candidate_number(4), "seen": 25})
    assert "est notée en retard de 20 min" in text_of(other)
    assert post("take_back_late", {"candidate_number": candidate_number(4), "seen": 20}).status_code == 303
    assert "minutes de retard" not in page(claire(), "room", "A1")


def test_a_closed_day_shows_its_registers_and_takes_nothing(built):
    world.key_room(built, CEDRES, absent=(2,), blank=(5,))
    world.close_day(built, CEDRES)
    shown = page(claire(), "room", "A1")
    assert "La journée est close. Copies comptées dans cette salle : 7." in shown
    assert 'method="post"' not in shown.split("<main")[1].split("</main>")[0]
    answer = post("key_line", line(3, PRESENT, ABSENT))
    assert (answer.status_code, "est close" in text_of(answer)) == (422, True)


def test_keying_one_line_costs_no_more_statements_in_a_large_room(built, django_assert_max_num_queries):
    here, there = claire(), address("key_line", "A1")
    with django_assert_max_num_queries(30):
        assert here.post(there, line(2, NOT_KEYED, ABSENT), **JSON).status_code == 200
