"""Reports of rooms as the tests key them: incidents noted, hours typed, two names under them."""

from datetime import UTC, datetime

from massicot.candidates import queries as candidates
from massicot.roomreports import queries, services
from massicot.roomreports.rules import (
    FollowUp,
    IncidentKind,
    ReportSeen,
    ReportSheet,
    ReportTyped,
    RoomIncidentTyped,
)
from tests.cast import CEDRES, CLAIRE, EVENING, ODILE, TYPING, candidate_number

BEGAN, ENDED = datetime(2017, 5, 10, 12, 5, tzinfo=UTC), datetime(2017, 5, 10, 16, 5, tzinfo=UTC)
"""Five minutes after the hours planned, 14 h and 18 h in Paris."""

TYPED = ReportTyped(
    started_at=BEGAN,
    ended_at=ENDED,
    invigilators=("Sylvie Veille", "Gaston Garde"),
    written_by="Sylvie Veille",
    countersigned_by="Claire",
    sheet=ReportSheet.HANDWRITTEN,
)


def note(built, kind=IncidentKind.FRAUD, rank=1, text="Antisèche sous la copie.", *, centre=CEDRES):
    """Note an incident in the only room of a centre, at the seat of a candidate or (0) at none."""
    typed = RoomIncidentTyped(kind, text, candidate_number(rank) if rank else "")
    where = {"paper": built.paper, "centre_uai": centre, "room": "A1"}
    return services.note_incident(incident=typed, by=CLAIRE, at=EVENING, **where)


def sign(built, typed=TYPED, *, seen=None, centre=CEDRES):
    """Sign the report of the only room of a centre, with what there is or what is said to have been seen."""
    noted = len(queries.incidents_in(built.paper.pk, centre).get("A1", []))
    late = len(candidates.late_rows(built.paper, centre).get("A1", []))
    where = {"paper": built.paper, "centre_uai": centre, "room": "A1"}
    now = seen or ReportSeen(noted, late)
    return services.sign_report(typed=typed, seen=now, by=CLAIRE, at=EVENING, **where)


def reopen(built, reason="Heure de fin mal lue."):
    """Open the report of the only room of Les Cèdres again."""
    where = {"paper": built.paper, "centre_uai": CEDRES, "room": "A1"}
    services.reopen_report(reason=reason, by=CLAIRE, at=EVENING, **where)


def follow(built, incident, word=FollowUp.FRAUD_FILE, seen=FollowUp.OPEN, reason="Dossier transmis."):
    """Say what the office does with an incident."""
    said = {"seen": seen, "word": word, "reason": reason, "by": ODILE, "at": TYPING}
    services.follow_incident(paper=built.paper, incident_id=incident.pk, **said)
