"""The day of some papers in some centres, side by side: what the desk of the exam centre shows at once."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Count, QuerySet

from massicot.candidates.models import CentreDay, Entry, ListChange, RoomCount
from massicot.candidates.rules import Attendance, ClosingCounts, HandCount
from massicot.store.prepared import Question


class RegisterCell(NamedTuple):
    """One word of the register, in one room and one specialty of a centre at a paper."""

    paper_id: int
    centre_uai: str
    room: str
    specialty_code: str
    word: Attendance


class DayState(NamedTuple):
    """A centre's day that was closed at least once: whether it is closed now, its counts, and when it was closed."""

    is_closed: bool
    counts: ClosingCounts
    closed_at: datetime


def _cells(paper_ids: list[int], uais: list[str]) -> QuerySet[Entry, Any]:
    columns = ("paper_id", "centre_uai", "room", "specialty_code", "attendance")
    entries = Entry.objects.filter(paper_id__in=paper_ids, centre_uai__in=uais, is_mark_kept=False)
    return entries.values_list(*columns).annotate(count=Count("pk")).order_by(*columns)


def hand_rows(paper_ids: list[int], uais: list[str]) -> QuerySet[RoomCount, Any]:
    """Find the scripts counted in the hand in the rooms of some centres, for areas that say more of each room."""
    rows = RoomCount.objects.filter(paper_id__in=paper_ids, centre_uai__in=uais)
    return rows.values_list("paper_id", "centre_uai", "room", *HandCount._fields)


REGISTER: Question[tuple[int, str, str, str, str, int]] = Question(_cells)
"""How many are expected at some papers in some centres, by word of the register; `register_cells` reads it."""

DAYS: Question[CentreDay] = Question(
    lambda paper_ids, uais: CentreDay.objects.filter(paper_id__in=paper_ids, centre_uai__in=uais)
)
"""Their days; `day_states` reads it."""

LISTS_CHANGED: Question[tuple[int, str, datetime]] = Question(
    lambda paper_ids, uais: ListChange.objects.filter(paper_id__in=paper_ids, centre_uai__in=uais).values_list(
        "paper_id", "centre_uai", "changed_at"
    )
)
"""When a table last changed what they print."""


def lists_changed(paper_id: int) -> dict[str, datetime]:
    """Map the centres of a paper whose candidates a table changed after the draw to when it last did."""
    return dict(ListChange.objects.filter(paper_id=paper_id).values_list("centre_uai", "changed_at"))


def register_cells(counted: Iterable[tuple[int, str, str, str, str, int]]) -> Counter[RegisterCell]:
    """Count who is expected by paper, centre, room, specialty and word of the register."""
    return Counter(
        {
            RegisterCell(paper_id, uai, room, specialty_code, Attendance(word)): count
            for paper_id, uai, room, specialty_code, word, count in counted
        }
    )


def rooms_counted(hands: Iterable[tuple[Any, ...]]) -> dict[tuple[int, str, str], HandCount]:
    """Map rooms (paper, centre, room) to their scripts counted in the hand, of `hand_rows`; others are left out."""
    return {(paper_id, uai, room): HandCount(*hand) for paper_id, uai, room, *hand in hands}


def day_states(days: Iterable[CentreDay]) -> dict[tuple[int, str], DayState]:
    """Map papers and centres to their day, where it was closed at least once."""
    return {
        (day.paper_id, day.centre_uai): DayState(
            day.is_closed, ClosingCounts(day.items_in_hand, day.labels_used, day.strips_boxed), day.closed_at
        )
        for day in days
    }
