"""Statements written once: they answer what the ORM's own would, whatever values are put in, on both databases."""

from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import Exists, F, OuterRef, Q, Value
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext

from massicot.audit.models import JournalHead, JournalLine
from massicot.custody.models import Item
from massicot.custody.queries import LOOSE
from massicot.custody.rules import ItemKind, Place
from massicot.exams.models import Institution, Paper
from massicot.marks.models import Save
from massicot.post import services as post
from massicot.post.models import Letter
from massicot.store.prepared import Deletion, Insertion, Question, Update, ask_all
from tests import world
from tests.cast import MARC

pytestmark = pytest.mark.django_db

AT = datetime(2017, 6, 1, 12, 30, 0, 123456, tzinfo=UTC)
HEAD = Insertion(JournalHead, "subject", "sequence", "digest")
LINE = Insertion(JournalLine, "subject", "sequence", "at", "by", "act", "facts", "previous", "digest")
BY_SUBJECT = Question(lambda subject: JournalHead.objects.filter(subject=subject))
AMONG = Question(
    lambda subjects: JournalHead.objects.filter(subject__in=subjects).order_by("pk").values_list("subject")
)
SINCE = Question(lambda at: JournalLine.objects.filter(at__gte=at).order_by("pk").values_list("subject", "at"))
MOVE = Update(
    lambda subject, sequence, new: (JournalHead.objects.filter(subject=subject, sequence=sequence), {"sequence": new})
)


@pytest.fixture(autouse=True)
def _three_heads():
    assert ask_all(HEAD.of(("a", 1, "d1"), ("b", 2, "d2"), ("c", 3, "d3"))) == [3]


def sequence_of(subject):
    return JournalHead.objects.get(subject=subject).sequence


def test_a_question_gives_the_rows_of_each_value_put_in():
    assert [(head.subject, head.sequence) for head in BY_SUBJECT.ask(subject="b")] == [("b", 2)]
    assert BY_SUBJECT.ask(subject="c")[0] == JournalHead.objects.get(subject="c")
    assert BY_SUBJECT.ask(subject="no") == []


def test_what_is_said_of_each_row_comes_with_it():
    said = Question(
        lambda subject: JournalHead.objects.filter(subject=subject).annotate(
            is_first=Exists(JournalHead.objects.filter(subject=OuterRef("subject"), sequence=1)), at=Value(AT)
        )
    )
    assert [(head.subject, head.is_first, head.at) for name in "ab" for head in said.ask(subject=name)] == [
        ("a", True, AT),
        ("b", False, AT),
    ]


def test_nothing_is_said_in_the_words_and_a_value_put_into_others():
    rows = Question(lambda name: JournalHead.objects.filter(*[] if name is None else [Q(subject=name)]).order_by("pk"))
    found = [[head.subject for head in rows.ask(name=name)] for name in (None, "b", None, "c")]
    assert found == [["a", "b", "c"], ["b"], ["a", "b", "c"], ["c"]]


def test_what_is_asked_again_is_looked_up_again():
    assert BY_SUBJECT.ask(subject="a")[0].sequence == 1
    JournalHead.objects.filter(subject="a").update(sequence=9)
    assert BY_SUBJECT.ask(subject="a")[0].sequence == 9


@pytest.mark.parametrize("subjects", [["a"], ["a", "b"], ["c", "a", "b"], ["a", "no", "b", "no", "c"]])
def test_a_list_may_have_any_length(subjects):
    assert [subject for (subject,) in AMONG.ask(subjects=subjects)] == sorted(set(subjects) - {"no"})


def test_a_value_that_looks_like_a_mark_in_the_wording_is_a_value():
    for subject in ("100", "50000100", "%s", "' OR 1=1 --", "é"):
        ask_all(HEAD.of((subject, 1, "")))
        assert [head.subject for head in BY_SUBJECT.ask(subject=subject)] == [subject]


@pytest.mark.parametrize("digest", ["d1", "100 %", "%s", "it's", "a\\b", ""])
def test_what_never_changes_means_what_it_says(digest):
    ask_all(HEAD.of(("z", 1, digest)))
    unlike = Question(lambda subject: JournalHead.objects.filter(subject=subject, digest=digest, sequence__lt=2))
    assert [head.digest for head in unlike.ask(subject="z")] == [digest]
    with CaptureQueriesContext(connection):
        assert len(unlike.ask(subject="z")) == 1


