"""What does not agree between the title, the code, the year and the dates of a session is told, and refuses nothing."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from massicot.exams.rules import copies
from massicot.exams.rules.session_file import shipped_example, shipped_plan
from massicot.exams.rules.session_plan import doubts_of, doubts_of_paper, doubts_of_plan
from tests.cast import EVENING, PREPARED
from tests.exams.test_copying import PARIS

PLAN = shipped_plan()
PAPER = PLAN.papers[0]


def doubts(plan, at=PREPARED):
    return [str(doubt) for doubt in doubts_of_plan(plan, PARIS, at)]


def of_paper(**changes):
    return [str(doubt) for doubt in doubts_of_paper("CGE", 2017, replace(PAPER, **changes), PARIS)]


def test_the_session_of_the_notice_agrees_with_itself():
    assert (doubts(PLAN), "2017" in shipped_example()) == ([], True)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"code": "BTS-2018"}, ["The code BTS-2018 bears the year 2018, and the session is that of 2017: check both."]),
        ({"code": "BTS2018X"}, ["The code BTS2018X bears the year 2018, and the session is that of 2017: check both."]),
        ({"code": "BTS"}, []),
        ({"code": "BTS-20180"}, []),
        (
            {"title": "BTS, session 2016"},
            ["The title names the year 2016, and the session is that of 2017: check both."],
        ),
        ({"title": "BTS 2016-2017"}, []),
        ({"title": "Brevet de technicien supérieur"}, []),
    ],
)
def test_a_code_or_a_title_of_another_year_is_told(changes, told):
    assert doubts(replace(PLAN, **changes)) == told


def test_a_year_that_nothing_else_bears_is_told_of_code_title_and_papers():
    sentences = doubts(replace(PLAN, year=2018))
    assert [sentence.partition(" ")[0] for sentence in sentences] == ["The", "The", "CGE"]
    assert sentences[2] == "CGE is written in 2017, and the session is that of 2018: check its dates."


def test_the_year_of_a_paper_is_that_of_its_own_clock():
    new_year = datetime(2018, 1, 1, 0, 30, tzinfo=PARIS)
    assert of_paper(starts_at=new_year)[0].startswith("CGE is written in 2018")
    assert not of_paper(starts_at=datetime(2017, 12, 31, 23, 30, tzinfo=PARIS))


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"marking_closes_on": date(2018, 6, 2)}, "The marking of CGE ends 388 days after it is written"),
        ({"marking_opens_on": date(2018, 5, 31)}, "The marking of CGE begins 386 days after it is written"),
        ({"entry_opens_at": datetime(2018, 6, 1, 8, tzinfo=PARIS)}, "Mark entry of CGE opens 387 days after"),
        ({"entry_closes_at": datetime(2018, 6, 7, 17, tzinfo=PARIS)}, "Mark entry of CGE closes 393 days after"),
        ({"return_by": datetime(2018, 6, 9, 17, tzinfo=PARIS)}, "The scripts of CGE are due back 395 days after"),
        ({"title": "Culture générale 2016"}, "The title of CGE names the year 2016"),
    ],
)
def test_a_date_of_a_paper_in_another_year_is_told(changes, told):
    (sentence,) = of_paper(**changes)
    assert sentence.startswith(told)


def test_a_return_that_is_not_given_says_nothing():
    assert of_paper(return_by=None) == []


def test_dates_that_have_gone_by_are_told_of_a_session_to_be_created():
    assert doubts(PLAN, EVENING) == ["These dates have gone by: check the year."]


def test_a_copy_that_keeps_last_years_title_is_told():
    copy = copies.plan_copy(PLAN, code="BTS-2018", title=PLAN.title, year=2018)
    assert doubts(copy) == ["The title names the year 2017, and the session is that of 2018: check both."]
    assert doubts(copies.plan_copy(PLAN, code="BTS-2018", title="BTS 2018", year=2018)) == []


def test_a_session_as_it_stands_is_told_of_like_a_plan():
    assert [str(doubt) for doubt in doubts_of("X", "Y", 2019, {"CGE": PAPER}, PARIS)] == [
        "CGE is written in 2017, and the session is that of 2019: check its dates."
    ]


@pytest.mark.parametrize(
    ("results_on", "told"),
    [
        (None, []),
        (date(2017, 7, 6), []),
        (date(2017, 5, 1), ["The results are out on 01/05/2017, and the marks of CGE are typed until"]),
        (date(2018, 7, 6), ["The results are out 422 days after CGE is written: check their year."]),
    ],
)
def test_a_day_of_the_results_before_the_marks_or_in_another_year_is_told(results_on, told):
    found = doubts(replace(PLAN, results_on=results_on))
    assert [sentence[: len(start)] for sentence, start in zip(found, told, strict=True)] == told


def test_the_results_may_be_out_on_the_last_day_on_which_marks_are_typed():
    last = max(PAPER.marking_closes_on, PAPER.entry_closes_at.astimezone(PARIS).date())
    assert [len(doubts(replace(PLAN, results_on=last + timedelta(days=days)))) for days in (-1, 0)] == [1, 0]
