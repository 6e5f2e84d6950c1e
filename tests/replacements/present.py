"""A marking centre of two days and a second one: who is called, comes, does not come and is replaced, hour by hour."""

from datetime import datetime, time

from massicot.absences.rules.life import LIFE, UNDECIDED, Step
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

ACTS = ("announce", "exempt", "refuse", "take_answer_back", "replace", "again", "key", "add", "elsewhere", "withdraw")
STORIES = (
    ("announce", "withdraw"),
    ("announce", "exempt", "refuse"),
    ("announce", "exempt", "take_answer_back"),
    ("announce", "key", "add"),
    ("replace", "again"),
    ("replace", "exempt", "add"),
    ("key", "elsewhere"),
    ("key", "announce"),
)
"""What Bob's morning begins with: each story where it may go wrong, so that few steps lead far."""

STAYS = {Step.OBSERVE, Step.COME}
"""Acts of a register that leave an absence where it is, as long as it has half-days."""


def called():
    """Convene Bob and Charlie, Diane for the reserve, and Frank to another centre on the same days."""
    built = morning.called("DIANE")
    world.appoint_centres()
    registers.convene(built, "FRANK", title="Correction de latin", place=CEDRES)
    Situation.objects.update(employer_kind=EmployerKind.ACADEMY)
    return built


def taken_by_the_table(steps):
    """Follow steps through the table, from the beginning: give every state in which they may end."""
    # Each with what it was before it was answered, which it is again once its answer is taken back.
    states = {(row.to, row.to) for row in LIFE if row.step is steps[0] and not row.sources}
    for step in steps[1:]:
        rows = [(*at, row) for at in states for row in LIFE if row.step is step and at[0] in row.sources]
        ends = {(before if row.goes_back else row.to or state, before) for state, before, row in rows}
        moved = {(state, state if state in UNDECIDED else before) for state, before in ends}
        states = moved | (states if step in STAYS else set())
    return {state for state, _ in states}
