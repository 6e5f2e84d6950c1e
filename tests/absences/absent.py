"""Bob, Charlie and Alice are convened for two days at the marking centre; some of them do not come."""

from datetime import timedelta

from massicot.absences import services
from massicot.absences.rules import AbsenceKind, Who
from massicot.absences.rules.absences import SaidOfAbsence
from massicot.missions.models import Assignment
from massicot.missions.queries import convocations, letters
from massicot.missions.rules.hours import HalfDay
from tests import world
from tests.cast import MARC, ODILE, PERRIN
from tests.missions import calling
from tests.missions.calling import ASKED, FIRST

SECOND = FIRST + timedelta(days=1)
MORNING, AFTERNOON = (FIRST, HalfDay.MORNING), (FIRST, HalfDay.AFTERNOON)
NEXT_MORNING, NEXT_AFTERNOON = (SECOND, HalfDay.MORNING), (SECOND, HalfDay.AFTERNOON)
ALL = (MORNING, AFTERNOON, NEXT_MORNING, NEXT_AFTERNOON)
AFTER = calling.hour(SECOND + timedelta(days=1), 9)
ILL = SaidOfAbsence(AbsenceKind.ILLNESS, "Le second jour aussi")


def called():
    """Convene the three."""
    built = world.opened()
    mission = calling.mission(built.session, built.paper)
    calling.put(mission, "BOB", "CHARLIE", "ALICE")
    calling.convened(built.session, mission)
    return built


def place_of(identifier="BOB"):
    """Find where somebody stands on the list."""
    return Assignment.objects.get(person__identifier=identifier)


def where(identifier="BOB"):
    """Name a place on the list as an act takes it."""
    return {"assignment_id": place_of(identifier).pk}


def announce(identifier="BOB", *halves, said=ILL, way=Who.PERSON, at=ASKED, by=ODILE):
    """Say that somebody does not come: on each of their days, unless half-days are named."""
    return services.announce_unchecked_register(
        **where(identifier), halves=halves or ALL, said=said, way=way, by=by, at=at
    )


def observe(identifier="BOB", half=MORNING, at=AFTER):
    """Find somebody away in the register of the centre."""
    return services.observe(**where(identifier), place_uai=PERRIN, half=half, by=MARC, at=at)


def come(identifier="BOB", half=MORNING, at=AFTER):
    """Find somebody present in the register of the centre."""
    return services.end_half(**where(identifier), half=half, by=MARC, at=at)


def of_letter(row, *halves, said=ILL, way=Who.PERSON, by=ODILE, at=ASKED):
    """Say that the reader of a letter does not come: on each of its half-days, unless some are named."""
    called = halves or list(letters.halves_called(convocations.facts_of(row)))
    return services.announce_unchecked_register(
        assignment_id=row.assignment_id, halves=called, said=said, way=way, by=by, at=at
    )
