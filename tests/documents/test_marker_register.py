"""The marker register: who signs on which half-day, room for whoever nobody called, and nothing of scripts."""

import dataclasses
from datetime import date

import pytest

from massicot.documents import headings, marker_register
from massicot.documents.marker_register import MarkerRegister, SignatureGroup, SignatureLine, SignatureSheet

TICK_BOX_MM = 3.2
BOB = SignatureLine(
    surname="BADIANE",
    first_name="Bob",
    identifier="BOB",
    mission="Correction de l’épreuve CGE",
    hours=["9 h – 10 h : Réunion d’entente"],
)
ZOE = SignatureLine(
    surname="ÉGLANTIER-DE-LA-TOUR",
    first_name="Zoé",
    identifier="ZOE",
    mission="Correction",
    hours=["10 h – 17 h : Correction"],
    is_reserve=True,
)


@pytest.fixture
def content(heading, centre):
    return MarkerRegister(
        authority=heading.authority,
        session_code="BTS-2017",
        session=heading.session,
        place=headings.InstitutionHeading(centre.uai, centre.title, centre.town),
        office="Bureau 3.02, 04 65 71 00 00",
        sheets=[
            SignatureSheet(date(2017, 6, 1), "Matin", [SignatureGroup("", [BOB, ZOE])]),
            SignatureSheet(date(2017, 6, 1), "Après-midi", [SignatureGroup("Correction", [BOB])]),
        ],
    )


@pytest.fixture
def printed(content, read):
    return read(marker_register.make_marker_register(content))


def plain(page):
    return " ".join(page.replace("\N{NO-BREAK SPACE}", " ").split())


def test_each_half_day_begins_a_page_with_its_own_count(printed):
    morning, afternoon = map(plain, printed.pages)
    assert "Matin" in morning
    assert "2 personnes convoquées" in morning
    assert "page 1 / 2" in morning
    assert "Après-midi" in afternoon
    assert "1 personne convoquée" in afternoon
    assert "page 2 / 2" in afternoon


def test_a_line_tells_who_comes_for_what_and_when(printed):
    page = plain(printed.pages[0])
    assert "BADIANE Bob BOB" in page
    assert "9 h – 10 h : Réunion d’entente" in page
    assert "Correction (réserve)" in page


def test_there_is_room_for_whoever_nobody_called_and_for_the_head_of_the_centre(printed):
    for page in map(plain, printed.pages):
        for blank in ("Venus sans convocation", "Signatures", "Absents", "Chef de centre", "04 65 71 00 00"):
            assert blank in page


def test_everybody_has_a_box_for_absent(printed):
    assert [printed.count_boxes(page, TICK_BOX_MM) for page in (0, 1)] == [2, 1]


def test_a_list_of_forty_repeats_its_half_day_on_each_page(content, read):
    lines = [dataclasses.replace(BOB, identifier=f"ID{rank:03}") for rank in range(40)]
    sheet = SignatureSheet(date(2017, 6, 1), "Matin", [SignatureGroup("", lines)])
    pages = read(marker_register.make_marker_register(dataclasses.replace(content, sheets=[sheet]))).pages
    assert 2 <= len(pages) <= 3
    assert all("Matin" in page for page in pages)
    assert sum(page.count("BADIANE") for page in pages) == 40


def test_the_file_says_of_which_place_and_days_it_is(content, printed, read):
    assert "PRESENCE-BTS-2017-0139999X-2017-06-01" in printed.pages[0]
    second = dataclasses.replace(content.sheets[0], day=date(2017, 6, 2))
    longer = read(
        marker_register.make_marker_register(dataclasses.replace(content, sheets=[content.sheets[0], second]))
    )
    assert "2017-06-01-2017-06-02" in longer.pages[1]


def test_the_register_keeps_its_text(printed, snapshot):
    assert printed.pages == snapshot
