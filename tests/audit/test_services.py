"""The journal in its tables: acts recorded, and what `verify` sees when somebody alters them."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F

from massicot.audit import queries, rules, services
from massicot.audit.models import JournalHead, JournalLine
from massicot.audit.services import RecordedOutsideTransactionError
from massicot.core.actor import Actor

ODILE = Actor("odile@bureau.invalid")
AT = datetime(2017, 5, 11, 8, 0, 0, 123456, tzinfo=UTC)
BATCH, PAPER = "batch:B-1", "paper:BTS-2017/CGE"
pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Done:
    count: int


def record(subject, count=1, at=AT):
    with transaction.atomic():
        return services.record(subject=subject, fact=Done(count), by=ODILE, at=at)


@pytest.fixture
def journal():
    """Three acts on a batch, two on a paper."""
    for count in (1, 2, 3):
        record(BATCH, count)
    record(PAPER)
    record(PAPER)


@pytest.mark.parametrize(
    ("start", "counts"),
    [("batch:", [1, 2, 3]), ("paper:BTS-2017", [1, 1]), ("batch:B_", []), ("b%", []), ("batch:\\", [])],
)
def test_facts_are_found_by_how_their_subject_begins(journal, start, counts):
    for begins, expected in ((start, counts), ("paper:", [1, 1]), (start, counts)):
        assert [fact["count"] for fact in queries.facts_below("Done", begins)] == expected
    assert queries.facts_below("Undone", start) == []


def seal():
    return services.seal_journal(by=ODILE, at=AT)


def cut_tail(subject, kept):
    """Take the last lines of a chain away and put its head back, as somebody who knows the program would."""
    JournalLine.objects.filter(subject=subject, sequence__gt=kept).delete()
    last = JournalLine.objects.get(subject=subject, sequence=kept)
    JournalHead.objects.filter(subject=subject).update(sequence=kept, digest=last.digest)


def test_each_subject_has_a_chain_of_its_own(journal):
    assert [(line.sequence, line.facts) for line in queries.acts_of(BATCH)] == [
        (1, '{"count":1}'), (2, '{"count":2}'), (3, '{"count":3}'),
    ]  # fmt: skip
    assert {subject: head.sequence for subject, head in queries.heads().items()} == {BATCH: 3, PAPER: 2}
    assert queries.first_broken_link() is None


def test_the_list_of_acts_leaves_out_what_is_told_line_by_line_elsewhere(journal):
    JournalLine.objects.filter(subject=BATCH, sequence__gt=1).update(act=rules.TOLD_ELSEWHERE[0])
    assert [(line.subject, line.sequence) for line in queries.told_lines()] == [(BATCH, 1), (PAPER, 2), (PAPER, 1)]


def test_a_line_says_who_did_what_and_when(journal):
    line = queries.acts_of(PAPER)[0]
    assert (line.by, line.act, line.at, line.previous) == (ODILE.login, "Done", AT, rules.START)


def test_an_act_is_never_recorded_apart_from_what_it_did(transactional_db):
    with pytest.raises(RecordedOutsideTransactionError):
        services.record(subject=BATCH, fact=Done(1), by=ODILE, at=AT)


def test_an_act_that_is_undone_leaves_no_line(journal):
    with transaction.atomic():
        services.record(subject=BATCH, fact=Done(4), by=ODILE, at=AT)
        transaction.set_rollback(True)
    assert record(BATCH).sequence == 4
    assert queries.first_broken_link() is None


@pytest.mark.parametrize(
    "change",
    [
        {"facts": '{"count":9}'},
        {"by": "omar@bureau.invalid"},
        {"act": "Undone"},
        {"at": AT + timedelta(microseconds=1)},
        {"previous": "f" * 64},
        {"digest": "f" * 64},
        {"sequence": 9},
    ],
)
def test_an_altered_line_is_seen(journal, change):
    JournalLine.objects.filter(subject=BATCH, sequence=2).update(**change)
    assert queries.first_broken_link() == f"{BATCH}:2"


@pytest.mark.parametrize("sequence", [1, 2, 3])
def test_a_removed_line_is_seen(journal, sequence):
    JournalLine.objects.filter(subject=BATCH, sequence=sequence).delete()
    assert queries.first_broken_link() == f"{BATCH}:{sequence}"


def test_a_removed_head_is_seen(journal):
    JournalHead.objects.filter(subject=BATCH).delete()
    assert queries.first_broken_link() == f"{BATCH}:4"


def test_a_head_set_back_is_seen(journal):
    JournalHead.objects.filter(subject=BATCH).update(sequence=F("sequence") - 1)
    assert queries.first_broken_link() == f"{BATCH}:4"


def test_a_line_moved_to_another_chain_is_seen(journal):
    JournalLine.objects.filter(subject=BATCH, sequence=3).update(subject=PAPER)
    assert queries.first_broken_link() is not None


def test_a_line_has_one_place_in_its_chain(journal):
    line = queries.acts_of(BATCH)[0]
    line.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        line.save(force_insert=True)


def test_a_cut_tail_is_seen_with_the_head_that_was_printed(journal):
    printed = rules.parse_head(str(queries.head_of(BATCH)))
    cut_tail(BATCH, kept=2)
    assert queries.first_broken_link() is None
    assert queries.first_broken_link(printed) == f"{BATCH}:3"


def test_a_chain_written_anew_is_seen_with_the_head_that_was_printed(journal):
    printed = rules.parse_head(str(queries.head_of(BATCH)))
    JournalLine.objects.filter(subject=BATCH).delete()
    JournalHead.objects.filter(subject=BATCH).delete()
    for count in (1, 2, 4):
        record(BATCH, count)
    assert queries.first_broken_link() is None
    assert queries.first_broken_link(printed) == f"{BATCH}:3"


def test_a_printed_head_still_holds_when_its_chain_went_on(journal):
    printed = rules.parse_head(str(queries.head_of(BATCH)))
    record(BATCH)
    assert queries.first_broken_link(printed) is None


def test_a_cut_tail_is_seen_when_the_journal_was_sealed(journal):
    seal()
    cut_tail(BATCH, kept=2)
    assert queries.first_broken_link() == f"{BATCH}:3"


def test_a_whole_chain_taken_away_is_seen_when_the_journal_was_sealed(journal):
    seal()
    JournalLine.objects.filter(subject=BATCH).delete()
    JournalHead.objects.filter(subject=BATCH).delete()
    assert queries.first_broken_link() == f"{BATCH}:3"


def test_a_seal_cut_away_is_seen_with_its_own_printed_head(journal):
    seal()
    printed = rules.parse_head(str(seal()))
    cut_tail(rules.SEAL_SUBJECT, kept=1)
    assert queries.first_broken_link() is None
    assert queries.first_broken_link(printed) == f"{rules.SEAL_SUBJECT}:2"


def test_a_seal_lists_the_heads_that_moved_since_the_one_before(journal):
    seal()
    record(PAPER)
    seal()
    sealed = [facts["heads"] for facts in queries.facts_on(rules.SEAL_SUBJECT, "JournalSealed")]
    assert [[head.rsplit(":", 1)[0] for head in heads] for heads in sealed] == [
        [f"{BATCH}:3", f"{PAPER}:2"],
        [f"{PAPER}:3"],
    ]


def test_subjects_in_any_script_hold_whatever_the_order_of_the_database():
    for subject in ("batch:é", "batch:Z", "batch:a", "batch:_", "batch:É"):
        record(subject)
        record(subject)
    assert queries.first_broken_link() is None
    JournalLine.objects.filter(sequence=2).update(by="somebody else")
    assert queries.first_broken_link() == "batch:Z:2"
