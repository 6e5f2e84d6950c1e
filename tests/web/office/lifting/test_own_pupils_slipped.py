"""What slipped in batches of which the program does not say whose pupils they hold, as the office reads it.

It is told once the paper is lifted: before, it would be read on either side of one hand-out.
"""

import pytest
from django.urls import reverse

from massicot.batches import queries as batches
from massicot.results import services as results
from tests import later_world, world
from tests.cast import KEY, ODILE, TYPING
from tests.keeping import kept
from tests.web.office.reading import words_of
from tests.web.visitors import signed_in

pytestmark = pytest.mark.django_db

built = kept(world.sealed)

SAID = "1 copie d’un lot dont le programme ne dit pas de qui sont les élèves a été entre les mains d’un correcteur"
WHEN = "Alors seulement, cette page dit si des copies de lots dont le programme ne dit pas de qui sont les élèves"
NO_KEY = "Sans la clé d’anonymat à sa place, personne ne peut dire si un correcteur a eu en main"


@pytest.fixture
def key_file(tmp_path, settings):
    file = tmp_path / "anonymity.key"
    file.write_text(KEY.secret.hex())
    settings.MASSICOT_ANONYMITY_KEY_FILE = str(file)
    return file


@pytest.fixture
def read(key_file):
    """Read the page of the lifting, with the key in its place."""
    address = reverse("office:lifting", args=["BTS-2017", "CGE"])
    return lambda: words_of(signed_in(ODILE.login).get(address))


def lend_both(built, marker):
    """Hand the batch of wood to Bob, that of water to a marker; give that of water."""
    wood, water = batches.batches_of(built.paper.pk)
    world.lend(wood, "BOB")
    world.lend(water, marker)
    return water


@pytest.mark.parametrize(("marker", "is_said"), [("ALICE", True), ("BOB", False)])
def test_own_pupils_in_a_small_batch_are_counted_and_not_named_once_the_paper_is_lifted(built, read, marker, is_said):
    lend_both(built, marker)
    later_world.locked(built)
    assert (SAID in read(), WHEN in read()) == (False, True)
    later_world.lift(built)
    assert (SAID in read(), WHEN in read(), NO_KEY in read()) == (is_said, False, False)


def test_without_the_key_nobody_is_told_that_nothing_slipped(built, read, key_file):
    lend_both(built, "ALICE")
    key_file.unlink()
    assert NO_KEY not in read()
    later_world.lifted(built)
    assert (SAID in read(), NO_KEY in read()) == (False, True)


def test_a_proposal_tells_nothing_since_a_batch_that_is_opened_again_may_go_to_somebody_else(built, read):
    water = lend_both(built, "BOB")
    later_world.locked(built)
    later_world.propose(built, ODILE)
    results.unlock_batch(batch_code=water.code, reason="Une ligne à revoir", by=ODILE, at=TYPING)
    water.refresh_from_db()
    world.give_back(water)
    world.lend(batches.batch_by_code(water.code), "ALICE", at=TYPING)
    assert (SAID in read(), WHEN in read()) == (False, True)
