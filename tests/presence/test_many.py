"""A centre of many: no act at the door, and no look at the register, asks the more statements the more are called."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from massicot.missions.models import Assignment, Convocation
from massicot.persons.models import Person
from massicot.presence import queries
from tests.cast import PERRIN
from tests.keeping import kept
from tests.missions.calling import FIRST
from tests.presence import registers
from tests.presence.registers import ABSENT, EVENING, PRESENT, add, confirm, key, letter_of, note, scan, send

pytestmark = pytest.mark.django_db
built = kept(registers.convened)


def call_more(count):
    """Call so many more to all to which Bob is called."""
    letter = letter_of("BOB")
    people = [Person(identifier=f"M{rank}", surname=f"MOREAU{rank}", first_name="Max") for rank in range(count)]
    Person.objects.bulk_create(people)
    said = {"mission": letter.assignment.mission, "state": letter.assignment.state, "put_at": letter.issued_at}
    places = [Assignment(person=person, **said) for person in people]
    Assignment.objects.bulk_create(places)
    copied = {name: getattr(letter, name) for name in ("run", "facts", "places", "starts_at", "ends_at", "issued_at")}
    Convocation.objects.bulk_create(
        Convocation(assignment=row, code=f"M-{rank:05}", **copied) for rank, row in enumerate(places)
    )


def statements(act):
    with CaptureQueriesContext(connection) as asked:
        act()
    return len(asked)


def morning(built):
    """Count the statements of one morning, act by act."""
    return [
        statements(lambda: scan(built, letter_of("BOB").code)),
        statements(lambda: key(built, "CHARLIE", PRESENT)),
        statements(lambda: add(built, "ALICE")),
        statements(lambda: note(built, "CHARLIE", left=registers.NINE.time())),
        statements(lambda: confirm(built, *others(built))),
        statements(lambda: queries.day_sheets(built.session, PERRIN)),
        statements(lambda: send(built, remark="Après-midi sans liste", at=EVENING)),
    ]


def others(built):
    count = queries.day_sheet(built.session, PERRIN, FIRST).half(registers.MORNING).count
    return count.unknown, count.unknown + count.present


def of_so_many(built, count):
    """Count the statements of a morning to which so many more are called, and leave nothing of it."""
    with transaction.atomic():
        call_more(count)
        spent = morning(built)
        transaction.set_rollback(True)
    return spent


def test_the_statements_of_a_morning_do_not_grow_with_who_is_called(built):
    assert of_so_many(built, 40) == of_so_many(built, 2)


def test_each_who_did_not_come_costs_the_same(built):
    call_more(12)
    rows = Person.objects.filter(identifier__startswith="M").values_list("identifier", flat=True)
    spent = [statements(lambda who=who: key(built, who, ABSENT)) for who in rows]
    assert len(set(spent[1:])) == 1


def test_at_the_door_one_letter_is_read_and_not_those_of_all(built):
    call_more(40)
    everybody = queries.day_sheet(built.session, PERRIN, FIRST).half(registers.MORNING)
    (row,) = queries.day_sheet(built.session, PERRIN, FIRST, registers.person("BOB").pk).half(registers.MORNING).rows
    assert (row.person.identifier, len(everybody.rows)) == ("BOB", 42)
