"""A small session in two exam centres, and tables of invented candidates for it."""

from datetime import UTC, date, datetime

from massicot.candidates import queries, services
from massicot.candidates.rules import Attendance
from massicot.candidates.rules.candidate_table import read_candidates
from massicot.core.actor import Actor
from massicot.core.marks import Scale
from massicot.core.tables import Table
from massicot.exams import queries as exams
from massicot.exams import services as exam_acts
from massicot.exams.rules import RouteKind
from massicot.exams.rules.session_plan import PaperPlan, RoutePlan, SessionPlan
from massicot.exams.rules.specialty_table import COLUMN_OF, SpecialtyRow

CLERK = Actor("clerk@lycee.example")
OFFICE = Actor("office@rectorat.example")
BEFORE = datetime(2017, 4, 25, 9, tzinfo=UTC)
EVENING = datetime(2017, 5, 10, 17, tzinfo=UTC)

NORTH, SOUTH = "0139901S", "0139902T"
ON_SITE, SCANNED = "31212", "31213"

STRANGER = {"surname": "Pipit", "first_names": "Noé", "born_on": date(1998, 3, 1)}
"""Somebody who is on no list."""

COLUMNS = (
    "numero_candidat;nom_famille;nom_usage;prenoms;date_naissance;uai_origine;uai_centre;specialite;"
    "epreuves;conservations;salle;place;amenagement"
)
PERSON = {
    "nom_famille": "Ortolan",
    "prenoms": "Zoé Ida",
    "date_naissance": "28/02/1998",
    "uai_origine": SOUTH,
    "uai_centre": NORTH,
    "specialite": ON_SITE,
    "epreuves": "CGE",
    "salle": "1",
}


def number(rank):
    """Write a candidate number: 1 is 01000000001."""
    return f"{1_000_000_000 + rank:011d}"


def candidate(rank, **cells):
    """Write one line of a table of candidates."""
    values = {"numero_candidat": number(rank), "place": str(rank), **PERSON, **cells}
    return ";".join(values.get(name, "") for name in COLUMNS.split(";"))


def table(*lines):
    """Read a table of candidates."""
    return read_candidates(
        "\n".join((COLUMNS, *lines)).encode(),
        "c.csv",
        centres={NORTH, SOUTH},
        specialties={ON_SITE, SCANNED},
        papers={"CGE", "MATH"},
    )


def enter(session, *lines, emptied=()):
    """Import lines of candidates."""
    return services.import_candidates_unnumbered(
        session=session, table=table(*lines), emptied=emptied, by=OFFICE, at=BEFORE
    )


def make_session():
    """Create the session: papers CGE and MATH; one specialty marked on site, one scanned."""
    plan = SessionPlan(
        code="BTS-2017",
        title="BTS session 2017",
        authority="Rectorat",
        year=2017,
        time_zone="Europe/Paris",
        papers=[_paper("CGE"), _paper("MATH")],
        centres={NORTH: "Lycée du Nord", SOUTH: "Lycée du Sud"},
        exam_centres=[NORTH, SOUTH],
    )
    session = exam_acts.create_session(plan=plan, is_rehearsal=True, by=OFFICE, at=BEFORE)
    rows = [SpecialtyRow(ON_SITE, "Banque", "Aix-Marseille"), SpecialtyRow(SCANNED, "Assurance", "Bordeaux")]
    specialties = Table(file="s.csv", rows=rows, lines=[2, 3], columns=COLUMN_OF.values(), warnings=(), sha256="0" * 64)
    exam_acts.import_specialties(session=session, table=specialties, by=OFFICE, at=BEFORE)
    return session


def paper_of(session, code="CGE"):
    """Fetch a paper of the session as it is now."""
    return exams.paper_by_code(session.code, code)


