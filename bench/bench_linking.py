"""Whoever holds copies of the database, or its raw files, and not the key: what they find in a crowd, beside chance.

Centres with hundreds of candidates live their day: numbers drawn, late candidates, rooms keyed, more numbers for one
centre, candidates off the list, days closed; then days opened again for one correction, for three alike, for somebody
forgotten. A copy is taken around every act, and each pair of them attacked (tests/anonymity/narrowing.py), then all
together, then every order of rows, every row, instant and story (tests/anonymity/attacker.py), and the raw files. Then
the scripts of some centres go through every hand as their rooms sat (bench/piled.py), and the orders that this leaves are
paired with the seats, of one copy, of two, of ten (bench/ordered.py). Boxed at the office, they are asked for, fetched,
disputed and destroyed (bench/afterwards.py), and those who asked are paired with their numbers (bench/paired.py).
What decision 0003 promises binds, at any size: the bench fails when somebody is told whom it does not name.
`bench_linking.py CANDIDATES CENTRES`.
"""

import math
import sys
from collections import Counter
from itertools import combinations
from pathlib import Path

import ground
import sized

sys.path.insert(0, str(Path(__file__).parents[1]))
ground.set_up()

from datetime import timedelta

import afterwards
import eventful
import opened
import ordered
import paired
import piled
import played
from django.db import connection, transaction

from massicot.anonymity import services as anonymity
from tests.anonymity import attacker, narrowing

CANDIDATES, CENTRES = sized.number(6_000, smoke=900), sized.number(12, smoke=4, place=1)
CHOOSING, SEEDS = sized.pick(4, smoke=1), sized.pick(20, smoke=2)
"""Seeds on which the best of all orders is chosen for each act, and those on which it is then tried."""

PILED = sized.pick(3, smoke=1)
"""How many centres' scripts are handled as they lie."""

SIGMAS = 6
"""How far above chance the best of many orders may come: none does once in a thousand million."""


class Copies:
    """What was copied around each act, and when; the last copy is kept whole."""

    def __init__(self, day: eventful.Day) -> None:
        self.day, self.titles, self.sketches = day, [], []

    def take(self, title: str) -> None:
        """Take a copy."""
        self.last = attacker.take_dump()
        self.titles.append(title)
        self.sketches.append(narrowing.sketch_of(self.last, self.day.on_site))


def lived(day: eventful.Day) -> Copies:
    """Live the day, a copy around every act."""
    copies = Copies(day)
    copies.take("numbers drawn")
    for act in day.acts():
        copies.take(act)
    return copies


def check(complaint: str, found: set, promised: set) -> None:
    """End the bench where somebody is told whom the decision does not name."""
    if beyond := found - promised:
        sys.exit(f"{complaint}: {len(beyond)} of {len(found)} are told and should not be")


def attack_pairs(copies: Copies, truth: dict[str, str]) -> None:
    """Attack each pair of copies: what is told beyond either copy alone is what the decision states, and no more."""
    alone = [narrowing.told([sketch]) for sketch in copies.sketches]
    pairs = list(combinations(range(len(copies.sketches)), 2))
    counted = Counter()
    for first, last in pairs:
        told = narrowing.told([copies.sketches[first], copies.sketches[last]])
        beyond = {who for who in told if who not in alone[first] and who not in alone[last]}
        stated = copies.day.stated(copies.titles[first], copies.titles[last])
        check(f"{copies.titles[first]} and {copies.titles[last]}", beyond, set().union(*stated.values()))
        check("guesses that are wrong", {who for who in told if told[who] != truth[who]}, set())
        counted.update({what: len(beyond & whom) for what, whom in stated.items()})
    print(f"{len(pairs)} pairs of copies: nobody is told but whom the decision names")
    for what, count in counted.items():
        print(f"  {what}: {count} times one number, exactly, over all pairs")
    cells = len(alone[-1])
    everything = narrowing.narrowed(copies.sketches)
    exact = sum(len(numbers) == 1 for numbers in everything.values())
    chance = sum(1 / len(numbers) for numbers in everything.values() if len(numbers) > 1)
    print(
        f"the last copy alone: {cells} of {len(truth)} are alone in their cell (centre, specialty, kind); all copies "
        f"together: {exact} told, the others {chance:.0f} by chance, 1 in {len(everything) / max(1, chance):.0f}"
    )


