"""What a desk asks of the database is asked once, but for what says that it runs on both; between them all is run."""

import pytest

from tests import turns


def shares(item: pytest.Item) -> set[tuple[str, str]]:
    """Tell on which database, and in which share of it, a test runs."""
    choices = [(vendor, share) for vendor in turns.VENDORS for share in (turns.OWN, turns.OTHER)]
    return {(vendor, share) for vendor, share in choices if item in turns.settle([item], vendor, share)[0]}


def on_both() -> set[tuple[str, str]]:
    return {(vendor, turns.OWN) for vendor in turns.VENDORS}


@pytest.mark.django_db
def test_a_desk_is_asked_on_one_database_and_on_the_other_one_by_the_other_half(request):
    turn = turns.turn_of(request.node)
    (other,) = set(turns.VENDORS) - {turn}
    assert shares(request.node) == {(turn, turns.OWN), (other, turns.OTHER)}


@pytest.mark.django_db
def test_what_counts_statements_runs_on_both(request, django_assert_max_num_queries):
    assert shares(request.node) == on_both()


@pytest.mark.django_db
@pytest.mark.both("an example")
def test_what_says_that_it_does_runs_on_both(request):
    assert shares(request.node) == on_both()


def test_a_proof_is_left_to_the_other_half_until_what_it_proves_changes(request):
    request.node.add_marker("proof")
    turn = turns.turn_of(request.node)
    (other,) = set(turns.VENDORS) - {turn}
    due = {(turn, turns.OWN)} if turns.are_proofs_due() else set()
    assert shares(request.node) == {(other, turns.OTHER)} | due
