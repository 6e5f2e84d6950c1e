"""The reports of the rooms: signed in every room, with a few incidents; their copies, and what the office does."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from massicot.candidates import queries as candidates
from massicot.candidates.queries import EntryRow
from massicot.candidates.rules import Attendance
from massicot.consignments import queries as parcels
from massicot.consignments import services as consignments
from massicot.consignments.rules.papers import PaperCounts
from massicot.rehearsal.world import CASEWORKER, HEAD_OF_CENTRE, INVIGILATORS, World, exam_centre, marking_head
from massicot.roomreports import queries, services
from massicot.roomreports.queries import RoomIncident
from massicot.roomreports.rules import (
    FollowUp,
    IncidentKind,
    ReportSeen,
    ReportSheet,
    ReportTyped,
    RoomIncidentTyped,
    bars_lifting,
)

INCIDENT_ONE_IN = 12
"""In how many rooms something happens, where faults are planted."""

HAPPENED = (
    (IncidentKind.LEFT_EARLY, "Sortie à l’issue de la première heure, copie remise et signée."),
    (IncidentKind.DOCUMENT, "Téléphone trouvé allumé dans la trousse, retiré et déposé au secrétariat."),
    (IncidentKind.ILLNESS, "Malaise à la troisième heure, accompagnement à l’infirmerie, retour après dix minutes."),
    (IncidentKind.IDENTITY, "Pièce d’identité oubliée, admission sous réserve."),
    (
        IncidentKind.COPY_MODEL,
        "Copie d’un autre modèle distribuée par erreur, remplacée dans le premier quart d’heure.",
    ),
    (IncidentKind.FRAUD, "Antisèche sous la copie, retirée et jointe au procès-verbal ; la candidate a continué."),
)
WORDS = {
    IncidentKind.DOCUMENT: (FollowUp.NO_FOLLOW_UP, "Appareil éteint sur-le-champ, aucune trace d’usage."),
    IncidentKind.IDENTITY: (FollowUp.IN_ORDER, "Carte présentée au centre le lendemain matin."),
    IncidentKind.COPY_MODEL: (FollowUp.NO_FOLLOW_UP, "Remplacée à temps, tout est sur le bon modèle."),
    IncidentKind.FRAUD: (FollowUp.FRAUD_FILE, "Dossier transmis à la commission académique."),
}
"""What the office says of the incidents that touch a result."""


def report_rooms(world: World, uai: str, rows: Sequence[EntryRow]) -> None:
    """Key and sign the report of every room of a centre; something happened in a few."""
    rooms: dict[str, list[EntryRow]] = {}
    for row in rows:
        rooms.setdefault(row.room, []).append(row)
    late = candidates.late_rows(world.paper, uai)
    for room, seated in rooms.items():
        count = _incidents(world, uai, room, seated)
        services.sign_report(
            paper=world.paper,
            centre_uai=uai,
            room=room,
            typed=_report_of(world),
            seen=ReportSeen(count, len(late.get(room, []))),
            by=exam_centre(uai),
            at=world.calendar.closed,
        )


def enclose(world: World, parcel: Any) -> None:
    """Count the copies of all registers and reports of a centre into one of its parcels."""
    rooms = len(candidates.rooms_of(world.paper, parcel.centre_uai))
    by = exam_centre(parcel.centre_uai)
    at = world.calendar.packed
    consignments.enclose_papers(code=parcel.code, rooms=rooms, counts=PaperCounts(rooms, rooms), by=by, at=at)


def count_papers(code: str, at: Any, *, lacking: int) -> None:
    """Count the papers that came with a parcel, one of each where nobody said how many; so many reports lack."""
    parcel = parcels.parcel_by_code(code)
    announced = parcels.papers_of(parcel).enclosed or PaperCounts(1, 1)
    counts = PaperCounts(announced.registers, announced.reports - lacking)
    consignments.count_papers(code=code, seen=None, counts=counts, by=marking_head(parcel.destination_uai), at=at)


def follow_incidents(world: World) -> None:
    """Let the office say a word of each incident that touches a result; the others wait."""
    for row in queries.incident_rows(world.paper.pk):
        kind = IncidentKind(row.kind)
        if bars_lifting(kind, FollowUp(row.standing)):
            _follow(world, row, *WORDS[kind], at=world.calendar.found)


def decide_frauds(world: World, at: datetime) -> None:
    """Note what the disciplinary board decided of each fraud file: it withholds no result any more."""
    for row in queries.incidents_withholding(world.paper.pk):
        _follow(world, row, FollowUp.FRAUD_DECIDED, "Décision de la commission de discipline, notifiée.", at=at)


def _follow(world: World, row: RoomIncident, word: FollowUp, reason: str, *, at: datetime) -> None:
    services.follow_incident(
        paper=world.paper,
        incident_id=row.pk,
        seen=FollowUp(row.standing),
        word=word,
        reason=reason,
        by=CASEWORKER,
        at=at,
    )


def _incidents(world: World, uai: str, room: str, seated: Sequence[EntryRow]) -> int:
    draw = world.draw("incident", uai, room)
    present = [row for row in seated if row.attendance != Attendance.ABSENT]
    is_chosen = world.has_faults and draw.below(INCIDENT_ONE_IN) == 0
    rank = len(queries.incident_rows(world.paper.pk)) if world.is_heavy else len(HAPPENED)
    if not present or (rank >= len(HAPPENED) and not is_chosen):
        return 0
    kind, text = HAPPENED[rank] if rank < len(HAPPENED) else HAPPENED[draw.below(len(HAPPENED))]
    who = present[draw.below(len(present))].candidate_number
    services.note_incident(
        paper=world.paper,
        centre_uai=uai,
        room=room,
        incident=RoomIncidentTyped(kind, text, who),
        by=exam_centre(uai),
        at=world.calendar.attendance,
    )
    return 1


def _report_of(world: World) -> ReportTyped:
    return ReportTyped(
        started_at=world.paper.starts_at,
        ended_at=world.paper.ends_at,
        invigilators=INVIGILATORS,
        written_by=INVIGILATORS[0],
        countersigned_by=HEAD_OF_CENTRE,
        sheet=ReportSheet.HANDWRITTEN,
    )
