"""Requests and disputes, which tell whose they are, paired with the numbers of slips and lists: by cells, orders, copies.

A cell is what a copy tells of both: exam centre, specialty, what was written. What decision 0003 states of it binds.
"""

import random
import statistics
import sys
from collections import Counter, defaultdict
from itertools import pairwise

import ordered
import played
from afterwards import LOOKED_UP, WAITS, Shelf, cell_of
from django.db import transaction

from massicot.results.rules.destruction import BESIDE_EACH
from massicot.shelves import queries as shelves
from massicot.shelves.rules.slips import ROUND_SIZE
from tests.anonymity import attacker

SHARE = 1
"""Percent of the scripts that are left out as a sample."""

ROUND, LOOKED, LEFT_OUT = "ten of one cell fetched", "ten looked up", "left out of a destruction"
STATED = {LOOKED}
"""What decision 0003 says that its order is told: the journal keeps the instant of each look-up."""

LOOK_UPS = "audit_journalline ScriptConsulted"


class Told:
    """What cells leave of those who ask, seed by seed."""

    def __init__(self) -> None:
        self._right, self._exact, self._of = defaultdict(list), Counter(), Counter()

    def add(self, what: str, left: int, *, is_in: bool = True) -> None:
        """Keep how many numbers are left of somebody; `is_in`: theirs is among them."""
        self._right[what].append(1 / left if is_in else 0.0)
        self._exact[what] += is_in and left == 1
        self._of[what] += 1

    def tell(self) -> None:
        """Print a line for each."""
        for what, right in self._right.items():
            print(
                f"{what}: of {self._of[what]}, {self._exact[what]} told exactly, {sum(right):.1f} guessed right, "
                f"1 in {1 / max(statistics.mean(right), 0.001):.1f}",
                flush=True,
            )


def attack(shelf: Shelf, seeds: int, choosing: int, sigmas: float) -> None:
    """Play rounds and destructions, seed by seed, and attack what they leave."""
    scores, told = played.Scores(), Told()
    attack_neighbours(shelf)
    for seed in range(seeds + choosing):
        for act in (_one_cell, _all_cells, _destruction):
            with transaction.atomic():
                act(shelf, random.Random(seed), scores, told)
                transaction.set_rollback(True)
    told.tell()
    scores.tell(choosing)
    if beyond := scores.beyond(choosing, sigmas) - STATED:
        sys.exit(f"the order of those who asked is told: {', '.join(sorted(beyond))}")


def attack_neighbours(shelf: Shelf) -> None:
    """Put each copy of a round beside the next one: a number alone is told by its look-up and its slip, as stated."""
    with transaction.atomic():
        copies, titles = [attacker.take_dump()], []
        for title in shelf.fetch_round(random.Random(0).sample(shelf.people, ROUND_SIZE)):
            copies.append(attacker.take_dump())
            titles.append(title)
        transaction.set_rollback(True)
    for title, (before, after) in zip(titles, pairwise(copies), strict=True):
        people, numbers = changed_between(shelf, before, after)
        if people and numbers:
            sys.exit(f"{title}: two copies around it tell of candidates and of numbers")
        if len(numbers) == 1 and title not in (LOOKED_UP, WAITS):
            sys.exit(f"{title}: two copies around it tell one number")
    print(f"copies around {len(titles)} steps of a round: a look-up and a slip tell one number, no other step does")


def changed_between(shelf: Shelf, before: attacker.Dump, after: attacker.Dump) -> tuple[set[str], set[str]]:
    """List the candidates and the numbers of which two copies show something changed, but the ids of rows."""
    who = {row["id"]: row["candidate_number"] for row in after.entries()}
    earlier, later = (
        {(name, row.get("entry_id", 0), _words(row)) for name, rows in dump.tables.items() for row in rows}
        for dump in (before, after)
    )
    changed = earlier ^ later
    people = {one for _, _, words in changed for one in attacker.CANDIDATE.findall(words)}
    people |= {who[entry_id] for _, entry_id, _ in changed if entry_id in who}
    numbers = {one for _, _, words in changed for one in attacker.NUMBER.findall(words)}
    return people & set(who.values()), numbers & set(shelf.cells)


def _words(row: attacker.Row) -> str:
    return str({name: value for name, value in sorted(row.items()) if name not in ("_row", "_tx", "id")})


