"""The table of towns: what is read of it, and every fault of a line told with what to do; the first edition."""

from datetime import date

import pytest

from massicot.core.tables import TableRefused
from massicot.expenses.rules.first_towns import FILE_NAME, first_towns, proposed_towns
from massicot.expenses.rules.nights import NightTown
from massicot.expenses.rules.town_places import TownUnknown, whole_town
from massicot.expenses.rules.town_table import doubt_neighbours, read_towns, row_on
from massicot.expenses.rules.towns import TravelRight, travel_right
from tests.expenses.town_lines import ALLAUCH, MARSEILLE, TENTH, towns

DAY = date(2017, 6, 1)


def faults(*lines):
    with pytest.raises(TableRefused) as refused:
        towns(*lines)
    return [(fault.line, fault.column, str(fault.reason)) for fault in refused.value.faults]


def test_a_line_is_read_with_its_neighbours_and_its_day():
    row = towns(MARSEILLE, ALLAUCH).rows[0]
    assert row[:4] == ("13055", "Marseille", "", 886040)
    assert (row.night_class, row.borders, row.since) == (NightTown.LARGE, ("13002",), date(2017, 1, 1))
    assert not row.is_computed


def test_a_source_that_begins_so_marks_a_computed_line():
    assert towns(MARSEILLE.replace("INSEE 2017", "Calculé : carte"), ALLAUCH).rows[0].is_computed


def test_zeros_that_a_spreadsheet_ate_are_given_back():
    table = towns("4001;Aiglun;;1 402;base;4070 4209;01/01/2017;INSEE")
    assert (table.rows[0].code, table.rows[0].borders, table.rows[0].population) == ("04001", ("04070", "04209"), 1402)
    assert len(table.warnings) == 2


@pytest.mark.parametrize(
    ("line", "column", "said"),
    [
        (ALLAUCH.replace("base", "petite"), "classe_nuitee", "choose among base, large, paris"),
        (ALLAUCH.replace("01/01/2017", "31/02/2017"), "valable_du", "This day does not exist"),
        (ALLAUCH.replace("01/01/2017", "hier"), "valable_du", "write it as dd/mm/yyyy"),
        (ALLAUCH.replace("INSEE 2017", ""), "source", ""),
        (ALLAUCH.replace(";13055;", ";13055 13002;"), "limitrophes", "A town does not border itself"),
        (ALLAUCH.replace("Allauch;;", "Allauch;13002;"), "commune_parente", "A town is not a part of itself"),
        (ALLAUCH.replace("21443", "beaucoup"), "population", "in figures alone"),
        (ALLAUCH.replace("13002", "Allauch", 1), "code_insee", "“Allauch” is no code of a town"),
        (ALLAUCH.replace(";13055;", ";13055 1300;130;"), "limitrophes", ""),
        (ALLAUCH.replace(";13055;", ";;"), "limitrophes", "Marseille (13055) names this town as its neighbour"),
    ],
)
def test_what_is_wrong_of_a_line_is_said_at_its_cell(line, column, said):
    told = faults(MARSEILLE, line)
    assert any(at == 3 and (where == column or not said) and said in reason for at, where, reason in told)


def test_a_town_stands_once_for_a_day_and_again_for_another():
    ((line, column, said),) = faults(MARSEILLE, ALLAUCH, ALLAUCH)
    assert (line, column) == (4, "code_insee")
    assert "already on line 3" in said
    towns(MARSEILLE, ALLAUCH, ALLAUCH.replace("2017", "2020"))


def test_neighbours_are_held_against_each_other_day_by_day():
    ((line, _, said),) = faults(MARSEILLE, ALLAUCH, ALLAUCH.replace(";13055;", ";;").replace("2017;", "2020;"))
    assert line == 4
    assert "Marseille" in said


def test_a_part_of_a_town_names_no_neighbours():
    assert towns(MARSEILLE, ALLAUCH, TENTH).rows[2].parent_code == "13055"


def test_a_neighbour_of_an_earlier_table_that_is_silent_is_a_warning():
    stored = towns("13002;Allauch;;21443;base;;01/01/2017;INSEE").rows
    (doubt,) = doubt_neighbours(towns(MARSEILLE), stored)
    assert (doubt.line, doubt.column, doubt.value) == (2, "limitrophes", "13002")
    assert doubt_neighbours(towns(MARSEILLE), towns(ALLAUCH).rows) == []


def test_a_code_counts_as_its_whole_town():
    parents = {"13055": "", "05001": "", "05120": "05001"}
    assert whole_town(" 13210 ", parents) == "13055"
    assert whole_town("05120", parents) == "05001"
    with pytest.raises(TownUnknown):
        whole_town("75056", parents)


@pytest.fixture(scope="module")
def edition():
    return read_towns(first_towns(), FILE_NAME)


def borders(edition, day=DAY):
    rows = {row.code: [] for row in edition.rows}
    for row in edition.rows:
        rows[row.code].append(row)
    held = {code: row_on(told, day) for code, told in rows.items()}
    return {code: set(row.borders) for code, row in held.items() if row and not row.parent_code}


@pytest.mark.parametrize(
    ("site", "base", "right"),
    [
        ("13002", "13055", TravelRight.BORDERING),
        ("30032", "13108", TravelRight.BORDERING),
        ("84007", "30351", TravelRight.BORDERING),
        ("83137", "13055", TravelRight.GIVEN),
        ("13210", "13055", TravelRight.SAME_TOWN),
        ("13210", "", TravelRight.UNDECIDED),
    ],
)
def test_the_first_edition_decides_as_the_map_does(edition, site, base, right):
    assert travel_right(site, [base], borders(edition)) is right


def test_the_first_edition_is_computed_and_knows_its_large_towns(edition):
    assert not edition.warnings
    assert all(row.is_computed for row in edition.rows)
    large = {row.code for row in edition.rows if row.night_class is NightTown.LARGE and not row.parent_code}
    assert large == {"13055", "06088"}


def test_a_town_that_was_taken_in_counts_as_the_other_from_that_day_on(edition):
    assert "05120" in borders(edition)["05001"]
    assert borders(edition, date(2019, 1, 1))["05001"] == {"05003", "05027", "05077"}


def test_institutions_are_proposed_towns_of_the_edition(edition):
    codes = {row.code for row in edition.rows}
    assert proposed_towns()["0130053M"] == "13055"
    assert set(proposed_towns().values()) <= codes
