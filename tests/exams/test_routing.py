"""Changes of routes and what follows from a corrigendum: without a database."""

from datetime import UTC, datetime, timedelta

import pytest

from massicot.exams.rules import RouteFacts, RouteKind, corrigenda, sessions
from massicot.exams.rules.corrigenda import CalendarChange
from massicot.exams.rules.routes import (
    CopyModelUnknown,
    DestinationMissing,
    DestinationMistyped,
    PaperBegun,
    RouteAfterThePaper,
    RouteHidden,
    RoutesMoved,
    check_not_begun,
    check_routes,
    check_same_routes,
    plan_flips,
)
from massicot.exams.rules.session_file import ALWAYS, shipped_plan

PAPER = shipped_plan().papers[0]
NOTICE = datetime(2017, 4, 24, 9, tzinfo=UTC)
BEGINS = PAPER.starts_at
ACADEMIES = {"90001": "Aix", "90002": "Aix", "90003": "Bordeaux", "90004": "Nice"}


def route(academy, kind=RouteKind.ON_SITE, at=NOTICE, uai="0130053M", model="EN"):
    return RouteFacts(
        steering_academy=academy,
        kind=kind,
        copy_model=model,
        destination_uai=uai,
        destination_name="Lycée",
        attention="Centre",
        effective_at=at,
    )


AS_EVER = [route("Aix", at=ALWAYS), route("Bordeaux", RouteKind.DEMATERIALISED, ALWAYS)]


def flips(*wanted):
    return plan_flips(AS_EVER, wanted, ACADEMIES, BEGINS)


def effect(*wanted, **calendar):
    return corrigenda.plan_effect(PAPER, corrigenda.values_after(PAPER, CalendarChange(**calendar)), flips(*wanted))


def test_a_flip_says_the_old_route_the_new_one_and_the_specialties():
    onto, off = flips(route("Bordeaux"), route("Aix", RouteKind.OUTSIDE, uai=""))[::-1]
    assert (onto.academy, onto.before.kind, onto.specialties) == ("Bordeaux", RouteKind.DEMATERIALISED, ["90003"])
    assert (onto.comes_on_site, onto.leaves_the_site) == (True, False)
    assert (off.comes_on_site, off.leaves_the_site, off.specialties) == (False, True, ["90001", "90002"])


def test_an_academy_without_a_route_gets_its_first():
    (first,) = flips(route("Nice"))
    assert (first.before, first.comes_on_site) == (None, True)


def test_a_route_as_it_is_already_changes_nothing():
    assert flips(route("Aix")) == []
    assert effect(route("Aix")).is_empty


@pytest.mark.parametrize(
    ("wanted", "refusal"),
    [
        (route("Aix", at=BEGINS + timedelta(seconds=1)), RouteAfterThePaper),
        (route("Aix", at=NOTICE - timedelta(days=1)), RouteHidden),
        (route("Aix", uai=""), DestinationMissing),
        (route("Aix", uai="0130053A"), DestinationMistyped),
        (route("Aix", RouteKind.OUTSIDE, uai="chez nous"), DestinationMistyped),
        (route("Aix", model="DIN-A4"), CopyModelUnknown),
        (route("Aix", model=""), CopyModelUnknown),
    ],
)
def test_a_route_without_effect_is_refused(wanted, refusal):
    known = [*AS_EVER, route("Aix", RouteKind.OUTSIDE)]
    check_routes("CGE", [route("Aix", at=BEGINS)], known, BEGINS)
    with pytest.raises(refusal):
        check_routes("CGE", [wanted], known, BEGINS)


def test_scripts_sent_to_the_steering_academy_need_no_uai():
    check_routes("CGE", [route("Aix", RouteKind.OUTSIDE, uai="")], AS_EVER, BEGINS)


def test_no_route_changes_once_the_paper_has_begun():
    check_not_begun("CGE", BEGINS, BEGINS - timedelta(seconds=1))
    with pytest.raises(PaperBegun):
        check_not_begun("CGE", BEGINS, BEGINS)


def test_a_paper_does_not_move_over_the_instant_of_a_route():
    known = [*AS_EVER, route("Bordeaux")]
    check_same_routes("CGE", known, BEGINS, NOTICE)
    with pytest.raises(RoutesMoved) as refused:
        check_same_routes("CGE", known, BEGINS, NOTICE - timedelta(seconds=1))
    assert refused.value.values == {"paper": "CGE", "academy": "Bordeaux"}


def test_an_effect_adds_up_what_comes_what_goes_and_where():
    found = effect(route("Bordeaux", uai="0139901S"), route("Aix", RouteKind.OUTSIDE, uai=""))
    assert (found.onto_site, found.off_site) == ({"90003"}, {"90001", "90002"})
    assert (found.specialties, found.destinations) == ({"90001", "90002", "90003"}, {"0139901S", "0130053M"})
    assert (found.shifts, found.moves_hours) == ([], False)


def test_an_effect_on_the_calendar_moves_the_despatch_deadline():
    found = effect(ends_at=PAPER.ends_at + timedelta(hours=1))
    assert [(shift.name, shift.after - shift.before) for shift in found.shifts] == [("ends_at", timedelta(hours=1))]
    assert (found.due_after - found.due_before, found.moves_hours) == (timedelta(hours=1), True)
    longer = effect(despatch_hours=72)
    assert (longer.due_after - longer.due_before, longer.moves_hours) == (timedelta(hours=24), False)


def test_a_date_given_as_it_is_already_shifts_nothing():
    assert effect(starts_at=PAPER.starts_at).is_empty


def test_destinations_followed_on_are_those_of_the_program():
    routes = [*AS_EVER, route("Nice", RouteKind.OUTSIDE, uai="0069999X")]
    assert corrigenda.destinations_of(routes) == {"0130053M"}


def test_centres_named_leave_out_nobody_who_is_entered():
    sessions.check_centres({"A", "B"}, ["A"])
    with pytest.raises(sessions.CentreHasEntries) as refused:
        sessions.check_centres({"A"}, ["C", "A", "B"])
    assert refused.value.values == {"centres": "B, C"}
    with pytest.raises(sessions.CentreHasEntries):
        sessions.check_nobody_entered("A", ["A"])
