"""The signature of a room's difference, which falls when the room is no longer what was signed."""

from collections.abc import Collection, Mapping

from django.db.models import QuerySet

from massicot.candidates.models import Entry, RoomCount

Seated = Mapping[int, frozenset[int]]
"""Rooms with a signed difference, by their count, and who is expected there."""


def void_signature(paper_id: int, centre_uai: str, room: str) -> None:
    """Take back what was signed in a room whose words change; the act that changes them tells the journal."""
    _void(RoomCount.objects.filter(paper_id=paper_id, centre_uai=centre_uai, room=room))


def signed_rooms(paper_ids: Collection[int]) -> Seated:
    """List the rooms of some papers whose difference is signed, to be compared after people were moved."""
    signed = RoomCount.objects.filter(paper_id__in=paper_ids).exclude(gap_reason="")
    return {count.pk: _seated(count) for count in signed}


def void_moved(before: Seated) -> None:
    """Take back what was signed in the rooms where other people are expected than before."""
    changed = [count.pk for count in RoomCount.objects.filter(pk__in=before) if _seated(count) != before[count.pk]]
    _void(RoomCount.objects.filter(pk__in=changed))


def _seated(count: RoomCount) -> frozenset[int]:
    where = {"paper_id": count.paper_id, "centre_uai": count.centre_uai, "room": count.room}
    return frozenset(Entry.objects.filter(**where, is_mark_kept=False).values_list("pk", flat=True))


def _void(counts: QuerySet[RoomCount]) -> None:
    counts.exclude(gap_reason="").update(gap_reason="", gap_signed_by="")