def say(paper, rank, word, *, seen=Attendance.NOT_KEYED, centre=NORTH):
    """Key what the register says of one candidate."""
    services.key_attendance(
        paper=paper, centre_uai=centre, candidate_number=number(rank), seen=seen, word=word, by=CLERK, at=EVENING
    )


def confirm(paper, others, counted, room="1", *, centre=NORTH, gap_reason=""):
    """Confirm a room: all the others, so many, are present."""
    services.confirm_room(
        paper=paper,
        centre_uai=centre,
        room=room,
        others_present=others,
        counted=counted,
        gap_reason=gap_reason,
        by=CLERK,
        at=EVENING,
    )


def key(paper, room="1", *, centre=NORTH, absent=(), blank=(), counted, gap_reason=""):
    """Key the register of a room, absent and blank by their ranks, and confirm it."""
    for word, ranks in ((Attendance.ABSENT, absent), (Attendance.BLANK, blank)):
        for rank in ranks:
            say(paper, rank, word, centre=centre)
    others = queries.rooms_of(paper, centre)[room].not_keyed
    confirm(paper, others, counted, room, centre=centre, gap_reason=gap_reason)


def correct(paper, rank, word, reason="signed on the wrong line", seen=None):
    """Correct what the register says of one candidate, on a page that shows it as it is unless it is an old one."""
    services.correct_attendance(
        paper=paper,
        centre_uai=NORTH,
        candidate_number=number(rank),
        seen=seen or word_of(paper, rank),
        attendance=word,
        reason=reason,
        by=CLERK,
        at=EVENING,
    )


def word_of(paper, rank):
    """Read what the register of the centre says of one candidate; nothing of one whom it does not know."""
    words = {row.candidate_number: row.attendance for row in queries.entry_rows(paper, centre_uai=NORTH)}
    return Attendance(words.get(number(rank), Attendance.NOT_KEYED))


def count(paper, counted, room="1", *, gap_reason=""):
    """Count the scripts of a room again."""
    services.count_room(
        paper=paper, centre_uai=NORTH, room=room, counted=counted, gap_reason=gap_reason, by=CLERK, at=EVENING
    )


def take_back(paper, room="1", reason="the wrong room"):
    """Take the confirmation of a room back."""
    services.take_back_confirmation(paper=paper, centre_uai=NORTH, room=room, reason=reason, by=CLERK, at=EVENING)


def close(paper, *counts, centre=NORTH, gap_reason=""):
    """Close the day of a centre on its counts: items in hand, labels used, strips boxed."""
    items, labels, strips = counts
    services.close_centre_day(
        paper=paper,
        centre_uai=centre,
        specialties={ON_SITE},
        items_in_hand=items,
        labels_used=labels,
        strips_boxed=strips,
        gap_reason=gap_reason,
        at=EVENING,
    )


def _paper(code):
    return PaperPlan(
        code=code,
        title=f"Paper {code}",
        starts_at=datetime(2017, 5, 10, 12, tzinfo=UTC),
        ends_at=datetime(2017, 5, 10, 16, tzinfo=UTC),
        despatch_hours=48,
        marking_opens_on=date(2017, 5, 31),
        marking_closes_on=date(2017, 6, 2),
        entry_opens_at=datetime(2017, 5, 31, 22, tzinfo=UTC),
        entry_closes_at=datetime(2017, 6, 7, 15, tzinfo=UTC),
        site_code="A02",
        scale=Scale(),
        are_totals_required=True,
        batch_size=50,
        batch_ceiling=60,
        routes=[
            _route(code, ["Aix-Marseille"], RouteKind.ON_SITE),
            _route(code, ["Bordeaux"], RouteKind.DEMATERIALISED),
        ],
    )


def _route(code, academies, kind):
    return RoutePlan(
        steering_academies=academies,
        kind=kind,
        copy_model="EN",
        destination_uai=NORTH,
        destination_name="Lycée du Nord",
        attention=f"Marking of {code}",
        effective_at=BEFORE,
        reference="",
    )
