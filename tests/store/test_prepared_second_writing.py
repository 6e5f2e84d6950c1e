"""The second writing falls where a prepared statement is not what the ORM writes, asked with the same values."""

from types import SimpleNamespace

import pytest
from django.db import connection, transaction

from massicot.audit.models import JournalHead
from massicot.store import prepared
from massicot.store.prepared import Deletion, Insertion, Question, Update, ask_all
from massicot.store.wording import LONG
from tests.hostile.second_writing import SecondWriting, WrittenOtherwise, is_open

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="compares where no value is written into the words"),
]

HEADS = JournalHead.objects
OTHERWISE = {
    "constant": lambda now: Question(lambda subject: HEADS.filter(subject=subject, sequence=now.rank)),
    "words": lambda now: Question(lambda subject: HEADS.filter(subject=subject).order_by(*["digest"] * (now.rank - 1))),
    "rows": lambda now: Question(
        lambda subject: HEADS.filter(subject=subject).values_list("subject", flat=now.rank == 1)
    ),
    "update": lambda now: Update(lambda subject: (HEADS.filter(subject=subject), {"sequence": now.rank})),
    "deletion": lambda now: Deletion(lambda subject: HEADS.filter(subject=subject, sequence=now.rank)),
}
"""Statements that are written otherwise as time goes by."""


@pytest.fixture
def second(monkeypatch):
    """Give one that hears of this test's own statements, which the one of the run does not."""
    second = SecondWriting()
    monkeypatch.setattr(prepared, "LISTENERS", [second.hear])
    return second


@pytest.fixture(autouse=True)
def _three_heads(second):
    ask_all(Insertion(JournalHead, "subject", "sequence", "digest").of(("a", 1, "d1"), ("b", 2, "d2"), ("c", 3, "d3")))


def test_the_run_has_each_statement_written_again(request):
    plugins = [one for one in request.config.pluginmanager.get_plugins() if isinstance(one, SecondWriting)]
    assert len(plugins) == 1


def test_every_kind_of_statement_is_compared_once_for_each_shape_of_its_values(second):
    among = Question(lambda subjects, sequence: HEADS.filter(subject__in=subjects, sequence=sequence).order_by("-pk"))
    for subjects in (["a"], ["b"], ["c", "a", "b"], ["c", "b", "a", "b"], ["a", "b", "a"]):
        among.ask(subjects=subjects, sequence=3)
    among.ask(subjects=["a"], sequence=None)
    ask_all(Update(lambda subject, new: (HEADS.filter(subject=subject), {"sequence": new})).of(subject="a", new=7))
    ask_all(Deletion(lambda subject: HEADS.filter(subject=subject)).of(subject="b"))
    second.compare()
    assert (second.counts["statements"], second.counts["with rows"]) == (6, 3)
    assert sorted(HEADS.values_list("subject", "sequence")) == [("a", 7), ("c", 3)]


def test_a_set_of_values_is_compared_as_a_set(second):
    among = Question(lambda subjects: HEADS.filter(subject__in=subjects).values_list("subject", flat=True))
    assert sorted(among.ask(subjects=["c", "a", "b"])) == ["a", "b", "c"]
    second.compare()
    assert second.counts["with rows"] == 2


@pytest.mark.parametrize("statement", OTHERWISE.values(), ids=OTHERWISE)
def test_words_that_hang_on_what_is_no_value_are_found(second, statement):
    now = SimpleNamespace(rank=1)
    ask_all(statement(now).of(subject="b"))
    now.rank = 2
    with pytest.raises(WrittenOtherwise, match=r"test_prepared_second_writing\.py:\d+, \{'subject': 'b'\}"):
        second.compare()


def test_a_column_that_an_insertion_leaves_out_is_found(second):
    Insertion(JournalHead, "subject", "sequence").of(("d", 4))
    with pytest.raises(WrittenOtherwise, match="the insertion into JournalHead"):
        second.compare()


def test_a_very_long_list_is_written_for_itself_alone(second):
    second.compare()
    among = Question(lambda subjects: HEADS.filter(subject__in=subjects))
    assert len(among.ask(subjects=["a"] * (LONG + 1))) == 1
    assert second.waiting == []


def test_nothing_is_compared_in_a_transaction_that_failed():
    with transaction.atomic():
        transaction.set_rollback(True)
        assert not is_open()
    assert is_open()
