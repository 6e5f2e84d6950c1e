"""Two people of the office at the same time: two papers drawn, two keys confirmed; the race, then the guard."""

import threading

import pytest
from django.db import transaction

from massicot.anonymity import rules, services
from massicot.anonymity.models import KeyRecord
from massicot.anonymity.rules import numbers
from massicot.core import draws
from massicot.core.keys import Key
from massicot.exams import queries as exams
from massicot.exams.rules import RouteKind
from massicot.exams.rules.corrigenda import CorrigendumApplied
from massicot.scripts import queries as scripts
from tests import flips, later_world, world
from tests.candidates import lycee
from tests.candidates.lycee import BEFORE, OFFICE
from tests.cast import KEY
from tests.racing import WAIT_S, at_once, somebody_waits

pytestmark = [pytest.mark.postgres, pytest.mark.usefixtures("transactional_db")]

OTHER_KEY = Key(b"another key of thirty-two bytes!")


def draw(paper):
    """Draw a paper's numbers: the same ones each time, as far as they are not taken."""
    seed = draws.from_seed("the same for both papers")
    return services.prepare(paper=paper, key=KEY, draw=seed, by=OFFICE, at=BEFORE)


def confirm(key):
    services.confirm_key(key=key, by=OFFICE, at=BEFORE)


def one_after_the_other(first, second):
    """Start a second act while a first one is under way, which ends only once the second waits for it."""
    started = threading.Event()

    def slowly():
        with transaction.atomic():
            first()
            started.set()
            assert somebody_waits()

    def meanwhile():
        assert started.wait(WAIT_S)
        return second()

    return at_once(slowly, meanwhile)[1]


@pytest.fixture
def papers():
    session = lycee.make_session()
    lycee.enter(session, *(lycee.candidate(rank, epreuves="CGE MATH") for rank in range(1, 6)))
    return exams.papers_of(session)


def test_without_the_guard_both_papers_would_have_the_same_numbers():
    both = [numbers.draw_numbers(draws.from_seed("the same for both papers"), 8, taken=()) for _ in range(2)]
    assert both[0] == both[1]


def test_two_papers_drawn_at_once_share_no_number(papers):
    confirm(KEY)
    second = one_after_the_other(lambda: draw(papers[0]), lambda: draw(papers[1]))
    assert second.numbers == 5
    assert len(scripts.taken_numbers()) == 16


def test_of_two_keys_confirmed_at_once_one_seals_the_database():
    refused = one_after_the_other(lambda: confirm(KEY), lambda: confirm(OTHER_KEY))
    assert isinstance(refused, rules.WrongKey)
    assert [row.fingerprint for row in KeyRecord.objects.all()] == [KEY.fingerprint]


def test_whoever_comes_to_the_guillotine_while_numbers_are_drawn_is_numbered_too():
    built = world.opened()
    confirm(KEY)
    draft = flips.drafted(built, flips.route("Bordeaux", RouteKind.ON_SITE))
    effect = one_after_the_other(lambda: draw(built.paper), lambda: flips.applied(draft))
    assert effect.onto_site == {"90003"}
    built.paper = exams.paper_by_id(built.paper.pk)
    assert len(later_world.truth(built)) == 16


def test_a_corrigendum_applied_by_two_at_once_is_applied_once():
    built = world.prepared()
    draft = flips.drafted(built, flips.route("Bordeaux", RouteKind.ON_SITE))
    second = one_after_the_other(lambda: flips.applied(draft), lambda: flips.applied(draft))
    assert isinstance(second, CorrigendumApplied)
    assert len(scripts.taken_numbers()) == 22
