"""A destruction beside a new dispute: the race with the guard off, then the guard."""

import threading

import pytest
from django.db import transaction

from massicot.custody.models import Item
from massicot.custody.rules import ItemKind, Place
from massicot.results import services
from massicot.results.models import Dispute
from massicot.results.queries import destruction as queries
from massicot.results.rules.destruction import HeldSinceListed, SheetsAskedAbout
from massicot.results.rules.lifting import Case
from massicot.shelves import queries as shelves
from massicot.shelves.rules.destruction import BoxesChanged
from massicot.shelves.services import destruction as shelf_acts
from tests import destroying, room_reports, sheet_boxing, sheet_destroying
from tests.cast import KEY, ODILE, OMAR
from tests.destroying import CODE, DESTROYED, SIGNED
from tests.racing import WAIT_S, at_once, meanwhile

pytestmark = [pytest.mark.postgres, pytest.mark.usefixtures("transactional_db")]


@pytest.fixture
def signed():
    """A list that waits for its second signature, and destroys all."""
    built = destroying.due()
    destroying.make_list(built, share=0)
    destroying.sign(built)
    return built


def destroyed():
    return set(Item.objects.filter(kind=ItemKind.SCRIPT, place=Place.DESTROYED).values_list("ref", flat=True))


def test_without_the_guard_a_script_is_destroyed_that_is_disputed(signed):
    looked, disputed = threading.Event(), threading.Event()

    def destroy_unguarded():
        with transaction.atomic():
            assert not queries.held_numbers(signed.paper, KEY)
            looked.set()
            assert disputed.wait(WAIT_S)
            row = shelves.list_by_code(signed.paper, CODE)
            shelf_acts.destroy_scripts_unchecked_files(paper=signed.paper, row=row, by=OMAR, at=DESTROYED)

    def dispute():
        assert looked.wait(WAIT_S)
        destroying.dispute(signed, 5)
        disputed.set()

    at_once(destroy_unguarded, dispute)
    [held] = queries.held_numbers(signed.paper, KEY)
    assert held in destroyed()


def test_a_dispute_that_comes_first_has_the_signature_refused(signed):
    answers = meanwhile(lambda: destroying.dispute(signed, 5), lambda: destroying.destroy(signed))
    assert [type(answer) for answer in answers] == [Dispute, HeldSinceListed]
    assert not destroyed()


def test_two_who_sign_second_at_once_destroy_once(signed):
    answers = at_once(lambda: destroying.destroy(signed), lambda: destroying.destroy(signed))
    assert {type(answer).__name__ for answer in answers} == {"DestructionList", "ListMoved"}
    assert destroyed()
    assert not destroying.boxed(signed)


def test_a_list_is_made_once_by_two(signed):
    destroying.withdraw(signed)
    answers = at_once(lambda: destroying.make_list(signed), lambda: destroying.make_list(signed))
    assert {type(answer).__name__ for answer in answers} == {"DestructionList", "ListOpen"}
    assert len([row for row in shelves.lists_of(signed.paper) if row.withdrawn_at is None]) == 1


def test_a_sheet_taken_out_of_its_box_meanwhile_has_the_signature_refused():
    built = sheet_destroying.signed()
    answers = meanwhile(
        lambda: sheet_boxing.take_out(built.paper, "2"), lambda: sheet_destroying.destroy(built, at=DESTROYED)
    )
    assert isinstance(answers[1], BoxesChanged)
    assert shelves.boxed_sheets(built.paper)[0].count == 1


def propose(built):
    """Propose to lift the script of one candidate."""
    number = destroying.number_of_rank(built, 5)
    return services.propose_script_lifting(
        paper=built.paper, number=number, case=Case.FRAUD, reason="Recours", key=KEY, by=ODILE, at=SIGNED
    )


def open_file(built, incident):
    """Open a fraud file, which withholds the result of one candidate."""
    room_reports.follow(built, incident)


def test_a_fraud_file_that_comes_first_has_the_signature_refused(signed):
    incident = room_reports.note(signed, rank=1)
    answers = meanwhile(lambda: open_file(signed, incident), lambda: destroying.destroy(signed))
    assert isinstance(answers[1], HeldSinceListed)
    assert not destroyed()


def test_a_proposal_to_lift_a_script_that_comes_first_has_the_signature_refused(signed):
    answers = meanwhile(lambda: propose(signed), lambda: destroying.destroy(signed))
    assert isinstance(answers[1], HeldSinceListed)
    assert not destroyed()


def test_no_mark_sheet_is_destroyed_beside_a_fraud_file_that_comes_first():
    built = sheet_destroying.signed()
    incident = room_reports.note(built, rank=1)
    answers = meanwhile(lambda: open_file(built, incident), lambda: sheet_destroying.destroy(built, at=DESTROYED))
    assert isinstance(answers[1], SheetsAskedAbout)
    assert shelves.boxed_sheets(built.paper)[0].count == 2
