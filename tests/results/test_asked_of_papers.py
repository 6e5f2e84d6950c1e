"""The ladder's statements are written once: of each paper they answer as if they had been written for it alone."""

import sys
from collections import Counter
from dataclasses import replace
from inspect import signature

import pytest

from massicot.anonymity import services as anonymity
from massicot.core import draws
from massicot.exams import queries as exams
from massicot.exams import services as exam_acts
from massicot.exams.rules.session_file import shipped_plan
from massicot.exams.rules.specialty_table import read_specialties
from massicot.results import queries
from massicot.store.prepared import Question
from tests import later_world, world
from tests.cast import KEY, NAMES, ODILE, PREPARED, SPECIALTIES, candidates_csv
from tests.keeping import kept

OF_A_PAPER = ["paper_id"]
LEAST = 40
"""The ladder alone asks so many questions of one paper."""


def two_sessions():
    """A paper that is locked with a script missing, and the one of another session whose numbers are drawn."""
    built = later_world.locked(world.handed_out(later_world.with_one_lost()))
    later_world.decide_lost(built, later_world.number_of(built, 1))
    session = exam_acts.create_session(
        plan=replace(shipped_plan(), code="BTS-2018"), is_rehearsal=False, by=ODILE, at=PREPARED
    )
    table = read_specialties(SPECIALTIES.encode(), "s.csv")
    exam_acts.import_specialties(session=session, table=table, by=ODILE, at=PREPARED)
    table = world.read_table(session, candidates_csv(NAMES[:3]))
    anonymity.import_candidates(session=session, table=table, key=None, by=ODILE, at=PREPARED)
    paper = exams.paper_by_code("BTS-2018", "CGE")
    anonymity.prepare(paper=paper, key=KEY, draw=draws.from_seed(2, "test"), by=ODILE, at=PREPARED)
    return [built.paper, exams.paper_by_code("BTS-2018", "CGE")]


papers = kept(two_sessions)


def questions():
    """Find every question that a module of the program keeps, each once."""
    modules = [module for name, module in sys.modules.items() if name.startswith("massicot.")]
    return {id(one): one for module in modules for one in vars(module).values() if isinstance(one, Question)}.values()


def asked_of_a_paper():
    """Find those that are asked of one paper and of nothing else."""
    return [one for one in questions() if list(signature(one.write).parameters) == OF_A_PAPER]


def written_anew():
    """Let every question be written again when it is asked next."""
    for one in questions():
        one._wordings.clear()


def rows_of(answer, *, is_ordered):
    """Tell rows so that they can be compared: by what each holds, in their order where there is one."""
    rows = [row if isinstance(row, tuple) else repr(held_by(row)) for row in answer]
    return rows if is_ordered else Counter(rows)


def held_by(row, beside=None):
    """Name what a row holds, and what the rows hold that came with it; `beside`: the one that it came with itself."""
    companions = row._state.fields_cache.items()
    held = {name: value for name, value in vars(row).items() if name != "_state"}
    return held | {name: held_by(one, row) for name, one in companions if one is not beside}


@pytest.mark.django_db
def test_each_question_answers_of_each_paper_what_the_orm_answers(papers):
    asked = asked_of_a_paper()
    assert len(asked) >= LEAST
    for one in asked:
        for paper in (*papers, *reversed(papers)):
            anew = one.write(paper_id=paper.pk)
            expected, found = (rows_of(rows, is_ordered=anew.ordered) for rows in (anew, one.ask(paper_id=paper.pk)))
            assert found == expected, anew.query


@pytest.mark.django_db
@pytest.mark.parametrize("order", [1, -1], ids=["one-first", "other-first"])
def test_two_papers_are_counted_in_either_order_as_each_is_alone(papers, order):
    alone = {}
    for paper in papers:
        written_anew()
        alone[paper.pk] = queries.count_paper(paper)
    written_anew()
    for paper in (*papers[::order], *papers[::order]):
        found = queries.count_paper(paper)
        assert found.facts == alone[paper.pk].facts
        assert found.ladder == alone[paper.pk].ladder
        assert found.centres == alone[paper.pk].centres
    first, second = (alone[paper.pk].ladder for paper in papers)
    assert first.totals["candidates"] != second.totals["candidates"]
