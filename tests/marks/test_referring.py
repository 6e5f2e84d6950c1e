"""Lines that the register forbids: referred to the office, answered, and then the batch locks."""

import json
from datetime import timedelta

import pytest

from massicot.accounts.rules import NotFromOffice
from massicot.audit import queries as audit
from massicot.batches import queries as batches
from massicot.batches.rules import ScriptIsAlone
from massicot.custody import queries as custody
from massicot.custody.rules import ItemKind
from massicot.marks import queries, rules, services
from massicot.marks.models import Credential, Mark, Referral
from massicot.marks.rules import ReferralAnswer, amendments, referrals
from massicot.marks.rules import lines as line_rules
from massicot.scripts import queries as scripts
from massicot.scripts.rules import ScriptKind
from tests.cast import MARC, ODILE, TYPING


def refer(sheet, number, value, at=TYPING):
    """Refer a line as its marker does."""
    return services.refer_line(credential_id=sheet.credential_id, number=number, value=value, at=at)


def take_back(sheet, number, at=TYPING):
    """Take a line back as its marker does."""
    return services.take_back_line(credential_id=sheet.credential_id, number=number, at=at)


def answer(referral, said, reason="Vu au registre", by=ODILE):
    """Answer a referral as Odile does."""
    return services.answer_referral(referral_id=referral.pk, answer=said, reason=reason, by=by, at=TYPING)


def changed_late(desk):
    """Count the marks of the paper that the office wrote, had its marks left as they were first typed."""
    paper = desk.world.paper.pk
    return queries.late_by_paper([paper], {paper: TYPING - timedelta(seconds=1)}).written[paper]


@pytest.fixture
def referred(desk, absent_number):
    """Bob found a written script where the register says absent; the rest of the batch is typed."""
    desk.water.save(*((number, "12", "") for number in desk.water.numbers if number != absent_number))
    return refer(desk.water, absent_number.lower(), " 9".replace(" 9", "09"))


def test_a_batch_waits_for_the_answer_to_a_line_that_was_referred(desk, referred, absent_number):
    assert (referred.number, referred.value, referred.author) == (absent_number, "09", "BOB")
    with pytest.raises(rules.LinesReferred) as refused:
        desk.water.lock("3", "36")
    assert refused.value.values == {"numbers": absent_number}
    line = audit.acts_of(desk.water.subject)[-1]
    assert line.act == "LineReferred"
    assert line.at.hour in (10, 22)  # noon and midnight in Paris: no finer time


def test_where_the_marker_is_right_the_mark_stands_under_their_name(desk, referred, absent_number, grid):
    answer(referred, ReferralAnswer.MARKER_RIGHT)
    assert grid(desk.water)[absent_number] == "09"
    assert Mark.objects.get(number=absent_number).author == "BOB"
    assert scripts.kinds_of([absent_number]) == {absent_number: ScriptKind.WRITTEN}
    (change,) = queries.changes_of(absent_number)
    assert (change.before, change.after, change.entered_by, change.reason) == ("", "09", ODILE.login, "Vu au registre.")
    assert desk.water.lock("4", "45").author == "BOB"


def test_where_the_register_is_right_the_line_waits_for_what_it_allows(desk, referred, absent_number):
    answer(referred, ReferralAnswer.REGISTER_RIGHT)
    with pytest.raises(rules.LinesEmpty):
        desk.water.lock("3", "36")
    assert desk.water.save((absent_number, "AB", "")).saved == [absent_number]
    assert desk.water.lock("3", "36").absent_lines == 1


def test_a_script_that_is_withdrawn_leaves_its_batch_to_the_others(desk, referred, absent_number):
    lines = Credential.objects.get(pk=desk.water.credential_id).lines
    desk.water.save((absent_number, "AB", ""))
    answer(referred, ReferralAnswer.WITHDRAWN)
    assert absent_number not in batches.numbers_of(desk.water.batch.pk)
    item = custody.where(ItemKind.SCRIPT, absent_number)
    assert (item.place, item.place_ref, item.inside) == ("marker", "BOB", "")
    assert Credential.objects.get(pk=desk.water.credential_id).lines == lines - 1
    assert batches.batch_by_code(desk.water.batch.code).size == 3
    assert desk.water.lock("3", "36").numeric_lines == 3
    assert changed_late(desk) == 0


