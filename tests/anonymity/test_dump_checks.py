"""Checks, findings, a spare label and a box that lacks a strip tell whoever holds a copy of every table nothing."""

from datetime import timedelta

import pytest

from massicot.anonymity import queries, services
from massicot.candidates.rules.checks import Scrutiny
from massicot.roomreports import services as reports
from tests import boxing, later_world, world
from tests.anonymity import attacker
from tests.anonymity.test_boxes import close_short
from tests.cast import CEDRES, CLAIRE, EVENING, KEY, candidate_number
from tests.keeping import kept

pytestmark = pytest.mark.django_db

LATER = EVENING + timedelta(minutes=7)


def with_one_of_each():
    """Les Cèdres with a finding at a seat, a spare stuck, labels printed again, a strip that is not in its box."""
    built = world.prepared()
    world.key_room(built, CEDRES, (2,), (5,))
    boxing.check_room(built)
    where = {"paper": built.paper, "centre_uai": CEDRES, "by": CLAIRE, "at": LATER}
    seat = {"room": "A1", "candidate_number": candidate_number(1)}
    reports.note_finding(check=Scrutiny.NO_SIGN, text="Prénom en page 2", **seat, **where)
    spare = queries.unused_spares(built.paper, CEDRES, queries.sealer_of(built.paper, KEY))[0]
    later = {**where, "at": LATER + timedelta(minutes=1)}
    services.stick_spare(candidate_number=candidate_number(1), number=spare, key=KEY, **later)
    services.print_labels_again(room="A1", candidate_numbers=[candidate_number(1)], key=KEY, **later)
    services.print_sheet_labels(room="A1", candidate_numbers=[candidate_number(1)], sheets=2, key=KEY, **later)
    world.close_day(built, CEDRES)
    close_short(built)
    return built


built = kept(with_one_of_each)


@pytest.mark.parametrize("attack", [attacker.by_row, attacker.by_instant, attacker.by_line_and_subject])
def test_no_row_instant_or_line_belongs_to_one_candidate_and_one_number(built, attack):
    assert attack(attacker.take_dump()) == {}


def test_no_story_and_no_block_of_numbers_is_that_of_a_candidate(built):
    dump = attacker.take_dump()
    assert attacker.by_story(dump, CEDRES) == attacker.by_block(dump, CEDRES) == {}


def test_copies_around_the_closing_tell_no_more_than_the_later_one(built):
    assert later_world.number_of(built, 1) not in str(attacker.take_dump()["audit_journalline"])
