"""A label that cannot be used: printed again with its number, or a spare stuck, settled with the whole centre."""

import json

import pytest
import zxingcpp

from massicot.anonymity import queries, services
from massicot.anonymity.rules import labels as rules
from massicot.anonymity.rules.numbers import NotASpare
from massicot.audit import queries as audit
from massicot.candidates import queries as candidates
from massicot.candidates.rules import DayIsClosed
from massicot.scripts import queries as scripts
from massicot.scripts.rules import ScriptKind
from tests import later_world, world
from tests.anonymity import attacker
from tests.cast import CEDRES, CLAIRE, EVENING, KEY, candidate_number
from tests.documents.reading import Reader

pytestmark = pytest.mark.django_db


@pytest.fixture
def keyed():
    """The only room of Les Cèdres is keyed and confirmed; the day is open."""
    built = world.prepared()
    world.key_room(built, CEDRES, absent=(2,), blank=(5,))
    return built


def spares(built):
    return queries.unused_spares(built.paper, CEDRES, queries.sealer_of(built.paper, KEY))


def stick(built, rank, number):
    where = {"paper": built.paper, "centre_uai": CEDRES, "key": KEY, "by": CLAIRE, "at": EVENING}
    services.stick_spare(candidate_number=candidate_number(rank), number=number, **where)


def lines(built):
    return audit.acts_of(candidates.day_subject(built.paper, CEDRES))


def test_a_spare_that_was_stuck_is_settled_with_the_whole_centre(keyed):
    own, spare = later_world.number_of(keyed, 1), spares(keyed)[0]
    stick(keyed, 1, spare)
    assert own in spares(keyed)
    assert (lines(keyed)[-1].act, lines(keyed)[-1].facts) == ("SpareStuck", "{}")
    world.close_day(keyed, CEDRES)
    assert scripts.kinds_of([own, spare]) == {own: ScriptKind.SPARE, spare: ScriptKind.WRITTEN}
    assert json.loads(lines(keyed)[-1].facts)["spares_stuck"] == 1
    told = " ".join(line.facts for line in lines(keyed))
    assert own not in told
    assert spare not in told


def test_what_cannot_be_stuck_is_refused(keyed):
    own, first = later_world.number_of(keyed, 1), spares(keyed)[0]
    with pytest.raises(rules.OwnLabelStuck):
        stick(keyed, 1, own)
    with pytest.raises(NotASpare):
        stick(keyed, 1, later_world.number_of(keyed, 5))
    stick(keyed, 1, first)
    with pytest.raises(NotASpare):
        stick(keyed, 5, first)
    world.close_day(keyed, CEDRES)
    with pytest.raises(DayIsClosed):
        stick(keyed, 5, spares(keyed)[0])


def test_copies_around_a_spare_that_was_stuck_tell_nothing(keyed):
    before = attacker.take_dump()
    stick(keyed, 1, spares(keyed)[0])
    after = attacker.take_dump()
    assert attacker.by_pair(before, after) == {}
    assert attacker.by_row(after) == attacker.by_instant(after) == attacker.by_line_and_subject(after) == {}
    assert before["scripts_script"] == after["scripts_script"]


def test_labels_are_printed_again_with_their_numbers_and_the_journal_says_how_many(keyed):
    where = {"paper": keyed.paper, "centre_uai": CEDRES, "room": "A1", "key": KEY, "by": CLAIRE, "at": EVENING}
    chosen = [candidate_number(1), candidate_number(5)]
    sheet = services.print_labels_again(candidate_numbers=chosen, **where)
    numbers = {later_world.number_of(keyed, rank) for rank in (1, 5)}
    for form in (zxingcpp.BarcodeFormat.Code128, zxingcpp.BarcodeFormat.DataMatrix):
        assert sorted(code.text for code in Reader(sheet).codes(0, form)) == sorted([*numbers, *numbers])
    assert json.loads(lines(keyed)[-1].facts) == {"room": "A1", "labels": 2}
    with pytest.raises(rules.NobodyChosen):
        services.print_labels_again(candidate_numbers=[candidate_number(9)], **where)
