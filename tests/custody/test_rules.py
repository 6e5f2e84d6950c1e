"""The ledger: which act leads from where to where."""

import itertools

import pytest

from massicot.custody import rules
from massicot.custody.rules import ACTS, MOVES, PLACES, Act, Place

JOURNEY = [
    (Act.NUMBERED, None, Place.EXAM_CENTRE),
    (Act.BOXED, None, Place.EXAM_CENTRE),
    (Act.ADDED, Place.EXAM_CENTRE, Place.EXAM_CENTRE),
    (Act.PACKED, Place.EXAM_CENTRE, Place.EXAM_CENTRE),
    (Act.LEFT_OUT, Place.EXAM_CENTRE, Place.MISSING),
    (Act.FOUND, Place.MISSING, Place.EXAM_CENTRE),
    (Act.SENT, Place.EXAM_CENTRE, Place.CARRIER),
    (Act.ARRIVED, Place.CARRIER, Place.MARKING_CENTRE),
    (Act.CAME_UNRECORDED, Place.EXAM_CENTRE, Place.MARKING_CENTRE),
    (Act.TICKED, Place.MARKING_CENTRE, Place.MARKING_CENTRE),
    (Act.DECLARED_MISSING, Place.MARKING_CENTRE, Place.MISSING),
    (Act.FOUND, Place.MISSING, Place.MARKING_CENTRE),
    (Act.HANDED_OUT, Place.MARKING_CENTRE, Place.MARKER),
    (Act.RETURNED, Place.MARKER, Place.MARKING_CENTRE),
    (Act.PACKED_BACK, Place.MARKING_CENTRE, Place.MARKING_CENTRE),
    (Act.SENT_BACK, Place.MARKING_CENTRE, Place.CARRIER),
    (Act.CAME_BACK, Place.CARRIER, Place.OFFICE),
    (Act.CAME_BACK, Place.MARKING_CENTRE, Place.OFFICE),
    (Act.TAKEN_IN, Place.OFFICE, Place.OFFICE),
]


@pytest.mark.parametrize(("act", "origin", "destination"), JOURNEY)
def test_a_script_travels_as_the_notice_says(act, origin, destination):
    rules.check_move(act, "00000042W", origin, destination)


@pytest.mark.parametrize(
    ("act", "origin", "destination"),
    [
        (Act.SENT, Place.MARKER, Place.CARRIER),
        (Act.ARRIVED, Place.EXAM_CENTRE, Place.MARKING_CENTRE),
        (Act.ARRIVED, Place.CARRIER, Place.MARKER),
        (Act.HANDED_OUT, Place.CARRIER, Place.MARKER),
        (Act.RETURNED, Place.MARKING_CENTRE, Place.MARKING_CENTRE),
        (Act.NUMBERED, Place.EXAM_CENTRE, Place.EXAM_CENTRE),
        (Act.PACKED, None, Place.EXAM_CENTRE),
    ],
)
def test_no_act_leads_elsewhere(act, origin, destination):
    with pytest.raises(rules.MoveForbidden) as refused:
        rules.check_move(act, "00000042W", origin, destination)
    assert "00000042W" in str(refused.value)


def test_missing_is_reached_by_somebodys_word_and_left_by_what_turns_up_only():
    assert {act for act, (_, to) in MOVES.items() if Place.MISSING in to} == {
        Act.DECLARED_MISSING,
        Act.LEFT_OUT,
        Act.LOST,
        Act.NOT_ARRIVED,
        Act.NOT_COME_BACK,
    }
    left = {act for act, (origins, _) in MOVES.items() if Place.MISSING in origins}
    assert left == {Act.FOUND, Act.STRAY, Act.ARRIVED, Act.CAME_BACK, Act.LEFT_BEHIND}


def test_every_act_has_its_moves_and_every_word_its_name():
    assert set(MOVES) == set(Act) == set(ACTS)
    assert set(PLACES) == set(Place)


def test_every_place_can_be_reached_from_where_things_appear():
    reached = set(itertools.chain.from_iterable(to for origins, to in MOVES.values() if not origins))
    for _ in Place:
        reached |= {place for origins, to in MOVES.values() if origins & reached for place in to}
    assert reached == set(Place)
