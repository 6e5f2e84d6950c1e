"""Whoever marks without being called is named from the hand-outs, and convened late by a letter that says so."""

from datetime import date, timedelta

import pytest

from massicot.accounts.queries import accounts
from massicot.audit import queries as audit
from massicot.batches import queries as batches
from massicot.core import draws
from massicot.exams.models import Session
from massicot.exams.rules.sessions import SessionIsArchived
from massicot.missions import queries, services
from massicot.missions.models import Activity, Assignment, Convocation
from massicot.missions.queries import convocations, events
from massicot.missions.queries.expected import uncalled_markers
from massicot.missions.rules import ConvocationState, uncalled
from massicot.missions.rules.lists import CannotKeepBoth
from massicot.post import queries as post
from massicot.post.models import Letter
from tests import world
from tests.cast import CEDRES, MARKING, ODILE, PERRIN
from tests.keeping import kept
from tests.missions import calling
from tests.missions.calling import ADDRESSES

pytestmark = pytest.mark.django_db
built = kept(world.handed_out)

FIRST = date(2017, 5, 31)
SECOND, THIRD = FIRST + timedelta(days=1), FIRST + timedelta(days=2)
NOON = MARKING + timedelta(hours=5)
A_WEEK = timedelta(days=7)


@pytest.fixture
def mission(built):
    """Charlie is convened for three days; Bob has all the batches since the first morning."""
    row = calling.mission(built.session, built.paper, first=FIRST, days=3)
    calling.put(row, "CHARLIE")
    calling.convened(built.session, row)
    return row


def convene(built, person="BOB", centre=PERRIN, at=NOON):
    asked = {"paper": built.paper, "centre_uai": centre, "person": person}
    return services.convene_late(**asked, addresses=ADDRESSES, draw=draws.from_seed("late"), by=ODILE, at=at)


def give_back(built, at):
    for batch in batches.batches_of(built.paper.pk):
        world.give_back(batch, at=at)


def named(at=NOON):
    return [(row.person.identifier, row.centre_uai, row.days) for row in uncalled_markers(at)]


def days_of(letter):
    return convocations.facts_of(letter).days


def counted(now):
    asked = events.beside(now)
    (row,) = accounts.alone(asked)
    return events.count_called(dict(zip(asked, row, strict=True)))


def test_whoever_has_batches_and_no_letter_is_named_with_the_day(mission):
    assert named() == [("BOB", PERRIN, (FIRST,))]
    assert counted(NOON).uncalled == 1


def test_a_paper_that_convenes_nobody_names_nobody(built):
    assert named() == []
    calling.put(calling.mission(built.session, built.paper, first=FIRST), "CHARLIE")
    assert (named(), counted(NOON).uncalled) == ([], 0)


def test_whoever_is_called_there_on_that_day_is_not_named(built, mission):
    calling.put(mission, "BOB")
    calling.convened(built.session, mission, at=NOON)
    assert named() == []


@pytest.mark.parametrize("where", [{"place": CEDRES, "first": FIRST}, {"first": SECOND + timedelta(days=5)}])
def test_a_letter_to_another_place_or_day_does_not_call_there(built, mission, where):
    other = calling.mission(built.session, title="Oral", **where)
    calling.put(other, "BOB")
    calling.convened(built.session, other, at=NOON)
    assert named() == [("BOB", PERRIN, (FIRST,))]


def test_a_batch_taken_back_within_the_hour_was_handed_out_by_mistake(built, mission):
    give_back(built, MARKING + uncalled.BY_MISTAKE - timedelta(minutes=1))
    assert named() == []


def test_the_letter_says_the_days_in_hand_and_while_there_are_batches_those_to_come(built, mission):
    letter = convene(built)
    assert days_of(letter) == [FIRST, SECOND, THIRD]
    assert convocations.facts_of(letter).is_late
    assert named() == []


def test_once_it_is_over_the_letter_says_the_days_in_hand_alone(built, mission):
    give_back(built, MARKING + timedelta(hours=8))
    letter = convene(built, at=MARKING + A_WEEK)
    assert (days_of(letter), convocations.facts_of(letter).issued_on) == ([FIRST], "2017-06-07")


