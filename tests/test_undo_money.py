"""docs/undo.md, row by row: what can be undone of how a session pays."""

import pytest

from massicot.expenses import queries
from tests.expenses.setting import set_money
from tests.test_undo import undoes
from tests.world import opened

pytestmark = pytest.mark.django_db


@undoes("money of a session set")
def test_the_money_of_a_session_is_set_again():
    session = opened().session
    before = queries.settings_of(session)
    set_money(session, are_blanks_paid=False)
    set_money(session, are_blanks_paid=True)
    assert queries.settings_of(session) == before
