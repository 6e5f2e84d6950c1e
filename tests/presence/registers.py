"""A morning at the marking centre: Bob and Charlie are called to two days, Alice comes by herself."""

from datetime import datetime, time, timedelta

from massicot.missions.rules.hours import HalfDay
from massicot.persons.models import Person
from massicot.presence import queries, services
from massicot.presence.rules import Presence
from massicot.presence.rules.registers import SaidOfOthers
from tests import world
from tests.cast import MARC, ODILE, PERRIN
from tests.missions import calling
from tests.missions.calling import FIRST, PARIS

MORNING, AFTERNOON = HalfDay.MORNING, HalfDay.AFTERNOON
PRESENT, ABSENT, UNKNOWN = Presence.PRESENT, Presence.ABSENT, Presence.UNKNOWN
QUEUE = datetime.combine(FIRST, time(8, 30), PARIS)
"""When people queue at the door."""

NINE = datetime.combine(FIRST, time(9, 15), PARIS)
EVENING = datetime.combine(FIRST, time(18), PARIS)


def convened(place=PERRIN):
    """Convene Bob and Charlie to two days of marking, from nine to five."""
    built = world.opened()
    world.appoint_centres()
    return convene(built, "BOB", "CHARLIE", place=place)


def convene(built, *identifiers, title="Correction de l’épreuve CGE", **where):
    """Convene people to a mission."""
    row = calling.mission(built.session, built.paper, title=title, **where)
    calling.put(row, *identifiers)
    calling.convened(built.session, row)
    return built


def person(identifier):
    """Find a person."""
    return Person.objects.get(identifier=identifier)


def letter_of(identifier, **which):
    """Find the letter of a person that holds."""
    (row,) = calling.letters(assignment__person__identifier=identifier, state="valid", **which)
    return row


def where(built, half=MORNING, day=FIRST, place=PERRIN):
    """Name a half-day of a place, as acts take it."""
    return {"session": built.session, "place_uai": place, "day": day, "half": half}


def key(built, identifier, word, *, seen=UNKNOWN, at=NINE, **named):
    """Say of one person that they are present, absent, or neither again."""
    row = person(identifier)
    services.key_presence(**where(built, **named), person_id=row.pk, seen=seen, word=word, by=MARC, at=at)


def add(built, identifier, *, at=NINE, **named):
    """Add somebody who came without being called."""
    services.add_uncalled(**where(built, **named), person=person(identifier), by=MARC, at=at)


def scan(built, code, *, at=QUEUE, **named):
    """Read the letter of somebody at the door."""
    return services.read_letter(**where(built, **named), code=code, by=MARC, at=at)


def note(built, identifier, came=None, left=None, *, at=EVENING, **named):
    """Note at what hour somebody came late or left early."""
    said = {"person_id": person(identifier).pk, "arrived_at": came, "left_at": left}
    services.note_presence_hours(**where(built, **named), **said, by=MARC, at=at)


def confirm(built, count, signatures, *, word=PRESENT, at=NINE, **named):
    """Say of all the others that they were present."""
    others = SaidOfOthers(word, count, signatures)
    services.confirm_half_day(**where(built, **named), others=others, by=MARC, at=at)


def take_back(built, **named):
    """Take the confirmation of a half-day back."""
    services.take_back_half_day(**where(built, **named), reason="mauvaise liste", by=MARC, at=EVENING)


def send(built, *, remark="", at=EVENING, day=FIRST, place=PERRIN):
    """Send the register of a day."""
    services.send_register(session=built.session, place_uai=place, day=day, remark=remark, by=MARC, at=at)


def reopen(built, *, reason="une signature manque", day=FIRST, place=PERRIN):
    """Open the register of a day again, at the office."""
    at = EVENING + timedelta(hours=1)
    services.reopen_register(session=built.session, place_uai=place, day=day, reason=reason, by=ODILE, at=at)


def keyed(built, *, at=EVENING):
    """Key both half-days of the first day: Charlie did not come in the morning."""
    key(built, "CHARLIE", ABSENT, at=at)
    confirm(built, 1, 1, at=at)
    confirm(built, 2, 2, half=AFTERNOON, at=at)


def said(built, half=MORNING, day=FIRST, place=PERRIN):
    """Map those on a list to what the register says of them."""
    sheet = queries.day_sheet(built.session, place, day).half(half)
    return {row.person.identifier: row.presence for row in sheet.rows}


def register(built, half=MORNING, day=FIRST, place=PERRIN):
    """Fetch the row of a half-day."""
    return queries.day_sheet(built.session, place, day).half(half).register
