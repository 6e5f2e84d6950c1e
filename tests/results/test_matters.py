"""What the office has under way on several papers, in one statement."""

import pytest

from massicot.candidates import queries as candidates
from massicot.results import queries, services
from massicot.results.queries import matters
from massicot.results.rules.lifting import Case
from tests import later_world
from tests.cast import KEY, ODILE, OMAR, TYPING, candidate_number

pytestmark = pytest.mark.django_db


def test_decided_gaps_waiting_scripts_and_statements_are_told_of_each_paper(lifted, django_assert_num_queries):
    paper, numbers = lifted.paper, [later_world.number_of(lifted, rank) for rank in (1, 5, 9)]
    script = {"paper": paper, "key": KEY, "at": TYPING}
    for number in numbers[1:]:
        services.propose_script_lifting(case=Case.FRAUD, reason="Soupçon", number=number, by=ODILE, **script)
    services.ask_for_incidents(number=numbers[2], by=OMAR, **script)
    services.confirm_script_lifting(number=numbers[2], by=OMAR, **script)
    for row in candidates.entry_rows(paper):
        if row.candidate_number in (candidate_number(9), candidate_number(10)):
            services.issue_statement(row=row, reason="", seen=0, by=ODILE, **script)
    with django_assert_num_queries(1):
        found = queries.matters_of([paper.pk, paper.pk + 1])
    own = found[paper.pk]
    key = f"missing-script:{numbers[0]}"
    assert (own.reasons, own.to_settle) == ({(key, "3"): "Not found after a search."}, {key})
    assert own.waiting == [queries.ProposedScript(numbers[1], ODILE.login)]
    assert own.has_statements
    assert found[paper.pk + 1] == matters.Matters()


def test_no_paper_asks_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert queries.matters_of([]) == {}