def test_the_lines_of_the_paper_sheet_keep_their_rank_until_it_is_printed_again(desk, referred, absent_number):
    rank = desk.water.numbers.index(absent_number) + 1
    answer(referred, ReferralAnswer.WITHDRAWN)
    ranks = [line.rank for line in queries.grid_of(desk.water.credential_id).lines]
    assert ranks == [one for one in (1, 2, 3, 4) if one != rank]


def test_a_batch_waits_for_the_answer_whatever_is_typed_on_the_line_meanwhile(desk, referred, absent_number):
    desk.water.save((absent_number, "AB", ""))
    with pytest.raises(rules.LinesReferred) as refused:
        desk.water.lock("3", "36")
    assert refused.value.values == {"numbers": absent_number}
    answer(referred, ReferralAnswer.REGISTER_RIGHT)
    assert desk.water.lock("3", "36").absent_lines == 1


def test_a_marker_who_was_wrong_takes_the_line_back_and_locks(desk, referred, absent_number):
    taken_back = take_back(desk.water, absent_number.lower())
    identifier = Credential.objects.get(pk=desk.water.credential_id).identifier
    assert (taken_back.answer, taken_back.answered_by) == (ReferralAnswer.TAKEN_BACK, identifier)
    line = audit.acts_of(desk.water.subject)[-1]
    assert (line.act, line.by, line.at) == ("LineTakenBack", taken_back.answered_by, taken_back.answered_at)
    assert line.at.hour in (10, 22)  # noon and midnight in Paris: no finer time
    assert json.loads(line.facts)["author"] == "BOB"
    desk.water.save((absent_number, "AB", ""))
    assert desk.water.lock("3", "36").absent_lines == 1


def test_the_grid_shows_what_was_referred_until_it_is_answered_or_taken_back(desk, referred, absent_number):
    def shown():
        lines = queries.grid_of(desk.water.credential_id).lines
        return {line.number: line.referred for line in lines if line.referred}

    assert shown() == {absent_number: "09"}
    take_back(desk.water, absent_number)
    assert shown() == {}


def test_a_line_taken_back_is_empty_as_before_and_may_be_referred_again(desk, referred, absent_number):
    take_back(desk.water, absent_number)
    with pytest.raises(rules.LinesEmpty):
        desk.water.lock("3", "36")
    refer(desk.water, absent_number, "10")
    with pytest.raises(rules.LinesReferred):
        desk.water.lock("3", "36")


def test_only_a_line_that_waits_is_taken_back_by_who_holds_its_batch(desk, referred, absent_number):
    with pytest.raises(referrals.NotAtTheOffice):
        take_back(desk.wood, absent_number)
    with pytest.raises(referrals.NotAtTheOffice):
        take_back(desk.water, "nothing")
    answer(referred, ReferralAnswer.REGISTER_RIGHT)
    with pytest.raises(referrals.NotAtTheOffice):
        take_back(desk.water, absent_number)
    assert Referral.objects.get().answer == ReferralAnswer.REGISTER_RIGHT


def test_the_office_does_not_answer_what_was_taken_back(desk, referred, absent_number):
    take_back(desk.water, absent_number)
    with pytest.raises(referrals.ReferralAnswered):
        answer(referred, ReferralAnswer.MARKER_RIGHT)
    assert not Mark.objects.filter(number=absent_number).exists()


def test_after_the_closing_nothing_is_taken_back(desk, referred, absent_number):
    with pytest.raises(rules.EntryClosed):
        take_back(desk.water, absent_number, at=desk.world.paper.entry_closes_at)
    assert Referral.objects.get().answer == ReferralAnswer.WAITING


def test_an_absent_candidate_may_be_found_among_the_present(desk):
    number = desk.wood.numbers[0]
    referral = refer(desk.wood, number, "ab")
    answer(referral, ReferralAnswer.MARKER_RIGHT)
    assert scripts.kinds_of([number]) == {number: ScriptKind.PLACEHOLDER}
    assert Mark.objects.get(number=number).code == "AB"


