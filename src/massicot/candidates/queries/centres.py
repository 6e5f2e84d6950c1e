"""The day of some papers in some centres, side by side: what the desk of the exam centre shows at once."""

from collections import Counter
from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from django.db.models import Count

from massicot.candidates.models import CentreDay, Entry, RoomCount
from massicot.candidates.rules import Attendance, ClosingCounts, HandCount


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


def register_cells(paper_ids: Collection[int], centre_uais: Collection[str]) -> Counter[RegisterCell]:
    """Count who is expected by paper, centre, room, specialty and word of the register."""
    columns = ("paper_id", "centre_uai", "room", "specialty_code", "attendance")
    entries = Entry.objects.filter(paper_id__in=paper_ids, centre_uai__in=centre_uais, is_mark_kept=False)
    rows = entries.values_list(*columns).annotate(count=Count("pk")).order_by(*columns)
    return Counter(
        {
            RegisterCell(paper_id, uai, room, specialty_code, Attendance(word)): count
            for paper_id, uai, room, specialty_code, word, count in rows
        }
    )


def rooms_counted(paper_ids: Collection[int], centre_uais: Collection[str]) -> dict[tuple[int, str, str], HandCount]:
    """Map rooms (paper, centre, room) to the scripts counted there in the hand; a room not counted is left out."""
    rows = RoomCount.objects.filter(paper_id__in=paper_ids, centre_uai__in=centre_uais)
    columns = ("paper_id", "centre_uai", "room", *HandCount._fields)
    return {(paper_id, uai, room): HandCount(*hand) for paper_id, uai, room, *hand in rows.values_list(*columns)}


def day_states(paper_ids: Collection[int], centre_uais: Collection[str]) -> dict[tuple[int, str], DayState]:
    """Map papers and centres to their day, where it was closed at least once."""
    return {
        (day.paper_id, day.centre_uai): DayState(
            day.is_closed, ClosingCounts(day.items_in_hand, day.labels_used, day.strips_boxed), day.closed_at
        )
        for day in CentreDay.objects.filter(paper_id__in=paper_ids, centre_uai__in=centre_uais)
    }
