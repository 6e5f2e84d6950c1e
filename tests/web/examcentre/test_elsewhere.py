"""A candidate whom a list has in another room or another centre, seated where they sat on the page of a room."""

import re

import pytest
from django.urls import reverse

from massicot.anonymity import queries as numbers
from massicot.candidates import queries as candidates
from massicot.candidates.models import Entry
from massicot.core.actor import Role
from massicot.markers import services as markers
from tests import cast
from tests.cast import CEDRES, KEY, MURIERS, ODILE, PREPARED
from tests.keeping import kept
from tests.web.examcentre.desk import WHERE, address, claire, keep_key, page, text_of
from tests.web.examcentre.registers import BLANK, in_three_rooms, say
from tests.web.visitors import signed_in

pytestmark = pytest.mark.django_db

built = kept(in_three_rooms)
OF_MURIERS, OF_ANOTHER_ROOM = 9, 4


@pytest.fixture(autouse=True)
def _key(settings, tmp_path):
    keep_key(settings, tmp_path)


def spare(built):
    return numbers.unused_spares(built.paper, CEDRES, numbers.sealer_of(built.paper, KEY))[0]


def off_list(built, here, rank, **changes):
    """Enter somebody off the list of room 1."""
    typed = {
        "candidate_number": cast.candidate_number(rank),
        "surname": "TARDIF",
        "first_names": "Léo",
        "born_on": f"1997-03-0{1 + rank % 9}",
        "specialty_code": "90001",
        "seat": "41",
        "number": spare(built),
    }
    return here.post(address("add_off_list", "1"), typed | changes)


def offered(answer):
    """Read what the form that is offered would send as it stands."""
    form = re.search(r'<section class="offer".*?</section>', answer.content.decode(), re.DOTALL)[0]
    assert address("seat_here", "1") in form
    return dict(re.findall(r'<input[^>]* name="(\w+)"[^>]* value="([^"]*)"', form))


def test_who_is_on_the_register_of_another_room_is_named_with_it_and_moved_here(built):
    here = claire()
    refused = off_list(built, here, OF_ANOTHER_ROOM)
    assert refused.status_code == 422
    assert "est sur la liste d’émargement de la salle 2, place 4. A-t-il composé ici ?" in text_of(refused)
    answer = here.post(address("seat_here", "1"), offered(refused))
    assert answer.status_code == 303
    assert "attendu en salle 2, place 4" in page(here, "room", "1")
    assert [row.seat for row in candidates.room_rows(built.paper, CEDRES, "1") if row.is_moved] == ["41"]


def test_a_script_seen_in_the_other_room_is_looked_at_there_first(built):
    say(built, OF_ANOTHER_ROOM, BLANK)
    here = claire()
    answer = here.post(address("seat_here", "1"), offered(off_list(built, here, OF_ANOTHER_ROOM)))
    assert (answer.status_code, "regardez cette salle" in text_of(answer)) == (422, True)


def test_of_another_list_only_the_centre_is_told_and_they_are_entered_here(built):
    here = claire()
    refused = off_list(built, here, OF_MURIERS)
    said = text_of(refused)
    assert "Ce candidat est inscrit dans un autre centre : Lycée des Mûriers." in said
    assert not any(secret in said for secret in ("IRIS", "place 9", "salle A1"))
    answer = here.post(address("seat_here", "1"), offered(refused))
    assert answer.status_code == 303
    assert "liste : Lycée des Mûriers" in page(here, "room", "1")
    assert len(numbers.unused_spares(built.paper, CEDRES, numbers.sealer_of(built.paper, KEY))) == 2


def test_a_wrong_date_of_birth_and_an_unknown_number_are_answered_alike(built):
    here, told = claire(), []
    for number, born_on in ((cast.candidate_number(OF_MURIERS), "1997-03-02"), ("02199999999", "1997-03-01")):
        typed = {"candidate_number": number, "born_on": born_on, "seat": "41", "number": spare(built)}
        told.append(re.findall(r'role="alert">.*?</div>', text_of(here.post(address("seat_here", "1"), typed))))
    assert told[0] == told[1]
    assert "Aucune liste" in told[0][0]


def test_whoever_tries_many_numbers_waits(built):
    here = claire()
    for _ in range(6):
        off_list(built, here, OF_MURIERS, born_on="1997-03-02")
    assert "attendez 2 secondes" in text_of(off_list(built, here, OF_MURIERS))


def test_the_list_says_where_its_candidate_sits_and_has_no_button_for_the_line(built):
    here = claire()
    here.post(address("seat_here", "1"), offered(off_list(built, here, OF_MURIERS)))
    row = Entry.objects.get(sits_at=CEDRES)
    assert (row.centre_uai, row.attendance) == (MURIERS, "absent")
    markers.appoint(email="mona@muriers.invalid", role=Role.EXAM_CENTRE, scope=MURIERS, by=ODILE, at=PREPARED)
    where = reverse("examcentre:room", args=[MURIERS, *WHERE[1:], "A1"])
    there = text_of(signed_in("mona@muriers.invalid").get(where))
    assert "compose ailleurs : Lycée des Cèdres" in there
    assert re.search(rf'id="line-{cast.candidate_number(OF_MURIERS)}".*?<form[^>]* hidden>', there)


def test_a_seat_is_taken_back_on_the_page_of_the_room(built):
    here = claire()
    for rank in (OF_ANOTHER_ROOM, OF_MURIERS):
        seat = {"seat": str(40 + rank)}
        here.post(address("seat_here", "1"), offered(off_list(built, here, rank, **seat)) | seat)
    shown = page(here, "room", "1")
    for rank in (OF_ANOTHER_ROOM, OF_MURIERS):
        assert f"{40 + rank} – " in shown
        answer = here.post(address("take_back_seat", "1"), {"candidate_number": cast.candidate_number(rank)})
        assert answer.status_code == 303
    assert not Entry.objects.exclude(comes_from="", listed=None).exists()
    refused = here.post(address("take_back_seat", "1"), {"candidate_number": cast.candidate_number(1)})
    assert (refused.status_code, "il n’y a rien à annuler" in text_of(refused)) == (422, True)


def test_who_keeps_a_mark_is_entered_with_a_warning(built):
    Entry.objects.filter(candidate__candidate_number=cast.candidate_number(OF_MURIERS)).update(is_mark_kept=True)
    here = claire()
    refused = off_list(built, here, OF_MURIERS)
    assert "garde le bénéfice d’une note pour CGE et n’était pas attendu" in text_of(refused)
    assert here.post(address("seat_here", "1"), offered(refused)).status_code == 303
    assert candidates.kept_undecided(built.paper.pk) == [cast.candidate_number(OF_MURIERS)]
