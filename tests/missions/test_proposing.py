"""The missions of a paper from its calendar, and the whole list by one press."""

from datetime import date

import pytest

from massicot.audit import queries as audit
from massicot.exams import queries as exams
from massicot.missions import queries, services
from massicot.missions.rules.lists import ListFull, NobodyLeft
from massicot.missions.rules.proposals import NothingToPropose
from tests.cast import ODILE, PERRIN
from tests.keeping import kept
from tests.missions import calls
from tests.missions.calls import BEFORE, SCRIPTS

pytestmark = pytest.mark.django_db

built = kept(calls.proposed)


def mission_of(built):
    (mission,) = queries.mission_rows(built.session.pk)
    return mission


def on_list(mission):
    return [(row.person.identifier, row.is_reserve) for row in queries.list_rows(mission.pk).order_by("pk")]


def test_the_mission_of_the_notice_is_proposed_from_the_calendar(built):
    mission = mission_of(built)
    assert (mission.place_uai, mission.needed, mission.reserve, mission.discipline) == (PERRIN, 4, 1, "Lettres")
    written = [row.line.replace(f" {PERRIN}", "") for row in queries.activity_values(mission)]
    assert written == [
        "2017-05-31 09:00-11:00 Réunion d’entente",
        "2017-05-31 11:00-17:00 Corrections",
        "2017-06-01 09:00-17:00 Corrections",
        "2017-06-01 11:00-13:00 Commission d’harmonisation *",
        "2017-06-02 09:00-17:00 Corrections",
    ]


def test_proposing_twice_makes_nothing_twice(built):
    with pytest.raises(NothingToPropose):
        services.propose_missions(paper=built.paper, scripts=SCRIPTS, by=ODILE, at=BEFORE)
    assert queries.mission_rows(built.session.pk).count() == 1


def test_a_centre_that_expects_nothing_gets_no_mission(built):
    with pytest.raises(NothingToPropose):
        services.propose_missions(paper=built.paper, scripts={"9900001W": {"90001": 0}}, by=ODILE, at=BEFORE)


def test_a_mission_is_filled_by_one_press_the_nearest_first_and_the_reserve_last(built):
    mission = mission_of(built)
    filled = calls.fill(mission)
    # Within ten kilometres one of each institution first; Diane teaches 29 km away.
    assert filled.lacking == 0
    assert on_list(mission) == [
        ("BOB", False),
        ("ALICE", False),
        ("CHARLIE", False),
        ("EVE", False),
        ("DIANE", True),
    ]
    (fact,) = audit.facts_on(queries.subject_of(mission), "MissionFilled")
    assert fact["persons"] == list(filled.persons)


def test_a_list_that_is_full_is_not_filled(built):
    calls.fill(mission_of(built))
    with pytest.raises(ListFull):
        calls.fill(mission_of(built))


def test_a_mission_that_cannot_be_filled_says_why(built):
    mission = calls.mission_of(built, needed=6, discipline="Lettres")
    filled = calls.fill(mission)
    assert filled.lacking == 1
    assert str(filled.left_out.phrases) == "1 is of another discipline"
    with pytest.raises(NobodyLeft) as refusal:
        calls.fill(mission)
    assert "5 are on the list already, 1 is of another discipline" in str(refusal.value)


def test_whoever_is_called_elsewhere_at_these_hours_is_left_out(built):
    oral = calls.mission_of(built, needed=1, discipline="Anglais")
    assert calls.fill(oral).persons == ["FRANK"]
    other = calls.mission_of(built, needed=1, discipline="Anglais", title="Oral d’anglais")
    with pytest.raises(NobodyLeft) as refusal:
        calls.fill(other)
    assert "1 is called elsewhere at these hours" in str(refusal.value)


def test_meetings_follow_the_clock_of_the_session(built):
    (row, *_) = queries.activities_of(mission_of(built).pk)
    assert row.starts_at == built.paper.agreement_at
    assert exams.day_of(built.session, row.starts_at) == date(2017, 5, 31)
