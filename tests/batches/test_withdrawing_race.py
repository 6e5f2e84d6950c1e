"""A withdrawn script given back while the office decides of it: the race with the guard off, then the guard."""

import threading

import pytest
from django.db import transaction

from massicot.batches import queries, services
from massicot.batches.models import Withdrawal
from massicot.batches.rules import WithdrawalDecision
from massicot.custody import queries as ledger
from massicot.custody.rules import ItemKind
from tests import world
from tests.cast import MARC, MARKING, ODILE, PERRIN
from tests.racing import WAIT_S, at_once, meanwhile

pytestmark = [pytest.mark.postgres, pytest.mark.usefixtures("transactional_db")]

AT_THE_CENTRE, ASIDE = ("marking-centre", PERRIN), ("aside", PERRIN)


def withdrawn():
    """Take a script out of a batch that Bob holds."""
    batch = queries.batches_of(world.handed_out().paper.pk)[1]
    number = queries.numbers_of(batch.pk)[0]
    return services.withdraw_script(code=batch.code, number=number, reason="Un doute.", by=ODILE, at=MARKING)


def give_back(row):
    return services.give_back_withdrawn(withdrawal_id=row.pk, by=MARC, at=MARKING)


def decide(row):
    said = {
        "decision": WithdrawalDecision.BLANK,
        "seen": WithdrawalDecision.WAITING,
        "reason": "Vu.",
        "by": ODILE,
        "at": MARKING,
    }
    return services.decide_withdrawn(withdrawal_id=row.pk, **said)


def place(row):
    item = ledger.where(ItemKind.SCRIPT, row.number)
    return item.place, item.place_ref


def test_without_the_guard_what_is_decided_stays_aside_for_ever():
    row, looked, gone = withdrawn(), threading.Event(), threading.Event()

    def decide_unheld():
        with transaction.atomic():
            is_with_marker = Withdrawal.objects.get(pk=row.pk).is_with_marker
            looked.set()
            assert gone.wait(WAIT_S)
            Withdrawal.objects.filter(pk=row.pk).update(decision=WithdrawalDecision.BLANK, decided_at=MARKING)
            assert is_with_marker  # so that nothing is to be moved, it thinks

    def give_back_meanwhile():
        assert looked.wait(WAIT_S)
        give_back(row)
        gone.set()

    at_once(decide_unheld, give_back_meanwhile)
    assert place(row) == ASIDE


def test_what_is_decided_while_it_is_given_back_lies_at_the_centre():
    row = withdrawn()
    meanwhile(lambda: give_back(row), lambda: decide(row))
    assert (place(row), Withdrawal.objects.get(pk=row.pk).decision) == (AT_THE_CENTRE, WithdrawalDecision.BLANK)


def test_what_is_given_back_while_it_is_decided_lies_at_the_centre():
    row = withdrawn()
    meanwhile(lambda: decide(row), lambda: give_back(row))
    assert (place(row), Withdrawal.objects.get(pk=row.pk).decision) == (AT_THE_CENTRE, WithdrawalDecision.BLANK)
