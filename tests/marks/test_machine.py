"""Can any sequence of acts on a batch's marks break what design.md §4 promises?"""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from massicot.audit import queries as audit
from massicot.core.marks import Code, Entered
from massicot.core.refused import Refused
from massicot.marks import queries, rules
from massicot.marks.models import Mark, MarkChange, Save
from massicot.marks.rules import lines as line_rules
from massicot.scripts import queries as scripts
from massicot.scripts.rules import ScriptKind
from tests.cast import TYPING
from tests.keeping import explored

LINES = st.integers(min_value=0, max_value=4)
VALUES = st.sampled_from(["00", "09", "12", "20", "AB", "CB", "", "9", "21"])
SEEN = st.sampled_from(["right", "", "12"])


HALF_DAY_START = TYPING - timedelta(hours=2)


class MarksOfABatch(RuleBasedStateMachine):
    """The water batch: three scripts and one placeholder; the fifth line is a number of the other batch."""

    def __init__(self, desk):
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.sheet = desk.water
        self.numbers = [*self.sheet.numbers, desk.wood.numbers[0]]
        self.kinds = scripts.kinds_of(self.sheet.numbers)
        self.expected: dict[str, str] = {}
        self.story: list[tuple[str, str, str]] = []
        self.sent: list[tuple[UUID, tuple, str]] = []
        self.is_locked = False

    def teardown(self):
        assert audit.first_broken_link() is None
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    @rule(save_id=st.uuids(), typed=st.dictionaries(LINES, st.tuples(VALUES, SEEN), min_size=1, max_size=5))
    def save(self, save_id, typed):
        lines = [(self.numbers[line], value, self.seen(line, seen)) for line, (value, seen) in typed.items()]
        try:
            answer = self.sheet.save(*lines, save_id=save_id)
        except rules.BatchIsLocked:
            assert self.is_locked
            return
        for number, value, _ in lines:
            if number in answer.saved:
                self.expect(number, value)
        self.sent.append((save_id, tuple(lines), line_rules.write_answer(answer)))

    @precondition(lambda self: self.sent)
    @rule(which=st.integers(min_value=0))
    def replay(self, which):
        save_id, lines, answer = self.sent[which % len(self.sent)]
        assert line_rules.write_answer(self.sheet.save(*lines, save_id=save_id)) == answer

    @rule(wrong_by=st.sampled_from([0, 0, 0, 1]))
    def lock(self, wrong_by):
        totals = queries.totals_of(self.sheet.batch.pk)
        is_whole = len(self.expected) == 4 and not wrong_by
        try:
            self.sheet.lock(str(totals.numeric_lines), str(totals.sum_hundredths // 100 + wrong_by))
        except Refused:
            assert self.is_locked or not is_whole
        else:
            assert is_whole
            assert not self.is_locked
            self.is_locked = True

    @invariant()
    def what_stands_is_what_was_acknowledged(self):
        shown = {line.number: line.value for line in queries.grid_of(self.sheet.credential_id).lines if line.value}
        assert shown == self.expected

    @invariant()
    def no_mark_stands_outside_the_batch_or_against_the_register(self):
        for mark in Mark.objects.all():
            assert mark.number in self.kinds
            entered = Entered(mark.hundredths, Code(mark.code) if mark.code else None)
            assert (entered.code is Code.ABSENT) == (self.kinds[mark.number] is ScriptKind.PLACEHOLDER)

    @invariant()
    def changes_tell_the_whole_story(self):
        rows = MarkChange.objects.order_by("pk").values_list("number", "before", "after")
        assert list(rows) == self.story

    @invariant()
    def a_save_has_one_row(self):
        assert Save.objects.count() == len(self.sent)

    @invariant()
    def no_line_of_the_journal_times_a_save(self):
        saves = [line.at for line in audit.acts_of(self.sheet.subject) if line.act == "MarksSaved"]
        assert set(saves) <= {HALF_DAY_START}

    def seen(self, line, seen):
        return self.expected.get(self.numbers[line], "") if seen == "right" else seen

    def expect(self, number, value):
        before = self.expected.get(number, "")
        if before and before != value:
            self.story.append((number, before, value))
        self.expected.pop(number, None)
        if value:
            self.expected[number] = value


def test_no_sequence_of_saves_replays_and_locks_breaks_a_batch(desk):
    run_state_machine_as_test(lambda: MarksOfABatch(desk), settings=explored(20, steps=15))
