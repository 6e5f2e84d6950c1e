"""One parcel at two places at once: its centre sends or opens it, or tells its departure, while it is received."""

import pytest

from massicot.consignments import queries, rules, services
from massicot.consignments.models import Parcel
from massicot.custody import queries as ledger
from massicot.custody.rules import ItemKind
from massicot.post.models import Letter
from tests import world
from tests.cast import ARRIVAL, CLAIRE, MARC, MORNING
from tests.racing import at_once, meanwhile

pytestmark = [pytest.mark.postgres, pytest.mark.usefixtures("transactional_db")]


@pytest.fixture
def code():
    return world.packed_for_the_hub(world.sat()).code


def come(code):
    return services.receive_unrecorded(code=code, by=MARC, at=ARRIVAL)


def open_again(code):
    services.unpack_parcel(code=code, reason="Une copie de trop", by=CLAIRE, at=ARRIVAL)


def acts_of(code):
    return [event.act for event in ledger.story_of(ItemKind.PARCEL, code)]


def test_without_the_guard_a_parcel_that_is_received_is_opened_again(code):
    def bare():
        parcel = queries.parcel_by_code(code)
        if not parcel.has_left:
            Parcel.objects.filter(pk=parcel.pk).update(arrived_at=ARRIVAL)

    def bare_opening():
        parcel = queries.parcel_by_code(code)
        if not parcel.has_left:
            Parcel.objects.filter(pk=parcel.pk).delete()

    meanwhile(bare, bare_opening)
    assert not Parcel.objects.filter(code=code).exists()


def test_a_parcel_that_is_received_is_not_opened_again_meanwhile(code):
    answers = meanwhile(lambda: come(code), lambda: open_again(code))
    assert isinstance(answers[1], rules.AlreadySent)
    assert acts_of(code) == ["made-up", "came-unrecorded"]


def test_a_parcel_that_is_opened_again_meanwhile_is_not_received(code):
    answers = meanwhile(lambda: open_again(code), lambda: come(code))
    assert isinstance(answers[1], rules.ParcelUnknown)


def test_a_parcel_that_is_sent_meanwhile_is_received_as_sent(code):
    meanwhile(lambda: world.send(code, at=MORNING), lambda: come(code))
    assert acts_of(code) == ["made-up", "sent", "arrived"]
    assert not Letter.objects.exists()


def test_a_parcel_that_is_received_meanwhile_moves_no_more_and_keeps_its_departure(code):
    meanwhile(lambda: come(code), lambda: world.send(code, at=MORNING))
    assert acts_of(code) == ["made-up", "came-unrecorded"]
    assert queries.parcel_by_code(code).sent_at == MORNING


def test_of_several_who_receive_it_one_does_and_one_letter_is_written(code):
    answers = at_once(*[lambda: come(code)] * 3)
    assert sum(isinstance(answer, rules.AlreadyReceived) for answer in answers) == 2
    assert Letter.objects.count() == 1
