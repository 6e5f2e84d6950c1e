"""The anonymity list: name and number on one line, under a warning that it never leaves the centre."""

import dataclasses

import pytest
from PIL import ImageChops

from massicot.documents import anonymity_list

NOTICE = "Document confidentiel : reste au centre d’épreuves, ne jamais joindre aux copies"

HOSTILE_NAMES = (
    '#import "@preview/x:1.0.0"',
    "*GRAS*",
    "_italique_",
    "$x^2$",
    'dit "le Grand"',
    r"\n\u{41}",
    "<étiquette>",
    "@renvoi",
    "// rien",
    "`brut`",
    "[crochets] #{1+1}",
    "= TITRE",
    "- puce",
    "L’HÉRITIER – « œ »",
    "ÇAĞLAR-ŁUKASZ-ŐRSÉG-ŽIVKOVIĆ-ŞTEFĂNESCU",
    "ШЕВЧЕНКО",
)


def test_a_name_and_its_number_share_a_line(anonymity, read):
    lines = read(anonymity_list.make_anonymity_list(anonymity)).text.splitlines()
    alice = anonymity.rooms[0].lines[0].number
    assert f"1 01213990001 ALPHONSE Alice Notariat {alice[:4]} {alice[4:8]} {alice[8:]}" in lines


def test_every_page_says_that_it_stays_at_the_exam_centre(anonymity, read):
    pages = read(anonymity_list.make_anonymity_list(anonymity)).pages
    assert len(pages) == 3
    for page in pages:
        assert NOTICE in page.replace("\N{NO-BREAK SPACE}", " ")


def test_a_room_is_a_page_and_seat_order_is_kept(anonymity, read):
    pages = read(anonymity_list.make_anonymity_list(anonymity)).pages
    assert pages[0].index("ALPHONSE") < pages[0].index("BŒUF-ÉGLÉ")
    assert "ŁUKASZ" not in pages[0]
    assert "ŁUKASZ" in pages[1]


def test_spare_numbers_stand_at_the_end_beside_blank_lines(anonymity, read):
    last = read(anonymity_list.make_anonymity_list(anonymity)).pages[-1].replace("\N{NO-BREAK SPACE}", " ").splitlines()
    for number in anonymity.spares:
        assert f"{number[:4]} {number[4:8]} {number[8:]}" in last


def test_a_centre_without_spare_numbers_has_no_reserve_page(anonymity, read):
    pages = read(anonymity_list.make_anonymity_list(dataclasses.replace(anonymity, spares=()))).pages
    assert len(pages) == 2
    assert "Réserve" not in "".join(pages)


@pytest.mark.parametrize("name", HOSTILE_NAMES)
def test_a_name_prints_as_it_is_written(anonymity, read, name):
    line = dataclasses.replace(anonymity.rooms[0].lines[0], surname=name)
    room = dataclasses.replace(anonymity.rooms[0], lines=(line,))
    text = read(anonymity_list.make_anonymity_list(dataclasses.replace(anonymity, rooms=(room,), spares=()))).text
    assert "".join(name.split()) in "".join(text.split())


@pytest.mark.parametrize(("name", "bare"), [("NGUYỄN", "NGUYEN"), ("İNÖNÜ", "INÖNÜ"), ("ŬRMÖŜ", "URMÖS")])
def test_accents_that_the_font_composes_are_drawn(anonymity, read, name, bare):
    def drawn(surname):
        line = dataclasses.replace(anonymity.rooms[0].lines[0], surname=surname)
        room = dataclasses.replace(anonymity.rooms[0], lines=(line,))
        printed = read(anonymity_list.make_anonymity_list(dataclasses.replace(anonymity, rooms=(room,), spares=())))
        return ImageChops.invert(printed.crop(0, 46, 45, 90, 60))

    with_accents, without = drawn(name), drawn(bare)
    # More ink, in the same width: the accents stand on their letters.
    assert with_accents.getbbox()[2] == without.getbbox()[2]
    assert sum(with_accents.tobytes()) > sum(without.tobytes())


@pytest.mark.parametrize("name", ["DE LA TOUR-DU-PIN-CHAMBLY-MONTMORENCY-LAVAL DE SAINT-EXUPÉRY", "M" * 60])
def test_a_very_long_name_stays_in_its_column(anonymity, read, name):
    line = dataclasses.replace(anonymity.rooms[0].lines[0], surname=name)
    room = dataclasses.replace(anonymity.rooms[0], lines=(line,))
    printed = read(anonymity_list.make_anonymity_list(dataclasses.replace(anonymity, rooms=(room,))))
    # From the edge of the first names to the foot of the table: nothing of the name may be there.
    first_names = printed.text_within(0, 91, 50, 124, 75)
    assert first_names in ("Prénoms Alice", "Alice")


def test_two_hundred_candidates_of_one_room_are_all_there(anonymity, read, numbers):
    drawn = numbers(200)
    line = anonymity.rooms[0].lines[0]
    lines = [dataclasses.replace(line, seat=str(seat), number=number) for seat, number in enumerate(drawn, start=1)]
    text = read(
        anonymity_list.make_anonymity_list(
            dataclasses.replace(anonymity, rooms=(anonymity_list.AnonymityRoom("Gymnase", lines),))
        )
    ).text
    for seat, number in enumerate(drawn, start=1):
        assert f"{seat} 01213990001 ALPHONSE Alice Notariat {number[:4]} {number[4:8]} {number[8:]}" in text


def test_the_anonymity_list_keeps_its_text(anonymity, read, snapshot):
    assert read(anonymity_list.make_anonymity_list(anonymity)).pages == snapshot
