"""What slipped in batches of which the program does not say whose pupils they hold, as the office reads it."""

import pytest
from django.urls import reverse

from massicot.batches import queries as batches
from tests import world
from tests.cast import KEY, ODILE
from tests.keeping import kept
from tests.web.office.reading import words_of
from tests.web.visitors import signed_in

pytestmark = pytest.mark.django_db

built = kept(world.sealed)

SAID = "dont le programme ne dit pas de qui sont les élèves"


@pytest.fixture
def read(built, tmp_path, settings):
    """Read the page of the lifting, with the key in its place."""
    file = tmp_path / "anonymity.key"
    file.write_text(KEY.secret.hex())
    settings.MASSICOT_ANONYMITY_KEY_FILE = str(file)
    address = reverse("office:lifting", args=["BTS-2017", "CGE"])
    return lambda: words_of(signed_in(ODILE.login).get(address))


@pytest.mark.parametrize(("marker", "is_said"), [("ALICE", True), ("BOB", False)])
def test_own_pupils_in_a_small_batch_are_counted_and_not_named(built, read, marker, is_said):
    assert SAID not in read()
    _, water = batches.batches_of(built.paper.pk)
    world.lend(water, marker)
    assert (SAID in read()) == is_said
