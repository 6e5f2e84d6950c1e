"""A document destroyed, frozen or dated by two at the same time: the race with the guard off, then the guard."""

import pytest

from massicot.deposits import queries, rules, services
from massicot.deposits.models import Deposit, WrappedKey
from massicot.deposits.rules import DestructionReason
from tests.cast import EVENING, ODILE, OMAR
from tests.deposits.papers import CERTIFICATE
from tests.racing import meanwhile

pytestmark = [pytest.mark.postgres, pytest.mark.usefixtures("transactional_db", "key_in_place")]


@pytest.fixture
def code():
    return services.keep_document(
        document=CERTIFICATE, about="absence:12", destroy_on=EVENING.date(), by=ODILE, at=EVENING
    ).code


def destroy(code):
    return services.destroy(code=code, reason=DestructionReason.MISTAKE, by=ODILE, at=EVENING)


def freeze(code):
    return services.freeze(code=code, dispute="TA 1", by=OMAR, at=EVENING)


def destroy_unheld(code):
    """Destroy a document as somebody would who looked first, and asks nothing of its row as they write."""
    assert queries.deposit_by_code(code).frozen_at is None
    WrappedKey.objects.filter(deposit__code=code).delete()
    return Deposit.objects.filter(code=code).update(is_residue=True)


def test_without_the_guard_a_document_is_destroyed_under_a_dispute(code):
    assert meanwhile(lambda: freeze(code), lambda: destroy_unheld(code)) == [None, 1]
    assert queries.deposit_by_code(code).frozen_at == EVENING
    with pytest.raises(rules.DepositDestroyed):
        queries.content_of(code)


def test_a_document_frozen_first_is_not_destroyed(code):
    first, second = meanwhile(lambda: freeze(code), lambda: destroy(code))
    assert (first, type(second)) == (None, rules.DepositMovedOn)
    assert queries.content_of(code) == CERTIFICATE


def test_a_document_destroyed_first_is_not_frozen(code):
    first, second = meanwhile(lambda: destroy(code), lambda: freeze(code))
    assert (first, type(second)) == (None, rules.DepositMovedOn)
    assert queries.deposit_by_code(code).frozen_at is None


def test_a_sweep_passes_over_what_is_frozen_meanwhile(code):
    first, second = meanwhile(lambda: freeze(code), lambda: services.sweep(at=EVENING))
    assert (first, second) == (None, 0)
    assert queries.content_of(code) == CERTIFICATE


def test_two_who_destroy_a_document_destroy_it_once(code):
    first, second = meanwhile(lambda: destroy(code), lambda: destroy(code))
    assert (first, type(second)) == (None, rules.DepositMovedOn)
