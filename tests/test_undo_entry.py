"""What can be undone around mark entry, row by row of docs/undo.md."""

from datetime import timedelta

import pytest

from massicot.batches import queries as batches
from massicot.batches import services as batch_acts
from massicot.batches.rules import WithdrawalDecision, WithdrawnDecided
from massicot.exams import queries as exams
from massicot.exams import services as exam_acts
from massicot.exams.models import Paper
from massicot.exams.rules.networks import EntryPlace
from massicot.marks import queries as marks
from massicot.marks import services as mark_acts
from massicot.marks.models import EarlierLock, Extension, Lock, Referral
from massicot.marks.rules import ExtensionNotLater, OpenedElsewhere, ReferralAnswer
from massicot.results import services as office_acts
from massicot.results.rules import OpenedAfterLifting
from massicot.scripts import queries as scripts
from massicot.scripts.rules import ScriptKind
from tests import later_world, world
from tests.cast import MARC, ODILE, PERRIN, PREPARED, TYPING
from tests.marks.typing_acts import Sheet
from tests.test_undo import undoes

pytestmark = pytest.mark.django_db


def declare(session, typed):
    exam_acts.declare_networks(session=session, uai=PERRIN, typed=typed, by=ODILE, at=PREPARED)


@undoes("place of entry chosen")
def test_the_place_of_entry_is_chosen_back():
    session = world.opened().session
    declare(session, "10.1.0.0/16")
    for place in (EntryPlace.CENTRE, EntryPlace.ANYWHERE):
        exam_acts.choose_entry_place(session=session, place=place, by=ODILE, at=PREPARED)
    assert exams.session_by_code(session.code).entry_from == EntryPlace.ANYWHERE


@undoes("networks of a centre declared")
def test_networks_are_declared_back():
    session = world.opened().session
    declare(session, "10.1.0.0/16")
    declare(session, "10.2.0.0/16")
    declare(session, "10.1.0.0/16")
    assert exams.networks_of_centre(session.pk, PERRIN) == ["10.1.0.0/16"]


@pytest.fixture
def water():
    """The water batch in Bob's hands, with a placeholder, opened with its mark sheet; and the placeholder's number."""
    built = world.handed_out()
    batch = batches.batches_of(built.paper.pk)[1]
    sheet = Sheet(batch, world.open_sheet(built, batch.code))
    kinds = scripts.kinds_of(sheet.numbers)
    return sheet, next(number for number in sheet.numbers if kinds[number] is ScriptKind.PLACEHOLDER)


def refer(sheet, number):
    return mark_acts.refer_line(credential_id=sheet.credential_id, number=number, value="12", at=TYPING)


@undoes("batch open in another browser")
def test_a_batch_is_closed_in_another_browser(water):
    sheet, _ = water
    here, there = (mark_acts.enter(credential_id=sheet.credential_id, at=TYPING) for _ in range(2))
    mark_acts.close_others(credential_id=sheet.credential_id, opening_id=here)
    marks.check_opening(here)
    with pytest.raises(OpenedElsewhere):
        marks.check_opening(there)


@undoes("line referred to the office")
def test_a_line_that_was_referred_is_taken_back_and_typed_as_the_register_allows(water):
    sheet, absent = water
    sheet.fill("12", **{absent: ""})
    refer(sheet, absent)
    mark_acts.take_back_line(credential_id=sheet.credential_id, number=absent, at=TYPING)
    sheet.save((absent, "AB", ""))
    assert sheet.lock("3", "36").absent_lines == 1
    assert Referral.objects.get().answer == ReferralAnswer.TAKEN_BACK


@undoes("script withdrawn from its batch")
def test_a_script_that_was_withdrawn_is_decided_and_is_in_a_supplementary_batch(water):
    sheet, absent = water
    referral = refer(sheet, absent)
    mark_acts.answer_referral(
        referral_id=referral.pk, answer=ReferralAnswer.WITHDRAWN, reason="À voir", by=ODILE, at=TYPING
    )
    paper = exams.paper_by_id(sheet.batch.paper_id)
    (row,) = batches.withdrawn_of_paper(paper.pk)
    act = {"withdrawal_id": row.pk, "by": ODILE, "at": TYPING}
    batch_acts.decide_withdrawn(
        **act, decision=WithdrawalDecision.KEPT, seen=WithdrawalDecision.WAITING, reason="Fraude ?"
    )
    batch_acts.decide_withdrawn(
        **act, decision=WithdrawalDecision.WRITTEN, seen=WithdrawalDecision.KEPT, reason="Copie vue"
    )
    batch_acts.give_back_withdrawn(withdrawal_id=row.pk, by=MARC, at=TYPING)
    (made,) = batch_acts.make_batches(paper=paper, centre_uai=PERRIN, by=MARC, at=TYPING)
    assert batches.numbers_of(made.pk) == [absent]


@undoes("withdrawn script kept aside")
def test_a_script_kept_aside_is_decided_otherwise_and_then_no_more(water):
    sheet, absent = water
    batch_acts.withdraw_script(code=sheet.batch.code, number=absent, reason="À voir", by=ODILE, at=TYPING)
    (row,) = batches.withdrawn_of_batch(sheet.batch.pk)
    act = {"withdrawal_id": row.pk, "reason": "Vu", "by": ODILE, "at": TYPING}
    batch_acts.decide_withdrawn(**act, decision=WithdrawalDecision.KEPT, seen=WithdrawalDecision.WAITING)
    batch_acts.decide_withdrawn(**act, decision=WithdrawalDecision.WRITTEN, seen=WithdrawalDecision.KEPT)
    assert scripts.kinds_of([absent]) == {absent: ScriptKind.WRITTEN}
    with pytest.raises(WithdrawnDecided):
        batch_acts.decide_withdrawn(**act, decision=WithdrawalDecision.KEPT, seen=WithdrawalDecision.WRITTEN)


@undoes("more time given to a batch")
def test_more_time_is_followed_by_more_time_only(water):
    sheet, _ = water
    closes_at = Paper.objects.get().entry_closes_at
    act = {"batch_code": sheet.batch.code, "reason": "Panne", "by": ODILE, "at": TYPING}
    for days in (1, 2):
        mark_acts.extend_batch(closes_at=closes_at + timedelta(days=days), **act)
    with pytest.raises(ExtensionNotLater):
        mark_acts.extend_batch(closes_at=closes_at + timedelta(days=1), **act)
    assert Extension.objects.get().closes_at == closes_at + timedelta(days=2)


@undoes("batch locked")
def test_a_locked_batch_is_opened_again_until_the_lifting():
    built = later_world.locked()
    code = batches.batches_of(built.paper.pk)[0].code
    office_acts.unlock_batch(batch_code=code, reason="Total", by=ODILE, at=TYPING)
    assert Lock.objects.count() == EarlierLock.objects.count() == 1
    later_world.lock_all(built)
    later_world.lift(built)
    with pytest.raises(OpenedAfterLifting):
        office_acts.unlock_batch(batch_code=code, reason="Total", by=ODILE, at=TYPING)


@undoes("mark written by the office")
def test_a_mark_written_by_the_office_is_written_again():
    built = later_world.locked()
    batch = batches.batches_of(built.paper.pk)[0]
    number, before = next(iter(marks.shown_marks(batch).items()))
    for value, seen in (("20", before), (before, "20")):
        mark_acts.write_mark(number=number, value=value, seen=seen, reason="Erreur", by=ODILE, at=TYPING)
    assert marks.shown_marks(batch)[number] == before
    assert EarlierLock.objects.count() == len(marks.changes_of(number)) == 2
