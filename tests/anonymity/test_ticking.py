"""Labels scanned from the scripts in hand: whose they are, and that no trace of them stays."""

import pytest

from massicot.anonymity import queries, services
from massicot.anonymity.rules import numbers
from massicot.audit import queries as audit
from massicot.candidates import queries as candidates
from massicot.candidates import rules as register
from massicot.candidates.rules import Attendance, Tally
from massicot.scripts import queries as scripts
from massicot.scripts.rules import NumberMistyped, NumberUnknown
from tests import cast, later_world, world
from tests.anonymity import attacker
from tests.cast import CEDRES, KEY, MURIERS
from tests.keeping import kept

pytestmark = pytest.mark.django_db

built = kept(world.prepared)


def scan(built, number, centre=CEDRES, room="A1"):
    return services.tick_label(paper=built.paper, centre_uai=centre, room=room, number=number, key=KEY)


def scan_rank(built, rank):
    return scan(built, later_world.number_of(built, rank))


def test_a_scanned_label_says_its_candidate_present_once(built):
    number = later_world.number_of(built, 1)
    first, second = (scan(built, text) for text in (f" {number[:4].lower()} {number[4:].lower()}", number))
    assert (first.line.candidate, first.line.word, first.is_double) == (
        cast.candidate_number(1),
        Attendance.PRESENT,
        False,
    )
    assert second.is_double
    assert candidates.rooms_of(built.paper, CEDRES) == {"A1": Tally(present=1, not_keyed=7)}


def test_a_label_that_is_not_of_this_room_says_where_it_belongs(built):
    with pytest.raises(numbers.LabelOfOtherCentre, match=f"centre {MURIERS}"):
        scan_rank(built, 9)
    spare = queries.unused_spares(built.paper, CEDRES, queries.sealer_of(built.paper, KEY))[0]
    with pytest.raises(numbers.LabelIsSpare, match="enter its candidate off the list"):
        scan(built, spare)
    with pytest.raises(NumberMistyped):
        scan(built, "00000042A")
    with pytest.raises(NumberUnknown):
        scan(built, "00000042W")
    with pytest.raises(register.LabelOfOtherRoom, match="room A1, seat 1"):
        scan(built, later_world.number_of(built, 1), room="B2")
    assert candidates.rooms_of(built.paper, CEDRES) == {"A1": Tally(not_keyed=8)}


def test_a_label_of_another_paper_is_told(built):
    number = later_world.number_of(built, 1)
    script = scripts.script_by_number(number)
    script.paper_id = other_paper(built).pk
    script.save(update_fields=["paper"])
    with pytest.raises(numbers.LabelOfOtherPaper, match="not of CGE"):
        scan(built, number)


def other_paper(built):
    """Add a second paper to the session, like the first."""
    paper = built.paper.__class__.objects.get(pk=built.paper.pk)
    paper.pk, paper.code = None, "MATH"
    paper.save()
    return paper


def test_scanning_writes_nothing_of_the_number_and_nothing_in_the_journal(built):
    subject = candidates.day_subject(built.paper, CEDRES)
    for rank in (4, 1):
        scan_rank(built, rank)
    assert audit.acts_of(subject) == []
    dump = attacker.take_dump()
    assert attacker.by_row(dump) == attacker.by_instant(dump) == {}
