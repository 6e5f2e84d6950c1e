"""The act of entering a candidate whose name is not on the register."""

from collections.abc import Iterable

from django.db import transaction

from massicot.candidates import queries, rules
from massicot.candidates.models import Candidate, Entry
from massicot.candidates.rules import Attendance, AttendanceSource, CivilIdentity, OffList, Sitting, elsewhere
from massicot.candidates.rules.naming import called_as, name_written
from massicot.candidates.services.holding import hold_open_day
from massicot.candidates.services.roll import count_roll
from massicot.candidates.services.signing import void_signature
from massicot.exams import queries as exams
from massicot.exams.queries import Paper, Session


@transaction.atomic
def add_off_list_unnumbered(*, paper: Paper, centre_uai: str, candidate: OffList) -> int:
    """Enter a candidate off the list, present, and return the entry; lower service of the act that gives a number.

    The count of the room, if typed already, is left as it was: it no longer fits until it is typed again.

    Raise DayIsClosed, CentreUnknown, RoomUnknown, OnThisRegister, SitsInOtherRoom, SeatTaken, CandidateEntered,
    SpecialtyUnknown or what check_off_list refuses.
    """
    rules.check_off_list(candidate, paper.starts_at.date())
    exams.share_paper(paper)
    entries = hold_open_day(paper, centre_uai)
    rules.check_room(centre_uai, candidate.room, {entry.room for entry in entries})
    check_not_on_register(entries, candidate.candidate_number, candidate.room)
    rules.check_seat(candidate.room, candidate.seat, seats_taken(entries, candidate.room))
    if candidate.specialty_code not in exams.specialty_labels(paper.session_id):
        raise rules.SpecialtyUnknown(specialty=candidate.specialty_code)
    sitting = Sitting(centre_uai, candidate.specialty_code, candidate.room, candidate.seat, candidate.arrangement)
    person = _add_person(paper.session, candidate)
    word = {"attendance": Attendance.PRESENT, "source": AttendanceSource.OFF_LIST}
    entry = Entry(candidate=person, paper=paper, **word, **sitting._asdict())
    entry.save(force_insert=True)
    count_roll([paper.pk], centre_uai)
    void_signature(paper.pk, centre_uai, candidate.room)
    return entry.pk


def check_not_on_register(entries: Iterable[Entry], candidate_number: str, room: str) -> None:
    """Refuse to enter off the list of a room whom a register of the centre names; raise what says where."""
    for entry in entries:
        if entry.candidate.candidate_number == candidate_number and not entry.sits_at:
            line = queries.line_of(entry).title
            if entry.room == room:
                raise elsewhere.OnThisRegister(name=name_written(entry.candidate), line=line)
            title = rules.room_title(entry.room)
            raise elsewhere.SitsInOtherRoom(name=name_written(entry.candidate), room=title, line=line)


def seats_taken(entries: Iterable[Entry], room: str) -> list[tuple[str, str]]:
    """List the seats of a room where somebody sits, and who."""
    seated = (entry for entry in entries if entry.room == room and entry.attendance != Attendance.ABSENT)
    return [(entry.seat, name_written(entry.candidate)) for entry in seated]


def _add_person(session: Session, candidate: OffList) -> Candidate:
    values = {name: getattr(candidate, name) for name in CivilIdentity._fields} | called_as(candidate)._asdict()
    person, is_new = Candidate.objects.get_or_create(
        session=session, candidate_number=candidate.candidate_number, defaults=values
    )
    if not is_new:
        raise rules.CandidateEntered(candidate=candidate.candidate_number)
    return person