def test_only_what_the_register_forbids_is_referred_and_once(desk, referred, absent_number):
    with pytest.raises(referrals.ReferredAlready):
        refer(desk.water, absent_number, "10")
    with pytest.raises(referrals.NothingToRefer):
        refer(desk.water, absent_number, "AB")
    with pytest.raises(line_rules.NumberNotInBatch):
        refer(desk.water, desk.wood.numbers[0], "AB")


def test_what_is_said_again_because_its_answer_was_lost_is_said_once(desk, referred, absent_number):
    assert refer(desk.water, absent_number, "09").pk == referred.pk
    back = [take_back(desk.water, absent_number) for _ in range(2)]
    assert [one.pk for one in back] == [referred.pk] * 2
    assert [line.act for line in audit.acts_of(desk.water.subject)[-2:]] == ["LineReferred", "LineTakenBack"]


def test_who_has_not_read_the_answer_does_not_report_the_line_again(desk, referred, absent_number):
    answer(referred, ReferralAnswer.REGISTER_RIGHT)
    again = {"credential_id": desk.water.credential_id, "number": absent_number, "value": "09", "at": TYPING}
    with pytest.raises(referrals.ReferralAnswered):
        services.refer_line(**again, after=0)
    assert services.refer_line(**again, after=1).answer == ReferralAnswer.WAITING


def test_an_answer_is_given_once_by_the_office_with_a_reason(desk, referred):
    with pytest.raises(NotFromOffice):
        answer(referred, ReferralAnswer.REGISTER_RIGHT, by=MARC)
    with pytest.raises(amendments.ReasonOfTheOfficeMissing):
        answer(referred, ReferralAnswer.REGISTER_RIGHT, reason="  ")
    answer(referred, ReferralAnswer.REGISTER_RIGHT)
    with pytest.raises(referrals.ReferralAnswered):
        answer(referred, ReferralAnswer.MARKER_RIGHT)
    assert not Mark.objects.filter(number=referred.number).exists()


def test_nothing_is_answered_on_a_batch_that_is_locked(desk):
    desk.wood.fill()
    desk.wood.lock("8", "96")
    number = desk.wood.numbers[0]
    late = Referral.objects.create(batch=desk.wood.batch, number=number, value="AB", author="BOB", half_day="")
    with pytest.raises(rules.BatchIsLocked):
        answer(late, ReferralAnswer.MARKER_RIGHT)
    assert Referral.objects.get().answer == ReferralAnswer.WAITING
    assert scripts.kinds_of([number]) == {number: ScriptKind.WRITTEN}


def test_a_refused_answer_changes_nothing(desk, monkeypatch, referred):
    for number in [one for one in desk.water.numbers if one != referred.number]:
        desk.water.save((number, "", "12"))
        other = Referral.objects.create(batch=desk.water.batch, number=number, value="AB", author="BOB", half_day="")
        if batches.batch_by_code(desk.water.batch.code).size > 1:
            answer(other, ReferralAnswer.WITHDRAWN)
    with pytest.raises(ScriptIsAlone):
        answer(referred, ReferralAnswer.WITHDRAWN)
    assert Referral.objects.get(pk=referred.pk).answer == ReferralAnswer.WAITING
    assert batches.numbers_of(desk.water.batch.pk) == [referred.number]


def test_a_mark_changed_after_the_answer_and_put_back_is_told_both_times(desk, referred, absent_number):
    answer(referred, ReferralAnswer.MARKER_RIGHT)
    desk.water.lock("4", "45")
    for minute, (before, after) in enumerate([("09", "10"), ("10", "09")], start=1):
        act = {"number": absent_number, "value": after, "seen": before, "reason": "Erreur", "by": ODILE}
        services.write_mark(**act, at=TYPING + timedelta(minutes=minute))
    told = queries.told_of(desk.water.batch, is_locked=True)
    assert [(change.before, change.after) for change in told.written] == [("09", "10"), ("10", "09")]
    assert changed_late(desk) == 3