def attack_orders(dump: attacker.Dump, truth: dict[str, str], told: dict[str, str]) -> None:
    """Pair entries and numbers in every order in which a table keeps either, cell by cell."""
    tried = [
        sum(truth.get(who) == number for who, number in guesses.items() if who not in told)
        for guesses in attacker.by_order(dump)
    ]
    cells = len({(row["centre_uai"], row["specialty_code"]) for row in dump["scripts_script"] if row["specialty_code"]})
    most = cells + SIGMAS * math.sqrt(cells)
    print(f"{len(tried)} orders of rows: {min(tried)} to {max(tried)} right, {cells} by chance (at most {most:.0f})")
    if max(tried) > most:
        sys.exit("an order of rows tells more than chance")


def attack_rows(dump: attacker.Dump, day: eventful.Day) -> None:
    """Look for a row, an instant, a line, a story or a block that belongs to one candidate and one number."""
    attacks = {
        "rows": attacker.by_row,
        "instants": attacker.by_instant,
        "transactions": attacker.by_transaction,
        "lines of the journal": attacker.by_line_and_subject,
        "stories": lambda dump: {who: one for uai in day.centres for who, one in attacker.by_story(dump, uai).items()},
        "blocks": lambda dump: {who: one for uai in day.centres for who, one in attacker.by_block(dump, uai).items()},
    }
    for name, attack in attacks.items():
        check(name, set(attack(dump)), set())
    print(f"{', '.join(attacks)}: none belongs to one candidate and one number")


def attack_piles(day: eventful.Day, truth: dict[str, str]) -> None:
    """Handle the scripts of some centres as they lie, act by act; pair who sat there with every order that is left."""
    scores = played.Scores()
    cells = ordered.cells_of(attacker.take_dump())
    for seed in range(CHOOSING + SEEDS):
        anew = piled.drawn_anew(truth, cells, seed=seed)
        with transaction.atomic():
            played.play(piled.Piles(day, anew, day.centres[:PILED], seed=seed), anew, scores)
            transaction.set_rollback(True)
    scores.tell(CHOOSING)
    if told := scores.beyond(CHOOSING, SIGMAS) - piled.STATED:
        sys.exit(f"the order of a pile is told: {', '.join(sorted(told))}")


def attack_afterwards(day: eventful.Day, truth: dict[str, str]) -> None:
    """Send the scripts of some centres back, have some fetched, dispute some, destroy the others."""
    with transaction.atomic():
        shelf = afterwards.Shelf(day, truth, day.centres[:PILED])
        print(f"{len(shelf.boxed())} scripts of {len(set(map(afterwards.cell_of, shelf.people)))} cells in boxes")
        paired.attack(shelf, SEEDS, CHOOSING, SIGMAS)
        transaction.set_rollback(True)


def attack_files(day: eventful.Day) -> None:
    """Read the raw files, before old versions are erased and after."""
    before, after = _of_two_kinds(), set()
    kept = anonymity.erase_old_versions(at=day.ends_at + timedelta(hours=2))
    after = _of_two_kinds()
    settled = len(attacker.kinds_on_disk())
    print(f"raw files: {len(before)} numbers of two kinds before old versions are erased, {len(after)} after")
    check("raw files", after, set())
    if not kept or not settled:
        sys.exit("raw files: nothing was erased, or nothing is there to be read")


def _of_two_kinds() -> set[str]:
    return {number for number, kinds in attacker.kinds_on_disk().items() if len(kinds) > 1}


opened.open_session(centres=CENTRES, candidates=CANDIDATES)
opened.prepare()
day = eventful.Day(opened.paper())
copies = lived(day)
truth = day.truth()
print(f"{len(truth)} candidates with a number in {len(day.centres)} centres, {connection.vendor}", flush=True)
attack_pairs(copies, truth)
attack_orders(copies.last, truth, narrowing.told(copies.sketches[-1:]))
attack_rows(copies.last, day)
attack_files(day)
attack_piles(day, truth)
attack_afterwards(day, truth)
sized.end()
