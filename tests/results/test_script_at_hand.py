"""A script is shown once it is at the office: its parcel left, arrived, was lost, or it is out of its box."""

import pytest

from massicot.consignments import services as consignments
from massicot.custody.rules import PLACES, Place
from massicot.results.rules.consultations import (
    AT_HAND,
    ConsultationStep,
    ScriptElsewhere,
    ScriptIsMissing,
    check_at_hand,
)
from tests import destroying, going_back, later_world, shelving
from tests.cast import KEY, ODILE, candidate_number
from tests.results.asking import follow, state_of
from tests.results.mailing import checked

NOT_HERE = set(Place) - AT_HAND - {Place.MISSING}
GIVEN = (ConsultationStep.SHOW, ConsultationStep.COPY, ConsultationStep.SEND)


@pytest.mark.parametrize("place", [Place.OFFICE, Place.SHELF])
def test_what_is_in_the_office_or_on_its_shelf_is_at_hand(place):
    for step in GIVEN:
        check_at_hand("9", step, place)


@pytest.mark.parametrize("place", sorted(NOT_HERE))
def test_what_is_elsewhere_may_be_copied_and_is_not_shown(place):
    check_at_hand("9", ConsultationStep.COPY, place)
    check_at_hand("9", ConsultationStep.SEND, place)
    with pytest.raises(ScriptElsewhere) as refused:
        check_at_hand("9", ConsultationStep.SHOW, place)
    assert PLACES[place] in str(refused.value)


@pytest.mark.parametrize("step", GIVEN)
def test_what_nobody_has_is_neither_shown_nor_copied(step):
    with pytest.raises(ScriptIsMissing):
        check_at_hand("9", step, Place.MISSING)


@pytest.mark.django_db
def test_on_its_way_back_it_is_not_shown_and_once_it_arrived_it_is():
    built = going_back.packed_back()
    later_world.lift(built)
    one, other = checked(built, 5), checked(built, 9)
    parcel = going_back.the_parcel(built)
    check_not_shown(built, one, Place.MARKING_CENTRE)
    going_back.send(parcel)
    check_not_shown(built, one, Place.CARRIER)
    assert (state_of(one), state_of(other)) == ("checked", "checked")
    going_back.receive(parcel)
    for asked in (one, other):
        show(built, asked)
        assert state_of(asked) == "shown"


def check_not_shown(built, asked, place):
    with pytest.raises(ScriptElsewhere) as refused:
        show(built, asked)
    told = refused.value.values
    assert (told["candidate"], str(told["place"])) == (candidate_number(5), PLACES[place])


@pytest.mark.django_db
def test_lost_on_its_way_back_it_is_missing():
    built = going_back.sent_back()
    later_world.lift(built)
    asked = checked(built, 5)
    code = going_back.the_parcel(built).code
    consignments.lose_return(code=code, reason="Perdu.", by=ODILE, at=going_back.OVERDUE)
    with pytest.raises(ScriptIsMissing):
        show(built, asked)


@pytest.mark.django_db
def test_out_of_its_box_it_is_shown():
    built = destroying.due()
    one = checked(built, 5)
    shelving.ask(built.paper, later_world.number_of(built, 5))
    shelving.fetch(built.paper)
    show(built, one)
    assert state_of(one) == "shown"


def show(built, asked):
    return follow(built, asked, ConsultationStep.SHOW, words="Odile", key=KEY)
