"""The rules of a line, a save and a sheet, sentence by sentence, without a database."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from massicot.core import draws
from massicot.core.codes import CLEAR_ALPHABET, PASSWORD_LENGTH, random_bits
from massicot.core.marks import Code, Entered, MarkNotOnScale, Scale
from massicot.marks import rules
from massicot.marks.rules import TypedLine, sheets
from massicot.marks.rules import lines as line_rules
from massicot.marks.rules.lines import Sheet
from massicot.scripts.rules import ScriptKind

WRITTEN, BLANK, ABSENT = "00000001A", "00000002B", "00000003C"
KINDS = {WRITTEN: ScriptKind.WRITTEN, BLANK: ScriptKind.BLANK, ABSENT: ScriptKind.PLACEHOLDER}
HALVES = Scale(step=50)


def plan(*lines, saved=None, scale=None):
    return line_rules.plan_save([TypedLine(*line) for line in lines], Sheet(scale or Scale(), KINDS, saved or {}))


def refusal(*line, saved=None):
    (refused,) = plan(line, saved=saved).refused
    return refused.reason


@pytest.mark.parametrize("value", ["00", "09", "12", "20", "CB", "cb", " 12 "])
def test_two_digits_from_00_to_20_and_cb_are_accepted(value):
    number = BLANK if "CB" in value.upper() else WRITTEN
    assert plan((number, value, "")).saved == [number]


@pytest.mark.parametrize("value", ["9", "21", "12,5", "-1", "12.5", "A", "DI", "٠٩", "1e1", "12\x00"])
def test_anything_else_is_refused(value):
    assert isinstance(refusal(WRITTEN, value, ""), MarkNotOnScale)


def test_halves_are_accepted_where_the_scale_has_them():
    planned = plan((WRITTEN, "12,5", ""), (BLANK, "12", "", True), scale=HALVES)
    assert [change.after for change in planned.changes] == [Entered(1250), Entered(1200)]


def test_ab_is_refused_on_a_script_and_anything_else_on_a_placeholder():
    assert isinstance(refusal(WRITTEN, "AB", ""), line_rules.AbsentButWritten)
    assert isinstance(refusal(BLANK, "AB", ""), line_rules.AbsentButWritten)
    assert isinstance(refusal(ABSENT, "CB", ""), line_rules.PlaceholderIsAbsent)
    assert plan((ABSENT, "ab", "")).changes[0].after == Entered(code=Code.ABSENT)


def test_cb_on_a_script_counted_as_written_stands_once_it_is_confirmed():
    assert isinstance(refusal(WRITTEN, "CB", ""), line_rules.BlankButWritten)
    assert plan((WRITTEN, "CB", "", True)).changes[0].after == Entered(code=Code.BLANK)
    assert plan((BLANK, "CB", "")).saved == [BLANK]


def test_a_mark_on_a_script_counted_as_blank_stands_once_it_is_confirmed():
    assert isinstance(refusal(BLANK, "00", ""), line_rules.WrittenButBlank)
    assert plan((BLANK, "00", "", True)).changes[0].after == Entered(0)


def test_what_was_confirmed_is_not_asked_again_and_what_replaces_it_is():
    saved = {WRITTEN: Entered(code=Code.BLANK), BLANK: Entered(1200)}
    assert plan((WRITTEN, "CB", "CB"), (BLANK, "12", ""), saved=saved).saved == [WRITTEN, BLANK]
    assert isinstance(refusal(BLANK, "13", "12", saved=saved), line_rules.WrittenButBlank)


def test_a_confirmation_overwrites_nobody_and_moves_no_register():
    assert isinstance(refusal(ABSENT, "12", "", True), line_rules.PlaceholderIsAbsent)
    assert isinstance(refusal(WRITTEN, "AB", "", True), line_rules.AbsentButWritten)
    reason = refusal(WRITTEN, "CB", "11", True, saved={WRITTEN: Entered(1200)})
    assert isinstance(reason, line_rules.LineChangedMeanwhile)


def test_a_line_that_was_changed_meanwhile_is_told_before_it_is_asked_for():
    assert isinstance(refusal(WRITTEN, "CB", "11", saved={WRITTEN: Entered(1200)}), line_rules.LineChangedMeanwhile)


def test_a_line_that_shows_something_else_is_refused_with_what_stands_there():
    reason = refusal(WRITTEN, "13", "11", saved={WRITTEN: Entered(1200)})
    assert isinstance(reason, line_rules.LineChangedMeanwhile)
    assert reason.values == {"current": "12"}
    assert isinstance(refusal(WRITTEN, "13", "11"), line_rules.LineEmptiedMeanwhile)


def test_what_stands_there_already_may_be_typed_by_who_did_not_see_it():
    planned = plan((WRITTEN, "12", ""), saved={WRITTEN: Entered(1200)})
    assert (planned.saved, planned.changes, planned.refused) == ([WRITTEN], [], [])
    planned = plan((WRITTEN, "", "12"))
    assert (planned.saved, planned.changes, planned.refused) == ([WRITTEN], [], [])


def test_an_empty_value_empties_the_line():
    planned = plan((WRITTEN, "", "12"), saved={WRITTEN: Entered(1200)})
    assert planned.changes == [line_rules.LineChange(WRITTEN, Entered(1200), None)]
    assert planned.remaining == 3


def test_what_remains_counts_the_lines_filled_and_emptied_by_the_save():
    saved = {WRITTEN: Entered(1200)}
    assert plan((BLANK, "CB", ""), (ABSENT, "12", ""), saved=saved).remaining == 1
    assert plan((BLANK, "CB", ""), (WRITTEN, "", "12"), saved=saved).remaining == 2


def test_the_values_of_a_scale_are_listed_as_it_writes_them():
    assert rules.accepted_values(Scale())[:2] == ["00", "01"]
    assert rules.accepted_values(Scale())[-3:] == ["20", "AB", "CB"]
    assert rules.accepted_values(HALVES)[:3] == ["00,0", "00,5", "01,0"]


@given(st.sampled_from(rules.accepted_values(HALVES)))
def test_every_listed_value_is_accepted_and_shown_again_as_listed(value):
    number = {"AB": ABSENT, "CB": BLANK}.get(value, WRITTEN)
    planned = plan((number, value, ""), scale=HALVES)
    assert Sheet(HALVES, KINDS, {number: planned.changes[0].after}).text_of(number) == value


def test_an_answer_is_kept_and_read_back_with_its_reasons():
    planned = plan((WRITTEN, "12", ""), (BLANK, "21", ""), (ABSENT, "12", ""), ("00000009X", "12", ""))
    answer = rules.SaveAnswer(planned.saved, planned.refused, planned.remaining, 2)
    again = line_rules.read_answer(line_rules.write_answer(answer))
    assert [str(one.reason) for one in again.refused] == [str(one.reason) for one in answer.refused]
    assert (again.saved, again.remaining, again.pace_s) == ([WRITTEN], 2, 2)


def test_a_line_against_the_count_is_told_the_same_when_its_answer_is_read_back():
    planned = plan((WRITTEN, "CB", ""), (BLANK, "12", ""))
    again = line_rules.read_answer(line_rules.write_answer(rules.SaveAnswer((), planned.refused, planned.remaining, 1)))
    assert [type(one.reason) for one in again.refused] == list(rules.AGAINST_COUNT)


def test_the_same_lines_confirmed_are_another_save():
    lines = [TypedLine(WRITTEN, "CB", "")], [TypedLine(WRITTEN, "CB", "", confirmed=True)]
    assert line_rules.body_digest(lines[0]) != line_rules.body_digest(lines[1])


def test_two_bodies_have_one_digest_only_when_they_say_the_same():
    first = [TypedLine(WRITTEN, "12", "")]
    assert line_rules.body_digest(first) == line_rules.body_digest([TypedLine(WRITTEN, "12", "")])
    assert line_rules.body_digest(first) != line_rules.body_digest([TypedLine(WRITTEN, "1", "2")])


@pytest.mark.parametrize(("threads", "pace"), [(0.0, 1), (0.29, 1), (0.3, 2), (0.59, 2), (0.6, 5), (60.0, 5)])
def test_the_pace_is_one_second_when_calm_and_never_over_five(threads, pace):
    assert rules.pace_for(threads) == pace


def test_a_password_has_more_than_sixty_random_bits_and_no_look_alikes():
    sheet = sheets.draw_sheet("A02", draws.from_system())
    signs = sheet.password.replace("-", "") + sheet.identifier
    assert random_bits(PASSWORD_LENGTH) > 60
    assert set(signs) <= set(CLEAR_ALPHABET)
    assert not set(signs) & set("0O1IL")


def test_no_part_of_a_sheet_can_stand_for_another():
    key, sheet = b"k" * 32, rules.SheetCredential("A02", "ABCDEF", "GHJKM-NPQRS-TUVW")
    kept = sheets.sheet_secret(key, sheet)
    assert sheets.opens_with(key, rules.SheetCredential("ao2", "abc def", "ghjkmnpqrstuvw"), kept)
    assert not sheets.opens_with(key, rules.SheetCredential("A02A", "BCDEF", "GHJKM-NPQRS-TUVW"), kept)
    assert not sheets.opens_with(b"l" * 32, sheet, kept)
    assert not sheets.opens_with(key, sheet, None)