def _one_cell(shelf: Shelf, chance: random.Random, scores: played.Scores, told: Told) -> None:
    """Fetch ten scripts that nothing but an order tells apart."""
    [(cell, _)] = Counter(map(cell_of, shelf.people)).most_common(1)
    asked = chance.sample([row for row in shelf.people if cell_of(row) == cell], ROUND_SIZE)
    numbers = [shelf.number_of(row) for row in asked]
    for _ in shelf.fetch_round(asked):
        pass
    for name, order in ordered.orders_left([attacker.take_dump()]):
        kept = [number for number in dict.fromkeys(one for part in order for one in part) if number in numbers]
        if len(kept) == len(numbers):
            right = sum(first == second for first, second in zip(kept, numbers, strict=True))
            scores.add(LOOKED if name.startswith(LOOK_UPS) else ROUND, "one copy", name, right, 1.0)
    for row in asked:
        told.add("ten of one cell fetched in a round", len(shelf.alike(row, numbers)))


def _all_cells(shelf: Shelf, chance: random.Random, _scores: played.Scores, told: Told) -> None:
    """Fetch ten scripts of whoever asks: what their cells tell of the round."""
    asked = chance.sample(shelf.people, ROUND_SIZE)
    for _ in shelf.fetch_round(asked):
        pass
    numbers = [slip.number for slip in shelves.slips_of(shelf.paper, "back")]
    for row in asked:
        told.add(
            f"ten of {len(set(map(cell_of, shelf.people)))} cells fetched in a round", len(shelf.alike(row, numbers))
        )
    alone = [shelf.number_of(asked[0])]
    told.add("one fetched alone", len(shelf.alike(asked[0], alone)))


def _destruction(shelf: Shelf, chance: random.Random, scores: played.Scores, told: Told) -> None:
    """Destroy all but what is left out: two dispute, the second once a list was made; then the first dispute ends."""
    before = shelf.boxed()
    first, second = chance.sample(shelf.people, 2)
    noted = shelf.dispute(first)
    earlier = _listed(shelf, first, before, told)
    shelf.dispute(second)
    shelf.withdraw(shelves.open_list(shelf.paper))
    later = _listed(shelf, second, before, told)
    _between(shelf, second, later - earlier, len(shelf.alike(second, before)) - len(shelf.alike(second, earlier)), told)
    copy = attacker.take_dump()
    shelf.destroy(shelves.open_list(shelf.paper))
    left = attacker.take_dump()
    if changed_between(shelf, copy, left)[0]:
        sys.exit("copies around a destruction tell of candidates")
    for row in (first, second):
        _guess_ends(shelf, row, later, left, scores)
    shelf.end_dispute(noted)
    shelf.list_scripts(SHARE)
    last = set(shelves.spared_numbers(shelves.open_list(shelf.paper)))
    told.add(
        "a dispute that ended, by two certificates",
        len(shelf.alike(first, later - last)) or 1,
        is_in=shelf.number_of(first) not in last,
    )


def _listed(shelf: Shelf, row, before, told: Told) -> set[str]:
    """Make a list: somebody who disputes is one of twenty-one of their cell, or of all of it."""
    spared = set(shelves.spared_numbers(shelf.list_scripts(SHARE)))
    left, alike = len(shelf.alike(row, spared)), len(shelf.alike(row, before))
    if left < min(BESIDE_EACH + 1, alike):
        sys.exit(f"a dispute is told as one of {left} left out of its cell of {alike}")
    told.add("disputed, in what a list leaves out", left)
    return spared


def _between(shelf: Shelf, row, new: set[str], lay: int, told: Told) -> None:
    """Compare two lists, made on either side of a dispute."""
    left = len(shelf.alike(row, new))
    if left < min(BESIDE_EACH, lay):
        sys.exit(f"two lists tell a dispute that came between them as one of {left}, of {lay}")
    told.add("disputed between two lists", left or 1, is_in=shelf.number_of(row) in new)


def _guess_ends(shelf: Shelf, row, spared: set[str], copy: attacker.Dump, scores: played.Scores) -> None:
    """Guess the first and the last of what is left out of a cell, in every order that a table keeps."""
    alike = shelf.alike(row, spared)
    for name, order in ordered.orders_left([copy]):
        kept = [number for number in dict.fromkeys(one for part in order for one in part) if number in alike]
        for end, place in (("first", 0), ("last", -1)):
            if len(kept) == len(alike):
                right = kept[place] == shelf.number_of(row)
                scores.add(LEFT_OUT, "one copy", f"{name}, {end}", int(right), 1 / len(kept))
