"""Can any sequence of acts and days open what was destroyed, or destroy what a dispute keeps?"""

from datetime import timedelta

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, invariant, rule, run_state_machine_as_test

from massicot.deposits import queries, rules, services
from massicot.deposits.models import Deposit, SealedContent, WrappedKey
from massicot.deposits.rules import REASONS_GIVEN, DepositKind, Document
from tests.cast import EVENING, ODILE
from tests.keeping import RolledBack, explored


class Store(RolledBack):
    """Documents kept for some days or for nobody knows how long, disputes that come and go, days that pass."""

    codes = Bundle("codes")

    def __init__(self):
        super().__init__()
        self.at = EVENING
        self.kept, self.frozen, self.days = {}, set(), {}

    def day(self, days):
        return None if days is None else self.at.date() + timedelta(days=days)

    @rule(target=codes, content=st.binary(min_size=1, max_size=40), days=st.none() | st.integers(-1, 5))
    def keep(self, content, days):
        document = Document(DepositKind.PDF, content, 1)
        day = self.day(days)
        row = services.keep_document(document=document, about="absence:1", destroy_on=day, by=ODILE, at=self.at)
        self.kept[row.code], self.days[row.code] = content, day
        return row.code

    @rule(code=codes, reason=st.sampled_from(REASONS_GIVEN))
    def destroy(self, code, reason):
        refusal = self.attempt(services.destroy, code=code, reason=reason, by=ODILE, at=self.at)
        if code not in self.kept:
            assert refusal is rules.DepositDestroyed
        elif code in self.frozen:
            assert refusal is rules.DepositFrozen
        else:
            assert refusal is None
            del self.kept[code]

    @rule(code=codes)
    def freeze(self, code):
        refusal = self.attempt(services.freeze, code=code, dispute="TA 1", by=ODILE, at=self.at)
        expected = rules.DepositFrozen if code in self.frozen else None
        assert refusal is (expected if code in self.kept else rules.DepositDestroyed)
        self.frozen |= {code} & set(self.kept)

    @rule(code=codes)
    def unfreeze(self, code):
        refusal = self.attempt(services.unfreeze, code=code, by=ODILE, at=self.at)
        assert refusal is (None if code in self.frozen else rules.DepositNotFrozen)
        self.frozen -= {code}

    @rule(code=codes, days=st.integers(-1, 5))
    def date(self, code, days):
        day = self.day(days)
        refusal = self.attempt(services.date_destruction, code=code, destroy_on=day, by=ODILE, at=self.at)
        expected = None if days > 0 else rules.DestructionDayPast
        assert refusal is (expected if code in self.kept else rules.DepositDestroyed)
        if refusal is None:
            self.days[code] = day

    @rule(days=st.integers(0, 3))
    def sweep(self, days):
        self.at += timedelta(days=days)
        due = {code for code, day in self.days.items() if day and day <= self.at.date()}
        due &= set(self.kept) - self.frozen
        assert services.sweep(at=self.at) == len(due)
        for code in due:
            del self.kept[code]

    @invariant()
    def what_is_kept_opens_and_nothing_else_is_there(self):
        assert {code: queries.content_of(code).content for code in self.kept} == self.kept
        there = set(WrappedKey.objects.values_list("deposit__code", flat=True))
        assert there == set(SealedContent.objects.values_list("deposit__code", flat=True)) == set(self.kept)
        assert set(Deposit.objects.filter(frozen_at__isnull=False).values_list("code", flat=True)) == self.frozen


@pytest.mark.django_db
@pytest.mark.usefixtures("key_in_place")
def test_no_sequence_of_acts_opens_what_is_destroyed_or_destroys_what_is_disputed():
    run_state_machine_as_test(Store, settings=explored(60, steps=20))
