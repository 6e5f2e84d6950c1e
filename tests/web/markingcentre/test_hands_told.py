"""An envelope of many scripts, of which the page of its hand-out says whether it holds own pupils."""

import pytest

from massicot.batches import queries
from massicot.custody import queries as ledger
from tests import many
from tests.keeping import kept
from tests.web.markingcentre.desk import Desk, put_key_back, text_of

pytestmark = pytest.mark.django_db

built = kept(many.sealed)
UNTOLD = "Il a peu de copies, ou peu d’un même centre, ou n’est plus tel qu’il a d’abord été fait"
WORD = "aucun de mes élèves"


@pytest.fixture
def desk(built, settings, tmp_path):
    """An envelope of thirty scripts, some of Alice's school; the server has the key."""
    put_key_back(settings, tmp_path)
    return Desk(built)


def test_own_pupils_are_refused_without_saying_which(desk):
    answer = desk.post("hand_out", desk.wood, marker="ALICE", **desk.counts(desk.wood, "ALICE"))
    assert answer.status_code == 422
    assert "ALICE ne peut pas corriger" in text_of(answer)
    assert not any(number in answer.content.decode() for number in queries.numbers_of(desk.wood.pk))
    assert ledger.holder_of_batch(desk.wood.code) == ""


def test_the_word_of_the_marker_is_asked_where_it_is_not_told_and_nowhere_else(desk):
    page = desk.read("hand_out", desk.wood)
    assert (WORD in page, UNTOLD in page) == (False, False)
    missed = {
        "counted": 29,
        "missing": queries.numbers_of(desk.wood.pk)[0],
        "second_person": "Mme Roux",
        "reason": "Rien",
    }
    assert desk.post("miss_at_desk", desk.wood, **missed).status_code == 303
    page = desk.read("hand_out", desk.wood)
    assert (WORD in page, UNTOLD in page) == (True, True)
