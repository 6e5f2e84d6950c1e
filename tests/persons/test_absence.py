"""Days on which somebody cannot be called: declared, taken back, brought in by a table."""

import pytest

from massicot.core.tables import TableRefused
from massicot.persons import services
from massicot.persons.queries import known_identifiers, unavailabilities_of, unavailable_on
from massicot.persons.rules import UnavailabilityKind
from massicot.persons.rules.unavailability import (
    DaysDeclared,
    EndsBeforeItStarts,
    LongerThanAYear,
    UnavailabilityGone,
    read_unavailability,
)
from tests import world
from tests.cast import MORNING, ODILE
from tests.keeping import kept
from tests.persons.calling import day, person

pytestmark = pytest.mark.django_db
built = kept(world.opened)
BY = {"by": ODILE, "at": MORNING}


def declare(first, last, kind=UnavailabilityKind.LEAVE):
    return services.declare_unavailability(person=person(), starts_on=first, ends_on=last, kind=kind, **BY)


def told():
    rows = unavailabilities_of([person().pk]).get(person().pk, [])
    return [(row.starts_on, row.ends_on, row.kind) for row in rows]


def bring_in(built, *lines, act=services.import_unavailability):
    content = "\n".join(("identifiant;du;au;motif", *lines)).encode()
    table = read_unavailability(content, "u.csv", identifiers=known_identifiers())
    return act(session=built.session, table=table, **BY)


def faults(built, *lines):
    with pytest.raises(TableRefused) as refused:
        bring_in(built, *lines)
    return [(fault.line, fault.column) for fault in refused.value.faults]


def test_days_are_declared_and_taken_back(built):
    row = declare(day(5, 31), day(6, 2))
    assert told() == [(day(5, 31), day(6, 2), "leave")]
    services.take_back_unavailability(unavailability=row, **BY)
    assert told() == []
    with pytest.raises(UnavailabilityGone):
        services.take_back_unavailability(unavailability=row, **BY)
    declare(day(5, 31), day(6, 2))


@pytest.mark.parametrize(
    ("first", "last", "refusal"),
    [
        (day(6, 2), day(6, 1), EndsBeforeItStarts),
        (day(6, 2), day(6, 2).replace(year=2018), None),
        (day(6, 2), day(6, 3).replace(year=2018), LongerThanAYear),
        (day(5, 31), day(5, 31), DaysDeclared),
    ],
)
def test_days_that_cannot_be_are_refused(built, first, last, refusal):
    declare(day(5, 31), day(5, 31))
    if refusal is None:
        declare(first, last)
    else:
        with pytest.raises(refusal):
            declare(first, last, UnavailabilityKind.TRAINING)


def test_who_cannot_be_called_on_a_day_is_found_both_ends_included(built):
    declare(day(5, 31), day(6, 2))
    found = [bool(unavailable_on([person().pk], one, one)) for one in (day(5, 30), day(5, 31), day(6, 2), day(6, 3))]
    assert found == [False, True, True, False]


def test_a_table_declares_days_once_and_puts_a_kind_right(built):
    lines = ("BOB;31/05/2017;02/06/2017;congé", "ALICE;2017-06-01;2017-06-01;autre-examen")
    assert bring_in(built, *lines).written == 2
    assert bring_in(built, *lines).same == 2
    (change,) = bring_in(built, "BOB;31/05/2017;02/06/2017;formation").changed
    assert change.fields == {"motif": ("conge", "formation")}
    assert told() == [(day(5, 31), day(6, 2), "training")]


def test_every_fault_of_a_table_is_told(built):
    assert faults(built, "NOBODY;31/05/2017;02/06/2017;congé", "BOB;31/05/2017;02/06/2017;grippe") == [
        (2, "identifiant"),
        (3, "motif"),
    ]
    backwards, years = "BOB;02/06/2017;31/05/2017;congé", "BOB;02/06/2017;31/05/2027;congé"
    assert faults(built, backwards, years, backwards) == [(2, "au"), (3, "au"), (4, "au"), (4, "identifiant")]
    assert told() == []
