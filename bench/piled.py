"""The scripts of every centre scanned as they lie: rooms by the alphabet, the absent on top, one in fifteen misplaced."""

import random
from collections import Counter, defaultdict
from datetime import timedelta
from uuid import UUID

from opened import AT

from massicot.consignments import queries as parcels
from massicot.consignments import services as consignments
from massicot.core.actor import Actor
from massicot.exams import queries as exams
from massicot.scripts import queries as scripts
from massicot.store import key_file
from tests.anonymity import attacker, piles

MISPLACED_ONE_IN = 15
CLERK = Actor("clerk@perrin.invalid")


def receive(day, truth, centres, *, seed, then_write):
    """Pack what some centres hold and receive it, scanned as it lies; written scan by scan, or as it is closed."""
    key_file.read_or_make()
    seats = sorted(attacker.take_dump().entries(), key=_seat)
    chance, instant = random.Random(seed), AT + timedelta(days=30)
    for uai in centres:
        parcel = _packed(day.paper, uai)
        consignments.receive_unrecorded(code=parcel.code, by=CLERK, at=instant)
        announced = {row.number for row in parcels.contents_of(parcel)}
        numbers = [truth.get(row["candidate_number"], "") for row in seats if row["centre_uai"] == uai]
        pile = [number for number in numbers if number in announced]
        for number in _mislaid(pile, chance) + sorted(announced.difference(pile)):
            instant += timedelta(seconds=2)
            scan_id = UUID(int=chance.getrandbits(128))
            consignments.scan_script(code=parcel.code, number=number, scan_id=scan_id, by=CLERK, at=instant)
            if then_write:
                to = {"paper_id": day.paper.pk, "centre_uai": parcel.destination_uai}
                consignments.write_ticks_towards(**to, by=CLERK, at=instant)
        consignments.close_reception(code=parcel.code, by=CLERK, at=instant)


def scores(truth, told):
    """Count for each order that is left the right guesses by centre, and by chance: one for each cell."""
    dump = attacker.take_dump()
    seats = sorted(dump.entries(), key=_seat)
    centre_of = {row["candidate_number"]: row["centre_uai"] for row in seats}
    for numbers in piles.orders_left(dump):
        guesses = piles.by_pile_and_kind(seats, numbers, dump)
        right, cells = Counter(), defaultdict(set)
        for row in seats:
            who = row["candidate_number"]
            if who in guesses and who not in told:
                cells[row["centre_uai"]].add((row["specialty_code"], row["attendance"]))
                right[centre_of[who]] += guesses[who] == truth.get(who)
        if cells:
            yield {uai: (right[uai], len(some)) for uai, some in cells.items()}


def _seat(row):
    # The absent lie on top of the pile of their room.
    return row["centre_uai"], row["room"], row["attendance"] != "absent", row["surname"], row["first_names"]


def _packed(paper, uai):
    route = next(iter(exams.specialty_routes(paper, paper.starts_at).values()))
    counted = len(scripts.in_hand_of_centre(paper.pk, uai))
    return consignments.pack_numbered(paper=paper, centre_uai=uai, route=route, counted=counted, by=CLERK, at=AT)


def _mislaid(pile, chance):
    for number in [number for number in pile if not chance.randrange(MISPLACED_ONE_IN)]:
        pile.remove(number)
        pile.insert(chance.randrange(len(pile) + 1), number)
    return pile
