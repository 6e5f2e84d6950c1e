"""Seventh act: three candidates ask to see their scripts; one is shown, one copied, one refused."""

from typing import Any

from massicot.candidates import queries as candidates
from massicot.candidates.queries import EntryRow
from massicot.candidates.rules import Attendance
from massicot.exams import queries as exams
from massicot.rehearsal.world import CASEWORKER, World
from massicot.results import services
from massicot.results.rules.access import Asker
from massicot.results.rules.consultations import AskerProof, ConsultationStep, StepTyped
from massicot.roomreports import queries as reports

CHECKED = StepTyped(proof=AskerProof.IDENTITY_CARD)
ENDS = (
    (ConsultationStep.SHOW, StepTyped(words="Dans le bureau, la gestionnaire à côté.")),
    (ConsultationStep.COPY, StepTyped(pages=4)),
    (
        ConsultationStep.REFUSE,
        StepTyped(words="La demande porte sur la copie d’une autre épreuve, d’une autre session."),
    ),
)
"""What becomes of each request."""


def consult(world: World) -> None:
    """Note three requests, look who asks, and answer each."""
    for row, (step, typed) in zip(whoever_asks(world), ENDS, strict=False):
        at = world.calendar.came_back
        asked = services.ask_consultation(
            paper=world.paper,
            candidate_number=row.candidate_number,
            born_on=row.born_on,
            asked_by=Asker.CANDIDATE,
            received_on=exams.local(world.paper, at).date(),
            by=CASEWORKER,
            at=at,
        )
        followed: dict[str, Any] = {"paper": world.paper, "consultation_id": asked.pk, "by": CASEWORKER}
        followed |= {"at": world.calendar.boxed}
        services.follow_consultation(step=ConsultationStep.CHECK, typed=CHECKED, seen=1, **followed)
        services.follow_consultation(step=step, typed=typed, seen=2, **followed)


def whoever_asks(world: World) -> list[EntryRow]:
    """Choose three who wrote and are in no incident, whose result nothing withholds."""
    on_site = exams.on_site_specialties(world.paper, world.paper.starts_at)
    told = {incident.entry_id for incident in reports.incident_rows(world.paper.pk)}
    rows = candidates.entry_rows(world.paper, on_site)
    wrote = [row for row in rows if row.attendance == Attendance.PRESENT and row.entry_id not in told]
    there = [row for row in wrote if not row.sits_at]
    return [there[rank] for rank in world.draw("consultations").distinct(len(there), min(len(ENDS), len(there)))]
