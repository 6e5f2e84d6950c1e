"""What can be undone around second keyings, row by row of docs/undo.md."""

import pytest

from massicot.exams import queries as exams
from massicot.marks import queries, rules, services
from massicot.marks.models import SecondMark, Settlement
from tests import world
from tests.cast import ODILE, TYPING
from tests.marks import second_acts
from tests.marks.second_acts import SecondSheet
from tests.marks.typing_acts import Sheet
from tests.test_undo import undoes

pytestmark = pytest.mark.django_db


@pytest.fixture
def wood():
    """The woodwork batch in Bob's hands, to be typed twice."""
    built = world.handed_out()
    second_acts.ask(built.paper.pk)
    batch = queries.office_rows(built.paper, TYPING).order_by("sequence")[0]
    return Sheet(batch, world.open_sheet(built, batch.code))


def end(paper_id, seen=100):
    paper = exams.paper_by_id(paper_id)
    return services.end_second_keying(paper=paper, seen=seen, reason="Délai", by=ODILE, at=TYPING)


@undoes("second keying asked for")
def test_a_second_keying_is_ended_and_the_batch_locks_without_it(wood):
    assert wood.batch.code in end(wood.batch.paper_id)
    wood.fill()
    assert wood.lock("8", "96")


@undoes("second keying ended")
def test_a_second_keying_that_ended_is_asked_for_again(wood):
    ended = end(wood.batch.paper_id)
    assert second_acts.ask(wood.batch.paper_id) == ended


@undoes("sheet of a second keying printed")
def test_a_sheet_printed_again_revokes_the_one_before(wood):
    before, after = SecondSheet(wood.batch), SecondSheet(wood.batch)
    with pytest.raises(rules.SheetReplaced):
        before.fill()
    assert after.fill().remaining == 0


@undoes("line typed a second time")
def test_a_line_typed_a_second_time_is_typed_again_or_emptied(wood):
    second, number = SecondSheet(wood.batch), wood.numbers[0]
    for value, seen in (("13", ""), ("14", "13"), ("", "14")):
        assert second.save((number, value, seen)).saved == [number]
    assert not SecondMark.objects.exists()


@undoes("line settled from the paper")
def test_a_line_that_was_settled_is_compared_anew_once_it_is_saved_again(wood):
    number = wood.numbers[0]
    wood.fill()
    SecondSheet(wood.batch).fill(**{number: "13"})
    second_acts.settle(wood, number, "14", "12", "13")
    wood.save((number, "12", "14"))
    second_acts.settle(wood, number, "12", "12", "13")
    assert [one.settled for one in Settlement.objects.order_by("pk")] == ["14", "12"]
