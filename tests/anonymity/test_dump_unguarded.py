"""Without its guard, each attack on a dump finds what it looks for: what test_dump_attack.py shows is no blindness."""

from datetime import timedelta

import pytest

from massicot.audit import services as audit
from massicot.audit.models import JournalLine
from massicot.candidates import queries as candidates
from massicot.candidates.models import Entry
from massicot.candidates.rules import OffListEntered
from massicot.custody.models import Event
from massicot.scripts.models import Script
from tests import later_world
from tests.anonymity import attacker, crowd
from tests.anonymity.scoring import IN_CROWD, ON_SITE, right
from tests.cast import CEDRES, CLAIRE, EVENING, candidate_number
from tests.keeping import kept

pytestmark = pytest.mark.django_db

eventful = kept(crowd.after_an_eventful_day)


@pytest.fixture
def target(eventful):
    """The candidate off the list, and their number."""
    return candidate_number(crowd.OFF_LIST), later_world.number_of(eventful, crowd.OFF_LIST)


def reinsert(rows):
    """Put the scripts back in an order of one's own."""
    Script.objects.all().delete()
    for row in rows:
        row.pk = None
    Script.objects.bulk_create(rows)


def test_rows_inserted_in_the_order_of_the_entries_tell_everything(eventful):
    truth = later_world.truth(eventful)
    rows = {row.number: row for row in Script.objects.all()}
    entries = sorted(candidates.entry_rows(eventful.paper, ON_SITE), key=lambda row: row.entry_id)
    reinsert([*(rows.pop(truth[entry.candidate_number]) for entry in entries), *rows.values()])
    found = [right(eventful, guesses) for guesses in attacker.by_order(attacker.take_dump())]
    assert any(guesses.keys() >= IN_CROWD for guesses in found)


def test_a_line_with_a_candidate_and_a_number_tells(eventful, target):
    who, number = target
    audit.record(
        subject=candidates.day_subject(eventful.paper, CEDRES), fact=OffListEntered(who, "90001"), by=CLAIRE, at=EVENING
    )
    # No act writes such a line any more (`audit.rules.facts_of`): it is put there behind the program's back.
    line = JournalLine.objects.order_by("pk").last()
    JournalLine.objects.filter(pk=line.pk).update(facts=line.facts.replace("90001", f"90001 {number}"))
    assert attacker.by_row(attacker.take_dump()) == {who: number}


def test_two_lines_of_one_subject_at_one_instant_tell(target):
    at = EVENING + timedelta(hours=1)
    for said in target:
        audit.record(subject="centre:X", fact=OffListEntered(said, "90001"), by=CLAIRE, at=at)
    dump = attacker.take_dump()
    assert attacker.by_line_and_subject(dump) == attacker.by_instant(dump) == dict([target])


def test_a_number_settled_alone_at_its_candidates_instant_tells(target):
    Event.objects.filter(ref=target[1]).update(at=crowd.after(1))
    assert attacker.by_instant(attacker.take_dump()) == dict([target])


def test_a_script_of_another_kind_than_its_neighbours_tells(eventful):
    absent = later_world.number_of(eventful, 110)
    Script.objects.filter(number=absent).update(kind="placeholder")
    Entry.objects.filter(candidate__candidate_number=candidate_number(110)).update(attendance="absent")
    guesses = attacker.by_cells(attacker.take_dump(), with_words=True)
    assert guesses[candidate_number(110)] == absent


def test_stories_kept_when_a_day_is_opened_again_tell_who_came_after(eventful):
    forgotten = later_world.number_of(eventful, crowd.FORGOTTEN)
    earlier = list(Event.objects.filter(kind="script", to_ref=CEDRES).exclude(ref=forgotten))
    for event in earlier:
        event.pk, event.at = None, EVENING
    Event.objects.bulk_create(earlier)
    guesses = attacker.by_story(attacker.take_dump(), CEDRES)
    assert right(eventful, guesses) == {candidate_number(crowd.FORGOTTEN): forgotten}


def test_a_spare_drawn_later_and_left_where_it_fell_tells_who_took_it(eventful):
    who, number = candidate_number(crowd.OFF_LIST), later_world.number_of(eventful, crowd.OFF_LIST)
    assert attacker.by_block(attacker.take_dump(), CEDRES) == {}
    rows = sorted(Script.objects.all(), key=lambda row: (row.number == number, row.number))
    reinsert(rows)
    assert attacker.by_block(attacker.take_dump(), CEDRES)[who] == number
