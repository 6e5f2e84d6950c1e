"""The register to be signed, gathered for its document: who is called to a place, half-day by half-day."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from massicot.documents import french, headings
from massicot.documents.marker_register import MarkerRegister, SignatureGroup, SignatureLine, SignatureSheet
from massicot.exams import queries as exams
from massicot.missions.queries.expected import ExpectedPerson, expected_at
from massicot.missions.rules.hours import DayHalf, HalfDay
from massicot.presence.rules.printing import NobodyToSign, RegisterOrder

WORDS = {HalfDay.MORNING: "Matin", HalfDay.AFTERNOON: "Après-midi"}


def register_document(
    session: exams.Session, uai: str, order: RegisterOrder, day: date | None = None
) -> MarkerRegister:
    """Gather the register of a place, of letter day or of every day of a session; raise NobodyToSign."""
    expected = expected_at(session.pk, uai)
    chosen = {half: people for half, people in expected.items() if day is None or half[0] == day}
    if not chosen:
        raise NobodyToSign(place=exams.institution_name(uai))
    place = exams.place_of(uai)
    return MarkerRegister(
        authority=session.authority,
        session_code=session.code,
        session=session.title,
        place=headings.InstitutionHeading(place.uai, place.title, place.town),
        office=", ".join(filter(None, (session.office, session.office_telephone))),
        is_rehearsal=session.is_rehearsal,
        sheets=_sheets(chosen, order),
    )


def _sheets(expected: Mapping[DayHalf, Sequence[ExpectedPerson]], order: RegisterOrder) -> list[SignatureSheet]:
    groups = _by_name if order is RegisterOrder.NAME else _by_mission
    return [SignatureSheet(day, WORDS[half], groups(people)) for (day, half), people in expected.items()]


def _by_name(people: Iterable[ExpectedPerson]) -> list[SignatureGroup]:
    letters: dict[int, list[ExpectedPerson]] = {}
    for letter in people:
        letters.setdefault(letter.person.pk, []).append(letter)
    return [SignatureGroup("", [_line(own) for own in letters.values()])]


def _by_mission(people: Iterable[ExpectedPerson]) -> list[SignatureGroup]:
    missions: dict[tuple[str, int], list[ExpectedPerson]] = {}
    for letter in people:
        missions.setdefault((letter.facts.title, letter.facts.mission), []).append(letter)
    return [SignatureGroup(title, [_line([letter]) for letter in own]) for (title, _), own in sorted(missions.items())]


def _line(letters: Sequence[ExpectedPerson]) -> SignatureLine:
    person = letters[0].person
    return SignatureLine(
        person.surname,
        person.first_name,
        person.identifier,
        " ; ".join(dict.fromkeys(letter.facts.title for letter in letters)),
        [
            f"{french.hour(slot.starts)} – {french.hour(slot.ends)} : {slot.title}"
            for letter in letters
            for slot in letter.slots
        ],
        all(letter.facts.is_reserve for letter in letters),
    )
