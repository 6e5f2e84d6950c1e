"""The act of entering a candidate whose name is not on the register."""

from django.db import transaction

from massicot.candidates import rules
from massicot.candidates.models import Candidate, Entry
from massicot.candidates.rules import Attendance, OffList, Person, Sitting
from massicot.candidates.services.register import check_room, hold_open_day
from massicot.exams import queries as exams
from massicot.exams.queries import Paper, Session


@transaction.atomic
def add_off_list(*, paper: Paper, centre_uai: str, candidate: OffList) -> int:
    """Enter a candidate off the list, present, and return the entry; lower service of the act that gives a number.

    The count of the room, if typed already, is left as it was: it no longer fits until it is typed again. Raise
    DayClosed, CentreUnknown, RoomUnknown, CandidateEntered, CandidateNumberMalformed or SpecialtyUnknown.
    """
    rules.check_off_list(candidate)
    check_room(centre_uai, candidate.room, hold_open_day(paper, centre_uai))
    if candidate.specialty_code not in exams.specialty_labels(paper.session_id):
        raise rules.SpecialtyUnknown(specialty=candidate.specialty_code)
    sitting = Sitting(centre_uai, candidate.specialty_code, candidate.room, candidate.seat, candidate.arrangement)
    person = _add_person(paper.session, candidate)
    entry = Entry(candidate=person, paper=paper, attendance=Attendance.PRESENT, **sitting._asdict())
    entry.save(force_insert=True)
    return entry.pk


def _add_person(session: Session, candidate: OffList) -> Candidate:
    values = {name: getattr(candidate, name) for name in Person._fields}
    person, is_new = Candidate.objects.get_or_create(
        session=session, candidate_number=candidate.candidate_number, defaults=values
    )
    if not is_new:
        centres = Entry.objects.filter(candidate=person).order_by("centre_uai").values_list("centre_uai", flat=True)
        raise rules.CandidateEntered(candidate=candidate.candidate_number, centre=centres.first())
    return person
