"""The act that packs scripts without numbers: what a centre holds of them is known by its register alone."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from massicot.anonymity import rules
from massicot.candidates import queries as candidates
from massicot.consignments import services as consignments
from massicot.consignments.queries import Parcel
from massicot.core.actor import Actor
from massicot.exams.queries import Paper
from massicot.exams.rules import RouteFacts


@transaction.atomic
def pack_counted(
    *,
    paper: Paper,
    centre_uai: str,
    route: RouteFacts,
    counts: Mapping[str, int],
    seen: Mapping[str, int],
    gap_reason: str = "",
    seal: str = "",
    by: Actor,
    at: datetime,
) -> Parcel:
    """Pack scripts that are counted by specialty, as the register says once its day is closed.

    Raise DayNotClosedYet, and what `consignments.services.pack_counted_unchecked_day` refuses.
    """
    # Whoever opens the day again waits here, and then finds the parcel.
    candidates.hold_whoever_is_expected(paper, centre_uai)
    if not candidates.is_day_closed(paper.pk, centre_uai):
        raise rules.DayNotClosedYet(centre=centre_uai)
    return consignments.pack_counted_unchecked_day(
        paper=paper,
        centre_uai=centre_uai,
        route=route,
        counts=counts,
        register=candidates.handed_in_at(paper.pk, centre_uai),
        seen=seen,
        gap_reason=gap_reason,
        seal=seal,
        by=by,
        at=at,
    )
