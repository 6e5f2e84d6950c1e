"""What the exam office alone does with a batch: opened again, given time, written in, locked in its marker's place."""

import json
from datetime import timedelta

import pytest

from massicot.accounts.rules import NotFromOffice
from massicot.audit import queries as audit
from massicot.core.marks import MarkNotOnScale
from massicot.exams.models import Paper
from massicot.marks import queries, rules, services
from massicot.marks.models import EarlierLock, Lock, Mark, MarkChange
from massicot.marks.rules import amendments, lines
from massicot.post import queries as post
from massicot.post.models import Letter
from tests import world
from tests.cast import MARC, ODILE, TYPING
from tests.marks.typing_acts import days_later

LATE = days_later(20)
"""After the closing of the paper, 7 June 17:00."""


def unlock(sheet, reason="Total faux", by=ODILE, **more):
    """Open a batch again as Odile does."""
    return services.unlock_batch_unchecked_lifting(batch_code=sheet.batch.code, reason=reason, by=by, at=TYPING, **more)


def write(number, value, seen="", reason="Erreur matérielle", by=ODILE, at=LATE, **more):
    """Write a line as Odile does."""
    return services.write_mark(number=number, value=value, seen=seen, reason=reason, by=by, at=at, **more)


@pytest.fixture
def locked(desk):
    """The woodwork batch, locked by Bob."""
    desk.wood.fill()
    return desk.wood.lock("8", "96")


def test_a_batch_opened_again_keeps_what_was_locked_and_locks_anew(desk, locked):
    first = desk.wood.numbers[0]
    unlock(desk.wood)
    desk.wood.save((first, "15", "12"))
    again = desk.wood.lock("8", "99")
    (earlier,) = EarlierLock.objects.all()
    assert (earlier.digest, earlier.author, earlier.locked_at) == (locked.digest, "BOB", locked.locked_at)
    assert json.loads(earlier.marks)[first] == "12"
    assert earlier.digest == rules.batch_digest(desk.wood.batch.code, json.loads(earlier.marks))
    assert again.digest != locked.digest
    (version,) = queries.office_batch(desk.world.paper, desk.wood.batch).versions
    assert version.differences == [(first, "12", "15")]


def test_the_marker_reads_why_their_batch_is_open_again(desk, locked):
    unlock(desk.wood, is_mailed=True)
    assert queries.told_of(desk.wood.batch, is_locked=False).opened.reason == "Total faux."
    body = post.body_of(Letter.objects.get(to="bob@tilleuls.invalid"))
    assert desk.wood.batch.code in body
    assert "Motif : Total faux" in body
    desk.wood.lock("8", "96")
    assert queries.told_of(desk.wood.batch, is_locked=True).opened is None


def test_the_marker_of_a_batch_opened_after_the_closing_is_not_asked_to_type(desk, locked):
    reopened = {"batch_code": desk.wood.batch.code, "reason": "Total faux", "is_mailed": True}
    services.unlock_batch_unchecked_lifting(**reopened, by=ODILE, at=LATE)
    body = post.body_of(Letter.objects.get(to="bob@tilleuls.invalid"))
    assert "attendez que le bureau vous donne un délai" in body
    assert "verrouillez-le de nouveau" not in body


def test_only_the_office_opens_a_locked_batch_and_says_why(desk, locked):
    with pytest.raises(NotFromOffice):
        unlock(desk.wood, by=MARC)
    with pytest.raises(amendments.ReasonOfTheOfficeMissing):
        unlock(desk.wood, reason=" \n")
    with pytest.raises(amendments.BatchNotLocked):
        unlock(desk.water)
    assert Lock.objects.count() == 1
    assert not EarlierLock.objects.exists()


def test_one_batch_stays_open_longer_than_its_paper(desk):
    closes_at = Paper.objects.get().entry_closes_at
    inside = closes_at + timedelta(hours=1)
    with pytest.raises(rules.EntryClosed):
        desk.wood.save((desk.wood.numbers[0], "12", ""), at=inside)
    extend(desk.wood, closes_at + timedelta(days=1))
    assert desk.wood.save((desk.wood.numbers[0], "12", ""), at=inside).saved
    with pytest.raises(rules.EntryClosed):
        desk.water.save((desk.water.numbers[0], "12", ""), at=inside)
    assert audit.acts_of(desk.wood.subject)[-2].act == "BatchExtended"


def extend(sheet, closes_at, reason="Panne du réseau", at=TYPING):
    """Give a batch more time as Odile does."""
    return services.extend_batch(batch_code=sheet.batch.code, closes_at=closes_at, reason=reason, by=ODILE, at=at)


def test_more_time_is_later_than_before_and_still_to_come(desk):
    closes_at = Paper.objects.get().entry_closes_at
    for wrong, at in ((closes_at, TYPING), (closes_at + timedelta(hours=2), closes_at + timedelta(hours=3))):
        with pytest.raises(rules.ExtensionNotLater):
            extend(desk.wood, wrong, at=at)
    extend(desk.wood, closes_at + timedelta(days=2))
    with pytest.raises(rules.ExtensionNotLater):
        extend(desk.wood, closes_at + timedelta(days=1))


def test_a_year_that_is_mistyped_does_not_shut_the_office_out(desk):
    closes_at = Paper.objects.get().entry_closes_at
    with pytest.raises(amendments.ExtensionTooLong):
        extend(desk.wood, closes_at.replace(year=closes_at.year + 1))
    extend(desk.wood, closes_at + timedelta(days=31))
    extend(desk.wood, closes_at + timedelta(days=62))


