"""The list that goes with mark sheets to the exam office: each sheet once, in order, others apart, nobody named."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from massicot.documents.headings import InstitutionHeading
from massicot.documents.sheet_list import ListedSheet, SheetList, make_sheet_list, remark_of, standing_remark

AT = datetime(2017, 6, 7, 17, 30, tzinfo=ZoneInfo("Europe/Paris"))


def sheet(rank, edition=1, remark=""):
    code = f"B-BTS-2017-CGE-{rank:04d}"
    return ListedSheet(rank=rank, batch=code, specialty="31222", scripts=50, edition=edition, remark=remark)


@pytest.fixture
def listed(note):
    """All of 127 but the batch 7, which was split; the sheet of the batch 9 was printed twice."""
    return SheetList(
        heading=note.consignment.heading,
        centre=InstitutionHeading("0139997V", "Lycée du Levant", "Martigues"),
        attention="Bureau des BTS",
        printed_at=AT,
        return_by=AT.replace(day=9, hour=17, minute=0),
        standing=[sheet(rank, 2 if rank == 9 else 1) for rank in range(1, 128) if rank != 7],
        others=[sheet(7, remark="lot défait"), sheet(9, remark="remplacée par l’édition n° 2")],
    )


def words_of(printed):
    return " ".join(printed.text.split())


def test_each_sheet_is_on_it_once_by_ascending_number_and_the_others_after_them(listed, read):
    text = words_of(read(make_sheet_list(listed)))
    places = [text.index(f"B-BTS-2017-CGE-{rank:04d}") for rank in (1, 2, 127, 7)]
    assert places == sorted(places)
    assert text.count("B-BTS-2017-CGE-0009") == 2
    assert sum(text.count(f"B-BTS-2017-CGE-{rank:04d}") for rank in range(1, 128)) == 128
    assert places[2] < text.index("Autres bordereaux édités") < places[3]


def test_it_says_how_many_to_whom_and_by_when(listed, read):
    text = words_of(read(make_sheet_list(listed)))
    assert "126 bordereaux" in text
    assert "Bureau des BTS" in text
    assert "vendredi 9 juin 2017 à 17 h" in text
    assert "n’est pas la dernière" not in text
    assert text.count("signature") == 2


def test_a_list_before_the_end_says_so_and_one_without_a_day_names_none(listed, read):
    text = words_of(read(make_sheet_list(replace(listed, open_batches=1, return_by=None, others=[]))))
    assert "1 lot n’est pas verrouillé : cette liste n’est pas la dernière." in text
    assert "au plus tard" not in text
    assert "Autres bordereaux" not in text


def test_127_sheets_are_two_pages_and_none_is_one(listed, read):
    assert len(read(make_sheet_list(listed)).pages) == 2
    empty = read(make_sheet_list(replace(listed, standing=[], others=[])))
    assert len(empty.pages) == 1
    assert "Aucun bordereau n’est édité." in words_of(empty)


@pytest.mark.parametrize(
    ("said", "remark"),
    [
        ({}, ""),
        ({"is_void": True}, "remplacée par l’édition n° 3"),
        ({"is_void": True, "is_unmade": True}, "lot défait"),
        ({"is_void": True, "is_unmade": True, "codes": "B-12, B-13"}, "copies passées dans B-12, B-13"),
        ({"is_second": True}, "seconde saisie"),
        ({"is_second": True, "is_void": True}, "seconde saisie, remplacée par l’édition n° 3"),
    ],
)
def test_each_other_sheet_says_what_it_is_worth(said, remark):
    usual = {"edition": 2, "is_void": False, "is_unmade": False, "is_second": False, "codes": ""}
    assert remark_of(**usual | said) == remark


@pytest.mark.parametrize(
    ("said", "remark"),
    [
        ({}, ""),
        ({"is_here": True}, "reçu"),
        ({"is_given_up": True}, "abandonné"),
        ({"is_locked": False}, "ouvert"),
    ],
)
def test_what_does_not_go_now_says_why_and_is_not_counted(listed, read, said, remark):
    usual = {"is_here": False, "is_given_up": False, "is_locked": True}
    assert standing_remark(**usual | said) == remark
    one = replace(listed, standing=[sheet(1), replace(sheet(2), remark=remark)], others=[])
    text = words_of(read(make_sheet_list(one)))
    assert ("1 bordereau " in text) == bool(remark)
    assert remark in text
