"""docs/undo.md, row by row: what can be undone of the rates that the office enters."""

import pytest

from massicot.expenses import queries, services
from massicot.expenses.rules import rates
from tests.expenses.entering import BTS, BY_ODILE, BY_OMAR, DAY, script_cents, typed
from tests.test_undo import undoes
from tests.world import opened

pytestmark = pytest.mark.django_db


@undoes("rate entered")
def test_a_rate_that_waits_is_taken_back():
    opened()
    row = services.enter_rate(rate=typed(), **BY_ODILE)
    services.take_back_rate(rate_id=row.pk, reason="Mauvaise note", **BY_OMAR)
    assert queries.rates_of_office(rates.PAY) == []


@undoes("rate taken over")
def test_a_row_that_is_taken_over_is_to_be_confirmed_again_once_that_is_taken_back():
    opened()
    row = services.take_over_rate(**BTS, **BY_ODILE)
    services.confirm_rate(rate_id=row.pk, **BY_OMAR)
    assert not queries.table_in_force(rates.PAY).row_on(DAY, "BTS").is_to_confirm
    services.take_back_rate(rate_id=row.pk, reason="Mauvais texte", **BY_ODILE)
    assert queries.table_in_force(rates.PAY).row_on(DAY, "BTS").is_to_confirm


@undoes("rate confirmed")
def test_a_rate_that_holds_is_taken_back():
    opened()
    row = services.enter_rate(rate=typed(), **BY_ODILE)
    services.confirm_rate(rate_id=row.pk, **BY_OMAR)
    services.take_back_rate(rate_id=row.pk, reason="Mauvaise note", **BY_ODILE)
    assert script_cents() == 247
