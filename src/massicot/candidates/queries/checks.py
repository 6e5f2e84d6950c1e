"""Reads of what was checked in rooms, and of what was found at a seat."""

from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from massicot.candidates.models import CheckFinding, Entry, LabelCompared, RoomCheck
from massicot.candidates.queries.registers import entries_expected
from massicot.candidates.rules.checks import CheckDone, Scrutiny
from massicot.store.prepared import Question, ask_all

Place = tuple[int, str]
"""A paper and a centre."""


def checks_of_room(paper_id: int, centre_uai: str, room: str) -> dict[Scrutiny, CheckDone]:
    """Map what was checked in a room to who checked it last and when."""
    rows = _OF_ROOM.ask(paper_id=paper_id, uai=centre_uai, room=room)
    return {Scrutiny(row.kind): _check_of(row) for row in rows}


def comparisons_of_room(paper_id: int, centre_uai: str, room: str) -> list[CheckDone]:
    """List who compared the labels of a room, first those of the room, then those of whoever came afterwards."""
    rows = _OF_ROOM.ask(paper_id=paper_id, uai=centre_uai, room=room)
    return [_check_of(row) for row in rows if row.kind == Scrutiny.LABELS]


def checks_at(numbered: Mapping[int, Collection[str]]) -> dict[Place, dict[str, set[Scrutiny]]]:
    """Map by paper and centre the rooms to what was checked there, `numbered` being the specialties with numbers.

    Labels are not among it where somebody came to the room after they were compared.
    """
    places: dict[Place, dict[str, set[Scrutiny]]] = {}
    some = [(paper_id, sorted(specialties) or [""]) for paper_id, specialties in numbered.items()]
    answers = ask_all(*(_CHECKED.of(paper_id=paper_id, specialties=codes) for paper_id, codes in some))
    for paper_id, uai, room, kind in (row for rows in answers for row in rows):
        places.setdefault((paper_id, uai), {}).setdefault(room, set()).add(Scrutiny(kind))
    return places


def not_compared(paper_id: int, centre_uai: str, room: str, numbered: Collection[str]) -> list[Entry]:
    """List who sits in a room on a script with a label that nobody compared there, each with its candidate."""
    if not numbered:
        return []
    return _NOT_COMPARED.ask(paper_id=paper_id, uai=centre_uai, room=room, specialties=sorted(numbered))


def _checks(paper_id: int, specialties: Collection[str]) -> QuerySet[RoomCheck, Any]:
    here = {name: OuterRef(name) for name in ("paper_id", "centre_uai", "room")}
    new = _without_comparison(Entry.objects.filter(**here, specialty_code__in=specialties, is_mark_kept=False))
    rows = RoomCheck.objects.filter(paper_id=paper_id).exclude(Q(kind=Scrutiny.LABELS) & Q(Exists(new)))
    return rows.values_list("paper_id", "centre_uai", "room", "kind")


def _not_compared(paper_id: int, uai: str, room: str, specialties: Collection[str]) -> QuerySet[Entry]:
    entries = entries_expected(paper_id, specialties, uai).filter(room=room)
    return _without_comparison(entries).select_related("candidate").order_by("pk")


def _without_comparison(entries: QuerySet[Entry]) -> QuerySet[Entry]:
    same = {"check_made__centre_uai": OuterRef("centre_uai"), "check_made__room": OuterRef("room")}
    return entries.filter(~Exists(LabelCompared.objects.filter(entry=OuterRef("pk"), **same)), sits_at="")


_OF_ROOM: Question[RoomCheck] = Question(
    lambda paper_id, uai, room: RoomCheck.objects.filter(paper_id=paper_id, centre_uai=uai, room=room).order_by(
        "done_at", "pk"
    )
)
_CHECKED: Question[tuple[int, str, str, str]] = Question(_checks)
_NOT_COMPARED: Question[Entry] = Question(_not_compared)


def _check_of(row: RoomCheck) -> CheckDone:
    return CheckDone(row.done_by, row.done_at, row.stuck_by, row.compared_by)


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
