"""Acts on a candidate of another list who sat in a centre: seated there under a spare number, and taken back.

The number drawn for them stays where it was, and is that of a placeholder once that centre closes its day, or is one
already: nothing is written there beside a number, and a closed day need not be opened again for it.
"""

from datetime import date, datetime

from django.db import transaction

from massicot.anonymity import queries
from massicot.anonymity.models import Link
from massicot.anonymity.services.entries import bind_spare
from massicot.audit import services as audit
from massicot.candidates import queries as candidates
from massicot.candidates import services as candidate_acts
from massicot.candidates.rules.elsewhere import SeatedFromElsewhere, SeatingTakenBack
from massicot.candidates.services import Listed
from massicot.core.actor import Actor
from massicot.core.keys import Key
from massicot.exams.queries import Paper


def seat_from_elsewhere(
    *,
    paper: Paper,
    centre_uai: str,
    room: str,
    candidate_number: str,
    born_on: date,
    seat: str,
    number: str,
    key: Key,
    by: Actor,
    at: datetime,
) -> Listed:
    """Enter where they sat a candidate of another list, or one who keeps a mark, under the spare number stuck on.

    A wrong candidate number or date of birth is counted, in a transaction of its own. Raise what
    `candidates.services.find_listed` and `seat_from_elsewhere_unnumbered` refuse, and as `add_off_list` does of the
    number.
    """
    listed = candidate_acts.find_listed(paper=paper, candidate_number=candidate_number, born_on=born_on, by=by, at=at)
    with transaction.atomic():
        seated = candidate_acts.seat_from_elsewhere_unnumbered(
            paper=paper, centre_uai=centre_uai, room=room, seat=seat, listed=listed
        )
        bind_spare(paper, centre_uai, seated.specialty_code, number, seated.entry_id, key)
        fact = SeatedFromElsewhere(candidate_number, *seated[1:])
        audit.record(subject=candidates.day_subject(paper, centre_uai), fact=fact, by=by, at=at)
    return listed


@transaction.atomic
def take_back_seating(
    *, paper: Paper, centre_uai: str, candidate_number: str, key: Key, by: Actor, at: datetime
) -> None:
    """Take back that a candidate of another list sat here; their spare number is of the reserve again.

    Raise DayIsClosed, CandidateUnknown, SitsAsListed, NotedAtSeat, NamedInReport or WrongKey.
    """
    sealer = queries.sealer_of(paper, key)
    gone = candidate_acts.take_back_seating_unbound(
        paper=paper, centre_uai=centre_uai, candidate_number=candidate_number
    )
    Link.objects.filter(entry_index=sealer.entry_index(gone.entry_id)).delete()
    fact = SeatingTakenBack(candidate_number, gone.specialty_code, gone.comes_from)
    audit.record(subject=candidates.day_subject(paper, centre_uai), fact=fact, by=by, at=at)
