"""docs/undo.md, row by row: what can be undone of disputes and of lists of what is to be destroyed."""

import pytest

from massicot.results import services
from massicot.results.queries.disputes import disputed_entries
from massicot.results.rules.disputes import DisputeMoved, DisputeOpen
from massicot.shelves import queries
from massicot.shelves.rules.boxes import BoxKind
from massicot.shelves.rules.destruction import ListMoved
from tests import destroying, later_world, sheet_destroying
from tests.cast import ODILE
from tests.destroying import CODE, LISTED
from tests.test_undo import undoes

pytestmark = pytest.mark.django_db

BY_OFFICE = {"by": ODILE, "at": LISTED}


@undoes("dispute about a result opened")
def test_a_dispute_is_ended_and_another_may_be_opened():
    built = later_world.lifted()
    row = destroying.dispute(built, 5)
    with pytest.raises(DisputeOpen):
        destroying.dispute(built, 5)
    services.end_dispute(paper=built.paper, dispute_id=row.pk, reason="Par erreur", **BY_OFFICE)
    assert disputed_entries(built.paper) == set()
    assert destroying.dispute(built, 5).pk != row.pk


@undoes("dispute about a result ended")
def test_a_dispute_ended_by_mistake_is_opened_again_once():
    built = later_world.lifted()
    row = destroying.dispute(built, 5)
    services.end_dispute(paper=built.paper, dispute_id=row.pk, reason="Jugé", **BY_OFFICE)
    services.reopen_dispute(paper=built.paper, dispute_id=row.pk, reason="Appel", **BY_OFFICE)
    assert disputed_entries(built.paper) == {row.entry_id}
    with pytest.raises(DisputeMoved):
        services.reopen_dispute(paper=built.paper, dispute_id=row.pk, reason="Appel", **BY_OFFICE)


@undoes("list of scripts to be destroyed made")
def test_a_list_is_withdrawn_and_made_anew():
    built = destroying.listed()
    destroying.withdraw(built)
    assert queries.open_list(built.paper) is None
    assert destroying.make_list(built).code != CODE


@undoes("list of scripts to be destroyed signed first")
def test_a_list_signed_by_one_is_withdrawn_and_not_once_two_signed():
    built = destroying.signed()
    destroying.withdraw(built)
    code = destroying.make_list(built).code
    destroying.sign(built, code)
    destroying.destroy(built, code)
    with pytest.raises(ListMoved):
        destroying.withdraw(built, code)


@undoes("list of mark sheets to be destroyed made")
def test_a_list_of_sheets_is_withdrawn_and_made_anew():
    built = sheet_destroying.due()
    sheet_destroying.make_list(built)
    destroying.withdraw(built)
    assert queries.open_list(built.paper, BoxKind.SHEETS) is None
    assert sheet_destroying.make_list(built).code != CODE


@undoes("list of mark sheets to be destroyed signed first")
def test_a_list_of_sheets_signed_by_one_is_withdrawn_and_not_once_two_signed():
    built = sheet_destroying.signed()
    destroying.withdraw(built)
    code = sheet_destroying.make_list(built).code
    sheet_destroying.sign(built, code)
    sheet_destroying.destroy(built, code)
    with pytest.raises(ListMoved):
        destroying.withdraw(built, code)
