"""What still stands in a marking centre, on paper: each line once, with whose step is next; nothing left is said so."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from massicot.documents.headings import InstitutionHeading
from massicot.documents.outstanding import (
    OWES,
    TITLES,
    ListedOutstanding,
    OutstandingSheet,
    make_outstanding_sheet,
)
from massicot.shelves.rules import outstanding as rules

AT = datetime(2017, 6, 7, 17, 30, tzinfo=ZoneInfo("Europe/Paris"))


@pytest.fixture
def standing(heading):
    return OutstandingSheet(
        heading=heading,
        centre=InstitutionHeading("0139997V", "Lycée du Levant", "Martigues"),
        stood_at=AT,
        return_by=AT.replace(day=9, hour=17, minute=0),
        lines=[
            ListedOutstanding("out", 1, "markers", ["B-BTS-2017-CGE-0007 – M. Martin Bob"]),
            ListedOutstanding("sheets", 127, "centre", ["B-BTS-2017-CGE-0001"], 126),
        ],
    )


def words_of(printed):
    return " ".join(printed.text.replace("\N{NO-BREAK SPACE}", " ").split())


def test_each_line_says_how_many_which_and_whose_step_is_next(standing, read):
    text = words_of(read(make_outstanding_sheet(standing)))
    assert "Lots chez leur correcteur B-BTS-2017-CGE-0007 – M. Martin Bob 1 correcteurs" in text
    assert "Bordereaux de notation non reçus au bureau des examens" in text
    assert "B-BTS-2017-CGE-0001, et 126 autres 127 centre de correction" in text


def test_it_bears_its_authority_its_instant_its_page_and_two_places_to_sign(standing, read):
    text = words_of(read(make_outstanding_sheet(standing)))
    assert standing.heading.authority in text
    assert "à la date du mercredi 7 juin 2017 à 17 h 30" in text
    assert "au plus tard le vendredi 9 juin 2017 à 17 h" in text
    assert "page 1 / 1" in text
    assert text.count("signature") == 2


def test_before_any_script_has_left_it_does_not_say_that_nothing_is_left(standing, read):
    text = words_of(read(make_outstanding_sheet(replace(standing, lines=[], has_begun=False))))
    assert "Aucune copie n’est encore partie pour ce centre à la date du mercredi 7 juin 2017 à 17 h 30." in text
    assert "Il ne reste rien" not in text


def test_where_nothing_stands_it_says_so_with_its_instant(standing, read):
    text = words_of(read(make_outstanding_sheet(replace(standing, lines=[], return_by=None))))
    assert "Il ne reste rien dans ce centre à la date du mercredi 7 juin 2017 à 17 h 30." in text
    assert "au plus tard" not in text
    assert "Ce qui reste" not in text


def test_every_kind_at_once_has_its_words_and_a_second_page_its_number(standing, read):
    lines = [
        ListedOutstanding(kind, 40, "centre", [f"B-BTS-2017-CGE-{rank:04d}" for rank in range(12)], 28)
        for kind in rules.Outstanding
    ]
    printed = read(make_outstanding_sheet(replace(standing, lines=lines)))
    assert all(title in words_of(printed) for title in TITLES.values())
    assert set(TITLES) == set(rules.Outstanding)
    assert set(OWES) == set(rules.Owes)
    assert f"page {len(printed.pages)} / {len(printed.pages)}" in words_of(printed)