@pytest.mark.skipif(connection.vendor != "postgresql", reason="a server alone keeps a plan for any value")
def test_an_index_of_some_rows_serves_a_statement_whose_plan_is_kept():
    # Of a table without rows the planner takes any index: which one then depends on when it was last analysed.
    Item.objects.bulk_create(_scripts(3000))
    call = LOOSE.of(place="marking-centre", place_ref="0130053M")
    assert call.parameters == ["marking-centre", "0130053M"]
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE custody_item")
        cursor.execute("SET LOCAL plan_cache_mode = force_generic_plan")
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"PREPARE loose AS {call.sql.replace('%s', '{}').format('$1', '$2')}")
        cursor.execute("EXPLAIN EXECUTE loose('marking-centre', '0130053M')")
        assert "custody_loose_cell" in str(cursor.fetchall())


def _scripts(count):
    """Lay scripts in thirty centres, every other one in a batch."""
    where = {"kind": ItemKind.SCRIPT, "place": Place.MARKING_CENTRE, "since": AT}
    for rank in range(count):
        inside = f"B-{rank % 50}" if rank % 2 else ""
        yield Item(ref=f"{rank:08d}A", place_ref=f"01300{rank % 30:02d}M", inside=inside, cell=f"1/{rank % 9}", **where)


def test_instants_are_put_in_and_given_back_as_the_orm_does():
    at = AT.astimezone(timezone(timedelta(hours=2)))
    ask_all(
        LINE.of(("a", 1, at, "x", "y", "{}", "", "")), LINE.of(("b", 1, at - timedelta(days=1), "x", "y", "{}", "", ""))
    )
    assert SINCE.ask(at=AT) == [("a", AT)]
    assert JournalLine.objects.get(subject="a").at == AT


def test_days_are_put_in_as_the_orm_does():
    papers = Question(lambda day: Paper.objects.filter(marking_opens_on=day).values_list("code", "marking_opens_on"))
    paper = world.opened().paper
    assert papers.ask(day=paper.marking_opens_on) == [(paper.code, paper.marking_opens_on)]
    assert papers.ask(day=paper.marking_opens_on + timedelta(days=1)) == []


def test_several_go_together_in_their_order_and_each_sees_those_before_it():
    with transaction.atomic():
        before, moved, after, missed = ask_all(
            BY_SUBJECT.of(subject="a"),
            MOVE.of(subject="a", sequence=1, new=7),
            BY_SUBJECT.of(subject="a"),
            MOVE.of(subject="a", sequence=1, new=8),
        )
    assert (before[0].sequence, moved, after[0].sequence, missed) == (1, 1, 7, 0)


def test_a_fault_in_the_middle_undoes_the_whole_and_the_connection_goes_on():
    with pytest.raises(IntegrityError), transaction.atomic():
        ask_all(MOVE.of(subject="a", sequence=1, new=7), HEAD.of(("b", 2, "")), MOVE.of(subject="c", sequence=3, new=7))
    assert (sequence_of("a"), sequence_of("c")) == (1, 3)
    assert BY_SUBJECT.ask(subject="a")[0].sequence == 1


def test_nothing_is_asked_in_a_transaction_that_failed():
    with transaction.atomic():
        with pytest.raises(IntegrityError), transaction.atomic(savepoint=False):
            ask_all(HEAD.of(("a", 1, "")))
        with pytest.raises(DatabaseError):
            BY_SUBJECT.ask(subject="a")
        transaction.set_rollback(True)


def test_none_is_said_in_the_words_and_not_put_into_them():
    rows = Insertion(
        Institution, "uai", "name", "academy", "address", "postcode", "town", "insee_code", "email", "telephone",
        "latitude", "has_staff_restaurant",
    )  # fmt: skip
    ask_all(rows.of(("A", "un", *[""] * 7, None, None), ("B", "deux", *[""] * 7, 43.5, True)))
    place = Update(lambda latitude, new: (Institution.objects.filter(latitude=latitude), {"latitude": new}))
    assert ask_all(place.of(latitude=43.5, new=None), place.of(latitude=None, new=1.5)) == [1, 2]
    assert set(Institution.objects.values_list("latitude", flat=True)) == {1.5}


