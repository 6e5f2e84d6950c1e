"""What a room report must say, who signs it, and what the office may say of an incident."""

from dataclasses import replace
from datetime import timedelta

import pytest

from massicot.core import codes
from massicot.roomreports import rules
from massicot.roomreports.rules import FollowUp, IncidentKind, ReportSeen, RoomIncidentTyped
from tests.cast import EVENING, candidate_number
from tests.room_reports import BEGAN, ENDED, TYPED

PLANNED = BEGAN - timedelta(minutes=5)
NUMBER = codes.number_of(42)


@pytest.mark.parametrize("kind", sorted(rules.AT_A_SEAT))
def test_what_happens_to_somebody_has_a_seat(kind):
    with pytest.raises(rules.SeatWanted):
        rules.check_incident(RoomIncidentTyped(kind, "Vu par deux surveillants."), PLANNED, EVENING)
    rules.check_incident(RoomIncidentTyped(kind, "Vu par deux surveillants.", candidate_number(1)), PLANNED, EVENING)


@pytest.mark.parametrize("kind", sorted(frozenset(IncidentKind) - rules.AT_A_SEAT))
def test_what_happens_to_a_room_needs_none(kind):
    rules.check_incident(RoomIncidentTyped(kind, "Alarme de dix minutes."), PLANNED, EVENING)


def test_nothing_is_noted_of_a_day_to_come():
    typed = RoomIncidentTyped(IncidentKind.OTHER, "Bruit.")
    rules.check_incident(typed, PLANNED, PLANNED - timedelta(hours=12))
    with pytest.raises(rules.RoomNotBegun):
        rules.check_incident(typed, PLANNED, PLANNED - timedelta(hours=12, minutes=1))


def test_an_incident_says_what_happened_and_names_no_script():
    with pytest.raises(rules.WhatHappenedMissing):
        rules.check_incident(RoomIncidentTyped(IncidentKind.OTHER, "  "), PLANNED, EVENING)
    with pytest.raises(rules.TextNamesNumber):
        rules.check_incident(
            RoomIncidentTyped(IncidentKind.COPY_MODEL, f"copie {NUMBER}", candidate_number(1)), PLANNED, EVENING
        )


@pytest.mark.parametrize(
    ("began", "ended"),
    [
        (ENDED, BEGAN),
        (BEGAN, BEGAN),
        (BEGAN, EVENING + timedelta(minutes=1)),
        (PLANNED - timedelta(hours=12, minutes=1), ENDED),
        (PLANNED + timedelta(hours=24, minutes=1), PLANNED + timedelta(hours=25)),
        (PLANNED - timedelta(hours=10), PLANNED + timedelta(hours=2, minutes=1)),
    ],
)
def test_a_room_has_hours_that_can_be(began, ended):
    with pytest.raises(rules.TimesImpossible):
        rules.check_signed(replace(TYPED, started_at=began, ended_at=ended), PLANNED, EVENING)


def test_a_room_that_began_hours_late_is_signed_all_the_same():
    late = replace(TYPED, started_at=PLANNED + timedelta(hours=24), ended_at=PLANNED + timedelta(hours=25))
    rules.check_signed(late, PLANNED, PLANNED + timedelta(hours=25))
    early = PLANNED - timedelta(hours=12)
    rules.check_signed(replace(TYPED, started_at=early, ended_at=PLANNED), PLANNED, EVENING)


def test_a_delay_makes_the_hour_and_an_hour_makes_the_delay():
    later = BEGAN + timedelta(hours=1)
    assert rules.arrival(later, 12, None) == rules.CameIn(later + timedelta(minutes=12), 12)
    came = later + timedelta(minutes=7, seconds=30)
    assert rules.arrival(later, 67, came) == rules.CameIn(came, 7)
    assert rules.arrival(later, 3, BEGAN + timedelta(minutes=3)).minutes == 0


@pytest.mark.parametrize(("first", "second"), [("Claire", "claire "), ("", "Claire"), ("Claire", "  ")])
def test_two_different_persons_sign(first, second):
    with pytest.raises(rules.SignedByOne):
        rules.check_signed(replace(TYPED, written_by=first, countersigned_by=second), PLANNED, EVENING)


def test_somebody_watched_the_room_and_no_name_is_a_number():
    with pytest.raises(rules.InvigilatorsMissing):
        rules.check_signed(replace(TYPED, invigilators=()), PLANNED, EVENING)
    for name in ({"invigilators": (NUMBER,)}, {"written_by": NUMBER}, {"countersigned_by": NUMBER}):
        with pytest.raises(rules.TextNamesNumber):
            rules.check_signed(replace(TYPED, **name), PLANNED, EVENING)


def test_who_signs_has_seen_what_there_is():
    rules.check_seen("A1", ReportSeen(1, 2), ReportSeen(1, 2))
    with pytest.raises(rules.IncidentsChanged):
        rules.check_seen("A1", ReportSeen(0, 2), ReportSeen(1, 2))
    with pytest.raises(rules.LateArrivalsChanged):
        rules.check_seen("A1", ReportSeen(1, 1), ReportSeen(1, 2))


@pytest.mark.parametrize("before", sorted(FollowUp))
def test_any_other_word_may_follow_and_nothing_is_unsaid(before):
    for after in FollowUp:
        if after in (before, FollowUp.OPEN):
            with pytest.raises(rules.IncidentUntouched):
                rules.check_follow_up(before, after, "Vu.")
        else:
            rules.check_follow_up(before, after, "Vu.")


def test_a_word_has_its_reason_and_names_no_script():
    with pytest.raises(rules.FollowUpReasonMissing):
        rules.check_follow_up(FollowUp.OPEN, FollowUp.NO_FOLLOW_UP, " ")
    with pytest.raises(rules.TextNamesNumber):
        rules.check_follow_up(FollowUp.OPEN, FollowUp.NO_FOLLOW_UP, f"copie {NUMBER}")


def test_only_what_touches_a_result_and_has_no_word_yet_bars_the_lifting():
    barring = {(kind, word) for kind in IncidentKind for word in FollowUp if rules.bars_lifting(kind, word)}
    kinds = (IncidentKind.FRAUD, IncidentKind.DOCUMENT, IncidentKind.IDENTITY, IncidentKind.COPY_MODEL)
    assert barring == {(kind, FollowUp.OPEN) for kind in kinds}


def test_every_word_is_open_under_way_or_an_end():
    assert {FollowUp.OPEN} | rules.UNDER_WAY | rules.ENDS == set(FollowUp)
    assert not rules.UNDER_WAY & rules.ENDS


def test_a_report_names_no_slip_under_which_a_script_lies():
    with pytest.raises(rules.TextNamesNumber):
        rules.check_text("Sa copie est sous la fiche A-BTS-2017-CGE-0003.")