def test_after_the_closing_the_office_writes_in_the_markers_place(desk):
    first = desk.wood.numbers[0]
    with pytest.raises(amendments.MarkerStillTypes):
        write(first, "12", at=TYPING)
    write(first, "12")
    mark, change = Mark.objects.get(), MarkChange.objects.get()
    assert (mark.author, change.entered_by, change.before, change.after) == ("BOB", ODILE.login, "", "12")
    assert queries.corrected_numbers(desk.world.paper.pk) == []
    with pytest.raises(lines.LineChangedMeanwhile):
        write(first, "13")


def test_the_office_locks_in_the_markers_place_once_entry_is_closed(desk):
    desk.wood.fill()
    act = {"batch_code": desk.wood.batch.code, "typed_lines": "8", "typed_sum": "96", "by": ODILE}
    with pytest.raises(amendments.MarkerStillTypes):
        services.lock_for_marker(**act, at=TYPING)
    with pytest.raises(rules.SumDiffers):
        services.lock_for_marker(**act | {"typed_sum": "95"}, at=LATE)
    lock = services.lock_for_marker(**act, at=LATE)
    assert (lock.author, lock.entered_by) == ("BOB", ODILE.login)


def test_a_mark_changed_after_the_lock_leaves_the_batch_locked_and_signed(desk, locked):
    first = desk.wood.numbers[0]
    write(first, "15", "12", is_mailed=True)
    lock, earlier = Lock.objects.get(), EarlierLock.objects.get()
    assert (lock.author, lock.sum_hundredths, lock.typed_sum_hundredths) == ("BOB", 9900, None)
    assert (earlier.ending, earlier.digest, earlier.typed_sum_hundredths) == ("amended", locked.digest, 9600)
    assert lock.digest == rules.batch_digest(desk.wood.batch.code, queries.shown_marks(desk.wood.batch))
    assert lock.journal_head == str(audit.head_of(desk.wood.subject))
    assert queries.altered_batches(desk.world.paper.pk) == {}
    assert "Avant : 12\nMaintenant : 15" in post.body_of(Letter.objects.get(to="bob@tilleuls.invalid"))


def test_a_mark_changed_stays_that_of_the_marker_who_typed_it_and_both_are_told(desk):
    desk.wood.fill()
    world.give_back(desk.wood.batch, "BOB")
    world.lend(desk.wood.batch, "CHARLIE")
    lock = desk.wood.lock("8", "96")
    first = desk.wood.numbers[0]
    write(first, "15", "12", is_mailed=True)
    assert (lock.author, Mark.objects.get(number=first).author) == ("CHARLIE", "BOB")
    assert MarkChange.objects.get().author == "BOB"
    assert {letter.to for letter in Letter.objects.all()} == {"bob@tilleuls.invalid", "charlie@tilleuls.invalid"}


@pytest.mark.parametrize(
    ("value", "seen", "refusal"),
    [
        ("12", "12", amendments.MarkUnchanged),
        ("13", "11", lines.LineChangedMeanwhile),
        ("AB", "12", lines.AbsentButWritten),
        ("", "12", MarkNotOnScale),
        ("21", "12", MarkNotOnScale),
    ],
)
def test_a_change_that_is_refused_leaves_all_as_it_was(desk, locked, value, seen, refusal):
    with pytest.raises(refusal):
        write(desk.wood.numbers[0], value, seen)
    assert not EarlierLock.objects.exists()
    assert Lock.objects.get().digest == locked.digest


def test_only_the_office_writes_a_mark_and_says_why(desk, locked):
    with pytest.raises(NotFromOffice):
        write(desk.wood.numbers[0], "15", "12", by=MARC)
    with pytest.raises(amendments.ReasonOfTheOfficeMissing):
        write(desk.wood.numbers[0], "15", "12", reason="")
    with pytest.raises(lines.NumberNotInBatch):
        write("12345678A", "15")


def test_batches_stand_in_the_order_in_which_somebody_should_look(desk, absent_number):
    def standing(at=TYPING):
        rows = list(queries.office_rows(desk.world.paper, at))
        told = {row.code: row.standing for row in queries.add_standings(rows, desk.world.paper, at)}
        for row in rows:
            found = queries.office_rows(desk.world.paper, at).filter(
                queries.is_standing(desk.world.paper, at)(row.standing)
            )
            assert row.code in {one.code for one in found}
        return told

    wood, water = desk.wood.batch.code, desk.water.batch.code
    assert standing() == {wood: "untouched", water: "untouched"}
    desk.wood.fill()
    desk.water.save((desk.water.numbers[0], "12" if desk.water.numbers[0] != absent_number else "AB", ""))
    assert list(standing().items()) == [(wood, "complete"), (water, "typed")]
    services.refer_line(credential_id=desk.water.credential_id, number=absent_number, value="12", at=TYPING)
    assert list(standing().items()) == [(water, "referred"), (wood, "complete")]
    desk.wood.lock("8", "96")
    assert list(standing(LATE).items()) == [(water, "referred"), (wood, "locked")]


@pytest.mark.parametrize("reason", ["Réclamation de 02100001617", "cand. 021 0000 1617 : total"])
def test_a_reason_that_the_marker_reads_names_no_candidate(desk, locked, reason):
    with pytest.raises(amendments.ReasonNamesCandidate):
        unlock(desk.wood, reason=reason)
    assert Lock.objects.exists()


@pytest.mark.parametrize("reason", ["Copie 00374422F relue", "12 au lieu de 21, le 07/06/2017 à 17 h"])
def test_a_reason_may_hold_an_anonymity_number_and_figures(desk, locked, reason):
    assert unlock(desk.wood, reason=reason).reason == f"{reason}."
