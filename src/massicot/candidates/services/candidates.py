"""The act of correcting who a candidate is."""

from datetime import datetime

from django.db import IntegrityError, transaction

from massicot.audit import services as audit
from massicot.candidates.models import Candidate, EarlierIdentity, Entry
from massicot.candidates.queries import registers as queries
from massicot.candidates.rules import attendance as rules
from massicot.candidates.rules import candidates
from massicot.candidates.rules.attendance import AttendanceSource
from massicot.candidates.rules.candidate_row import called_as
from massicot.candidates.rules.candidates import Identity
from massicot.candidates.services.intake import note_changed
from massicot.core.actor import Actor
from massicot.exams import queries as exams
from massicot.exams.queries import Paper


@transaction.atomic
def correct_person(
    *,
    paper: Paper,
    entry_id: int,
    seen: str,
    person: Identity,
    is_same_person: bool = False,
    reason: str,
    by: Actor,
    at: datetime,
) -> None:
    """Correct who a candidate is, and keep who it was; `seen` is the fingerprint of what the page showed.

    Raise CorrectionReasonMissing, ReasonNamesScript, PersonChangedMeanwhile, PersonUnchanged, CandidateNumberMalformed,
    BirthDateImpossible, NumberIsOfTheList, NumberOfAnother or PersonIsAnother; PersonLooksAnother unless
    `is_same_person`.
    """
    rules.check_reason_of_candidate(reason)
    # Two at once would each find nobody else of that name and birth.
    exams.hold_papers(paper.session)
    stored = Candidate.objects.select_for_update(of=("self",)).get(entries__pk=entry_id, entries__paper=paper)
    before = Identity._make(getattr(stored, name) for name in Identity._fields)
    candidates.check_person(before, person, seen, sat_on=paper.starts_at.date())
    if person.candidate_number != before.candidate_number:
        if Entry.objects.filter(candidate=stored).exclude(source=AttendanceSource.OFF_LIST).exists():
            raise candidates.NumberIsOfTheList(candidate=stored.candidate_number)
        if Candidate.objects.filter(session_id=stored.session_id, candidate_number=person.candidate_number).exists():
            raise candidates.NumberOfAnother(number=person.candidate_number)
    if candidates.is_renamed(before, person):
        others = Candidate.objects.filter(session_id=stored.session_id, called=called_as(person).called)
        other = others.filter(born_on=person.born_on).exclude(pk=stored.pk).first()
        if other is not None:
            raise candidates.PersonIsAnother(number=other.candidate_number)
        first = [earlier.person for earlier in queries.earlier_identities(entry_id)[-1:]]
        candidates.check_same_person([before, *first], person, is_same_person=is_same_person)
    signature = {"reason": reason.strip(), "corrected_by": by.login, "corrected_at": at}
    EarlierIdentity.objects.create(candidate=stored, **before._asdict(), **signature)
    _write(stored, person)
    expected = Entry.objects.filter(candidate=stored, is_mark_kept=False, paper__prepared_at__isnull=False)
    note_changed(expected.values_list("paper_id", "centre_uai"), at)
    fact = candidates.person_corrected(before, person, reason)
    audit.record(subject=f"session:{paper.session.code}", fact=fact, by=by, at=at)


def _write(stored: Candidate, person: Identity) -> None:
    values = person._asdict() | called_as(person)._asdict()
    try:
        with transaction.atomic():
            Candidate.objects.filter(pk=stored.pk).update(**values)
    except IntegrityError:
        raise candidates.NumberOfAnother(number=person.candidate_number) from None
