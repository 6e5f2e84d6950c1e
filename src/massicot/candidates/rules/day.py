"""Closing: the counts on which the day of a centre is closed.

When the day is closed, the centre counts its items (an absent candidate has a placeholder, so each expected candidate
has one item), the labels used and the header strips boxed. A count that differs is found, or it is signed with a
reason: the day closes then, and the gap stays open for the exam office to decide. Nobody is without a word then,
whatever the reason.

What was signed in a room is not asked for again: a count of the centre may differ from the register by just that, and
by any part of it in a room with several routes, where nobody knows whether the script that lacks is a numbered one.

One gap explains the three counts, that of the items: the labels used and the strips boxed lie between the items in
hand and the register, since a script may be lost once it is labelled or cut, and no strip is cut from a script without
label.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from massicot.candidates.rules.attendance import Tally, room_title
from massicot.core.refused import N_, NN_, Phrase, Refused
from massicot.core.spelling import visible_text


class NotAllKeyed(Refused):
    sentence = N_(
        "Candidates of {centre} neither present nor absent yet: {count}. Key the attendance of the rooms {rooms}."
    )


class RoomsNotCounted(Refused):
    sentence = N_(
        "At {centre}, the scripts counted do not make the candidates present in the rooms {rooms}: count again and "
        "type the count of each, or sign the difference with a reason."
    )


class CountsDiffer(Refused):
    sentence = N_(
        "The register of {centre} makes {expected} items with a number, absent candidates included; typed: "
        "{items_in_hand} items in hand ({items_gap}), {labels_used} labels used ({labels_gap}), {strips_boxed} strips "
        "boxed ({strips_gap}). Find the difference, or close the day with a reason: the exam office will decide."
    )


class HandCount(NamedTuple):
    """The scripts of a room counted in the hand; and why they may differ from the register, and who signed that."""

    counted: int
    gap_reason: str = ""
    gap_signed_by: str = ""


@dataclass(frozen=True, slots=True)
class ClosingCounts:
    """The three counts typed when a centre's day is closed."""

    items_in_hand: int
    labels_used: int
    strips_boxed: int


def check_all_keyed(centre: str, rooms: Mapping[str, Tally]) -> None:
    """Refuse to close a day while somebody is neither present nor absent, naming the rooms."""
    waiting = [room_title(room) for room, register in rooms.items() if register.not_keyed]
    if waiting:
        count = sum(register.not_keyed for register in rooms.values())
        raise NotAllKeyed(centre=centre, count=count, rooms=", ".join(waiting))


def hand_count(scripts: int, counted: int, gap_reason: str, by: str) -> HandCount:
    """Write a count down; a reason signs a difference, and nothing where there is none."""
    reason = visible_text(gap_reason) if counted != scripts else ""
    return HandCount(counted, reason, by if reason else "")


def is_off_count(register: Tally, hand: HandCount | None) -> bool:
    """Say whether a room is not counted, or its count does not make its candidates present and nobody signed that."""
    return hand is None or (hand.counted != register.scripts and not hand.gap_reason)


def rooms_off_count(rooms: Mapping[str, Tally], hands: Mapping[str, HandCount]) -> list[str]:
    """List the rooms that are to be counted, or counted again."""
    return [room for room, register in rooms.items() if is_off_count(register, hands.get(room))]


def check_closing(
    centre: str,
    rooms: Mapping[str, Tally],
    hands: Mapping[str, HandCount],
    expected: int,
    counts: ClosingCounts,
    *,
    mixed: Collection[str] = (),
) -> None:
    """Refuse counts that differ from the register: room by room, then those of the whole centre.

    `mixed` are the rooms where not every script is numbered.
    """
    if differing := rooms_off_count(rooms, hands):
        raise RoomsNotCounted(centre=centre, rooms=", ".join(map(room_title, differing)))
    gaps = {room: hands[room].counted - register.scripts for room, register in rooms.items()}
    gap = counts.items_in_hand - expected
    if not (_agree(expected, counts) and (gap == 0 or _is_signed(gap, gaps, mixed))):
        raise CountsDiffer(
            centre=centre,
            expected=expected,
            items_in_hand=counts.items_in_hand,
            items_gap=_gap(counts.items_in_hand, expected),
            labels_used=counts.labels_used,
            labels_gap=_gap(counts.labels_used, expected),
            strips_boxed=counts.strips_boxed,
            strips_gap=_gap(counts.strips_boxed, expected),
        )


def _agree(expected: int, counts: ClosingCounts) -> bool:
    """Say whether the gap of the items explains the labels and the strips: a lost script may be labelled, and cut."""
    fewest, most = sorted((expected, counts.items_in_hand))
    return fewest <= counts.strips_boxed <= counts.labels_used <= most


def _is_signed(gap: int, signed: Mapping[str, int], mixed: Collection[str]) -> bool:
    sure = sum(count for room, count in signed.items() if room not in mixed)
    perhaps = [count for room, count in signed.items() if room in mixed]
    fewest, most = (sum(pick(0, count) for count in perhaps) for pick in (min, max))
    return fewest <= gap - sure <= most


def _gap(typed: int, expected: int) -> Phrase:
    if typed == expected:
        return Phrase(N_("the right count"))
    return Phrase(*(_TOO_FEW if typed < expected else _TOO_MANY), abs(typed - expected))


_TOO_FEW = NN_("one is missing", "{n} are missing")
_TOO_MANY = NN_("one too many", "{n} too many")
