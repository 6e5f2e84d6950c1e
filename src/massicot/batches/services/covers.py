"""Printing the cover of an envelope: it says which batch lies in it, and opens nothing."""

from datetime import date, timedelta

from massicot.batches import queries
from massicot.documents.envelope_cover import EnvelopeCover, make_envelope_cover
from massicot.exams import queries as exams
from massicot.exams.queries import Paper

_SUNDAY = 6


def print_cover(*, code: str) -> bytes:
    """Print the cover of a batch's envelope; raise BatchUnknown, BatchWasUnmade or BatchWasRegrouped."""
    batch = queries.batch_by_code(code)
    paper = exams.paper_by_id(batch.paper_id)
    return make_envelope_cover(
        EnvelopeCover(
            heading=exams.heading_of(paper),
            batch=batch.code,
            rank=batch.sequence,
            specialty_code=batch.specialty_code,
            specialty_label=exams.specialty_labels(paper.session_id).get(batch.specialty_code, ""),
            marking_centre=exams.place_of(batch.centre_uai),
            count=batch.in_hand,
            evenings=_evenings(paper),
        )
    )


def _evenings(paper: Paper) -> list[date]:
    """List the days of the marking, without Sundays."""
    length = (paper.marking_closes_on - paper.marking_opens_on).days
    days = (paper.marking_opens_on + timedelta(days=rank) for rank in range(length + 1))
    return [day for day in days if day.weekday() != _SUNDAY]
