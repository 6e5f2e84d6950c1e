"""Labels of extra sheets: the number of the script and which sheet it is, journalled by room and count."""

import json

import pytest
import zxingcpp

from massicot.anonymity import services
from massicot.anonymity.rules import labels as rules
from massicot.audit import queries as audit
from massicot.candidates import queries as candidates
from tests import later_world, world
from tests.cast import CEDRES, CLAIRE, EVENING, KEY, candidate_number
from tests.documents.reading import Reader

pytestmark = pytest.mark.django_db


@pytest.fixture
def keyed():
    """The only room of Les Cèdres is keyed and confirmed; the day is open."""
    built = world.prepared()
    world.key_room(built, CEDRES, absent=(2,), blank=(5,))
    return built


def print_for(built, ranks, sheets):
    where = {"paper": built.paper, "centre_uai": CEDRES, "room": "A1", "key": KEY, "by": CLAIRE, "at": EVENING}
    chosen = [candidate_number(rank) for rank in ranks]
    return services.print_sheet_labels(candidate_numbers=chosen, sheets=sheets, **where)


def test_extra_sheets_have_labels_that_say_which_they_are(keyed):
    printed = Reader(print_for(keyed, (1, 5), 3))
    numbers = [later_world.number_of(keyed, rank) for rank in (1, 5)]
    expected = sorted(f"{number}/{rank}" for number in numbers for rank in (2, 3))
    for form in (zxingcpp.BarcodeFormat.Code128, zxingcpp.BarcodeFormat.DataMatrix):
        assert sorted({code.text for code in printed.codes(0, form)}) == expected
        assert len(printed.codes(0, form)) == 2 * len(expected)


def test_the_journal_says_how_many_and_never_whose(keyed):
    print_for(keyed, (1, 5), 3)
    line = audit.acts_of(candidates.day_subject(keyed.paper, CEDRES))[-1]
    assert json.loads(line.facts) == {"room": "A1", "labels": 4}


@pytest.mark.parametrize("sheets", [0, 1, 10])
def test_a_script_has_two_to_nine_sheets(keyed, sheets):
    with pytest.raises(rules.NoExtraSheet):
        print_for(keyed, (1,), sheets)


def test_nobody_chosen_is_refused(keyed):
    with pytest.raises(rules.NobodyChosen):
        print_for(keyed, (9,), 2)
