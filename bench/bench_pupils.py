"""Whoever composes envelopes as they like and asks of each whose pupils it holds: what 200 questions tell, beside chance.

In one centre write three schools, with a marker of each, in the other a fourth. Envelopes are drawn at random, of one
script of that centre among those of the other, of two, of three, and of another one but for a script that is exchanged,
once it was refused and unmade; each is asked about for every school. Who asks knows which schools write where, and of
each number its centre, specialty and kind. The bench fails when the school of a script is told exactly; how far what is
answered narrows it, in bits and in schools that are left, is the price that decision 0003 states.
`bench_pupils.py QUESTIONS SCRIPTS`, of the first centre.
"""

import math
import random
import statistics
import sys
from pathlib import Path

import ground
import sized

sys.path.insert(0, str(Path(__file__).parents[1]))
ground.set_up()

from django.conf import settings

from massicot.batches import rules
from massicot.scripts.models import Script
from massicot.scripts.rules import ScriptKind
from tests import later_world, many, world
from tests.cast import CEDRES, MURIERS, PERRIN, TILLEULS, candidate_number
from tests.hostile.surroundings import keep_key
from tests.persons import calling

QUESTIONS, SCRIPTS = sized.number(200, smoke=24), sized.number(150, smoke=30, place=1)
MARKERS = {CEDRES: "ALICE", TILLEULS: "BOB", MURIERS: "DORA"}
FEWEST, FILLING = 26, 5
"""Scripts of an envelope; how many of the other centre, of which all are of one school, there are to each of the first."""

CHANCE = random.Random(1)


def built():
    """Let the scripts of both centres arrive, as many of each school."""
    keep_key(settings.HOME)
    schools = list(MARKERS)
    seats = [(schools[rank % 3], CEDRES) for rank in range(SCRIPTS)] + [(PERRIN, MURIERS)] * (FILLING * SCRIPTS)
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
        kind, fresh = CHANCE.randrange(5), self.loose - set().union(*(held for held, *_ in self.answers))
        # Of those that nobody was told anything of, as long as there are enough.
        free = sorted(fresh if len(fresh) >= FEWEST else self.loose)
        if kind == 0 and self.last and self.loose > self.last:
            stranger = CHANCE.choice(sorted(self.loose - self.last))
            return [*CHANCE.sample(sorted(self.last), len(self.last) - 1), stranger]
        here = [number for number in free if cells[number][0] == CEDRES]
        others = [number for number in free if is_filling(cells[number])]
        kind = kind or 1
        if kind < 4 and len(here) >= kind and len(others) >= FEWEST:
            return [*CHANCE.sample(here, kind), *CHANCE.sample(others, FEWEST)]
        return CHANCE.sample(free, CHANCE.randint(FEWEST, min(len(free), FEWEST + 8)))

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


def is_filling(cell) -> bool:
    centre, _, kind = cell
    return centre == MURIERS and kind == ScriptKind.WRITTEN


def is_asked_about(cell) -> bool:
    centre, _, kind = cell
    return centre == CEDRES and kind == ScriptKind.WRITTEN


def narrowed(answers, cells) -> dict[str, set[str]]:
    """Map each script to the schools of which it may be, by all answers together."""
    possible = {number: set(MARKERS) for number in cells if is_asked_about(cells[number])}
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


def bits_told(answers, cells) -> list[float]:
    """Tell of each script of the centre, by what is answered of its envelope, how many bits of its school are told."""
    bits = []
    for held in {held for held, *_ in answers}:
        said = {school: is_there for one, school, is_there in answers if one == held}
        here = [number for number in held if is_asked_about(cells[number])]
        there = {school for school in said if said[school]}
        left = [school for school in MARKERS if said.get(school, True)]
        weights = [ways(len(here) - 1, len(there - {school}), len(left)) for school in left] if here else []
        shares = [weight / sum(weights) for weight in weights if weight]
        bits += [math.log2(len(MARKERS)) + sum(share * math.log2(share) for share in shares)] * len(here)
    return bits


def ways(scripts: int, there: int, schools: int) -> int:
    """Count in how many ways scripts are of some schools, each of those that are there having one."""
    return sum((-1) ** out * math.comb(there, out) * (schools - out) ** scripts for out in range(there + 1))


def judge(desk, truth, cells) -> None:
    """Tell what was learnt, and end where the school of a script is told."""
    possible = narrowed(desk.answers, cells)
    told = {number for number, schools in possible.items() if len(schools) == 1}
    answered = set().union(*(held for held, *_ in desk.answers)) & possible.keys()
    fewest = min((len(held & possible.keys()) for held, *_ in desk.answers if held & possible.keys()), default=0)
    left = statistics.mean(len(possible[number]) for number in answered)
    bits = bits_told(desk.answers, cells)
    print(
        f"{desk.asked} questions, {desk.turned_away} not answered; of {len(possible)} scripts {len(answered)} are in an "
        f"envelope that was answered for, {fewest} of their centre in the emptiest; {len(told)} are told; {left:.2f} "
        f"schools of three are left of each; {statistics.mean(bits):.3f} bits a script, {max(bits):.2f} at most"
    )
    if any(truth[number] not in possible[number] for number in possible):
        sys.exit("somebody is told wrongly")
    if told:
        sys.exit("the school of a script is told")


arrived, truth = built()
cells = {row.number: (row.centre_uai, row.specialty_code, row.kind) for row in Script.objects.filter(number__in=truth)}
desk = Desk(arrived, truth)
while desk.asked < QUESTIONS and len(desk.loose) >= FEWEST:
    desk.ask_all(desk.draw(cells))
judge(desk, truth, cells)
sized.end()
