"""Statements: drawn up after the lifting, compared with what stands, issued again with a reason, all kept."""

import json

import pytest
from django.db import IntegrityError, transaction

from massicot.accounts.rules import NotFromOffice
from massicot.audit import queries as audit
from massicot.candidates import queries as candidates
from massicot.core.keys import Key, SealBroken
from massicot.exams import queries as exams
from massicot.marks.models import Lock, Mark
from massicot.results import queries, services
from massicot.results.models import Lifting, Statement
from massicot.results.rules import access
from massicot.results.rules.access import Stale
from tests import later_world
from tests.cast import CLAIRE, KEY, ODILE, TYPING, candidate_number, later

pytestmark = pytest.mark.django_db
REASON = "Erreur matérielle : 12 lu pour 21."


def entry(built, rank):
    rows = candidates.entry_rows(built.paper)
    return next(row for row in rows if row.candidate_number == candidate_number(rank))


def issue(built, rank, reason="", seen=0, by=ODILE, at=TYPING):
    return services.issue_statement(
        paper=built.paper, row=entry(built, rank), reason=reason, seen=seen, key=KEY, by=by, at=at
    )


def said(built, rank):
    return queries.said_by(queries.statements_of(built.paper, entry(built, rank).entry_id), KEY)


def mark_of(built, rank):
    return queries.standing_mark(built.paper, entry(built, rank), KEY)


def stale(built):
    return queries.stale_statements(built.paper, KEY)


def test_a_statement_says_the_mark_as_its_scale_writes_it_or_the_code(lifted):
    for rank in (1, 2, 5, 9):
        issue(lifted, rank)
    assert [said(lifted, rank) for rank in (1, 2, 5)] == [["MQ"], ["AB"], ["CB"]]
    mark = Mark.objects.get(number=later_world.number_of(lifted, 9))
    assert said(lifted, 9) == [f"{mark.hundredths // 100:02d}"]
    assert queries.count_statements(lifted.paper) == 4


def test_nothing_is_issued_before_the_lifting_nor_for_a_script_marked_elsewhere(lifted):
    with pytest.raises(access.NoScriptNumbered):
        issue(lifted, 3)
    Lifting.objects.update(lifted_by="", lifted_at=None)
    with pytest.raises(access.StatementsNotYet):
        issue(lifted, 5)


def test_only_the_office_issues(lifted):
    with pytest.raises(NotFromOffice):
        issue(lifted, 5, by=CLAIRE)


def test_a_mark_that_changes_makes_its_statement_stale_and_no_other(lifted):
    issue(lifted, 9)
    issue(lifted, 10)
    before = mark_of(lifted, 9)
    assert stale(lifted) == []
    later_world.amend(lifted, 9, "20")
    assert stale(lifted) == [Stale(entry(lifted, 9).entry_id, 1, before, "20")]
    issue(lifted, 9, REASON, seen=1)
    assert stale(lifted) == []
    assert said(lifted, 9) == [before, "20"]
    later_world.amend(lifted, 9, "19")
    assert [(one.issue, one.said, one.stands) for one in stale(lifted)] == [(2, "20", "19")]


def test_a_statement_is_not_issued_again_while_it_is_right(lifted):
    issue(lifted, 9)
    with pytest.raises(access.StatementStillRight) as refused:
        issue(lifted, 9, REASON, seen=1)
    assert refused.value.values == {"issue": 1}


@pytest.mark.parametrize("reason", ["", "  "])
def test_a_statement_is_issued_again_with_a_reason(lifted, reason):
    issue(lifted, 9)
    later_world.amend(lifted, 9, "20")
    with pytest.raises(access.StatementReasonMissing):
        issue(lifted, 9, reason, seen=1)


def test_no_reason_on_a_statement_names_a_script(lifted):
    issue(lifted, 9)
    later_world.amend(lifted, 9, "20")
    number = later_world.number_of(lifted, 9)
    with pytest.raises(access.StatementNamesScript):
        issue(lifted, 9, f"Copie {number[:4]} {number[4:8]} {number[8:].lower()} relue.", seen=1)


def test_a_page_that_did_not_show_the_last_issue_issues_nothing(lifted):
    issue(lifted, 9)
    later_world.amend(lifted, 9, "20")
    for seen in (0, 2):
        with pytest.raises(access.StatementIssuedMeanwhile):
            issue(lifted, 9, REASON, seen=seen)
    assert len(said(lifted, 9)) == 1


def test_no_statement_while_the_batch_is_open_again(lifted):
    Lock.objects.all().delete()
    with pytest.raises(access.MarkNotLocked):
        issue(lifted, 9)
    assert issue(lifted, 1).issue == 1


def test_the_journal_tells_who_got_which_issue_and_why_without_mark_or_number(lifted):
    issue(lifted, 9)
    later_world.amend(lifted, 9, "20")
    issue(lifted, 9, f" {REASON} ", seen=1)
    lines = audit.acts_of(exams.subject_of(lifted.paper))[-2:]
    assert {line.act for line in lines} == {"StatementIssued"}
    assert [json.loads(line.facts) for line in lines] == [
        {"candidate_number": candidate_number(9), "issue": 1, "reason": ""},
        {"candidate_number": candidate_number(9), "issue": 2, "reason": REASON},
    ]


def test_a_copy_of_the_table_tells_no_mark_without_the_key(lifted):
    for rank in (1, 2, 5, 9):
        issue(lifted, rank)
    sealed = [bytes(row) for row in Statement.objects.values_list("said", flat=True)]
    assert len({len(row) for row in (*sealed, queries.sealed_said(KEY, 1, 1, "12,25"))}) == 1
    assert len(set(sealed)) == len(sealed)
    with pytest.raises(SealBroken):
        queries.said_by(Statement.objects.all(), Key(b"another-key-of-the-same-32-bytes"))


def test_a_seal_put_in_the_place_of_another_does_not_open(lifted):
    one, other = issue(lifted, 5), issue(lifted, 9)
    Statement.objects.filter(pk=one.pk).update(said=other.said)
    with pytest.raises(SealBroken):
        said(lifted, 5)


def test_the_database_holds_the_order_of_the_issues_and_their_reasons(lifted):
    first = issue(lifted, 9)
    with pytest.raises(IntegrityError), transaction.atomic():
        Statement.objects.filter(pk=first.pk).update(issue=2)
    values = {"paper": lifted.paper, "entry_id": first.entry_id, "issued_by": "x", "issued_at": TYPING}
    with pytest.raises(IntegrityError), transaction.atomic():
        Statement.objects.create(issue=1, said=b"", **values)


def test_what_is_printed_is_the_issue_that_is_asked_for(lifted):
    first = issue(lifted, 9)
    later_world.amend(lifted, 9, "20")
    second = issue(lifted, 9, REASON, seen=1, at=later(60 * 24))
    row = entry(lifted, 9)
    one, two = (queries.statement_document(lifted.paper, row, each, KEY) for each in (first, second))
    assert (one.issue, one.replaces, two.said) == (1, None, "20")
    assert one.said != "20"
    assert (two.replaces.issue, two.replaces.issued_on, two.replaces.reason) == (1, one.issued_on, REASON)
    assert (one.seen_until.year, one.highest, one.surname) == (2018, "20", "IRIS")
