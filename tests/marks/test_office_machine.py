"""Can any sequence of a marker's and the office's acts on one batch make a lock tell what does not stand?"""

import json
from datetime import timedelta

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from massicot.audit import queries as audit
from massicot.batches import queries as batches
from massicot.core.refused import Refused
from massicot.marks import queries, rules, services
from massicot.marks.models import EarlierLock, Lock, Mark, MarkChange
from massicot.marks.queries import referrals
from massicot.marks.rules import DECISIONS, ReferralAnswer
from massicot.scripts import queries as scripts
from massicot.scripts.rules import ScriptKind
from tests.cast import ODILE, TYPING
from tests.keeping import explored

LINES = st.integers(min_value=0, max_value=3)
VALUES = st.sampled_from(["00", "12", "20", "AB", "CB"])
CLOSED = TYPING + timedelta(days=20)
INSTANTS = st.sampled_from([TYPING, CLOSED])


class BatchBetweenTwo(RuleBasedStateMachine):
    """The water batch, between Bob, who types it, and Odile of the office."""

    def __init__(self, desk):
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.sheet, self.paper = desk.water, desk.world.paper
        self.numbers = self.sheet.numbers

    def teardown(self):
        assert audit.first_broken_link() is None
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    @rule(line=LINES, value=VALUES)
    def marker_types(self, line, value):
        self.tries(lambda: self.sheet.save((self.numbers[line], value, self.shown(line))))

    @rule()
    def marker_fills_and_locks(self):
        kinds = scripts.kinds_of(self.numbers)
        for line, number in enumerate(self.numbers):
            self.marker_types(line, "AB" if kinds[number] is ScriptKind.PLACEHOLDER else "12")
        totals = queries.totals_of(self.sheet.batch.pk)
        self.tries(lambda: self.sheet.lock(str(totals.numeric_lines), str(totals.sum_hundredths // 100)))

    @rule(line=LINES, value=VALUES)
    def marker_refers(self, line, value):
        act = {"credential_id": self.sheet.credential_id, "number": self.numbers[line], "value": value}
        self.tries(lambda: services.refer_line(**act, at=TYPING))

    @precondition(lambda self: referrals.waiting_referrals(self.sheet.batch.pk).exists())
    @rule()
    def marker_takes_back(self):
        number = referrals.waiting_referrals(self.sheet.batch.pk)[0].number
        self.tries(lambda: services.take_back_line(credential_id=self.sheet.credential_id, number=number, at=TYPING))

    @precondition(lambda self: referrals.waiting_referrals(self.sheet.batch.pk).exists())
    @rule(said=st.sampled_from(DECISIONS))
    def office_answers(self, said):
        referral = referrals.waiting_referrals(self.sheet.batch.pk)[0]
        act = {"referral_id": referral.pk, "reason": "Vu", "by": ODILE, "at": TYPING}
        self.tries(lambda: services.answer_referral(answer=said, **act))

    @rule()
    def office_opens(self):
        self.tries(
            lambda: services.unlock_batch_unchecked_lifting(
                batch_code=self.sheet.batch.code, reason="Total", by=ODILE, at=TYPING
            )
        )

    @rule(line=LINES, value=VALUES, at=INSTANTS)
    def office_writes(self, line, value, at):
        act = {"number": self.numbers[line], "value": value, "seen": self.shown(line), "reason": "Erreur"}
        self.tries(lambda: services.write_mark(**act, by=ODILE, at=at))

    @invariant()
    def a_lock_signs_what_stands(self):
        shown = queries.shown_marks(self.sheet.batch)
        for lock in Lock.objects.filter(batch=self.sheet.batch):
            totals = queries.totals_of(self.sheet.batch.pk)
            assert lock.digest == rules.batch_digest(self.sheet.batch.code, shown)
            assert (lock.numeric_lines, lock.sum_hundredths) == (totals.numeric_lines, totals.sum_hundredths)
            assert set(shown) == set(batches.numbers_of(self.sheet.batch.pk))
            assert not referrals.waiting_referrals(self.sheet.batch.pk).exists()

    @invariant()
    def what_was_signed_before_is_kept_whole(self):
        for earlier in EarlierLock.objects.all():
            assert earlier.digest == rules.batch_digest(self.sheet.batch.code, json.loads(earlier.marks))
            assert earlier.reason

    @invariant()
    def no_mark_stands_against_its_item_or_outside_its_batch(self):
        kinds = scripts.kinds_of(batches.numbers_of(self.sheet.batch.pk))
        for mark in Mark.objects.filter(batch=self.sheet.batch):
            assert (mark.code == "AB") == (kinds[mark.number] is ScriptKind.PLACEHOLDER)
            assert mark.author == "BOB"

    @invariant()
    def what_the_office_wrote_has_its_reason(self):
        assert not MarkChange.objects.exclude(entered_by="").filter(reason="").exists()

    def shown(self, line):
        return queries.shown_marks(self.sheet.batch).get(self.numbers[line], "")

    def tries(self, act):
        """Act, or be refused: what is refused leaves all as it was, which the invariants look at."""
        try:
            with transaction.atomic():
                act()
        except Refused:
            pass


def test_no_sequence_of_two_people_makes_a_lock_tell_what_does_not_stand(desk):
    assert ReferralAnswer.WAITING not in DECISIONS
    run_state_machine_as_test(lambda: BatchBetweenTwo(desk), settings=explored(20, steps=15))
