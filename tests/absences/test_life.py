"""The life of an absence is one table: printed in the docs, whole, and without a way past it."""

import pytest

from massicot.absences.rules import AbsenceState, Who
from massicot.absences.rules.life import (
    ANSWERED,
    LIFE,
    UNDECIDED,
    AbsenceMoved,
    SaidByAnother,
    Step,
    check_step,
    check_withdrawn_by,
    steps_for,
    table,
)
from tests.architecture.docs import DOCS


def test_the_table_is_printed_in_the_docs():
    printed = (DOCS / "absences.md").read_text(encoding="utf-8").splitlines()
    assert [line for line in printed if line.startswith("|")] == table()


def test_every_act_and_every_state_stands_in_the_table():
    assert {row.step for row in LIFE} == set(Step)
    reached = {row.to for row in LIFE if row.to}
    assert reached == set(AbsenceState)


def test_only_the_office_decides_and_never_of_what_nobody_announced():
    for step in (Step.GRANT, Step.REFUSE):
        rows = [row for row in LIFE if row.step is step]
        assert [tuple(row.who) for row in rows] == [(Who.OFFICE,)]
        assert AbsenceState.OBSERVED not in rows[0].sources


def test_what_waits_and_what_is_answered_are_all_but_what_is_withdrawn():
    assert {*UNDECIDED, *ANSWERED} == set(AbsenceState) - {AbsenceState.WITHDRAWN}


def test_an_act_from_elsewhere_or_by_somebody_else_is_refused():
    for state, who in ((AbsenceState.EXEMPTED, Who.OFFICE), (AbsenceState.ANNOUNCED, Who.HEAD)):
        with pytest.raises(AbsenceMoved):
            check_step(Step.GRANT, state, who)


def test_a_head_confirms_or_withdraws_what_is_announced_and_no_more():
    assert steps_for(AbsenceState.ANNOUNCED, Who.HEAD) == [Step.ADD_DOCUMENT, Step.CONFIRM, Step.WITHDRAW]
    assert steps_for(AbsenceState.EXEMPTED, Who.HEAD) == []


def test_what_somebody_else_announced_is_withdrawn_by_the_office_alone():
    check_withdrawn_by(Who.PERSON, Who.OFFICE)
    check_withdrawn_by(Who.HEAD, Who.HEAD)
    with pytest.raises(SaidByAnother):
        check_withdrawn_by(Who.PERSON, Who.HEAD)
