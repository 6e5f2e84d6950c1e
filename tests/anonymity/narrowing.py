"""Somebody who holds several copies of the tables, and not the key: whose each number may be, by all that they show.

A copy shows of each number whether it is there, its specialty and what its item is; of each candidate whether they are
entered, their specialty and the word of the register. What the program makes of the one and the other is no secret.
Whoever looks the same in every copy is told apart by nothing; those who do not are narrowed down, group by group.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from tests.anonymity.attacker import WORDS, Dump

OPEN, SPARE, NOBODY = ("", "drawn"), ("", "spare"), None
IN_HAND = ("written", "blank", "placeholder")
Look = tuple[tuple[str, str] | None, ...]
"""How somebody, or a number, looks in each copy: specialty and kind; None where it is not there."""


@dataclass(frozen=True)
class Sketch:
    """What one copy shows of candidates and of numbers, by centre."""

    people: Mapping[str, Mapping[str, tuple[str, str]]]
    numbers: Mapping[str, Mapping[str, tuple[str, str]]]


@dataclass(eq=False)
class Group:
    """Candidates, or numbers, that look the same in every copy, and the groups of the other kind that may be theirs."""

    members: list[str]
    others: set["Group"]
    is_taken: bool = True
    """Whether each of them is somebody's: a number in hand is, and each candidate has one."""


def sketch_of(dump: Dump, on_site: Collection[str]) -> Sketch:
    """Keep of a copy what it shows of whoever is expected in some specialties, and of the numbers."""
    people, numbers = defaultdict(dict), defaultdict(dict)
    for row in dump["scripts_script"]:
        numbers[row["centre_uai"]][row["number"]] = (row["specialty_code"], row["kind"])
    is_open = {centre: set(rows.values()) == {OPEN} for centre, rows in numbers.items()}
    for row in dump.entries():
        if row["specialty_code"] in on_site and not row["is_mark_kept"]:
            settled = (row["specialty_code"], WORDS.get(row["attendance"], ""))
            look = OPEN if is_open.get(row["centre_uai"], True) else settled
            people[row["centre_uai"]][name_of(row["candidate_number"], row["comes_from"])] = look
    return Sketch(people, numbers)


def name_of(candidate_number: str, comes_from: str) -> str:
    """Name a candidate in one centre: whoever sits in another one than the list says has a number in both."""
    return f"{candidate_number} from {comes_from}" if comes_from else candidate_number


def narrowed(sketches: Sequence[Sketch]) -> dict[str, list[str]]:
    """Map each candidate to the numbers that may be theirs, by all of some copies, the earliest first."""
    found = {}
    for centre in sketches[-1].numbers:
        groups = _grouped([sketch.people.get(centre, {}) for sketch in sketches])
        others = _grouped([sketch.numbers.get(centre, {}) for sketch in sketches])
        people = {look: Group(members, set()) for look, members in groups.items()}
        numbers = {look: Group(members, set(), _is_in_hand(look)) for look, members in others.items()}
        for look, group in people.items():
            group.others = {other for its, other in numbers.items() if _fits(look, its)}
            for other in group.others:
                other.others.add(group)
        _settle([*people.values(), *numbers.values()])
        for group in people.values():
            theirs = [number for other in group.others for number in other.members]
            found.update(dict.fromkeys(group.members, theirs))
    return found


def told(sketches: Sequence[Sketch]) -> dict[str, str]:
    """Map each candidate whose number is told beyond doubt to that number."""
    return {who: numbers[0] for who, numbers in narrowed(sketches).items() if len(numbers) == 1}


def _grouped(copies: Sequence[Mapping[str, tuple[str, str]]]) -> dict[Look, list[str]]:
    groups = defaultdict(list)
    for one in sorted(set().union(*copies)):
        groups[tuple(copy.get(one) for copy in copies)].append(one)
    return groups


def _is_in_hand(look: Look) -> bool:
    return any(seen is not None and seen[1] in IN_HAND for seen in look)


def _fits(person: Look, number: Look) -> bool:
    """Say whether a number may be somebody's: theirs while they are entered, before of the reserve or not there."""
    return all(
        its in (OPEN, SPARE, NOBODY) if theirs is NOBODY else its == theirs
        for theirs, its in zip(person, number, strict=True)
    )


def _settle(groups: Sequence[Group]) -> None:
    """Give groups that are just as many as those that they may have to one another alone, until no more can be.

    Every candidate has a number, and every number in hand a candidate: so many of either must find a place.
    """
    is_moving = True
    while is_moving:
        is_moving = False
        for group in groups:
            if not group.is_taken or len(group.members) != sum(len(other.members) for other in group.others):
                continue
            for other in group.others:
                strangers = other.others - {group}
                for stranger in strangers:
                    stranger.others.discard(other)
                other.others -= strangers
                is_moving |= bool(strangers)
