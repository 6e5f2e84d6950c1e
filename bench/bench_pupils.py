"""Whoever composes envelopes as they like and asks of each whose pupils it holds: what 200 questions tell, beside chance.

In one centre write three schools, with a marker of each, in the other a fourth. Envelopes are drawn at random, of one
script of that centre among those of the other, and of another one but for a script that is exchanged, once it was
refused and unmade; each is asked about for every school. Who asks knows which schools write where, and of each number
its centre, specialty and kind. Where an envelope holds scripts of several schools of one such cell nobody is told: the
bench fails when somebody is. What the others are told is the price that decision 0003 states.
`bench_pupils.py QUESTIONS SCRIPTS`, of each centre.
"""

import random
import sys
from collections import Counter, defaultdict
from pathlib import Path

import ground
import sized

sys.path.insert(0, str(Path(__file__).parents[1]))
ground.set_up()

from django.conf import settings

from massicot.batches import rules
from massicot.scripts.models import Script
from tests import later_world, many, world
from tests.cast import CEDRES, MURIERS, PERRIN, TILLEULS, candidate_number
from tests.hostile.surroundings import keep_key
from tests.persons import calling

QUESTIONS, SCRIPTS = sized.number(200, smoke=24), sized.number(150, smoke=40, place=1)
MARKERS = {CEDRES: "ALICE", TILLEULS: "BOB", MURIERS: "DORA"}
FEWEST = 26
CHANCE = random.Random(1)


def built():
    """Let the scripts of both centres arrive, as many of each school."""
    keep_key(settings.HOME)
    schools = list(MARKERS)
    seats = [(schools[rank % 3], CEDRES) for rank in range(SCRIPTS)] + [(PERRIN, MURIERS)] * SCRIPTS
    origins = dict(enumerate(seats, 101))
    arrived = many.arrived_from(origins)
    calling.bring_in(arrived, f"DORA;DURIAN;Dora;dora@muriers.invalid;{MURIERS};Lettres")
    truth = later_world.truth(arrived)
    return arrived, {truth[candidate_number(rank)]: school for rank, (school, _) in origins.items()}


class Desk:
    """Who composes envelopes and asks: what was answered of which, and what lies in none that went out."""

    def __init__(self, arrived, numbers) -> None:
        self.arrived, self.loose, self.asked, self.answers = arrived, set(numbers), 0, []
        self.turned_away, self.last = 0, None

    def draw(self, cells) -> list[str]:
        """Compose the next envelope: another but for one script, or one script of a centre, or as it falls."""
        kind, fresh = CHANCE.randrange(3), self.loose - set().union(*(held for held, *_ in self.answers))
        # Of those that nobody was told anything of, as long as there are enough.
        free = sorted(fresh if len(fresh) >= FEWEST else self.loose)
        if kind == 0 and self.last and self.loose > self.last:
            stranger = CHANCE.choice(sorted(self.loose - self.last))
            return [*CHANCE.sample(sorted(self.last), len(self.last) - 1), stranger]
        if kind == 1:
            here = [number for number in free if cells[number][0] == CEDRES]
            others = [number for number in free if cells[number][0] == MURIERS]
            if here and len(others) >= FEWEST - 1:
                return [CHANCE.choice(here), *CHANCE.sample(others, FEWEST - 1)]
        return CHANCE.sample(free, CHANCE.randint(FEWEST, min(len(free), 50)))

    def ask_all(self, numbers) -> None:
        """Ask of one envelope for each school; it is taken back, and unmade where nobody has had it."""
        batch, went_out = many.enclose(self.arrived, numbers), False
        for school in CHANCE.sample(sorted(MARKERS), len(MARKERS)):
            self.asked += 1
            try:
                many.ask(batch, MARKERS[school])
            except rules.OwnPupils:
                self.answers.append((frozenset(numbers), school, True))
            except rules.PupilsNotDenied:
                self.turned_away += 1
            else:
                self.answers.append((frozenset(numbers), school, False))
                world.give_back(batch, MARKERS[school])
                went_out = True
        if went_out:
            self.loose -= set(numbers)
            self.last = None
        else:
            many.unmake(batch)
            self.last = frozenset(numbers)


def narrowed(answers, cells) -> dict[str, set[str]]:
    """Map each script to the schools of which it may be, by all answers together."""
    possible = {number: set(MARKERS) for number in cells if cells[number][0] == CEDRES}
    is_moving = True
    while is_moving:
        before = sum(map(len, possible.values()))
        for held, school, is_there in answers:
            here = [number for number in held & possible.keys() if school in possible[number]]
            if not is_there:
                for number in here:
                    possible[number].discard(school)
            elif len(here) == 1:
                possible[here[0]] = {school}
        is_moving = sum(map(len, possible.values())) < before
    return possible


def judge(desk, truth, cells) -> None:
    """Tell what was learnt, and end where somebody is told who should not be."""
    possible = narrowed(desk.answers, cells)
    told = {number for number, schools in possible.items() if len(schools) == 1}
    schools_beside = {}
    for held in {held for held, *_ in desk.answers}:
        beside = defaultdict(set)
        for number in held & possible.keys():
            beside[cells[number]].add(truth[number])
        schools_beside |= {number: len(beside[cells[number]]) for number in held & possible.keys()}
    price = Counter(schools_beside[number] for number in told)
    left = sum(map(len, possible.values())) / len(possible)
    print(
        f"{desk.asked} questions, {desk.turned_away} not answered; of {len(possible)} scripts {len(schools_beside)} are in an "
        f"envelope that was answered for, {len(told)} are told; {left:.2f} schools of three are left of each"
    )
    print(f"told where an envelope holds of their cell one school: {price[1]}, two: {price[2]}, three: {price[3]}")
    if any(possible[number] != {truth[number]} for number in told):
        sys.exit("somebody is told wrongly")
    if price[2] or price[3]:
        sys.exit("an answer tells apart scripts of one cell in one envelope")


arrived, truth = built()
cells = {row.number: (row.centre_uai, row.specialty_code, row.kind) for row in Script.objects.filter(number__in=truth)}
desk = Desk(arrived, truth)
while desk.asked < QUESTIONS and len(desk.loose) >= FEWEST:
    desk.ask_all(desk.draw(cells))
judge(desk, truth, cells)
sized.end()
