"""Somebody is convened in the stead of another, for what is left, in one act: both are told, and their heads."""

from datetime import timedelta

import pytest

from massicot.absences import queries as absences
from massicot.absences import services as absence_acts
from massicot.absences.rules import AbsenceKind, Who
from massicot.absences.rules.life import DecisionTyped
from massicot.audit import queries as audit
from massicot.core import draws
from massicot.missions import queries as missions
from massicot.missions import services as mission_acts
from massicot.missions.queries import convocations
from massicot.missions.queries.expected import expected_at
from massicot.missions.rules import AssignmentState, ConvocationState
from massicot.missions.rules.hours import HalfDay
from massicot.missions.rules.lists import CannotKeepBoth, NotOnList
from massicot.missions.rules.replacements import HalvesNotTheirs, ThemselvesInstead, ThereAlready
from massicot.post.models import Letter
from massicot.replacements import rules, services
from massicot.replacements.models import ReplacedHalf, Replacement
from massicot.replacements.rules import ReplacementState
from tests.cast import CEDRES, ODILE, PERRIN
from tests.keeping import kept
from tests.missions import calling
from tests.missions.calling import ADDRESSES, FIRST
from tests.replacements import morning
from tests.replacements.morning import AFTER_NOON, BOTH, NOW, TODAY, TOMORROW, letter_of, place, replace

pytestmark = pytest.mark.django_db
built = kept(morning.called)


def days_of(letter):
    return convocations.facts_of(letter).days


def expected():
    rows = expected_at(place("CHARLIE").mission.session_id, PERRIN)
    return {half: sorted(one.person.identifier for one in some) for half, some in rows.items()}


def test_nobody_is_asked_to_come_in_the_stead_of_whom_nobody_convened(built):
    other = calling.mission(built.session, built.paper, title="Oral")
    calling.put(other, "FRANK")
    with pytest.raises(NotOnList):
        services.note_refusal(absent_id=place("FRANK").pk, person="ALICE", by=ODILE, at=NOW)


def test_whoever_says_yes_is_convened_for_all_that_is_left_and_the_other_called_no_more(built):
    replace("ALICE")
    letter = letter_of("ALICE")
    assert (letter.state, days_of(letter)) == (ConvocationState.VALID, [FIRST, FIRST + timedelta(days=1)])
    assert convocations.facts_of(letter).is_instead
    assert (letter_of("BOB").state, place("BOB").state) == (ConvocationState.CANCELLED, AssignmentState.WITHDRAWN)
    assert set(map(tuple, expected().values())) == {("ALICE", "CHARLIE")}


def test_the_absence_is_recorded_by_the_way_and_of_no_kind(built):
    replace("ALICE")
    (absence,) = absences.absences_of([place("BOB").pk])
    assert (absence.kind, absence.way) == (AbsenceKind.NONE_GIVEN, Who.OFFICE)
    assert absences.halves_of(absence) == BOTH


def test_each_of_the_four_is_written_to_once_and_before_all_others(built):
    replace("ALICE")
    mails = Letter.objects.all()
    assert sorted(mail.to for mail in mails) == [
        "alice@cedres.invalid",
        "bob@tilleuls.invalid",
        morning.CEDRES_HEAD,
        morning.TILLEULS_HEAD,
    ]
    assert all(mail.is_urgent for mail in mails)
    enclosed = {mail.to: mail.enclosed for mail in mails}
    letter = letter_of("ALICE")
    assert enclosed[morning.CEDRES_HEAD] == f"convocation:{letter.pk}"
    assert enclosed["alice@cedres.invalid"] == f"convocation:{letter.pk} calendar:{letter.pk}"


def test_for_today_alone_the_other_is_still_called_to_tomorrow(built):
    replace("ALICE", TODAY)
    assert days_of(letter_of("ALICE")) == [FIRST]
    bob = letter_of("BOB")
    assert (bob.state, bob.issue, days_of(bob)) == (ConvocationState.VALID, 2, [FIRST + timedelta(days=1)])
    people = expected()
    assert [people[half] for half in (*TODAY, *TOMORROW)] == [["ALICE", "CHARLIE"]] * 2 + [["BOB", "CHARLIE"]] * 2


