"""What becomes of letters: opened, acknowledged, told, come back; cancelled, issued again."""

from datetime import date, timedelta

import pytest

from massicot.core import draws
from massicot.exams.models import Session
from massicot.exams.rules.sessions import SessionIsArchived
from massicot.missions import services
from massicot.missions.models import Activity, Assignment, ConvocationEvent
from massicot.missions.queries import convocations
from massicot.missions.queries.letters import count_followed
from massicot.missions.rules import AssignmentState, ConvocationState, letters, runs
from massicot.missions.rules.missions import MissionNamesNumber
from massicot.persons.models import Person
from massicot.post.models import Letter
from massicot.post.rules import LetterState
from tests import world
from tests.cast import ODILE, candidate_number
from tests.keeping import kept
from tests.missions import calling
from tests.missions.calling import ADDRESSES, ASKED, FIRST

pytestmark = pytest.mark.django_db
built = kept(world.opened)


@pytest.fixture
def mission(built):
    row = calling.mission(built.session, built.paper)
    calling.put(row, "BOB", "CHARLIE")
    return row


@pytest.fixture
def run(built, mission):
    return calling.convened(built.session, mission)


def known(code):
    row = convocations.convocation_by_code(code)
    return convocations.followed_of([row])[row.pk]


def cancel(run, at=ASKED, reason="Épreuve reportée"):
    return services.cancel_run(run_id=run.pk, reason=reason, addresses=ADDRESSES, by=ODILE, at=at)


def reissue(mission, at=ASKED):
    seed = draws.from_seed("again")
    return services.reissue_letters(mission_id=mission.pk, addresses=ADDRESSES, draw=seed, by=ODILE, at=at)


def move(mission, days=7):
    for row in Activity.objects.filter(mission=mission):
        Activity.objects.filter(pk=row.pk).update(
            starts_at=row.starts_at + timedelta(days=days), ends_at=row.ends_at + timedelta(days=days)
        )


def test_each_thing_is_noted_once_however_often_it_is_done(run):
    code = calling.letters()[0].code
    for _ in range(2):
        services.open_convocation(code=code, at=ASKED)
        services.acknowledge_convocation(code=code, at=ASKED)
        services.tell_convocation(codes=[code], by=ODILE, at=ASKED)
    assert ConvocationEvent.objects.count() == 3
    assert known(code).is_known


def mail_again(row, seen, at=ASKED):
    services.mail_convocation_again(code=row.code, seen=seen, addresses=ADDRESSES, by=ODILE, at=at)


def mails_to(email):
    return Letter.objects.filter(to=email, occasion__startswith="convocation:").order_by("pk")


def test_a_letter_that_came_back_is_mailed_again_to_the_address_of_now(run):
    row = calling.letters()[0]
    (first,) = mails_to(row.assignment.person.email)
    Letter.objects.filter(pk=first.pk).update(state=LetterState.SENT, sent_at=ASKED)
    services.note_came_back(code=row.code, note="adresse inconnue", by=ODILE, at=ASKED)
    assert known(row.code).is_back
    Person.objects.filter(pk=row.assignment.person_id).update(email="autre@tilleuls.invalid")
    mail_again(row, first.pk)
    (again,) = mails_to("autre@tilleuls.invalid")
    assert (again.state, again.enclosed, again.subject) == (LetterState.WAITING, first.enclosed, first.subject)
    assert (known(row.code).is_back, convocations.followed_by_code(row.code).standing) == (False, "")
    assert count_followed(ASKED).back == 0
    with pytest.raises(letters.MailedMeanwhile):
        mail_again(row, first.pk)


def test_what_fell_away_of_a_letter_leaves_the_calendar_by_the_mail_that_is_sent_again_too(run, mission):
    mission.activities.order_by("pk").last().delete()
    reissue(mission)
    row = calling.letters(state=ConvocationState.VALID)[0]
    first = mails_to(row.assignment.person.email).last()
    assert "cancelled" in first.enclosed
    mail_again(row, first.pk)
    again = mails_to(row.assignment.person.email).last()
    assert (again.enclosed, again.pk != first.pk) == (first.enclosed, True)


def test_what_has_not_left_is_given_up_for_the_mail_that_takes_its_place(run):
    row = calling.letters()[0]
    (first,) = mails_to(row.assignment.person.email)
    mail_again(row, first.pk)
    assert [mail.state for mail in mails_to(first.to)] == [LetterState.GIVEN_UP, LetterState.WAITING]
    cancel(run)
    assert {mail.state for mail in mails_to(first.to)} == {LetterState.GIVEN_UP}


def test_nobody_without_an_address_and_no_void_letter_is_mailed_again(run):
    row = calling.letters()[0]
    Person.objects.filter(pk=row.assignment.person_id).update(email="")
    with pytest.raises(letters.NoMailToSend):
        mail_again(row, 0)
    cancel(run)
    with pytest.raises(letters.ConvocationCancelled):
        mail_again(row, 0)


def test_a_letter_that_came_back_is_open_again_until_somebody_reaches_the_person(run):
    code = calling.letters()[0].code
    services.tell_convocation(codes=[code], by=ODILE, at=ASKED)
    services.note_came_back(code=code, note="adresse inconnue", by=ODILE, at=ASKED)
    assert (known(code).is_known, known(code).is_back) == (False, True)
    counts = count_followed(ASKED)
    assert (counts.valid, counts.unknown, counts.back) == (2, 2, 1)
    services.acknowledge_convocation(code=code, at=ASKED)
    counts = count_followed(ASKED)
    assert (counts.unknown, counts.back) == (1, 0)


