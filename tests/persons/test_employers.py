"""Who employs people: whether they must come follows it, and it is told for several at once where nobody had."""

import pytest

from massicot.audit import queries as audit
from massicot.persons import queries, services
from massicot.persons.models import Situation
from massicot.persons.rules import EmployerKind
from massicot.persons.rules.persons import subject_of
from massicot.persons.rules.situations import Employer, EmployersKnown, NobodyToTell, is_duty
from tests import world
from tests.cast import MORNING, ODILE
from tests.keeping import kept
from tests.persons.calling import TODAY, person

pytestmark = pytest.mark.django_db
built = kept(world.opened)
ACADEMY = Employer(EmployerKind.ACADEMY)


def tell(*identifiers, employer=ACADEMY):
    days = {person(one).pk: TODAY for one in identifiers}
    return services.tell_employers(days=days, employer=employer, by=ODILE, at=MORNING)


def situation(identifier="BOB"):
    return queries.situations_of([person(identifier).pk], TODAY)[person(identifier).pk]


@pytest.mark.parametrize(
    ("kind", "agent", "told"),
    [
        ("academy", None, True),
        ("other-academy", False, True),
        ("contract", None, True),
        ("cfa", True, True),
        ("cfa", False, False),
        ("cfa", None, False),
        ("outside", None, False),
        ("retired", True, False),
        ("", True, True),
        ("", False, False),
        ("", None, None),
    ],
)
def test_to_come_is_a_duty_of_who_serves_the_state_and_not_known_of_whom_nothing_is_told(kind, agent, told):
    assert is_duty(kind, is_state_agent=agent) is told


def test_the_employer_is_told_for_several_at_once_in_the_situation_that_holds(built):
    before = situation().since
    assert tell("BOB", "CHARLIE") == 2
    assert (situation().since, situation().employer_kind) == (before, EmployerKind.ACADEMY)
    (line,) = audit.facts_on(subject_of("CHARLIE"), "EmployerTold")
    assert line["employer_kind"] == "academy"


def test_whoever_has_no_situation_gets_one_of_that_day(built):
    Situation.objects.filter(person=person()).delete()
    tell("BOB", employer=Employer(EmployerKind.CFA, is_state_agent=True))
    assert (situation().since, situation().is_state_agent) == (TODAY, True)


def test_what_is_known_already_is_never_told_by_the_way(built):
    tell("BOB")
    assert tell("BOB", "CHARLIE", employer=Employer(EmployerKind.RETIRED)) == 1
    assert situation().employer_kind == EmployerKind.ACADEMY
    for refusal, identifiers in ((EmployersKnown, ("BOB", "CHARLIE")), (NobodyToTell, ())):
        with pytest.raises(refusal):
            tell(*identifiers)
