"""The people present: who is ill, who is replaced, the registers keyed and sent, who did not come and why."""

from datetime import date, datetime, time, timedelta
from typing import Any

from massicot.absences import queries as absences
from massicot.absences import services as absence_acts
from massicot.absences.rules import AbsenceKind, AbsenceState, Who
from massicot.absences.rules.announcing import SaidOfAbsence
from massicot.absences.rules.deciding import DecisionTyped
from massicot.core.actor import Actor
from massicot.exams import queries as exams
from massicot.missions.queries import calls, convocations
from massicot.missions.queries.convocations import Convocation
from massicot.missions.queries.events import called_unavailable
from massicot.missions.queries.expected import letters_that_hold
from massicot.missions.rules.hours import HalfDay
from massicot.persons import queries as persons
from massicot.persons import services as person_acts
from massicot.persons.rules import EmployerKind
from massicot.persons.rules.duty import Employer
from massicot.presence import queries as registers
from massicot.presence import services as register_acts
from massicot.presence.queries import HalfDaySheet
from massicot.presence.rules import Presence
from massicot.presence.rules.keying import SaidOfOthers
from massicot.rehearsal import cast
from massicot.rehearsal.world import World
from massicot.replacements import services as replacement_acts
from massicot.replacements.queries.choices import choices_for
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
    called = calls.halves_called(convocations.facts_of(letter))
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
                by=cast.CASEWORKER,
                at=at,
            )
            world.plant("marker-replaced", [choices.call.assignment.person.identifier])


def exempt_announced(world: World) -> None:
    """Have the heads confirm what was announced, and type that the rector exempts each."""
    at = world.calendar.batched + timedelta(hours=1)
    for absence in list(absences.open_absences(world.paper.session_id)):
        head = Actor(f"etablissement.{absence.institution_uai.lower()}@{cast.DOMAIN}")
        absence_acts.confirm_absence(absence_id=absence.pk, by=head, at=at)
        absence_acts.grant_exemption(
            absence_id=absence.pk,
            typed=DecisionTyped("La rectrice", at.date(), f"DIEC-{absence.pk}"),
            halves=absences.halves_of(absence),
            addresses=addresses(),
            draw=world.draw("exemption", absence.pk),
            by=cast.CASEWORKER,
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
    return {person.identifier for person in persons.persons_by_id(known).values()} | silent | _declared(world)


def _declared(world: World) -> set[str]:
    return set(called_unavailable(world.paper))


def hold_unjustified(world: World) -> None:
    """Hold what registers alone have found to be unjustified, once nobody has explained it, and file its deduction."""
    at = world.calendar.decided
    for absence in list(absences.open_absences(world.paper.session_id)):
        if absence.state == AbsenceState.OBSERVED:
            days = {absence.assignment.person_id: absences.halves_of(absence)[0][0]}
            person_acts.tell_employers(days=days, employer=EMPLOYER, by=cast.CASEWORKER, at=at)
            absence_acts.leave_unjustified(absence_id=absence.pk, by=cast.CASEWORKER, at=at)
            absence_acts.file_deduction(absence_id=absence.pk, by=cast.CASEWORKER, at=at)


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
            register_acts.send_register(**where, remark="", by=cast.MARKING_CENTRE, at=sent)


def _keep_half(world: World, session: exams.Session, day: date, half: HalfDaySheet) -> None:
    at = datetime.combine(day, KEYED_AT[half.half], exams.zone_of(session))
    is_first = (day, half.half) == (exams.day_of(session, world.calendar.handed_out), HalfDay.MORNING)
    gone = away_on(world, at) if is_first else _declared(world)
    lacking = [row for row in half.rows if row.person.identifier in gone]
    act: dict[str, Any] = {"session": session, "place_uai": world.marking_centre, "day": day, "half": half.half}
    act |= {"by": cast.MARKING_CENTRE, "at": at}
    for row in lacking:
        register_acts.key_presence(**act, person_id=row.person.pk, seen=Presence.UNKNOWN, word=Presence.ABSENT)
        if f"marker-absent:{row.person.identifier}" not in world.planted:
            world.plant("marker-absent", [row.person.identifier])
    there = len(half.rows) - len(lacking)
    if half.rows:
        register_acts.confirm_half_day(**act, others=SaidOfOthers(Presence.PRESENT, there, there))
