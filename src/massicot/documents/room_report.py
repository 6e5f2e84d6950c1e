"""The room report ("procès-verbal de salle"): when a room began and ended, who watched it, what happened, who signs.

It is printed blank beside the register and written by hand in the room: no hour, no name and no tick is filled in
beforehand, the planned hours are there to be read only. Once its report is keyed and signed it can be printed clean. It
carries seats and names and no anonymity number: copies of it travel with the scripts (the notice).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from massicot.documents import engine, french, headings

INCIDENTS = {
    "document": "Document ou appareil non autorisé trouvé",
    "identity": "Identité non justifiée",
    "left-early": "Départ avant l’heure autorisée",
    "illness": "Malaise, maladie",
    "fraud": "Fraude ou tentative de fraude suspectée",
    "copy-model": "Mauvais modèle de copie",
    "disturbance": "Bruit, alarme, panne, interruption",
    "subject": "Sujet : erreur, page ou exemplaire manquant",
    "other": "Autre incident",
}
"""How the paper calls what the program names, in the order in which the blank report lists it."""

BLANK_INVIGILATORS, BLANK_LATE, BLANK_INCIDENTS = 4, 4, 5
"""Lines to be filled by hand."""


@dataclass(frozen=True, slots=True)
class ReportedArrival:
    """A candidate let in late: where they sit, when they came, by how many minutes."""

    seat: str
    name: str
    arrived_at: datetime
    minutes: int


@dataclass(frozen=True, slots=True)
class ReportedIncident:
    """What happened, as the program names it, at whose seat (none: the whole room), in words."""

    kind: str
    seat: str
    name: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedReport:
    """What two persons signed."""

    started_at: datetime
    ended_at: datetime
    invigilators: Sequence[str]
    late: Sequence[ReportedArrival]
    incidents: Sequence[ReportedIncident]
    written_by: str
    countersigned_by: str


@dataclass(frozen=True, slots=True)
class ReportedRoom:
    """One room: how many are expected there, and what was signed; nothing yet, and its report is blank."""

    room: str
    expected: int
    signed: SignedReport | None = None


@dataclass(frozen=True, slots=True)
class RoomReports:
    """The reports of the rooms of one exam centre and paper."""

    heading: headings.Heading
    centre: headings.InstitutionHeading
    rooms: Sequence[ReportedRoom]


def make_room_reports(content: RoomReports) -> bytes:
    """Print the reports of the rooms of one exam centre, each on a page of its own."""
    identifier = f"PV-{content.heading.paper_code}-{content.centre.uai}"
    return engine.render(
        "room_report.typ",
        {
            "heading": headings.set_heading(content.heading, identifier),
            "centre": headings.set_institution(content.centre),
            "planned_start": french.hour(content.heading.starts_at),
            "planned_end": french.hour(content.heading.ends_at),
            "kinds": list(INCIDENTS.values()),
            "blank_invigilators": BLANK_INVIGILATORS,
            "blank_late": BLANK_LATE,
            "blank_incidents": BLANK_INCIDENTS,
            "rooms": [_room(room) for room in content.rooms],
        },
    )


def _room(room: ReportedRoom) -> dict[str, object]:
    return {
        "room": french.room(room.room),
        "expected": french.quantity(room.expected, "candidat attendu", "candidats attendus"),
        "is_signed": room.signed is not None,
        **(_report_of(room.signed) if room.signed else {}),
    }


def _report_of(report: SignedReport) -> dict[str, object]:
    return {
        "started": french.hour(report.started_at),
        "ended": french.hour(report.ended_at),
        "invigilators": [french.breakable(name) for name in report.invigilators],
        "late": [_late(arrival) for arrival in report.late],
        "incidents": [_incident(incident) for incident in report.incidents],
        "written_by": report.written_by,
        "countersigned_by": report.countersigned_by,
    }


def _late(arrival: ReportedArrival) -> dict[str, str]:
    return {
        "seat": arrival.seat,
        "name": french.breakable(arrival.name),
        "hour": french.hour(arrival.arrived_at),
        "delay": french.quantity(arrival.minutes, "minute", "minutes"),
    }


def _incident(incident: ReportedIncident) -> dict[str, str]:
    return {
        "kind": INCIDENTS[incident.kind],
        "seat": incident.seat,
        "name": french.breakable(incident.name),
        "text": incident.text,
    }
