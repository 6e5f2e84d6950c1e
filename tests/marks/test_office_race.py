"""The office and a marker on one batch at the same instant: one wins, the other learns it, nothing is told falsely."""

import pytest

from massicot.audit import queries as audit
from massicot.marks import queries, services
from massicot.marks.models import EarlierLock, Lock, Mark, MarkChange, Referral
from massicot.marks.rules import ReferralAnswer, amendments, lines, referrals
from massicot.results import services as office_acts
from massicot.results.queries import shown_lifting
from massicot.results.rules import OpenedAfterLifting
from tests import later_world
from tests.cast import ODILE, OMAR, TYPING
from tests.racing import at_once, meanwhile

pytestmark = [pytest.mark.postgres, pytest.mark.usefixtures("transactional_db")]


def unlock(sheet, by=ODILE):
    return services.unlock_batch_unchecked_lifting(batch_code=sheet.batch.code, reason="Total", by=by, at=TYPING)


def write(number, value, by):
    return services.write_mark(number=number, value=value, seen="12", reason="Erreur", by=by, at=TYPING)


@pytest.fixture
def locked(desk):
    """The woodwork batch, locked."""
    desk.wood.fill()
    return desk.wood.lock("8", "96")


def test_of_two_who_open_a_batch_at_once_one_does(desk, locked):
    answers = at_once(lambda: unlock(desk.wood), lambda: unlock(desk.wood, OMAR))
    assert sorted(type(answer).__name__ for answer in answers) == ["BatchNotLocked", "EarlierLock"]
    assert (Lock.objects.count(), EarlierLock.objects.count()) == (0, 1)
    assert audit.first_broken_link() is None


def test_of_two_who_change_a_mark_at_once_one_does_and_the_lock_tells_it(desk, locked):
    number = desk.wood.numbers[0]
    answers = at_once(lambda: write(number, "15", ODILE), lambda: write(number, "16", OMAR))
    assert sum(isinstance(answer, lines.LineChangedMeanwhile) for answer in answers) == 1
    assert (MarkChange.objects.count(), EarlierLock.objects.count()) == (1, 1)
    assert queries.altered_batches(desk.world.paper.pk) == {}


def test_a_mark_changed_while_the_batch_is_opened_is_kept_by_one_of_them(desk, locked):
    number = desk.wood.numbers[0]
    opened, changed = at_once(lambda: unlock(desk.wood), lambda: write(number, "15", OMAR))
    assert isinstance(opened, EarlierLock)
    if isinstance(changed, amendments.MarkerStillTypes):
        assert Mark.objects.get(number=number).hundredths == 1200
    else:
        assert [one.ending for one in EarlierLock.objects.order_by("pk")] == ["amended", "opened"]
    assert audit.first_broken_link() is None


def test_a_line_is_referred_once_and_answered_once(desk, absent_number):
    act = {"credential_id": desk.water.credential_id, "number": absent_number, "at": TYPING}
    referred = at_once(lambda: services.refer_line(**act, value="12"), lambda: services.refer_line(**act, value="13"))
    assert sorted(type(one).__name__ for one in referred) == ["Referral", "ReferredAlready"]
    answer = {"referral_id": Referral.objects.get().pk, "reason": "Vu", "by": ODILE, "at": TYPING}
    said = at_once(
        lambda: services.answer_referral(answer=ReferralAnswer.MARKER_RIGHT, **answer),
        lambda: services.answer_referral(answer=ReferralAnswer.WITHDRAWN, **answer),
    )
    assert sum(isinstance(one, referrals.ReferralAnswered) for one in said) == 1
    assert audit.first_broken_link() is None


def test_a_line_is_answered_or_taken_back_and_never_both(desk, absent_number):
    act = {"credential_id": desk.water.credential_id, "number": absent_number, "at": TYPING}
    referral = services.refer_line(**act, value="12")
    answer = {"answer": ReferralAnswer.MARKER_RIGHT, "reason": "Vu", "by": ODILE, "at": TYPING}
    said = at_once(
        lambda: services.answer_referral(referral_id=referral.pk, **answer),
        lambda: services.take_back_line(**act),
    )
    stands = Referral.objects.get().answer
    refused = referrals.NotAtTheOffice if stands == ReferralAnswer.MARKER_RIGHT else referrals.ReferralAnswered
    assert [type(one) for one in said if not isinstance(one, Referral)] == [refused]
    assert audit.first_broken_link() is None


def test_a_line_that_is_answered_while_it_is_typed_keeps_one_of_both(desk, absent_number, grid):
    act = {"credential_id": desk.water.credential_id, "number": absent_number, "value": "12", "at": TYPING}
    referral = services.refer_line(**act)
    answered, saved = at_once(
        lambda: services.answer_referral(
            referral_id=referral.pk, answer=ReferralAnswer.MARKER_RIGHT, reason="Vu", by=ODILE, at=TYPING
        ),
        lambda: desk.water.save((absent_number, "AB", "")),
    )
    assert answered.answer == ReferralAnswer.MARKER_RIGHT
    # Saved first, the answer replaced it; answered first, AB contradicts the item and is refused.
    assert grid(desk.water)[absent_number] == "12"
    assert len(saved.saved) == len(queries.changes_of(absent_number)) - (not saved.saved)


def test_a_paper_is_not_lifted_while_one_of_its_batches_is_opened(desk):
    built = later_world.locked(desk.world)
    later_world.propose(built, ODILE)
    seen = shown_lifting(built.paper).seen
    lifted, opened = meanwhile(
        lambda: office_acts.lift(paper=built.paper, seen=seen, by=OMAR, at=TYPING),
        lambda: office_acts.unlock_batch(batch_code=desk.wood.batch.code, reason="Total", by=ODILE, at=TYPING),
    )
    assert lifted.lifted_at == TYPING
    assert isinstance(opened, OpenedAfterLifting)
    assert Lock.objects.count() == 2