def test_what_has_begun_is_replaced_as_far_as_it_is_left(built):
    with pytest.raises(HalvesNotTheirs):
        replace("ALICE", TODAY, at=AFTER_NOON)
    replace("ALICE", TODAY[1:], at=AFTER_NOON)
    (slot,) = convocations.facts_of(letter_of("ALICE")).slots
    assert (slot.starts.hour, slot.ends.hour) == (13, 17)


def test_a_half_day_is_replaced_once(built):
    replace("ALICE", TODAY)
    with pytest.raises(rules.AlreadyReplaced) as refusal:
        replace("DIANE", TODAY[:1])
    assert "ALICE" in str(refusal.value.values["stand_in"]).upper()
    replace("DIANE", TOMORROW)
    assert ReplacedHalf.objects.filter(ended_at=None).count() == len(BOTH)


def test_nobody_replaces_themselves_nor_whoever_is_called_there_already(built):
    with pytest.raises(ThemselvesInstead):
        replace("BOB")
    with pytest.raises(ThereAlready):
        replace("CHARLIE")
    replace("ALICE", TODAY)
    with pytest.raises(ThereAlready):
        replace("ALICE", TODAY, absent="CHARLIE")
    assert not absences.absences_of([place("CHARLIE").pk])


def test_whoever_is_called_elsewhere_then_is_refused_and_nothing_is_kept(built):
    other = calling.mission(built.session, title="Oral", days=1, place=CEDRES)
    calling.put(other, "DIANE")
    with pytest.raises(CannotKeepBoth):
        replace("DIANE")
    assert not absences.absences_of([place("BOB").pk])
    assert not Letter.objects.exists()


def test_whoever_is_absent_then_comes_for_nobody(built):
    replace("ALICE", absent="CHARLIE")
    with pytest.raises(rules.AwayThemselves):
        replace("CHARLIE")


def test_somebody_without_a_letter_and_without_an_absence_is_not_replaced(built):
    code = letter_of("BOB").code
    mission_acts.cancel_convocation(code=code, reason="Erreur", addresses=ADDRESSES, by=ODILE, at=NOW)
    with pytest.raises(rules.NobodyCallsThem):
        replace("ALICE")


def test_whoever_replaces_and_cannot_come_either_is_replaced_for_both(built):
    replace("ALICE")
    row = replace("DIANE", TODAY, absent="ALICE")
    standing = {(half.absent.person.identifier, half.day): half.replacement for half in ReplacedHalf.objects.all()}
    assert standing["BOB", FIRST] == standing["ALICE", FIRST] == row
    assert standing["BOB", FIRST + timedelta(days=1)].person.identifier == "ALICE"
    assert days_of(letter_of("ALICE")) == [FIRST + timedelta(days=1)]
    with pytest.raises(rules.AwayThemselves):
        replace("ALICE", TODAY, absent="CHARLIE")


def test_one_called_off_on_their_own_page_leaves_the_place_free(built):
    replace("ALICE")
    code = letter_of("ALICE").code
    mission_acts.cancel_convocation(code=code, reason="Erreur", addresses=ADDRESSES, by=ODILE, at=NOW)
    replace("DIANE")
    assert set(map(tuple, expected().values())) == {("CHARLIE", "DIANE")}


def test_the_journal_says_who_for_which_half_days_and_nothing_of_why(built):
    replace("ALICE", TODAY)
    (fact,) = audit.facts_on(missions.subject_of(built.mission), "PersonReplaced")
    assert fact == {
        "mission": built.mission.pk,
        "absent": "BOB",
        "person": "ALICE",
        "code": letter_of("ALICE").code,
        "halves": ["2017-06-01/morning", "2017-06-01/afternoon"],
    }


def test_taken_back_the_one_is_called_again_and_the_other_no_more(built):
    row = replace("ALICE")
    Letter.objects.all().delete()
    morning.take_back(row)
    assert (letter_of("BOB").state, letter_of("BOB").issue) == (ConvocationState.VALID, 2)
    assert letter_of("ALICE").state == ConvocationState.CANCELLED
    assert set(map(tuple, expected().values())) == {("BOB", "CHARLIE")}
    assert Letter.objects.count() == 4
    with pytest.raises(rules.NothingAsked):
        morning.take_back(row)


