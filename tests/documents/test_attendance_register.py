"""The attendance register: names and signatures, never a number of anonymity."""

import dataclasses
import re

import pytest

from massicot.documents import attendance_register

TICK_BOX_MM = 3.2
ANONYMITY_NUMBER = re.compile(r"\b\d{4}\s?\d{4}\s?[A-Z]\b")


@pytest.fixture
def printed(register, read):
    return read(attendance_register.make_attendance_register(register))


def test_no_anonymity_number_can_enter_or_show(printed):
    fields = {field.name for field in dataclasses.fields(attendance_register.RegisterLine)}
    assert "number" not in fields
    assert not ANONYMITY_NUMBER.search(printed.text)


def test_a_line_tells_who_sits_where_born_when_in_which_specialty(printed):
    assert "1 01213990001 01/12/1997 ALPHONSE nom d’usage : BERTIN Alice Notariat" in " ".join(printed.text.split())
    assert "2 01213990002 03/02/1998 BŒUF-ÉGLÉ Bob Notariat Tiers-temps" in " ".join(printed.text.split())


def test_each_room_begins_a_page_with_its_own_count(printed):
    assert len(printed.pages) == 2
    first, second = (page.replace("\N{NO-BREAK SPACE}", " ") for page in printed.pages)
    assert "Salle B204" in first
    assert "2 candidats attendus" in first
    assert "Salle B205" in second
    assert "1 candidat attendu" in second


def test_each_room_leaves_room_for_candidates_off_the_list_totals_and_invigilators(printed):
    for page in printed.pages:
        for blank in ("Candidats hors liste", "Présents", "Absents", "Surveillant 1", "Surveillant 3"):
            assert blank in page


def test_every_line_has_a_box_for_absent_and_one_for_a_blank_script(read, register):
    fewer = dataclasses.replace(register.rooms[0], lines=register.rooms[0].lines[:1])
    one = read(attendance_register.make_attendance_register(dataclasses.replace(register, rooms=(fewer,))))
    two = read(attendance_register.make_attendance_register(dataclasses.replace(register, rooms=register.rooms[:1])))
    off_the_list = 2 * attendance_register.BLANK_LINES
    assert one.count_boxes(0, TICK_BOX_MM) == 2 + off_the_list
    assert two.count_boxes(0, TICK_BOX_MM) == 4 + off_the_list


def test_a_room_of_forty_repeats_its_name_on_each_page(register, read):
    line = register.rooms[0].lines[0]
    lines = [dataclasses.replace(line, seat=str(seat)) for seat in range(1, 41)]
    room = attendance_register.RegisterRoom("B204", lines)
    pages = read(attendance_register.make_attendance_register(dataclasses.replace(register, rooms=(room,)))).pages
    assert 2 <= len(pages) <= 3
    assert all("Salle B204" in page for page in pages)
    assert sum(page.count("01213990001") for page in pages) == 40


def test_the_register_keeps_its_text(printed, snapshot):
    assert printed.pages == snapshot
