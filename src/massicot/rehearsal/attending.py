"""The people present: who is ill, who is replaced, who marks uncalled; the registers keyed and sent."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from massicot.absences import queries as absences
from massicot.absences import services as absence_acts
from massicot.absences.rules import AbsenceKind, AbsenceState, Who
from massicot.absences.rules.absences import SaidOfAbsence
from massicot.absences.rules.life import DecisionTyped
from massicot.core.actor import Actor
from massicot.exams import queries as exams
from massicot.markers import queries as markers
from massicot.missions import queries as missions
from massicot.missions import services
from massicot.missions.queries import convocations
from massicot.missions.queries import letters as letter_reads
from massicot.missions.queries.convocations import Convocation, ConvocationRun
from massicot.missions.queries.events import called_unavailable
from massicot.missions.queries.expected import letters_that_hold, uncalled_at
from massicot.missions.rules import ConvocationAct
from massicot.missions.rules.hours import HalfDay
from massicot.persons import queries as persons
from massicot.persons import services as person_acts
from massicot.persons.rules import EmployerKind, UnavailabilityKind
from massicot.persons.rules.situations import Employer
from massicot.presence import queries as registers
from massicot.presence import services as register_acts
from massicot.presence.queries import HalfDaySheet
from massicot.presence.rules import Presence
from massicot.presence.rules.registers import SaidOfOthers
from massicot.rehearsal.world import CASEWORKER, DOMAIN, World
from massicot.replacements import services as replacement_acts
from massicot.replacements.queries import choices_for
from massicot.web.shared.letter_addresses import addresses

ILL = "Arrêt de travail, transmis par mon chef d’établissement."
KEYED_AT = {HalfDay.MORNING: time(9, 30), HalfDay.AFTERNOON: time(14, 30)}
SENT_AT = time(18)
EMPLOYER = Employer(EmployerKind.ACADEMY, is_state_agent=True)
"""Who employs whoever is found to have been away, as the office tells it once it needs to know."""


def announce_illness(world: World, letter: Convocation) -> None:
    """Let somebody say, the day before the marking, that they are ill on its first day."""
    at = world.calendar.batched + timedelta(hours=1)
    first = exams.day_of(world.paper.session, world.calendar.handed_out)
    called = letter_reads.halves_called(convocations.facts_of(letter))
    register_acts.announce_absence(
        assignment_id=letter.assignment_id,
        halves=[half for half in called if half[0] == first],
        said=SaidOfAbsence(AbsenceKind.ILLNESS, ILL),
        way=Who.PERSON,
        by=Actor(letter.assignment.person.email),
        at=at,
    )
    world.plant("cannot-come", [letter.code])


def replace_absent(world: World) -> None:
    """Call the first of the list in the stead of each who cannot come; nobody where nobody is left."""
    at = world.calendar.batched + timedelta(hours=2)
    session = world.paper.session
    for assignment in sorted({row.assignment for row in absences.away_at(session.pk)}):
        choices = choices_for(assignment, at)
        chosen = next((row for row in choices.proposals if row.proposal.is_proposed), None)
        if chosen:
            replacement_acts.replace_person(
                absent_id=assignment,
                person=chosen.person.identifier,
                halves=choices.halves,
                addresses=addresses(),
                draw=world.draw("replacement", assignment),
                by=CASEWORKER,
                at=at,
            )
            world.plant("marker-replaced", [choices.call.assignment.person.identifier])


def exempt_announced(world: World) -> None:
    """Have the heads confirm what was announced, and type that the rector exempts each."""
    at = world.calendar.batched + timedelta(hours=1)
    for absence in list(absences.open_absences(world.paper.session_id)):
        head = Actor(f"etablissement.{absence.institution_uai.lower()}@{DOMAIN}")
        absence_acts.confirm_absence(absence_id=absence.pk, by=head, at=at)
        absence_acts.grant_exemption(
            absence_id=absence.pk,
            typed=DecisionTyped("La rectrice", at.date(), f"DIEC-{absence.pk}"),
            halves=absences.halves_of(absence),
            addresses=addresses(),
            draw=world.draw("exemption", absence.pk),
            by=CASEWORKER,
            at=at,
        )


def stay_away(world: World) -> None:
    """Let one of those who are called not come on the first morning, and say nothing."""
    gone = away_on(world, world.calendar.handed_out)
    people = sorted({row.assignment.person.identifier for row in letters_that_hold(world.paper.session_id)} - gone)
    world.plant("marker-absent", [people[world.draw("stays away").below(len(people))]])


def away_on(world: World, at: datetime) -> set[str]:
    """List who does not come on a day, by identifier: it is known, declared by their head, or nobody knows it."""
    day = exams.day_of(world.paper.session, at)
    known = {row.person for row in absences.away_at(world.paper.session_id, None, day)}
    silent = {key.partition(":")[2] for key in world.planted if key.startswith("marker-absent:")}
    return {person.identifier for person in persons.persons_by_id(known).values()} | silent | _unavailable(world)


def _unavailable(world: World) -> set[str]:
    return set(called_unavailable(world.paper))


def hold_unjustified(world: World) -> None:
    """Hold what registers alone have found to be unjustified, once nobody has explained it, and file its deduction."""
    at = world.calendar.decided
    for absence in list(absences.open_absences(world.paper.session_id)):
        if absence.state == AbsenceState.OBSERVED:
            days = {absence.assignment.person_id: absences.halves_of(absence)[0][0]}
            person_acts.tell_employers(days=days, employer=EMPLOYER, by=CASEWORKER, at=at)
            absence_acts.leave_unjustified(absence_id=absence.pk, by=CASEWORKER, at=at)
            absence_acts.file_deduction(absence_id=absence.pk, by=CASEWORKER, at=at)


def keep_registers(world: World, until: datetime) -> None:
    """Key the register of each day of the marking that is over, by exceptions, and send it in the evening."""
    session = exams.paper_by_id(world.paper.pk).session
    zone = exams.zone_of(session)
    for sheet in registers.day_sheets(session, world.marking_centre):
        sent = datetime.combine(sheet.day, SENT_AT, zone)
        if sent <= until and sheet.people:
            for half in sheet.halves:
                _keep_half(world, session, sheet.day, half)
            where: dict[str, Any] = {"session": session, "place_uai": world.marking_centre, "day": sheet.day}
            register_acts.send_register(**where, remark="", by=world.head, at=sent)


def _keep_half(world: World, session: exams.Session, day: date, half: HalfDaySheet) -> None:
    at = datetime.combine(day, KEYED_AT[half.half], exams.zone_of(session))
    is_first = (day, half.half) == (exams.day_of(session, world.calendar.handed_out), HalfDay.MORNING)
    gone = away_on(world, at) if is_first else _unavailable(world)
    lacking = [row for row in half.rows if row.person.identifier in gone]
    act: dict[str, Any] = {"session": session, "place_uai": world.marking_centre, "day": day, "half": half.half}
    act |= {"by": world.head, "at": at}
    for row in lacking:
        register_acts.key_presence(**act, person_id=row.person.pk, seen=Presence.UNKNOWN, word=Presence.ABSENT)
        if f"marker-absent:{row.person.identifier}" not in world.planted:
            world.plant("marker-absent", [row.person.identifier])
    there = len(half.rows) - len(lacking)
    if half.rows:
        register_acts.confirm_half_day(**act, others=SaidOfOthers(Presence.PRESENT, there, there))


AWAY = "Voyage scolaire à l’étranger, tous les jours de la mission."
UNKNOWN = "N’habite pas à l’adresse indiquée."


def leave_off(world: World, mission: missions.Mission, at: datetime) -> None:
    """Take somebody off a list who marks all the same; nobody without heavy faults."""
    if world.is_heavy:
        rows = sorted(missions.list_rows(mission.pk), key=lambda row: row.person.identifier)
        row = rows[world.draw("left off").below(len(rows))]
        services.take_off_list(mission_id=mission.pk, assignment_id=row.pk, by=CASEWORKER, at=at)


def befall(world: World, run: ConvocationRun, at: datetime) -> None:
    """Let a letter come back, and two people not be there: one says so, the head of the other does."""
    if not world.is_heavy:
        return
    letters = sorted(convocations.letter_rows(run.pk), key=lambda letter: letter.assignment.person.identifier)
    known = convocations.followed_of(letters)
    silent = [letter for letter in letters if not known[letter.pk].is_known]
    read = [letter for letter in letters if known[letter.pk].is_acknowledged]
    back = silent[world.draw("came back").below(len(silent))]
    services.note_came_back(code=back.code, note=UNKNOWN, by=CASEWORKER, at=at)
    world.plant("convocation-came-back", [back.code])
    absent, away = (read[rank] for rank in world.draw("not there").distinct(len(read), 2))
    register_acts.announce_absence(
        assignment_id=absent.assignment_id,
        halves=list(letter_reads.halves_called(convocations.facts_of(absent))),
        said=SaidOfAbsence(AbsenceKind.IMPEDIMENT, AWAY),
        way=Who.PERSON,
        by=Actor(absent.assignment.person.email),
        at=at,
    )
    world.plant("cannot-come", [absent.code])
    _declare(away, at)
    world.plant("called-unavailable", [away.assignment.person.identifier])


def takers(world: World) -> tuple[list[markers.Marker], list[markers.Marker]]:
    """List the markers who are called to a centre and come, then those whom nobody called to any."""
    letters = list(letters_that_hold(world.paper.session_id))
    away = away_on(world, world.calendar.handed_out)
    here = {letter.assignment.person_id: letter.standing for letter in letters if world.marking_centre in letter.places}
    called = {letter.assignment.person_id for letter in letters}
    pool = [marker for marker in markers.markers_of(world.paper.session_id) if marker.identifier not in away]
    there = [
        marker
        for marker in pool
        if here.get(marker.person_id, ConvocationAct.CANNOT_COME) != ConvocationAct.CANNOT_COME
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
            by=CASEWORKER,
            at=at,
        )


def _declare(letter: Convocation, at: datetime) -> None:
    days = convocations.facts_of(letter).days
    person_acts.declare_unavailability(
        person=letter.assignment.person,
        starts_on=days[0],
        ends_on=days[-1],
        kind=UnavailabilityKind.OTHER,
        by=Actor(f"etablissement.{letter.institution_uai.lower()}@{DOMAIN}"),
        at=at,
    )
