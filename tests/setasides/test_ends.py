"""What the end of a slip tells, and whom: the exam centre whose parcel it is, or to which the script goes back."""

import pytest

from massicot.consignments import services as consignments
from massicot.post.models import Letter
from massicot.setasides import queries, rules, services
from massicot.setasides.rules import Oddity, SlipEnd
from tests import world
from tests.cast import ARRIVAL, CEDRES, CLAIRE, MARC, MURIERS, TYPING
from tests.setasides.test_services import STRANGER, parcel_of, put, settle

pytestmark = pytest.mark.django_db


@pytest.fixture
def built():
    return world.arrived()


def ended_in_its_parcel(built):
    """A foreign script of Les Cèdres that turned out to belong to their parcel, and is ticked there."""
    parcel = parcel_of(built)
    number = parcel.contents.order_by("number").first().number
    row = put(built, Oddity.FOREIGN, number=number)
    consignments.tick_scripts(code=parcel.code, numbers=[number], by=MARC, at=ARRIVAL)
    return settle(row, SlipEnd.PARCEL, parcel.code)


def acknowledge(row, uai=CEDRES):
    services.acknowledge_set_aside(code=row.code, centre_uai=uai, by=CLAIRE, at=TYPING)


def test_a_script_of_its_parcel_is_told_to_its_exam_centre_which_acknowledges_it(built):
    row = ended_in_its_parcel(built)
    assert (row.told_uai, row.is_to_acknowledge) == (CEDRES, True)
    letters = Letter.objects.filter(to=CLAIRE.login, subject__contains="mise à l'écart")
    assert letters.count() == 1
    acknowledge(row)
    kept = queries.set_aside_by_code(row.code)
    assert (kept.acknowledged_by, kept.is_to_acknowledge) == (CLAIRE.login, False)


def test_a_script_that_goes_back_is_told_to_where_it_goes(built):
    row = settle(put(built, Oddity.FOREIGN, number=STRANGER), SlipEnd.RETURNED, MURIERS)
    assert row.told_uai == MURIERS
    assert [one.code for one in queries.ends_told(built.paper.pk, MURIERS)] == [row.code]
    assert queries.ends_told(built.paper.pk, CEDRES) == []


def test_an_end_that_concerns_no_exam_centre_tells_none(built):
    row = settle(put(built, Oddity.DOUBLED, number=STRANGER), SlipEnd.DESTROYED, "Mme Roux")
    assert (row.told_uai, row.is_to_acknowledge) == ("", False)
    assert not Letter.objects.filter(subject__contains="mise à l'écart").exists()


def test_an_end_is_acknowledged_once_and_by_the_centre_that_it_concerns(built):
    row = ended_in_its_parcel(built)
    with pytest.raises(rules.NothingToAcknowledge):
        acknowledge(row, MURIERS)
    acknowledge(row)
    with pytest.raises(rules.NothingToAcknowledge):
        acknowledge(row)
