"""What befalls the people called, and who marks without being called: each is met by the act that the desks have."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from massicot.absences.rules import AbsenceKind, Who
from massicot.absences.rules.announcing import SaidOfAbsence
from massicot.core.actor import Actor
from massicot.exams import queries as exams
from massicot.markers import queries as markers
from massicot.missions import queries as missions
from massicot.missions import services
from massicot.missions.queries import calls, convocations
from massicot.missions.queries.convocations import Convocation, ConvocationRun
from massicot.missions.queries.expected import letters_that_hold
from massicot.missions.queries.uncalled import uncalled_at
from massicot.missions.rules import ConvocationAct
from massicot.persons import services as person_acts
from massicot.persons.rules import UnavailabilityKind
from massicot.presence import services as register_acts
from massicot.rehearsal import attending, cast
from massicot.rehearsal.world import World
from massicot.web.shared.letter_addresses import addresses

AWAY = "Voyage scolaire à l’étranger, tous les jours de la mission."
UNKNOWN = "N’habite pas à l’adresse indiquée."


def leave_off(world: World, mission: missions.Mission, at: datetime) -> None:
    """Take somebody off a list who marks all the same; nobody without heavy faults."""
    if world.is_heavy:
        rows = sorted(missions.list_rows(mission.pk), key=lambda row: row.person.identifier)
        row = rows[world.draw("left off").below(len(rows))]
        services.take_off_list(mission_id=mission.pk, assignment_id=row.pk, by=cast.CASEWORKER, at=at)


def befall(world: World, run: ConvocationRun, at: datetime) -> None:
    """Let a letter come back, and two people not be there: one says so, the head of the other does."""
    if not world.is_heavy:
        return
    letters = sorted(convocations.letter_rows(run.pk), key=lambda letter: letter.assignment.person.identifier)
    known = convocations.followed_of(letters)
    silent = [letter for letter in letters if not known[letter.pk].is_known]
    read = [letter for letter in letters if known[letter.pk].is_acknowledged]
    back = silent[world.draw("came back").below(len(silent))]
    services.note_came_back(code=back.code, note=UNKNOWN, by=cast.CASEWORKER, at=at)
    world.plant("convocation-came-back", [back.code])
    absent, away = (read[rank] for rank in world.draw("not there").distinct(len(read), 2))
    register_acts.announce_absence(
        assignment_id=absent.assignment_id,
        halves=list(calls.halves_called(convocations.facts_of(absent))),
        said=SaidOfAbsence(AbsenceKind.IMPEDIMENT, AWAY),
        way=Who.PERSON,
        by=Actor(absent.assignment.person.email),
        at=at,
    )
    world.plant("cannot-come", [absent.code])
    _declare(away, at)
    world.plant("called-unavailable", [away.assignment.person.identifier])


def takers(world: World) -> tuple[list[markers.Marker], list[markers.Marker]]:
    """List the markers who are called and come, then those whom nobody called."""
    letters = letters_that_hold(world.paper.session_id)
    away = attending.away_on(world, world.calendar.handed_out)
    called = {letter.assignment.person_id: letter.standing for letter in letters}
    pool = [marker for marker in markers.markers_of(world.paper.session_id) if marker.identifier not in away]
    there = [
        marker
        for marker in pool
        if called.get(marker.person_id, ConvocationAct.CANNOT_COME) != ConvocationAct.CANNOT_COME
    ]
    return there, [marker for marker in pool if marker.person_id not in called]


def lend_uncalled(world: World, made: Sequence[Any], lend: Callable[[Any, markers.Marker], bool]) -> list[Any]:
    """Hand one batch to somebody whom nobody called; none without heavy faults."""
    _, uncalled = takers(world)
    if not world.is_heavy or not uncalled:
        return []
    first = world.draw("uncalled").below(len(uncalled))
    for marker in [*uncalled[first:], *uncalled[:first]]:
        for batch in made:
            if lend(batch, marker):
                note_uncalled(world, marker)
                return [batch]
    return []


def note_uncalled(world: World, marker: markers.Marker) -> None:
    """Note that somebody marks without being called, once."""
    if f"marked-uncalled:{marker.identifier}" not in world.planted:
        world.plant("marked-uncalled", [marker.identifier])


def convene_late(world: World) -> None:
    """Let the office convene whoever marks without being called, on the same day."""
    at = world.calendar.handed_out + timedelta(hours=2)
    paper = exams.paper_by_id(world.paper.pk)
    for row in uncalled_at(paper, world.marking_centre, at):
        services.convene_late(
            paper=paper,
            centre_uai=world.marking_centre,
            person=row.person.identifier,
            addresses=addresses(),
            draw=world.draw("late convocation", row.person.identifier),
            by=cast.CASEWORKER,
            at=at,
        )


def _declare(letter: Convocation, at: datetime) -> None:
    days = convocations.facts_of(letter).days
    person_acts.declare_unavailability(
        person=letter.assignment.person,
        starts_on=days[0],
        ends_on=days[-1],
        kind=UnavailabilityKind.OTHER,
        by=Actor(f"etablissement.{letter.institution_uai.lower()}@{cast.DOMAIN}"),
        at=at,
    )