def test_identifiers_and_answers_of_every_kind_come_back_as_the_orm_reads_them():
    saves = Question(lambda save_id: Save.objects.filter(save_id=save_id).values_list("credential_id", "save_id"))
    assert saves.ask(save_id=UUID(int=5)) == []
    papers = Question(lambda paper_id: Paper.objects.select_related("session").filter(pk=paper_id))
    assert papers.ask(paper_id=1) == []


def test_a_narrow_number_and_bytes_have_their_place():
    letter = post.write_letter(to="bob@x.invalid", subject="Objet", body="Bonjour", by=MARC, at=AT)
    taken = Update(
        lambda letter_id, attempts, said: (
            Letter.objects.filter(pk=letter_id, attempts=attempts),
            {"attempts": F("attempts") + 1, "said": said, "sealed": b""},
        )
    )
    assert ask_all(taken.of(letter_id=letter.pk, attempts=1, said="no")) == [0]
    assert ask_all(taken.of(letter_id=letter.pk, attempts=0, said="250")) == [1]
    letter.refresh_from_db()
    assert (letter.attempts, letter.said, bytes(letter.sealed)) == (1, "250", b"")


def test_whoever_watches_the_statements_of_the_connection_sees_them():
    with CaptureQueriesContext(connection) as seen:
        ask_all(BY_SUBJECT.of(subject="a"), MOVE.of(subject="a", sequence=1, new=2))
    assert len(seen) == 2


def test_a_question_is_written_once_and_asked_many_times():
    written = []

    def write(subject):
        written.append(subject)
        return JournalHead.objects.filter(subject=subject)

    question = Question(write)
    for subject in "abcabc":
        assert question.ask(subject=subject)[0].subject == subject
    assert len(written) == 2  # twice at first, to find where the value goes


@pytest.mark.parametrize("length", [20_000, 70_000])
def test_a_list_is_as_long_as_it_is(length):
    """A server takes 65,535 values beside a statement; where each of so many goes is not searched one by one."""
    question = Question(lambda subjects: JournalHead.objects.filter(subject__in=subjects).order_by("subject"))
    nobody = [f"nobody:{rank}" for rank in range(length)]
    for wanted in (["a", *nobody, "b"], [*nobody, "c"]):
        assert [head.subject for head in question.ask(subjects=wanted)] == [one for one in wanted if len(one) == 1]


def test_a_truth_is_put_in_whichever_it_is():
    world.opened()
    lit = Update(lambda code, lit: (Paper.objects.filter(code=code), {"are_totals_required": lit}))
    for wanted in (True, False, True):
        assert ask_all(lit.of(code="CGE", lit=wanted)) == [1]
        assert Paper.objects.get(code="CGE").are_totals_required is wanted


def test_a_row_that_is_there_is_left_as_it_is_and_not_counted():
    once = Insertion(JournalHead, "subject", "sequence", "digest", unless_there=True)
    assert ask_all(once.of(("a", 9, "d9"), ("e", 5, "d5")), once.of(("e", 6, "d6"))) == [1, 0]
    assert (sequence_of("a"), sequence_of("e")) == (1, 5)


def test_a_rule_that_a_row_breaks_otherwise_is_told():
    once = Insertion(JournalHead, "subject", "sequence", "digest", unless_there=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        ask_all(once.of(("e", 5, None)))


@pytest.mark.postgres
def test_rows_are_held_in_a_transaction_or_not_at_all(transactional_db):
    held = Question(lambda subject: JournalHead.objects.select_for_update().filter(subject=subject))
    with transaction.atomic():
        assert [head.subject for head in held.ask(subject="a")] == ["a"]
    with pytest.raises(TransactionManagementError):
        held.ask(subject="a")


def test_rows_are_deleted_and_counted():
    gone = Deletion(lambda subject: JournalHead.objects.filter(subject=subject))
    assert ask_all(gone.of(subject="a"), gone.of(subject="a"), gone.of(subject="b")) == [1, 0, 1]
    assert [head.subject for head in JournalHead.objects.all()] == ["c"]
