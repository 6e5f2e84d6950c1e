"""Printing of what is kept of requests to see a script: their register, and the letter that refuses one."""

from datetime import datetime

from massicot.candidates import queries as candidates
from massicot.documents.consultation_refusal import ConsultationRefusal, make_consultation_refusal
from massicot.documents.consultation_register import (
    ConsultationRegister,
    ListedConsultation,
    make_consultation_register,
)
from massicot.exams import queries as exams
from massicot.exams.queries import Paper
from massicot.results.queries.consultation_table import consultations_told
from massicot.results.queries.consultations import consultation_of, moves_of
from massicot.results.rules.consultation_table import ConsultationTold, standing_steps
from massicot.results.rules.consultations import ConsultationState, NotRefused


def print_consultation_register(*, paper: Paper, at: datetime) -> bytes:
    """Print the requests of a paper, the one that came first as the first one, as they stand at an instant."""
    return make_consultation_register(
        ConsultationRegister(
            heading=exams.heading_of(paper),
            stood_at=exams.local(paper, at),
            lines=[_listed(told) for told in consultations_told(paper)],
        )
    )


def print_refusal(*, paper: Paper, consultation_id: int) -> bytes:
    """Print the letter of a refusal, again and again the same; raise ConsultationUnknown or NotRefused."""
    row = consultation_of(paper, consultation_id)
    if row.state != ConsultationState.REFUSED:
        raise NotRefused
    refusal = standing_steps(moves_of(row))[-1]
    person = candidates.names_of_entries([row.entry_id])[row.entry_id]
    session = paper.session
    return make_consultation_refusal(
        ConsultationRefusal(
            heading=exams.heading_of(paper),
            reference=f"{session.code}-{paper.code}-{row.pk}",
            office=[line for line in (session.office, session.office_address, session.office_telephone) if line],
            signatory=session.signatory,
            surname=person.surname,
            first_names=person.first_names,
            candidate_number=person.candidate_number,
            born_on=person.born_on,
            asked_by=row.asked_by,
            received_on=row.received_on,
            refused_on=refusal.taken_on,
            reason=refusal.words,
        )
    )


def _listed(told: ConsultationTold) -> ListedConsultation:
    return ListedConsultation(
        surname=told.surname,
        first_names=told.first_names,
        candidate_number=told.candidate_number,
        asked_by=told.asked_by,
        proof=told.proof,
        received_on=told.received_on,
        answer_by=told.answer_by,
        became=told.state,
        answered_on=told.answered_on,
        pages=told.pages,
        price_cents=told.price_cents,
        reason=told.reason,
    )