def test_a_letter_that_was_acknowledged_cannot_have_come_back(run):
    code = calling.letters()[0].code
    services.acknowledge_convocation(code=code, at=ASKED)
    with pytest.raises(letters.AcknowledgedByReader):
        services.note_came_back(code=code, note="", by=ODILE, at=ASKED)


def test_several_are_told_at_once_or_none(run):
    one, other = calling.letters()
    with pytest.raises(letters.ConvocationUnknown):
        services.tell_convocation(codes=[one.code, "M-NONE"], by=ODILE, at=ASKED)
    assert not known(one.code).is_told
    assert services.tell_convocation(codes=[one.code, other.code], by=ODILE, at=ASKED) == 2


def test_nothing_is_acknowledged_once_the_mission_is_over(run):
    with pytest.raises(letters.MissionOver):
        services.acknowledge_convocation(code=calling.letters()[0].code, at=calling.hour(FIRST, 17) + timedelta(days=1))


def test_a_cancelled_run_voids_its_letters_tells_everybody_and_leaves_the_lists(run):
    assert cancel(run) == 2
    assert {row.state for row in calling.letters()} == {ConvocationState.CANCELLED}
    assert set(Assignment.objects.values_list("state", flat=True)) == {AssignmentState.PROPOSED}
    waiting = Letter.objects.filter(state=LetterState.WAITING)
    assert {mail.occasion.partition(":")[0] for mail in waiting} == {"convocation-cancelled"}
    with pytest.raises(letters.ConvocationCancelled):
        services.acknowledge_convocation(code=calling.letters()[0].code, at=ASKED)


@pytest.mark.parametrize(
    ("at", "reason", "refusal"),
    [
        (calling.hour(FIRST, 2), "Reportée", runs.MissionsBegun),
        (ASKED, "  ", runs.CancelReasonMissing),
        (ASKED, f"Il garde {candidate_number(1)}", MissionNamesNumber),
    ],
)
def test_a_run_is_cancelled_before_its_first_day_and_with_a_reason(run, at, reason, refusal):
    with pytest.raises(refusal):
        cancel(run, at, reason)


def test_a_run_is_cancelled_once_and_a_control_run_never(built, mission, run):
    cancel(run)
    with pytest.raises(runs.RunIsCancelled):
        cancel(run)
    with pytest.raises(runs.NotAnOfficialRun):
        cancel(calling.checked(built.session, mission))


def test_parts_that_were_not_written_when_a_run_was_cancelled_never_are(built, mission):
    run = calling.official(built.session, mission)
    cancel(run)
    calling.convene(run)
    assert calling.letters() == []


def test_people_of_a_cancelled_run_are_convened_again_under_the_same_code(built, mission, run):
    first = {row.assignment_id: row.code for row in calling.letters()}
    cancel(run)
    calling.convened(built.session, mission)
    again = {row.assignment_id: row.code for row in calling.letters(state=ConvocationState.VALID)}
    assert again == {assignment: f"{code}-2" for assignment, code in first.items()}


def test_the_letter_of_a_cancelled_run_sends_whoever_is_convened_again_to_the_one_that_holds(built, mission, run):
    cancel(run)
    calling.convened(built.session, mission)
    with pytest.raises(letters.ConvocationReplaced):
        services.acknowledge_convocation(code=calling.letters(issue=1)[0].code, at=ASKED)
    services.acknowledge_convocation(code=calling.letters(issue=2)[0].code, at=ASKED)


def test_a_moved_mission_issues_its_letters_again_and_the_old_ones_say_replaced(mission, run):
    first = {row.assignment_id: row.code for row in calling.letters()}
    move(mission)
    assert reissue(mission) == 2
    old, new = calling.letters(issue=1), calling.letters(issue=2)
    assert {row.state for row in old} == {ConvocationState.REPLACED}
    assert {row.assignment_id: row.code for row in new} == {key: f"{code}-2" for key, code in first.items()}
    assert [convocations.facts_of(row).replaces for row in new] == [row.code for row in old]
    with pytest.raises(letters.ConvocationReplaced):
        services.acknowledge_convocation(code=old[0].code, at=ASKED)


def test_letters_that_say_what_is_so_are_not_issued_again(mission, run):
    with pytest.raises(runs.LettersStillRight):
        reissue(mission)
    assert convocations.stale_missions(mission.session_id) == []


def test_one_letter_is_cancelled_and_its_reader_off_the_list(run):
    one, other = calling.letters()
    services.cancel_convocation(code=one.code, reason="Congé", addresses=ADDRESSES, by=ODILE, at=ASKED)
    assert [row.state for row in calling.letters()] == [ConvocationState.CANCELLED, ConvocationState.VALID]
    assert Assignment.objects.get(pk=one.assignment_id).state == AssignmentState.WITHDRAWN
    with pytest.raises(letters.ConvocationCancelled):
        services.cancel_convocation(code=one.code, reason="Congé", addresses=ADDRESSES, by=ODILE, at=ASKED)
    assert convocations.convocation_by_code(other.code).state == ConvocationState.VALID


def test_no_letter_of_a_session_put_away_is_cancelled(built, run):
    Session.objects.update(archived_at=ASKED, archived_reason="Terminée")
    one, _ = calling.letters()
    with pytest.raises(SessionIsArchived):
        services.cancel_convocation(code=one.code, reason="Congé", addresses=ADDRESSES, by=ODILE, at=ASKED)
    with pytest.raises(SessionIsArchived):
        cancel(run)
    assert {row.state for row in calling.letters()} == {ConvocationState.VALID}


def test_what_a_letter_said_is_read_back_as_it_was_written(run):
    facts = convocations.facts_of(calling.letters()[0])
    assert letters.read(letters.facts_text(facts)) == facts
    assert (facts.days, facts.time_zone) == ([date(2017, 6, 1), date(2017, 6, 2)], "Europe/Paris")
