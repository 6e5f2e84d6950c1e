"""What comes back of a prepared question: the rows that the query set itself gives, of each kind."""

from datetime import UTC, datetime

import pytest
from django.db.models import Count, F

from massicot.audit.models import JournalHead, JournalLine
from massicot.exams.models import Corrigendum, CorrigendumCalendar, Paper
from massicot.store.prepared import Insertion, Question, ask_all
from tests import world
from tests.hostile.second_writing import looked_at

pytestmark = pytest.mark.django_db

AT = datetime(2017, 6, 1, 12, 30, 0, 123456, tzinfo=UTC)
LINE = Insertion(JournalLine, "subject", "sequence", "at", "by", "act", "facts", "previous", "digest")


@pytest.fixture(autouse=True)
def _three_lines():
    said = [("a", 1, "y"), ("a", 2, "z"), ("b", 1, "x")]
    assert ask_all(LINE.of(*((subject, rank, AT, "me", act, "{}", "", "") for subject, rank, act in said))) == [3]


def test_single_values_come_out_as_they_are():
    instants = Question(lambda subject: JournalLine.objects.filter(subject=subject).values_list("at", flat=True))
    assert instants.ask(subject="b") == [AT]
    assert instants.first(subject="b") == AT
    assert instants.first(subject="c") is None


def test_dictionaries_come_out_with_their_names():
    lines = Question(
        lambda subject: JournalLine.objects.filter(subject=subject).values("at", "act", rank=F("sequence"))
    )
    assert lines.ask(subject="b") == [{"at": AT, "act": "x", "rank": 1}]
    counts = Question(lambda act: JournalLine.objects.exclude(act=act).values("subject").annotate(n=Count("pk")))
    assert sorted(counts.ask(act="y"), key=str) == [{"subject": "a", "n": 1}, {"subject": "b", "n": 1}]
    whole = Question(lambda subject: JournalHead.objects.filter(subject=subject).values())
    ask_all(Insertion(JournalHead, "subject", "sequence", "digest").of(("a", 1, "d1")))
    assert whole.ask(subject="a") == list(JournalHead.objects.values())


@pytest.mark.parametrize("shape", [{"flat": True}, {}])
def test_what_distinct_rows_are_sorted_by_is_no_part_of_them(shape):
    rows = JournalLine.objects.order_by("act").distinct()
    acts = Question(lambda subject: rows.filter(subject=subject).values_list("subject", **shape))
    assert acts.ask(subject="a") == list(rows.filter(subject="a").values_list("subject", **shape)) != []


def test_what_comes_with_a_row_is_there_or_known_to_be_absent():
    paper = world.opened().paper
    said = {"dated_on": AT, "text": "…", "effective_at": AT, "written_by": "me"}
    first, _ = (Corrigendum.objects.create(paper=paper, reference=name, **said) for name in ("1", "2"))
    CorrigendumCalendar.objects.create(corrigendum=first, despatch_hours=3)
    rows = Corrigendum.objects.select_related("paper__session", "calendar").order_by("reference")
    asked = Question(lambda paper_id: rows.filter(paper_id=paper_id).annotate(code=F("paper__code")))
    with_calendar, without = asked.ask(paper_id=paper.pk)
    assert with_calendar.calendar.despatch_hours == 3
    assert with_calendar.calendar.corrigendum is with_calendar
    assert without.paper.session == paper.session
    assert not hasattr(without, "calendar")
    assert without.code == paper.code


def test_columns_that_are_left_out_are_fetched_when_they_are_read(django_assert_num_queries):
    paper = world.opened().paper
    rows = Paper.objects.select_related("session").only("title", "session__code")
    (found,) = Question(lambda pk: rows.filter(pk=pk)).ask(pk=paper.pk)
    assert looked_at(found) == looked_at(rows.get(pk=paper.pk))
    with django_assert_num_queries(1):
        assert (found.title, found.session.code, found.code) == (paper.title, paper.session.code, paper.code)
