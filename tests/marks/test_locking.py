"""Locking a batch, and what a locked batch refuses."""

import pytest

from massicot.audit import queries as audit
from massicot.documents import french
from massicot.exams.models import Paper
from massicot.marks import queries, rules, services
from massicot.marks.models import Lock
from massicot.marks.rules import locks
from massicot.persons.models import Person
from massicot.post import queries as post
from massicot.post.models import Letter
from massicot.scripts.models import Script
from massicot.scripts.rules import ScriptKind
from tests import world
from tests.cast import TYPING
from tests.marks.typing_acts import days_later


def test_a_complete_batch_locks_with_its_totals_and_digest(desk):
    desk.wood.fill("12", **{desk.wood.numbers[0]: "09", desk.wood.numbers[1]: "CB"})
    lock = desk.wood.lock("7", "81")
    assert (lock.numeric_lines, lock.sum_hundredths, lock.absent_lines, lock.blank_lines) == (7, 8100, 0, 1)
    assert (lock.typed_lines, lock.typed_sum_hundredths, lock.author, lock.locked_at) == (7, 8100, "BOB", TYPING)
    shown = {line.number: line.value for line in queries.grid_of(desk.wood.credential_id).lines}
    assert lock.digest == rules.batch_digest(desk.wood.batch.code, shown)


def test_the_lock_is_journalled_at_its_instant(desk):
    desk.wood.fill()
    lock = desk.wood.lock("8", "96")
    line = audit.acts_of(desk.wood.subject)[-1]
    assert (line.act, line.at) == ("BatchLocked", TYPING)
    assert lock.digest in line.facts


def test_a_lock_keeps_the_head_of_its_journal_whatever_comes_after(desk):
    desk.wood.fill()
    lock = desk.wood.lock("8", "96")
    assert lock.journal_head == str(audit.head_of(desk.wood.subject))
    world.give_back(desk.wood.batch)
    assert str(audit.head_of(desk.wood.subject)) != lock.journal_head
    assert queries.receipt_of(desk.wood.credential_id).head == lock.journal_head


def test_the_receipt_goes_to_the_marker_by_mail(desk):
    desk.wood.fill("12", **{desk.wood.numbers[0]: "CB"})
    lock = desk.wood.lock("7", "84", act=services.lock_and_mail)
    letter = Letter.objects.get(to="bob@tilleuls.invalid")
    body = post.body_of(letter)
    for said in (
        "Lignes notées : 7",
        "Somme des notes : 84",
        "(CB) : 1",
        lock.digest,
        french.journal_head(lock.journal_head),
    ):
        assert said in body
    assert desk.wood.batch.code in letter.subject


def test_a_refused_lock_writes_to_nobody(desk):
    desk.wood.fill()
    with pytest.raises(rules.SumDiffers):
        desk.wood.lock("8", "95", act=services.lock_and_mail)
    assert not Letter.objects.exists()


@pytest.mark.parametrize("email", ["", "bob", "bob@tilleuls.invalid\nBcc: x@y.z"])
def test_no_lock_waits_for_an_address(desk, email):
    Person.objects.filter(identifier="BOB").update(email=email)
    desk.wood.fill()
    assert desk.wood.lock("8", "96", act=services.lock_and_mail).journal_head
    assert not Letter.objects.filter(subject__contains=desk.wood.batch.code).exists()


def test_an_empty_line_forbids_locking_and_is_named(desk):
    desk.wood.fill()
    last = desk.wood.numbers[-1]
    desk.wood.save((last, "", "12"))
    with pytest.raises(rules.LinesEmpty) as refused:
        desk.wood.lock("7", "84")
    assert refused.value.values == {"count": 1, "first": last}


@pytest.mark.parametrize(
    ("lines", "total", "refusal"),
    [
        ("", "", locks.TotalsMissing),
        ("8", "", locks.TotalsMissing),
        ("7", "96", locks.LinesTotalDiffers),
        ("8", "95", rules.SumDiffers),
        ("8", "96,5", rules.SumDiffers),
        ("huit", "96", locks.SumMistyped),
        ("8", "quatre-vingt-seize", locks.SumMistyped),
    ],
)
def test_totals_that_do_not_agree_forbid_locking(desk, lines, total, refusal):
    desk.wood.fill()
    with pytest.raises(refusal) as refused:
        desk.wood.lock(lines, total)
    assert "96" not in str(refused.value).replace(total, "")
    assert not Lock.objects.exists()


def test_a_paper_without_control_totals_locks_without_them(desk):
    Paper.objects.update(are_totals_required=False)
    desk.wood.fill()
    lock = desk.wood.lock()
    assert (lock.typed_lines, lock.typed_sum_hundredths) == (None, None)


def test_a_line_against_a_register_corrected_since_forbids_locking(desk, absent_number):
    desk.water.fill("12", **{absent_number: "AB"})
    Script.objects.filter(number=absent_number).update(kind=ScriptKind.WRITTEN)
    with pytest.raises(locks.AgainstRegister, match=absent_number):
        desk.water.lock("3", "36")


def test_a_locked_batch_takes_neither_a_mark_nor_a_second_lock(desk, grid):
    desk.wood.fill()
    desk.wood.lock("8", "96")
    before = grid(desk.wood)
    with pytest.raises(rules.BatchIsLocked):
        desk.wood.save((desk.wood.numbers[0], "13", "12"))
    with pytest.raises(rules.BatchIsLocked):
        desk.wood.lock("8", "96")
    assert grid(desk.wood) == before


def test_nothing_locks_after_the_closing(desk):
    desk.wood.fill()
    with pytest.raises(rules.EntryClosed):
        desk.wood.lock("8", "96", at=days_later(7))
