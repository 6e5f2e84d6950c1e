"""The people called: missions proposed and filled, convened in two runs; most have read their letter."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from massicot.core.actor import Actor, Role
from massicot.exams import queries as exams
from massicot.expenses import queries as money
from massicot.jobs import queries as jobs
from massicot.markers import services as pool_acts
from massicot.missions import queries as missions
from massicot.missions import services
from massicot.missions.queries import convocations
from massicot.missions.queries.convocations import Convocation, ConvocationRun
from massicot.missions.queries.missions import activities_of
from massicot.missions.rules import MissionKind, RunKind
from massicot.persons import queries as persons
from massicot.rehearsal import attending
from massicot.rehearsal.world import CASEWORKER, DOMAIN, INSPECTOR, World
from massicot.web.office.missions.counts import scripts_by_centre
from massicot.web.shared.letter_addresses import addresses

DISCIPLINE = "Lettres"
ON_BOARD = 2
"""How many are named for the harmonisation board."""

SILENT_ONE_IN = 6
"""One in so many has not acknowledged their letter: whom the office and the heads have to reach."""

TOLD_ONE_IN = 10
"""One in so many of the others was told by the head of their institution."""


@dataclass(frozen=True, slots=True)
class CalledAccesses:
    """Who comes in beside the desks of the papers.

    A marker who has not acknowledged, the head of their institution, an inspector of the session.
    """

    marker: Actor
    head: Actor
    inspector: Actor


def call_markers(world: World) -> None:
    """Propose the marking missions, fill them, convene; the first run is checked, the second counts."""
    at = world.calendar.called
    paper = exams.paper_by_id(world.paper.pk)
    scripts = scripts_by_centre(paper, at)
    pay_code = money.settings_of(paper.session).code_for(MissionKind.MARKING)
    made = services.propose_missions(
        paper=paper, scripts=scripts, discipline=DISCIPLINE, pay_code=pay_code, by=CASEWORKER, at=at
    )
    for mission in made:
        services.fill_mission(mission_id=mission.pk, by=CASEWORKER, at=at)
        attending.leave_off(world, mission, at)
        _name_for_board(mission, at)
    control = _check(world, paper.session, made, at)
    later = at + timedelta(hours=1)
    run = services.start_official_run(control_id=control, watched=_parts_of(world), by=CASEWORKER, at=later)
    _write(world, run, later)
    _answer(run, at + timedelta(days=1))
    attending.befall(world, run, at + timedelta(days=2))


def give_accesses(world: World, at: datetime) -> CalledAccesses:
    """Let one marker who has not acknowledged come in, the head of their institution, and an inspector; name them."""
    letter = waiting_letter(world)
    person = letter.assignment.person
    session = world.paper.session
    pool_acts.give_access(person=person, session=session, link_address=_link(world), by=CASEWORKER, at=at)
    uai = persons.institution_of(person.pk, exams.day_of(session, at))
    head = Actor(f"etablissement.{uai.lower()}@{DOMAIN}")
    pool_acts.appoint_at_known_place(email=head.login, role=Role.SCHOOL, scope=uai, by=CASEWORKER, at=at)
    inspector = {"role": Role.INSPECTOR, "scope": session.code}
    pool_acts.appoint_at_known_place(email=INSPECTOR.login, **inspector, by=CASEWORKER, at=at)
    return CalledAccesses(Actor(person.email), head, INSPECTOR)


def _name_for_board(mission: missions.Mission, at: datetime) -> None:
    boards = [activity for activity in activities_of(mission.pk) if activity.is_for_named]
    listed = sorted(missions.list_rows(mission.pk), key=lambda row: row.person.identifier)[:ON_BOARD]
    for activity in boards:
        for row in listed:
            services.name_for_activity(
                mission_id=mission.pk, assignment_id=row.pk, activity_id=activity.pk, by=CASEWORKER, at=at
            )


def _check(world: World, session: exams.Session, made: Sequence[missions.Mission], at: datetime) -> int:
    """Draw up the letters of some missions to be checked, as the worker does; give their run."""
    ids = [mission.pk for mission in made]
    job = services.ask_control_run(session=session, mission_ids=ids, by=CASEWORKER, at=at)
    run: int = jobs.subject_of(job)["run"]
    services.draw_up_run(run_id=run, watched=_parts_of(world), at=at)
    return run


def _parts_of(world: World) -> services.Watched:
    return lambda parts, _total: world.go_through(parts, "convocations")


def _write(world: World, run: ConvocationRun, at: datetime) -> None:
    """Write the letters of a run, as the worker does."""
    for part in world.go_through(convocations.parts_of(run), "convocations"):
        services.convene_part(
            run_id=run.pk,
            number=part.number,
            addresses=addresses(),
            draw=world.draw("convocations", part.number),
            by=CASEWORKER,
            at=at,
        )
    services.tell_heads(run_id=run.pk, at=at)


def _answer(run: ConvocationRun, at: datetime) -> None:
    # By identifier: a name stands elsewhere in another collation.
    letters = sorted(convocations.letter_rows(run.pk), key=lambda letter: letter.assignment.person.identifier)
    for rank, letter in enumerate(letters):
        if rank % SILENT_ONE_IN == 0:
            continue
        if rank % TOLD_ONE_IN == 0:
            head = Actor(f"etablissement.{letter.institution_uai.lower()}@{DOMAIN}")
            services.tell_convocation(codes=[letter.code], by=head, at=at)
        else:
            services.open_convocation(code=letter.code, at=at)
            services.acknowledge_convocation(code=letter.code, at=at)


def _link(world: World) -> Callable[[str], str]:
    return lambda code: f"{world.portal_address}{code}"


def waiting_letter(world: World) -> Convocation:
    """Find the first letter of the session that nobody has acknowledged."""
    (run, *_) = [row for row in convocations.runs_of(world.paper.session_id) if row.kind == RunKind.OFFICIAL]
    letters = list(convocations.letter_rows(run.pk))
    known = convocations.followed_of(letters)
    return next(letter for letter in letters if not known[letter.pk].is_acknowledged)
