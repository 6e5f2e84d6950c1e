"""Acts on a centre's day: lower services of its closing and of its opening again, which settle the numbers too."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from massicot.candidates import queries, rules
from massicot.candidates.models import CentreDay
from massicot.candidates.rules import ClosingCounts
from massicot.candidates.services.holding import hold_open_day
from massicot.exams import queries as exams
from massicot.exams.queries import Paper
from massicot.store.swap import swap_one


@transaction.atomic
def close_centre_day(
    *,
    paper: Paper,
    centre_uai: str,
    specialties: Collection[str],
    items_in_hand: int,
    labels_used: int,
    strips_boxed: int,
    gap_reason: str,
    at: datetime,
) -> None:
    """Close a centre's day on its typed counts; `specialties` are those whose scripts are numbered.

    Raise CentreUnknown, DayIsClosed, NotAllKeyed; RoomsNotCounted or CountsDiffer unless a reason signs the difference.
    """
    exams.share_paper(paper)
    entries = hold_open_day(paper, centre_uai)
    rooms = queries.tally_rooms((entry.room, entry.attendance) for entry in entries)
    rules.check_all_keyed(centre_uai, rooms)
    counts = ClosingCounts(items_in_hand, labels_used, strips_boxed)
    if not gap_reason.strip():
        expected = sum(entry.specialty_code in specialties for entry in entries)
        mixed = {entry.room for entry in entries if entry.specialty_code not in specialties}
        hands = queries.hand_counts(paper.pk, centre_uai)
        rules.check_closing(centre_uai, rooms, hands, expected, counts, mixed=mixed)
    _write_closing(paper, centre_uai, counts, at)


@transaction.atomic
def reopen_centre_day(*, paper: Paper, centre_uai: str) -> None:
    """Open a closed day again, its typed counts kept until it is closed anew; raise DayNotClosed."""
    closed = CentreDay.objects.filter(paper=paper, centre_uai=centre_uai, is_closed=True)
    swap_one(closed, rules.DayNotClosed(paper=paper.code, centre=centre_uai), is_closed=False)


def _write_closing(paper: Paper, centre_uai: str, counts: ClosingCounts, at: datetime) -> None:
    values = {
        "items_in_hand": counts.items_in_hand,
        "labels_used": counts.labels_used,
        "strips_boxed": counts.strips_boxed,
        "is_closed": True,
        "closed_at": at,
    }
    day, is_new = CentreDay.objects.get_or_create(paper=paper, centre_uai=centre_uai, defaults=values)
    if not is_new:
        opened = CentreDay.objects.filter(pk=day.pk, is_closed=False)
        swap_one(opened, rules.DayIsClosed(paper=paper.code, centre=centre_uai), **values)
