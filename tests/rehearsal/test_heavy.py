"""Heavy faults: each is met by the desk's own act, told once, and nothing else is told with it."""

from collections import Counter

import pytest

from massicot.core import draws
from massicot.core.keys import Key
from massicot.exams.rules.session_file import shipped_plan
from massicot.rehearsal import opening, play, tables
from massicot.rehearsal.tables import RehearsalSize
from massicot.rehearsal.world import Faults

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once("what a fault asks of the database is asked by the tests of its services too"),
]

KEY = Key(b"massicot-test-key-of-32-bytes-ok")
SIX_CENTRES = RehearsalSize(centres=6, specialties=6, candidates=180, markers=8, marker_schools=4)
OF_SEVERAL = {"sat-elsewhere": 1, "stray-script": 2, "lost-parcel": 1, "departure-unknown": 1}
OF_ALL = {
    "off-list": 1,
    "kept-mark-sat": 1,
    "seal-trouble": 1,
    "papers-short": 1,
    "batch-regrouped": 3,
    "found-script": 3,
    "missing-strip": 1,
    "left-out": 1,
    "batch-not-returned": 1,
    "missing-in-batch": 2,
    "script-lost-back": 1,
    "sheet-given-up": 1,
    "set-aside": 5,
    "cannot-come": 1,
    "called-unavailable": 1,
    "convocation-came-back": 1,
    "marked-uncalled": 1,
    "marker-absent": 2,
}
OF_TWO_ROOMS = {"sat-in-other-room": 1}


def played(folder, faults, scale=SIX_CENTRES):
    plan = shipped_plan()
    draw = draws.from_seed(3, "tables")
    offer = tables.invent_offer(scale, draw)
    oldest = plan.papers[0].starts_at.date().replace(year=1994, day=1)
    world = opening.open_session(
        plan,
        tables.invent_tables(offer, scale.candidates, scale.markers, oldest, draw),
        key=KEY,
        seed=3,
        faults=faults,
        folder=folder,
        portal_address="http://127.0.0.1:8000/saisie/",
        watch=lambda items, label, count: items,
    )
    steps = play.play_whole(world)
    assert play.unaccounted(steps) == []
    return world, steps[-1].ladder


def kinds_of(world):
    return Counter(key.split(":")[0] for key in world.planted)


def test_every_heavy_fault_is_told_once_and_every_script_is_accounted_for(tmp_path):
    world, ladder = played(tmp_path, Faults.HEAVY)
    assert play.surprises(ladder, world.planted) == []
    assert ladder.open_gaps == []
    planted = kinds_of(world)
    assert {kind: planted[kind] for kind in OF_SEVERAL | OF_ALL} == OF_SEVERAL | OF_ALL
    assert planted["missing-script"] > 1


def test_one_centre_is_too_small_for_the_faults_of_parcels(tmp_path):
    one = RehearsalSize(centres=1, specialties=4, candidates=60, markers=8, marker_schools=4)
    world, ladder = played(tmp_path, Faults.HEAVY, one)
    assert play.surprises(ladder, world.planted) == []
    planted = kinds_of(world)
    told = {kind: planted[kind] for kind in (*OF_SEVERAL, *OF_ALL, *OF_TWO_ROOMS) if planted[kind]}
    assert told == OF_ALL | OF_TWO_ROOMS


def test_without_faults_nothing_is_told(tmp_path):
    world, ladder = played(tmp_path, Faults.NONE)
    assert (world.planted, list(ladder.gaps), ladder.events) == ([], [], [])
