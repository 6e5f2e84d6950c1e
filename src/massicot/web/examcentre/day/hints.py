"""When the counts of the evening differ: by how much, and what to check first."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext, ngettext

from massicot.candidates.queries import RoomState
from massicot.candidates.rules import gap, room_title
from massicot.web.examcentre.board import CentreBoard, tally_cells
from massicot.web.shared.refusals import translate

COUNTS = ("items_in_hand", "labels_used", "strips_boxed")


@dataclass(frozen=True, slots=True)
class RoomItems:
    """What the register of one room makes: items to find there, the copies of absent candidates among them."""

    title: str
    items: int
    absent: int


@dataclass(frozen=True, slots=True)
class Hints:
    """What the registers make, and what to check first."""

    expected: int
    sentences: list[str]
    rooms: list[RoomItems]


def where_to_look(board: CentreBoard, typed: Mapping[str, Any]) -> Hints | None:
    """Say where to look first when the counts typed are not what the registers make; None when they fit."""
    expected = sum(board.numbered_cells.values())
    gaps = {name: typed[name] - expected for name in COUNTS if isinstance(typed.get(name), int)}
    sentences = [*_off_count(board), *_sentences(board, gaps)]
    if not any(gaps.values()) and not sentences:
        return None
    return Hints(expected, [*sentences, *_signatures(board)], _rooms(board))


def _off_count(board: CentreBoard) -> Iterator[str]:
    for room in board.rooms:
        if room.is_off_count:
            yield gettext(
                "Begin with the room {room}: {counted} scripts were counted there for {present} candidates present, "
                "{gap}."
            ).format(
                room=room.title,
                counted=room.counted,
                present=room.register.scripts,
                gap=_gap_of(room),
            )


def _signatures(board: CentreBoard) -> Iterator[str]:
    for room in board.rooms:
        if room.is_signed:
            yield gettext("Signed already in the room {room}: {gap}.").format(room=room.title, gap=_gap_of(room))


def _gap_of(room: RoomState) -> str:
    return translate(gap(room.counted or 0, room.register.scripts))


def _sentences(board: CentreBoard, gaps: Mapping[str, int]) -> Iterator[str]:
    if board.unnumbered and set(gaps.values()) - {0} == {board.unnumbered}:
        yield _every_script(board.unnumbered)
    else:
        yield from _unlike(gaps, tally_cells(board.numbered_cells).absent)


def _every_script(count: int) -> str:
    return ngettext(
        "You counted the {n} script that bears no number as well: it is not counted here, it has no label and goes in "
        "another parcel.",
        "You counted the {n} scripts that bear no number as well: they are not counted here, they have no label and go "
        "in another parcel.",
        count,
    ).format(n=count)


def _unlike(gaps: Mapping[str, int], absent: int) -> Iterator[str]:
    items, labels, strips = (gaps.get(name, 0) for name in COUNTS)
    if absent and items == -absent:
        items = 0
        yield ngettext(
            "The items make the candidates present exactly: is the copy marked “absent” of {n} candidate in and "
            "counted?",
            "The items make the candidates present exactly: are the copies marked “absent” of {n} candidates in and "
            "counted?",
            absent,
        ).format(n=absent)
    if labels > items:
        yield gettext(
            "More labels than items: look for a label stuck on twice, or for a spare one used for a candidate who is "
            "not on the register yet."
        )
    if labels < items:
        yield gettext("Fewer labels than items: look for a script that has no label yet.")
    if strips != items:
        yield gettext(
            "Strips and items differ: look for a script that is not cut, or for two strips that stick together."
        )
    if items and items == labels == strips:
        yield gettext("The three counts agree: it is the register that differs. Count room by room, as below.")


def _rooms(board: CentreBoard) -> list[RoomItems]:
    cells = board.numbered_cells
    items = []
    for room in board.rooms:
        register = tally_cells({cell: count for cell, count in cells.items() if cell.room == room.room})
        if register.entered:
            items.append(RoomItems(room_title(room.room), register.entered, register.absent))
    return items
