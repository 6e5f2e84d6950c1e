"""Printing of the round: by which list the scripts of a week are fetched from their boxes."""

from datetime import datetime

from massicot.documents.fetch_round import FetchLine, FetchRound, make_fetch_round
from massicot.exams import queries as exams
from massicot.exams.queries import Paper
from massicot.shelves.queries.slips import homes_of, slips_of
from massicot.shelves.rules.slips import NoneWaits, SlipState


def print_fetch_round(*, paper: Paper, at: datetime) -> bytes:
    """Print where each script that waits lies, as it stands now; raise NoneWaits."""
    numbers = [slip.number for slip in slips_of(paper, SlipState.WAITING)]
    if not numbers:
        raise NoneWaits
    homes = homes_of(numbers)
    today = exams.local(paper, at).date()
    lines = []
    for number in numbers:
        home = homes.get(number)
        lines.append(
            FetchLine(
                number=number,
                batch=home.batch.rpartition("-")[2].lstrip("0") if home else "",
                box=home.box if home else "",
                place=home.shelf if home else "",
            )
        )
    return make_fetch_round(FetchRound(heading=exams.heading_of(paper), printed_on=today, lines=lines))
