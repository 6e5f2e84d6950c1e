"""A spare label stuck on a day that is opened again: two copies side by side would tell the number of its candidate."""

import pytest

from massicot.anonymity import queries, services
from massicot.anonymity.models import Link
from massicot.anonymity.rules.labels import DayClosedBefore
from massicot.anonymity.services.numbers import bind
from massicot.candidates import queries as candidates
from massicot.candidates.rules.checks import Scrutiny
from massicot.roomreports import services as reports
from tests import later_world, world
from tests.anonymity import attacker
from tests.cast import CEDRES, CLAIRE, KEY, MORNING, candidate_number
from tests.keeping import kept

pytestmark = pytest.mark.django_db

closed = kept(world.sat)
WHERE = {"centre_uai": CEDRES, "by": CLAIRE, "at": MORNING}


def spare_of(built):
    return queries.unused_spares(built.paper, CEDRES, queries.sealer_of(built.paper, KEY))[0]


def stick(built, number):
    services.stick_spare(paper=built.paper, candidate_number=candidate_number(1), number=number, key=KEY, **WHERE)


def stick_unguarded(built, number):
    """Give the candidate a spare as somebody would who does not look whether the day was closed."""
    sealer = queries.sealer_of(built.paper, KEY)
    (entry,) = (
        row for row in candidates.entry_rows(built.paper, None, CEDRES) if row.candidate_number == candidate_number(1)
    )
    Link.objects.filter(entry_index=sealer.entry_index(entry.entry_id)).delete()
    bind(sealer, [(number, entry.entry_id)])


def changed_around(built, act):
    """List the numbers that two copies show changed, around a reopening in which something was noted at one seat."""
    before = settled()
    services.reopen_day_unchecked_decisions(paper=built.paper, reason="Une étiquette déchirée", **WHERE)
    seat = {"room": "A1", "candidate_number": candidate_number(1), "check": Scrutiny.NO_SIGN}
    reports.note_finding(paper=built.paper, text="Étiquette déchirée", **seat, **WHERE)
    act(built)
    world.close_day(built, CEDRES)
    after = settled()
    return {number for number in after if after[number] != before[number]}


def settled():
    rows = attacker.take_dump()["scripts_script"]
    return {row["number"]: (row["specialty_code"], row["kind"]) for row in rows}


def test_without_the_guard_two_copies_differ_in_the_two_numbers_of_one_candidate(closed):
    own, spare = later_world.number_of(closed, 1), spare_of(closed)
    assert changed_around(closed, lambda built: stick_unguarded(built, spare)) == {own, spare}


def test_a_day_that_was_ever_closed_takes_no_spare_and_its_copies_are_alike(closed):
    def refused(built):
        with pytest.raises(DayClosedBefore, match="Print the label of this candidate again"):
            stick(built, spare_of(built))

    assert changed_around(closed, refused) == set()
