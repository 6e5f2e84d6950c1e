"""Routes, deadlines and the two sides of the wall, without a database."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from massicot.core.actor import IDENTITY_SIDE, NUMBER_SIDE, Role
from massicot.exams import rules
from massicot.exams.rules import RouteFacts, RouteKind, sessions

PARIS = ZoneInfo("Europe/Paris")
NOTICE = datetime(2017, 4, 24, 9, tzinfo=UTC)


def route(academy, kind=RouteKind.ON_SITE, at=NOTICE):
    return RouteFacts(
        steering_academy=academy,
        kind=kind,
        copy_model="EN",
        destination_uai="0130053M",
        destination_name="Lycée",
        attention="Centre de correction",
        effective_at=at,
    )


def test_a_corrigendum_flips_a_route_from_its_instant_on():
    scanned = route("Aix-Marseille", RouteKind.DEMATERIALISED, NOTICE - timedelta(days=60))
    on_site = route("Aix-Marseille", RouteKind.ON_SITE, NOTICE)
    for routes in ([scanned, on_site], [on_site, scanned]):
        assert rules.routes_in_force(routes, NOTICE - timedelta(seconds=1)) == {"Aix-Marseille": scanned}
        assert rules.routes_in_force(routes, NOTICE) == {"Aix-Marseille": on_site}


def test_no_route_is_in_force_before_its_instant():
    assert rules.routes_in_force([route("Nice")], NOTICE - timedelta(seconds=1)) == {}


def test_a_specialty_follows_its_steering_academy_and_those_without_route_are_listed():
    academies = {"31213": "Nice", "31212": "Aix-Marseille", "31214": "Corse", "31211": "Corse"}
    nice, aix = route("Nice", RouteKind.OUTSIDE), route("Aix-Marseille")
    assert rules.specialty_routes(academies, [nice, aix], NOTICE) == (
        {"31213": nice, "31212": aix},
        ["31211", "31214"],
    )


@pytest.mark.parametrize(
    ("ends_at", "due_at"),
    [
        (datetime(2017, 5, 10, 18, tzinfo=PARIS), datetime(2017, 5, 12, 18, tzinfo=PARIS)),
        (datetime(2017, 3, 24, 18, tzinfo=PARIS), datetime(2017, 3, 26, 19, tzinfo=PARIS)),
        (datetime(2017, 10, 27, 18, tzinfo=PARIS), datetime(2017, 10, 29, 17, tzinfo=PARIS)),
    ],
)
def test_scripts_leave_within_48_hours_of_the_end_even_when_clocks_change(ends_at, due_at):
    assert rules.despatch_deadline(ends_at, 48) == due_at


@pytest.mark.parametrize("held", list(Role))
@pytest.mark.parametrize("role", list(Role))
def test_names_and_numbers_never_meet_in_one_person(role, held):
    sides = ({role} & IDENTITY_SIDE and {held} & NUMBER_SIDE) or ({role} & NUMBER_SIDE and {held} & IDENTITY_SIDE)
    assert (sessions.conflicting_role(role, [held]) is not None) == bool(sides)


def test_every_desk_of_a_centre_has_its_side():
    assert {Role.MARKING_CENTRE, Role.MARKER, Role.INSPECTOR} == NUMBER_SIDE
    assert {Role.OFFICE, Role.EXAM_CENTRE} == IDENTITY_SIDE
