"""Copies put side by side, group by group: what they tell beyond doubt is what decision 0003 states.

The longer attack, on thousands of candidates, is bench/bench_linking.py.
"""

import pytest

from massicot.exams import queries as exams
from massicot.scripts.models import Script
from massicot.scripts.rules import IN_HAND, salt_of
from tests import later_world
from tests.anonymity import attacker, crowd, narrowing
from tests.anonymity.test_pairs import corrected, entered_late, keyed, numbers_drawn
from tests.cast import CEDRES, candidate_number
from tests.keeping import kept

pytestmark = pytest.mark.django_db

built = kept(crowd.prepared)


def sketches(built, *acts):
    """Sketch a copy taken before the first act and after each."""
    on_site = exams.on_site_specialties(built.paper, built.paper.starts_at)
    taken = [narrowing.sketch_of(attacker.take_dump(), on_site)]
    for act in acts:
        act(built)
        taken.append(narrowing.sketch_of(attacker.take_dump(), on_site))
    return taken


def beyond_the_last(copies):
    """Tell whom copies tell together and the last alone does not."""
    alone = narrowing.told(copies[-1:])
    return {who: number for who, number in narrowing.told(copies).items() if who not in alone}


def off_list(built):
    crowd.add_off_list(built, crowd.OFF_LIST, minutes=1)


def closed(built):
    crowd.count(built, 4)
    crowd.close_again(built, minutes=2)


def test_all_copies_of_a_day_together_tell_no_more_than_the_last(built):
    copies = sketches(built, entered_late, keyed, off_list, closed)
    assert beyond_the_last(copies) == {}
    truth = later_world.truth(built)
    told = narrowing.told(copies)
    assert told
    assert all(truth[who] == number for who, number in told.items())


def test_whoever_is_corrected_alone_is_told(built):
    for act in (keyed, off_list, closed):
        act(built)
    copies = sketches(built, corrected(110))
    assert beyond_the_last(copies) == {candidate_number(110): later_world.number_of(built, 110)}


def test_no_token_stays_as_it_was_in_a_centre_whose_day_is_closed_again(built):
    for act in (keyed, off_list, closed):
        act(built)
    scripts = Script.objects.filter(centre_uai=CEDRES, kind__in=IN_HAND).values_list("number", "pupil_token")
    before = dict(scripts.all())
    corrected(110)(built)
    after = dict(scripts.all())
    assert len(before) > 40
    assert [number for number in before if before[number] == after.get(number)] == []
    assert len({salt_of(bytes(token)) for token in after.values()}) == 1


def test_copies_before_a_draw_and_after_the_closing_tell_who_alone_took_a_new_number(built):
    keyed(built)
    earlier = set(Script.objects.values_list("number", flat=True))

    def given_a_new_number(built):
        new = next(number for number in crowd.unused(built) if number not in earlier)
        crowd.add_off_list(built, crowd.OFF_LIST, minutes=1, number=new)

    copies = sketches(built, numbers_drawn, given_a_new_number, closed)
    who = candidate_number(crowd.OFF_LIST)
    assert beyond_the_last([copies[0], copies[-1]]) == {who: later_world.number_of(built, crowd.OFF_LIST)}
    assert beyond_the_last(copies[:-1]) == {}
    assert beyond_the_last(copies[1:]) == {}