def test_replaced_in_turn_the_last_one_is_taken_back_first(built):
    first = replace("ALICE")
    second = replace("DIANE", absent="ALICE")
    with pytest.raises(rules.ReplacedInTurn):
        morning.take_back(first)
    morning.take_back(second)
    assert set(map(tuple, expected().values())) == {("ALICE", "CHARLIE")}
    morning.take_back(first)
    assert set(map(tuple, expected().values())) == {("BOB", "CHARLIE")}


def test_nothing_is_taken_back_without_a_reason_or_once_it_is_over(built):
    row = replace("ALICE", TODAY)
    with pytest.raises(rules.ReplacementReasonMissing):
        morning.take_back(row, reason=" ")
    with pytest.raises(rules.ReplacementOver):
        morning.take_back(row, at=NOW + timedelta(days=1))


def test_what_somebody_was_named_for_is_theirs_who_replaces(built):
    board = built.mission.activities.create(
        title="Jury",
        starts_at=calling.hour(FIRST + timedelta(days=1), 14),
        ends_at=calling.hour(FIRST + timedelta(days=1), 17),
        place_uai=PERRIN,
        is_for_named=True,
    )
    place("BOB").named_for.create(activity=board)
    replace("ALICE")
    titles = {slot.title for slot in convocations.facts_of(letter_of("ALICE")).slots}
    assert titles == {"Correction", "Jury"}


def test_one_said_no_is_noted_once_and_may_be_called_again(built):
    asked = {"absent_id": place().pk, "person": "ALICE", "by": ODILE, "at": NOW}
    row = services.note_refusal(**asked)
    with pytest.raises(rules.AskedAlready):
        services.note_refusal(**asked)
    assert morning.against()["ALICE"] == {"said-no"}
    services.take_back_reply(replacement_id=row.pk, by=ODILE, at=NOW)
    with pytest.raises(rules.NothingAsked):
        services.take_back_reply(replacement_id=row.pk, by=ODILE, at=NOW)
    assert "ALICE" not in morning.against()


def test_no_answer_is_noted_as_often_as_it_happens_and_bars_nobody(built):
    asked = {"absent_id": place().pk, "person": "ALICE", "by": ODILE}
    services.note_no_answer(**asked, at=NOW)
    later = NOW + timedelta(minutes=9)
    row = services.note_no_answer(**asked, at=later)
    assert (row.state, row.said_at, morning.proposed()[0]) == (ReplacementState.UNANSWERED, later, "ALICE")
    services.note_refusal(**asked, at=later)
    with pytest.raises(rules.SaidNoAlready):
        services.note_no_answer(**asked, at=later)
    assert Replacement.objects.get().state == ReplacementState.REFUSED


def test_whoever_did_not_answer_calls_back_and_comes(built):
    services.note_no_answer(absent_id=place().pk, person="ALICE", by=ODILE, at=NOW)
    assert replace("ALICE").state == ReplacementState.CONVENED
    assert Replacement.objects.count() == 1


def test_morning_is_over_at_one(built):
    assert [half for _, half in morning.choices_for(place().pk, AFTER_NOON).halves][:1] == [HalfDay.AFTERNOON]


def test_an_answer_taken_back_calls_nobody_to_a_half_day_that_another_keeps(built):
    absence = morning.announce("BOB")
    office = {"addresses": ADDRESSES, "draw": draws.from_seed("back"), "by": ODILE, "at": NOW}
    typed = DecisionTyped("La rectrice", NOW.date(), "DIEC-1")
    absence_acts.grant_exemption(absence_id=absence.pk, typed=typed, halves=TODAY + TOMORROW[:1], **office)
    replace("EVE", halves=TODAY)
    services.take_back_answer(absence_id=absence.pk, reason="Décision erronée", **office)
    there = expected()
    assert [("BOB" in there[half], "EVE" in there[half]) for half in (*TODAY, TOMORROW[0])] == [
        *[(False, True)] * 2,
        (True, False),
    ]
