"""What the marker's pages say of a letter, and of the batches that somebody has in hand."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from massicot.absences import queries as absences
from massicot.absences.rules import AbsenceState
from massicot.batches import queries as batches
from massicot.documents.convocations import MAP, LetterPlace, day_ranges
from massicot.markers import queries as markers
from massicot.missions.queries import convocations, printing
from massicot.missions.queries.convocations import Convocation
from massicot.missions.queries.replacements import state_told
from massicot.missions.rules import ConvocationState
from massicot.missions.rules.letters import LetterFacts
from massicot.missions.rules.runs import Followed
from massicot.persons.queries import Person
from massicot.web.shared.away import STANDINGS, told_halves


@dataclass(frozen=True, slots=True)
class ShownPlace:
    """A place, with a map where its coordinates are known."""

    place: LetterPlace

    @property
    def map(self) -> str:
        """Write the address of a map; empty without coordinates."""
        if self.place.position is None:
            return ""
        north, east = self.place.position
        return MAP.format(north=north, east=east)


@dataclass(frozen=True, slots=True)
class ShownMission:
    """One mission of a marker, as its letter says it."""

    letter: Convocation
    facts: LetterFacts
    known: Followed
    lines: Sequence[tuple[str, str, ShownPlace]]
    absences: Sequence[str] = ()
    """What was said of absences from it, and where each stands; whatever letter calls to it by now."""

    @property
    def is_valid(self) -> bool:
        """Say whether the letter holds."""
        return self.letter.state == ConvocationState.VALID

    @property
    def state(self) -> str:
        """Say where the letter stands."""
        return state_told(self.letter)

    @property
    def waits(self) -> bool:
        """Say whether its reader has still to acknowledge it."""
        return self.is_valid and not self.known.is_acknowledged


@dataclass(frozen=True, slots=True)
class ShownMissions:
    """The missions of a marker: to come, nearest first; past, last first."""

    to_come: Sequence[ShownMission]
    past: Sequence[ShownMission]


def missions_of(person: Person, now: datetime) -> ShownMissions:
    """Tell a person's missions, each by its last letter."""
    letters = convocations.letters_of_person(person.pk)
    known = convocations.followed_of(letters)
    told = _told_absences(letters)
    rows = [
        replace(shown_mission(letter, known[letter.pk]), absences=told.get(letter.assignment_id, ()))
        for letter in letters
    ]
    to_come = [row for row in rows if row.letter.ends_at > now]
    past = [row for row in reversed(rows) if row.letter.ends_at <= now]
    return ShownMissions(to_come, past)


def shown_mission(letter: Convocation, known: Followed) -> ShownMission:
    """Tell one mission as its letter says it."""
    written = printing.letter_of(letter)
    places = {place.uai: ShownPlace(place) for place in written.places}
    lines = [(row.words, row.first.title, places[row.first.place]) for row in day_ranges(written.lines)]
    return ShownMission(letter, convocations.facts_of(letter), known, lines)


def _told_absences(letters: Sequence[Convocation]) -> dict[int, list[str]]:
    """Tell the absences from some missions, withdrawn ones left out, by mission."""
    told: dict[int, list[str]] = defaultdict(list)
    for row in absences.absences_of([letter.assignment_id for letter in letters]):
        if row.state != AbsenceState.WITHDRAWN:
            days = ", ".join(told_halves(absences.halves_ever(row)))
            told[row.assignment_id].append(f"{days} – {STANDINGS[row.state]}")
    return told


def batches_in_hand(person: Person) -> list[str]:
    """List the codes of the batches that somebody has in hand now, in the sessions whose pool they are in."""
    return sorted(_batches_in_hand(person))


def _batches_in_hand(person: Person) -> Iterator[str]:
    yield from batches.held_in_any_session([person.identifier]).get(person.identifier, [])


def marked_as(person: Person) -> list[str]:
    """List the codes of the sessions that may call somebody."""
    pools = markers.pools_of([person.identifier]).get(person.identifier, [])
    return sorted(marker.session.code for marker in pools)
