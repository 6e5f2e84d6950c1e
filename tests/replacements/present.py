"""A marking centre of two days and a second one: who is called, comes, does not come and is replaced, hour by hour."""

from datetime import datetime, time

from massicot.missions.rules.hours import HalfDay
from massicot.persons.models import Situation
from massicot.persons.rules import EmployerKind
from tests import world
from tests.cast import CEDRES
from tests.missions.calling import FIRST, PARIS
from tests.presence import registers
from tests.replacements import morning
from tests.replacements.morning import NOW, SECOND

ALL = [(day, half) for day in (FIRST, SECOND) for half in HalfDay]
HOURS = (
    NOW,
    datetime.combine(FIRST, time(14, 30), PARIS),
    registers.EVENING,
    datetime.combine(SECOND, time(8, 45), PARIS),
    datetime.combine(SECOND, time(18), PARIS),
)
"""From half past eight on the first day to the evening of the second one."""


def called():
    """Convene Bob and Charlie, Diane for the reserve, and Frank to another centre on the same days."""
    built = morning.called("DIANE")
    world.appoint_centres()
    registers.convene(built, "FRANK", title="Correction de latin", place=CEDRES)
    Situation.objects.update(employer_kind=EmployerKind.ACADEMY)
    return built
