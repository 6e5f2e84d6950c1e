"""The day of the results beside the days on which papers were lifted."""

from datetime import date

import pytest

from massicot.results import queries
from massicot.results.rules.results_day import doubts_of_lifting
from tests import later_world
from tests.cast import TYPING
from tests.keeping import kept

RESULTS, LATER = date(2017, 7, 6), date(2017, 7, 10)


@pytest.mark.parametrize(
    ("lifted_on", "today", "told"),
    [
        (None, RESULTS, ""),
        (None, LATER, "The results are out since 06/07/2017, and the anonymity of CGE is not lifted"),
        (RESULTS, LATER, ""),
        (LATER, LATER, "The results were out on 06/07/2017, and the anonymity of CGE was lifted on 10/07/2017"),
    ],
)
def test_it_is_told_beside_the_day_of_each_lifting(lifted_on, today, told):
    sentences = [str(doubt) for doubt in doubts_of_lifting(RESULTS, {"CGE": lifted_on}, today)]
    assert [sentence[: len(told)] for sentence in sentences] == [told] * bool(told)


built = kept(later_world.lifted)


@pytest.mark.django_db
def test_a_paper_that_is_not_lifted_has_no_day(built):
    assert queries.days_of_lifting([built.paper]) == {built.paper.pk: TYPING.date()}
    queries.lifting_of(built.paper).delete()
    assert queries.days_of_lifting([built.paper]) == {}
