"""What a dump tells between `prepare` and the day: cells of one, links, and the reserve of spare numbers."""

from itertools import pairwise

import pytest

from massicot.anonymity import queries
from massicot.anonymity.models import Link
from massicot.anonymity.services.numbers import bind
from massicot.candidates import queries as candidates
from tests import world
from tests.anonymity import attacker, crowd
from tests.anonymity.scoring import LUCK, ON_SITE, alone, right
from tests.cast import CEDRES, KEY, MURIERS, TILLEULS, candidate_number
from tests.keeping import kept

pytestmark = pytest.mark.django_db

prepared = kept(crowd.prepared)


@pytest.fixture
def reserve(prepared):
    """The spare numbers of the centre before anybody takes one."""
    return crowd.unused(prepared)


@pytest.fixture
def late(prepared, reserve):
    """Three candidates who come after the numbers were drawn."""
    crowd.import_ranks(prepared, dict.fromkeys(crowd.LATE, (CEDRES, "90001")), key=KEY)
    return [candidate_number(rank) for rank in crowd.LATE]


def link_order():
    return [bytes(row["entry_index"]) for row in attacker.take_dump()["anonymity_link"]]


def followers(links, entries):
    """Count the links that lie just before the one of the next entry."""
    return len(set(pairwise(links)) & set(pairwise(entries)))


def test_the_cells_recognised_once_a_day_is_closed_are_those_that_the_office_is_shown(prepared):
    assert attacker.by_cells(attacker.take_dump(), with_words=False) == {}
    for centre in (CEDRES, MURIERS, TILLEULS):
        world.key_room(prepared, centre, absent=(), blank=())
        world.close_day(prepared, centre)
    guesses = attacker.by_cells(attacker.take_dump(), with_words=False)
    assert sorted(candidates.cells_of_one(prepared.paper, ON_SITE)) == sorted(crowd.ALONE.values())
    assert set(guesses) == {candidate_number(rank) for rank in crowd.ALONE} == alone(prepared, with_words=False)
    assert right(prepared, guesses) == guesses


def test_links_do_not_lie_in_the_order_of_the_entries(prepared):
    sealer = queries.sealer_of(prepared.paper, KEY)
    dump = attacker.take_dump()
    entries = [sealer.entry_index(row["id"]) for row in dump.entries() if row["specialty_code"] in ON_SITE]
    assert followers(link_order(), entries) <= LUCK
    pairs = sorted((sealer.unseal(queries._pair(row)) for row in Link.objects.all()), key=lambda pair: pair[1])
    Link.objects.all().delete()
    for pair in pairs:
        bind(sealer, [pair])
    assert followers(link_order(), entries) > len(entries) // 2


def test_no_number_says_that_it_is_of_the_reserve(prepared):
    rows = attacker.take_dump()["scripts_script"]
    assert {(row["specialty_code"], row["kind"], bytes(row["pupil_token"])) for row in rows} == {("", "drawn", b"")}


def test_late_candidates_do_not_draw_on_the_reserve_in_its_order(prepared, reserve, late):
    assert len(reserve) == len(late)
    assert len(right(prepared, attacker.by_reserve(reserve, late))) < len(late)


def test_a_reserve_drawn_on_in_its_order_tells(prepared, reserve, late):
    sealer = queries.sealer_of(prepared.paper, KEY)
    rows = {row.candidate_number: row.entry_id for row in candidates.entry_rows(prepared.paper, ON_SITE, CEDRES)}
    ids = [rows[who] for who in late]
    Link.objects.filter(entry_index__in=[sealer.entry_index(one) for one in ids]).delete()
    bind(sealer, zip(reserve, ids, strict=True))
    assert len(right(prepared, attacker.by_reserve(reserve, late))) == len(late)
