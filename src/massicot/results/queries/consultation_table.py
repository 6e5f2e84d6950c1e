"""The requests to see a script of a paper, as their table and their register tell them."""

from collections.abc import Sequence
from datetime import date

from massicot.candidates import queries as candidates
from massicot.candidates.queries import EntryRow
from massicot.exams.queries import Paper
from massicot.results.models import Consultation, ConsultationMove
from massicot.results.queries.consultations import moves_of
from massicot.results.queries.script_copies import StandingMail, day_it_left, mails_of
from massicot.results.rules.consultation_table import UNSENT, ConsultationTold, standing_steps
from massicot.results.rules.consultations import ENDED, ConsultationStep, waiting_since

_REASONED = (ConsultationStep.REFUSE, ConsultationStep.WITHDRAW)


def consultations_told(paper: Paper) -> list[ConsultationTold]:
    """List the requests of a paper, the one that came first as the first one."""
    rows = list(Consultation.objects.filter(paper=paper).prefetch_related("moves").order_by("received_on", "pk"))
    people = candidates.names_of_entries([row.entry_id for row in rows])
    mails = mails_of(rows)
    return [_told(paper, row, people[row.entry_id], mails.get(row.pk)) for row in rows]


def answered_on(paper: Paper, row: Consultation, mail: StandingMail | None) -> date | None:
    """Say on which day a request had its answer: by mail, on the day on which that left; None while it waits."""
    if row.state not in ENDED:
        return None
    return day_it_left(paper, mail.letter) if mail else standing_steps(moves_of(row))[-1].taken_on


def _told(paper: Paper, row: Consultation, person: EntryRow, mail: StandingMail | None) -> ConsultationTold:
    steps = standing_steps(moves_of(row))
    last = steps[-1]
    copied = _last(steps, ConsultationStep.COPY)
    checked = _last(steps, ConsultationStep.CHECK)
    return ConsultationTold(
        candidate_number=person.candidate_number,
        surname=person.surname,
        first_names=person.first_names,
        asked_by=row.asked_by,
        received_on=row.received_on,
        answer_by=waiting_since(row.received_on).answer_by,
        state=UNSENT if mail and not mail.has_left else row.state,
        answered_on=answered_on(paper, row, mail),
        proof=checked.proof if checked else "",
        pages=copied.pages if copied else None,
        price_cents=copied.price_cents if copied else None,
        reason=last.words if last.step in _REASONED else "",
    )


def _last(steps: Sequence[ConsultationMove], step: ConsultationStep) -> ConsultationMove | None:
    return next((move for move in reversed(steps) if move.step == step), None)
