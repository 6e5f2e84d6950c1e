"""Reads of what was checked in rooms, and of what was found at a seat."""

from collections.abc import Collection

from massicot.candidates.models.checks import CheckFinding, RoomCheck
from massicot.candidates.rules.checks import CheckDone, Scrutiny

Place = tuple[int, str]
"""A paper and a centre."""


def checks_of_room(paper_id: int, centre_uai: str, room: str) -> dict[Scrutiny, CheckDone]:
    """Map what was checked in a room to who checked it and when."""
    rows = RoomCheck.objects.filter(paper_id=paper_id, centre_uai=centre_uai, room=room).order_by("done_at", "pk")
    return {Scrutiny(row.kind): CheckDone(row.done_by, row.done_at, row.stuck_by, row.compared_by) for row in rows}


def checks_at(paper_ids: Collection[int]) -> dict[Place, dict[str, set[Scrutiny]]]:
    """Map by paper and centre the rooms to what was checked there."""
    places: dict[Place, dict[str, set[Scrutiny]]] = {}
    rows = RoomCheck.objects.filter(paper_id__in=paper_ids)
    for paper_id, uai, room, kind in rows.values_list("paper_id", "centre_uai", "room", "kind"):
        places.setdefault((paper_id, uai), {}).setdefault(room, set()).add(Scrutiny(kind))
    return places


def has_checks(paper_id: int) -> bool:
    """Say whether a room of a paper was checked, or something noted at a seat."""
    rows = (RoomCheck.objects.filter(paper_id=paper_id), CheckFinding.objects.filter(entry__paper_id=paper_id))
    return any(each.exists() for each in rows)


def last_stuck_by(paper_id: int, centre_uai: str) -> str:
    """Name whoever stuck the labels of the room that was compared last; empty when none was."""
    rows = RoomCheck.objects.filter(paper_id=paper_id, centre_uai=centre_uai, kind=Scrutiny.LABELS).order_by("-pk")
    return rows.values_list("stuck_by", flat=True).first() or ""


def findings_of_room(paper_id: int, centre_uai: str, room: str) -> list[CheckFinding]:
    """List what was found in a room, oldest first, each with its entry and candidate."""
    rows = CheckFinding.objects.filter(entry__paper_id=paper_id, entry__centre_uai=centre_uai, entry__room=room)
    return list(rows.select_related("entry__candidate").order_by("pk"))
