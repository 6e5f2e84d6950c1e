"""Letters set again from their facts: the document, and its calendar file."""

from collections.abc import Iterable, Sequence

from django.conf import settings

from massicot.documents.calendars import CalendarEvent, CalendarFile, CalendarMethod
from massicot.documents.convocations import CallLine, ConvocationLetter, LetterPlace
from massicot.missions.models import Convocation
from massicot.missions.queries import convocations
from massicot.missions.rules import ConvocationState, letters
from massicot.missions.rules.letters import CallSlot, LetterFacts


def letter_of(convocation: Convocation) -> ConvocationLetter:
    """Write a letter as its document takes it."""
    return letter_from(convocations.facts_of(convocation), convocation.code)


def letters_of(rows: Iterable[Convocation]) -> list[ConvocationLetter]:
    """Write several letters as their document takes them."""
    return [letter_of(row) for row in rows]


def letter_from(facts: LetterFacts, code: str = "") -> ConvocationLetter:
    """Write what a letter says as its document takes it; without a code it is one to be checked."""
    person, office = facts.person, facts.office
    return ConvocationLetter(
        code=code,
        page=facts.page,
        authority=office.authority,
        office=office.office,
        telephone=office.telephone,
        address=office.address,
        signatory=office.signatory,
        session=facts.session_title,
        subject_code=facts.paper or facts.session,
        subject_title=facts.paper_title or facts.title,
        mission=facts.title,
        is_reserve=facts.is_reserve,
        is_late=facts.is_late,
        is_instead=facts.is_instead,
        is_duty=person.is_duty,
        is_rehearsal=facts.is_rehearsal,
        identifier=person.identifier,
        name=person.name,
        institution=f"{person.institution} ({person.institution_uai})" if person.institution_uai else "",
        lines=[CallLine(slot.title, slot.starts, slot.ends, slot.place) for slot in facts.slots],
        places=[
            LetterPlace(place.uai, place.name, place.address, _position(place.latitude, place.longitude))
            for place in facts.places
        ],
        issued_on=facts.day_issued,
        replaces=facts.replaces,
    )


def _position(latitude: float | None, longitude: float | None) -> tuple[float, float] | None:
    return None if latitude is None or longitude is None else (latitude, longitude)


def calendar_of(convocation: Convocation) -> CalendarFile:
    """Write the calendar file that goes with a letter."""
    facts = convocations.facts_of(convocation)
    return _calendar(convocation, [(facts, slot) for slot in facts.slots], CalendarMethod.PUBLISH)


def cancelled_calendar_of(convocation: Convocation) -> CalendarFile:
    """Write the calendar file that takes out what nobody has to come for any more, of any issue until this one.

    Of a letter that was replaced: what the one in its place does not have.
    """
    later = convocations.successor_of(convocation) if convocation.state == ConvocationState.REPLACED else None
    kept = {slot.activity for slot in convocations.facts_of(later).slots} if later else set[int]()
    fallen = letters.fallen_slots(convocations.issues_until(convocation), kept)
    return _calendar(convocation, fallen, CalendarMethod.CANCEL)


def _calendar(
    convocation: Convocation, events: Sequence[tuple[LetterFacts, CallSlot]], method: CalendarMethod
) -> CalendarFile:
    facts = convocations.facts_of(convocation)
    # Between two issues there is room for the end of the first one.
    sequence = 2 * (convocation.issue - 1) + (method is CalendarMethod.CANCEL)
    return CalendarFile(
        events=[_event(convocation, said, slot) for said, slot in events],
        time_zone=facts.time_zone,
        sequence=sequence,
        stamped_at=convocation.issued_at,
        organizer=settings.MASSICOT_EMAIL_FROM.rpartition("<")[2].rstrip(">"),
        organizer_name=facts.office.office or facts.office.authority,
        method=method,
    )


def _event(convocation: Convocation, facts: LetterFacts, slot: CallSlot) -> CalendarEvent:
    place = facts.place_of(slot)
    return CalendarEvent(
        identifier=f"{letters.first_code(convocation.code)}.{slot.activity}@massicot",
        title=f"{facts.title} : {slot.title}",
        starts_at=slot.starts,
        ends_at=slot.ends,
        place=" – ".join(filter(None, (place.name, place.address))),
        details=f"Convocation {convocation.code}",
        position=_position(place.latitude, place.longitude),
    )
