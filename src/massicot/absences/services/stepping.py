"""One step of the life of an absence: asked of the table, taken by compare-and-set, kept in its file."""

from dataclasses import dataclass
from datetime import datetime

from massicot.absences import queries
from massicot.absences.models import Absence, AbsenceStep
from massicot.absences.rules import AbsenceState, Who
from massicot.absences.rules.life import UNDECIDED, AbsenceMoved, Step, check_step, state_unanswered
from massicot.core.actor import Actor
from massicot.exams import queries as exams
from massicot.missions import services as missions
from massicot.missions.queries import calls
from massicot.missions.queries.calls import Assignment
from massicot.missions.queries.convocations import Convocation
from massicot.store.swap import swap_one


@dataclass(frozen=True, slots=True)
class Held:
    """An absence with the call that it is from, held until the end of the transaction."""

    absence: Absence
    assignment: Assignment
    letter: Convocation | None

    @property
    def name(self) -> str:
        """Name who is away."""
        return calls.name_on(self.assignment)


def hold_file(absence_id: int) -> Held:
    """Hold an absence, and its call before it, as whoever announces or keeps a register does.

    Raise AbsenceUnknown or SessionIsArchived.
    """
    assignment, letter = calls.hold_call(queries.absence_by_id(absence_id).assignment_id)
    exams.check_at_work(assignment.mission.session)
    return Held(queries.hold_absence(absence_id), assignment, letter)


def take_step(absence: Absence, step: Step, who: Who, by: Actor, at: datetime, note: str = "") -> AbsenceStep:
    """Take an absence one step on; raise AbsenceMoved where the table knows no such step, or somebody was faster."""
    passage = check_step(step, AbsenceState(absence.state), who)
    state = passage.to or absence.state
    if passage.goes_back:
        state = state_unanswered(absence.steps.order_by("pk").values_list("step", flat=True))
    swap_one(Absence.objects.filter(pk=absence.pk, state=absence.state), AbsenceMoved(), state=state)
    absence.state = state
    return note_step(absence, step, by, at, note)


def note_step(absence: Absence, step: Step, by: Actor, at: datetime, note: str = "") -> AbsenceStep:
    """Keep a step in the file of an absence."""
    return AbsenceStep.objects.create(absence=absence, step=step, note=note, at=at, by=by.login)


def say_it_holds(absence: Absence, by: Actor, at: datetime) -> None:
    """Note with the letter of an absence that it holds, unless another absence from it still waits for an answer."""
    others = Absence.objects.filter(assignment=absence.assignment_id, state__in=UNDECIDED).exclude(pk=absence.pk)
    if not others.exists():
        missions.note_holds(assignment_id=absence.assignment_id, by=by, at=at)