def test_more_days_replace_the_letter_that_regularised_the_first(built, mission):
    give_back(built, MARKING + timedelta(hours=8))
    first = convene(built, at=MARKING + timedelta(hours=20))
    world.lend(batches.batches_of(built.paper.pk)[0], "BOB", at=MARKING + timedelta(days=1))
    second = convene(built, at=MARKING + timedelta(days=1, hours=1))
    first.refresh_from_db()
    assert (first.state, second.code) == (ConvocationState.REPLACED, f"{first.code}-2")
    assert (days_of(first), days_of(second)) == ([FIRST], [FIRST, SECOND, THIRD])


def test_one_more_than_the_mission_asks_for_is_never_too_many(built, mission):
    mission.needed = 1
    mission.save()
    convene(built)
    assert queries.count_listed(mission.pk) == (2, 0, 2)


def test_whoever_is_convened_meanwhile_or_had_no_batch_is_refused(built, mission):
    convene(built)
    for person in ("BOB", "ALICE"):
        with pytest.raises(uncalled.CalledMeanwhile):
            convene(built, person)
    with pytest.raises(uncalled.CalledMeanwhile):
        convene(built, centre=CEDRES)


def test_a_day_of_which_no_mission_speaks_is_named(built, mission):
    Activity.objects.filter(mission=mission).update(is_for_named=True)
    with pytest.raises(uncalled.NoHoursThatDay):
        convene(built)
    mission.place_uai = CEDRES
    mission.save()
    with pytest.raises(uncalled.NoHoursThatDay):
        convene(built)


def test_a_letter_that_says_other_days_than_its_mission_is_issued_again(built, mission):
    other = calling.mission(built.session, built.paper, first=THIRD + A_WEEK, days=1)
    calling.put(other, "BOB")
    calling.convened(built.session, other, at=NOON)
    day = calling.hour(FIRST, 9)
    Activity.objects.filter(mission=other).update(starts_at=day, ends_at=day + timedelta(hours=8))
    with pytest.raises(uncalled.LetterToReissue):
        convene(built)


def test_whoever_is_called_elsewhere_on_that_half_day_is_not_called_twice(built, mission):
    other = calling.mission(built.session, title="Oral", first=FIRST, days=1, place=CEDRES)
    calling.put(other, "BOB")
    calling.convened(built.session, other, at=NOON)
    with pytest.raises(CannotKeepBoth):
        convene(built)


def test_whoever_waits_on_the_list_is_convened_from_where_they_stand(built, mission):
    calling.put(mission, "BOB")
    convene(built)
    assert Assignment.objects.filter(mission=mission, person__identifier="BOB").count() == 1


def test_one_mail_goes_to_the_person_and_one_to_the_head(built, mission):
    Letter.objects.all().delete()
    calling.head_of("9900003Y", "paule@tilleuls.invalid")
    letter = convene(built)
    mails = {mail.to: mail for mail in Letter.objects.all()}
    assert set(mails) == {"bob@tilleuls.invalid", "paule@tilleuls.invalid"}
    body = post.body_of(mails["bob@tilleuls.invalid"])
    assert "régularise votre mission" in body
    assert ADDRESSES.personal(letter.code) in body


def test_once_it_is_over_the_mail_asks_for_nothing_and_goes_into_no_calendar(built, mission):
    give_back(built, MARKING + timedelta(hours=8))
    letter = convene(built, at=MARKING + A_WEEK)
    mail = Letter.objects.get(occasion=services.occasion_of(letter))
    assert mail.enclosed == f"convocation:{letter.pk}"
    assert ADDRESSES.personal(letter.code) not in post.body_of(mail)


def test_a_session_put_away_convenes_nobody_late(built, mission):
    Session.objects.update(archived_at=NOON, archived_reason="Terminée")
    with pytest.raises(SessionIsArchived):
        convene(built)
    assert named() == []


def test_the_journal_says_who_for_which_days_and_no_batch(built, mission):
    letter = convene(built)
    (fact,) = audit.facts_on(queries.subject_of(mission), "ConvenedLate")
    assert fact == {
        "mission": mission.pk,
        "person": "BOB",
        "code": letter.code,
        "days": ["2017-05-31", "2017-06-01", "2017-06-02"],
    }
    assert not Convocation.objects.filter(facts__contains="B-BTS").exists()


def test_of_two_missions_the_one_of_that_day_is_joined_whatever_list_they_are_on(built, mission):
    other = calling.mission(built.session, built.paper, first=THIRD + A_WEEK, days=1)
    calling.put(other, "BOB")
    assert convene(built).assignment.mission_id == mission.pk
