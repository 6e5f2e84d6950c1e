"""Requests to see a script, as the office notes and follows them."""

from massicot.candidates import queries as candidates
from massicot.results import queries, services
from massicot.results.rules.access import Asker
from massicot.results.rules.consultations import StepTyped
from tests.cast import ODILE, TYPING, candidate_number


def ask(built, rank, *, by=ODILE, at=TYPING, **fields):
    """Note that the candidate of a rank asks."""
    row = next(one for one in candidates.entry_rows(built.paper) if one.candidate_number == candidate_number(rank))
    asked = {
        "candidate_number": row.candidate_number,
        "born_on": row.born_on,
        "asked_by": Asker.CANDIDATE,
        "received_on": at.date(),
        **fields,
    }
    return services.ask_consultation(paper=built.paper, **asked, by=by, at=at)


def follow(built, asked, step, *, by=ODILE, at=TYPING, seen=None, key=None, **typed):
    """Take a request a step on, as whoever sees its page now does unless they saw fewer steps."""
    now = queries.consultation_of(built.paper, asked.pk).steps_taken
    return services.follow_consultation(
        paper=built.paper,
        consultation_id=asked.pk,
        step=step,
        typed=StepTyped(**typed),
        seen=now if seen is None else seen,
        key=key,
        by=by,
        at=at,
    )


def state_of(asked):
    """Say where a request is now."""
    asked.refresh_from_db()
    return asked.state
