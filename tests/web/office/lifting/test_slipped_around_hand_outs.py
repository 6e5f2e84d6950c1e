"""The page of the lifting read on either side of one hand-out, envelope by envelope: it says the same twice.

A count of what slipped, read so, tells of each envelope how many pupils of its marker's school it holds; of an envelope
of one script, whose it is, where one candidate of that school writes in a centre.
"""

import pytest
from django.urls import reverse

from massicot.batches import queries as batches
from massicot.scripts import queries as scripts
from massicot.scripts.rules import PUPIL_KEY, ScriptKind
from tests import later_world, many
from tests.cast import CEDRES, KEY, ODILE
from tests.keeping import kept
from tests.web.office.reading import words_of
from tests.web.visitors import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.both("the scripts of the batches are found by the database")]

built = kept(many.arrived)


@pytest.fixture
def read(built, tmp_path, settings):
    """Read the page of the lifting, with the key in its place."""
    (tmp_path / "anonymity.key").write_text(KEY.secret.hex())
    settings.MASSICOT_ANONYMITY_KEY_FILE = str(tmp_path / "anonymity.key")
    office, address = signed_in(ODILE.login), reverse("office:lifting", args=["BTS-2017", "CGE"])
    return lambda: words_of(office.get(address))


@pytest.mark.parametrize("size", [1, 6])
def test_no_envelope_is_told_from_the_others_by_what_is_read_around_its_hand_out(built, read, size):
    rows = scripts.rows_of_kind(built.paper.pk, ScriptKind.WRITTEN).filter(centre_uai=CEDRES, specialty_code=many.WOOD)
    theirs = later_world.number_of(built, many.OF_BOBS_SCHOOL)
    others = sorted(set(rows.values_list("number", flat=True)) - {theirs})
    key, slipped = KEY.sub_key(PUPIL_KEY), []
    for numbers in (others[:size], [theirs, *others[size : 2 * size - 1]]):
        batch, before = many.enclose(built, numbers), read()
        many.ask(batch, denies=True)
        assert read() == before
        slipped.append(batches.own_pupils_marked(built.paper, key))
    assert slipped == [0, 1]
