"""The slip of a script that is set aside: its code reads back, and it names nobody."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import zxingcpp

from massicot.documents import set_aside_slip
from massicot.documents.headings import InstitutionHeading
from massicot.documents.set_aside_slip import ENDS, ODDITIES, SetAsideSlip
from massicot.setasides.rules import ENDS as RULED
from massicot.setasides.rules import Oddity, SlipEnd

CODE = "A-BTS-2017-CGE-0003"


def slip_of(note, oddity=Oddity.FOREIGN, **changes):
    seen = {"number": "12345678K", "found_in": "P-7KQ2M4", "place": "Étagère 2", "remark": "", "follows": ""}
    return set_aside_slip.make_slip(
        SetAsideSlip(
            heading=note.consignment.heading,
            code=CODE,
            marking_centre=InstitutionHeading("0139997V", "Lycée du Levant", "Martigues"),
            oddity=oddity,
            opened_at=datetime(2017, 5, 12, 10, 30, tzinfo=ZoneInfo("Europe/Paris")),
            ends=list(RULED[oddity]),
            **(seen | changes),
        )
    )


def test_its_code_reads_back_and_stands_beside_it(note, read):
    printed = read(slip_of(note))
    assert [code.text for code in printed.codes(0, zxingcpp.BarcodeFormat.QRCode)] == [CODE]
    assert CODE in printed.text
    assert len(printed.pages) == 1


def test_it_says_what_was_seen_and_where_it_is_put(note, read):
    text = " ".join(read(slip_of(note, remark="Page déchirée", follows="A-BTS-2017-CGE-0001")).text.split())
    for words in ("1234 5678 K", "P-7KQ2M4", "Étagère 2", "Page déchirée", "A-BTS-2017-CGE-0001", "étrangère"):
        assert words in text
    assert "vendredi 12 mai 2017 à 10 h 30" in text


@pytest.mark.parametrize("oddity", Oddity)
def test_it_lists_what_may_become_of_it_and_nothing_else(note, read, oddity):
    text = " ".join(read(slip_of(note, oddity, number="", found_in="")).text.split())
    assert ODDITIES[oddity].split(" : ")[0] in text
    assert {end for end in ENDS if ENDS[end].split("…")[0].strip() in text} == set(RULED[oddity])
    assert "aucun numéro lu" in text


def test_the_paper_has_a_word_for_all_that_the_program_names():
    assert set(ODDITIES) == set(Oddity)
    assert set(ENDS) == set(SlipEnd) - {SlipEnd.OPEN}


def test_the_slip_keeps_its_text(note, read, snapshot):
    assert read(slip_of(note)).pages == snapshot
