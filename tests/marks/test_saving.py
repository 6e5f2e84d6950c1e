"""Saving marks: what is written, what is refused, what a second send does."""

import json
from uuid import uuid4

import pytest

from massicot.audit import queries as audit
from massicot.batches import queries as batches
from massicot.marks import queries, rules
from massicot.marks.models import Mark, MarkChange, Save
from massicot.marks.rules import lines as line_rules
from tests import world
from tests.marks.typing_acts import Sheet, days_later


def journal_of(sheet):
    return [line for line in audit.acts_of(sheet.subject) if line.act == "MarksSaved"]


def test_a_mark_is_saved_with_its_author_and_half_day(desk):
    number = desk.wood.numbers[0]
    answer = desk.wood.save((number, "12", ""))
    assert (answer.saved, answer.refused, answer.remaining) == ([number], [], 7)
    mark = Mark.objects.get(number=number)
    assert (mark.hundredths, mark.code, mark.author, mark.half_day) == (1200, "", "BOB", "2017-06-01 pm")


def test_refused_lines_leave_the_others_saved(desk, grid):
    first, second, third = desk.wood.numbers[:3]
    answer = desk.wood.save((first, "12", ""), (second, "21", ""), (third, "cb", ""))
    assert answer.saved == [first, third]
    assert [(one.number, type(one.reason).__name__, one.current) for one in answer.refused] == [
        (second, "MarkNotOnScale", "")
    ]
    assert list(grid(desk.wood).values())[:3] == ["12", "", "CB"]


def test_a_number_of_another_batch_is_refused_and_nothing_is_written(desk):
    stranger = desk.water.numbers[0]
    answer = desk.wood.save((stranger, "12", ""))
    assert isinstance(answer.refused[0].reason, line_rules.NumberNotInBatch)
    assert not Mark.objects.exists()


def test_ab_is_accepted_on_the_placeholder_and_only_there(desk, absent_number):
    written = next(number for number in desk.water.numbers if number != absent_number)
    answer = desk.water.save((absent_number, "AB", ""), (written, "AB", ""))
    assert answer.saved == [absent_number]
    assert isinstance(answer.refused[0].reason, line_rules.AbsentButWritten)


def test_a_placeholder_takes_neither_a_mark_nor_cb(desk, absent_number):
    for value in ("00", "CB"):
        answer = desk.water.save((absent_number, value, ""))
        assert isinstance(answer.refused[0].reason, line_rules.PlaceholderIsAbsent)


def test_a_line_that_changed_meanwhile_is_refused_with_what_stands_there(desk, grid):
    number = desk.wood.numbers[0]
    desk.wood.save((number, "12", ""))
    answer = desk.wood.save((number, "13", ""))
    assert answer.refused[0].current == "12"
    assert isinstance(answer.refused[0].reason, line_rules.LineChangedMeanwhile)
    assert grid(desk.wood)[number] == "12"


def test_a_changed_mark_keeps_before_after_and_who(desk):
    number = desk.wood.numbers[0]
    desk.wood.save((number, "12", ""))
    desk.wood.save((number, "13", "12"))
    desk.wood.save((number, "", "13"))
    changes = [(row.before, row.after, row.author, row.half_day) for row in queries.changes_of(number)]
    assert changes == [("12", "13", "BOB", "2017-06-01 pm"), ("13", "", "BOB", "2017-06-01 pm")]
    assert not Mark.objects.filter(number=number).exists()


def test_the_same_value_again_changes_nothing_and_is_not_journalled(desk):
    number = desk.wood.numbers[0]
    desk.wood.save((number, "12", ""))
    assert desk.wood.save((number, "12", "12")).saved == [number]
    assert not MarkChange.objects.exists()
    assert len(journal_of(desk.wood)) == 1


def test_a_save_leaves_one_journal_line_at_the_start_of_its_half_day(desk):
    first, second = desk.wood.numbers[:2]
    desk.wood.save((first, "12", ""), (second, "CB", ""))
    (line,) = journal_of(desk.wood)
    assert line.at.isoformat() == "2017-06-01T10:00:00+00:00"
    assert line.by == desk.world.sheets[desk.wood.batch.code].identifier
    assert json.loads(line.facts)["lines"] == [[first, "", "12"], [second, "", "CB"]]


def test_the_same_save_twice_gives_the_same_answer_and_one_effect(desk):
    first, second = desk.wood.numbers[:2]
    save_id, lines = uuid4(), [(first, "12", ""), (second, "21", "")]
    answer = desk.wood.save(*lines, save_id=save_id)
    again = desk.wood.save(*lines, save_id=save_id)
    assert line_rules.write_answer(again) == line_rules.write_answer(answer)
    assert str(again.refused[0].reason) == str(answer.refused[0].reason)
    assert (Mark.objects.count(), Save.objects.count(), len(journal_of(desk.wood))) == (1, 1, 1)


def test_a_replay_answers_as_before_even_after_the_closing(desk):
    number, save_id = desk.wood.numbers[0], uuid4()
    desk.wood.save((number, "12", ""), save_id=save_id)
    assert desk.wood.save((number, "12", ""), save_id=save_id, at=days_later(10)).saved == [number]


def test_a_save_id_with_other_marks_is_refused(desk):
    number, save_id = desk.wood.numbers[0], uuid4()
    desk.wood.save((number, "12", ""), save_id=save_id)
    with pytest.raises(rules.SaveIdReused):
        desk.wood.save((number, "13", ""), save_id=save_id)


@pytest.mark.parametrize(("days", "refusal"), [(-1, rules.EntryNotOpen), (7, rules.EntryClosed)])
def test_nothing_is_saved_outside_the_window(desk, days, refusal):
    with pytest.raises(refusal):
        desk.wood.save((desk.wood.numbers[0], "12", ""), at=days_later(days))
    assert not Mark.objects.exists()


def test_nothing_is_saved_in_a_batch_never_handed_out(db):
    built = world.batched()
    batch = batches.batches_of(built.paper.pk)[0]
    sheet = Sheet(batch, world.open_sheet(built, batch.code))
    with pytest.raises(rules.BatchNeverHandedOut):
        sheet.save((sheet.numbers[0], "12", ""))


def test_a_number_twice_in_one_save_refuses_the_save(desk):
    number = desk.wood.numbers[0]
    with pytest.raises(line_rules.NumberTwiceInSave):
        desk.wood.save((number, "12", ""), (f" {number.lower()}", "13", ""))
    assert not Mark.objects.exists()
