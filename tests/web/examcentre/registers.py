"""Registers of Les Cèdres, keyed as their pages key them."""

from massicot.anonymity import services as anonymity
from massicot.candidates import queries as candidates
from massicot.candidates import services as attendance
from massicot.candidates.rules import Attendance
from tests import cast, world
from tests.cast import CEDRES, CLAIRE, EVENING, KEY, ODILE

NOT_KEYED, PRESENT, ABSENT, BLANK = (word.value for word in Attendance)


def seated(built, rooms):
    """Seat the eight candidates of Les Cèdres in these rooms, by rank."""
    lines = cast.candidates_csv().decode().splitlines()
    for rank, room in enumerate(rooms, 1):
        lines[rank] = lines[rank].replace(";A1;", f";{room};")
    table = world.read_table(built.session, "\n".join(lines).encode())
    anonymity.import_candidates(session=built.session, table=table, emptied=("salle",), key=KEY, by=ODILE, at=EVENING)
    return built


def in_three_rooms():
    """Seat three candidates in each of the rooms 1 and 2, and two in the room 10."""
    return seated(world.prepared(), ["1", "1", "1", "2", "2", "2", "10", "10"])


def say(built, rank, word, seen=NOT_KEYED):
    """Key what the register says of one candidate."""
    attendance.key_attendance(
        paper=built.paper,
        centre_uai=CEDRES,
        candidate_number=cast.candidate_number(rank),
        seen=Attendance(seen),
        word=Attendance(word),
        by=CLAIRE,
        at=EVENING,
    )


def confirm(built, room, others, counted, gap_reason=""):
    """Confirm a room."""
    attendance.confirm_room(
        paper=built.paper,
        centre_uai=CEDRES,
        room=room,
        others_present=others,
        counted=counted,
        gap_reason=gap_reason,
        by=CLAIRE,
        at=EVENING,
    )


def correct(built, rank, word):
    """Correct what the register of a confirmed room says of one candidate."""
    attendance.correct_attendance(
        paper=built.paper,
        centre_uai=CEDRES,
        candidate_number=cast.candidate_number(rank),
        seen=Attendance(word_of(built, rank)),
        attendance=Attendance(word),
        reason="émargé plus bas",
        by=CLAIRE,
        at=EVENING,
    )


def word_of(built, rank):
    """Read what the register says of one candidate."""
    rows = candidates.entry_rows(built.paper, centre_uai=CEDRES)
    return next(row.attendance for row in rows if row.candidate_number == cast.candidate_number(rank))
