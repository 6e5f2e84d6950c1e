"""docs/undo.md, the rows of persons and of their pools."""

import pytest

from massicot.batches import services as batch_acts
from massicot.core.actor import Role
from massicot.markers import services as markers
from massicot.persons import services
from massicot.persons.queries import institution_of
from massicot.persons.queries.absence import unavailabilities_of
from massicot.persons.rules import UnavailabilityKind
from massicot.persons.rules.identity import PersonName
from tests import world
from tests.cast import MORNING, ODILE, TILLEULS
from tests.keeping import kept
from tests.persons.calling import (
    AT_CEDRES,
    BOB,
    TODAY,
    change_situation,
    enter,
    give_access,
    move,
    person,
)
from tests.test_undo import undoes

pytestmark = pytest.mark.django_db
built = kept(world.prepared)
BY = {"by": ODILE, "at": MORNING}


@undoes("person entered by hand")
def test_somebody_entered_by_mistake_is_set_aside(built):
    services.set_person_aside(person=enter(built), reason="Saisi deux fois", **BY)
    assert person("ADA").set_aside_at == MORNING


@undoes("name of a person corrected")
def test_a_name_is_corrected_back(built):
    before, after = PersonName("", "BADIANE", "Bob"), PersonName("", "BADIAN", "Bob")
    for seen, name in ((before, after), (after, before)):
        services.correct_name(person=person(), seen=seen, name=name, reason="Relu", **BY)
    assert person().surname == "BADIANE"


@undoes("address of a person changed")
def test_an_address_is_changed_back_with_its_account(built):
    give_access(built)
    for email in ("b@tilleuls.invalid", BOB):
        move(email)
    assert (person().email, person().account.email) == (BOB, BOB)


@undoes("telephone of a person changed")
def test_a_telephone_is_changed_back(built):
    for seen, telephone in (("", "0491"), ("0491", "")):
        services.change_telephone(person=person(), seen=seen, telephone=telephone, **BY)
    assert person().telephone == ""


@undoes("situation of a person told")
def test_a_situation_told_by_mistake_is_taken_away(built):
    change_situation("BOB", TODAY, AT_CEDRES)
    batch_acts.take_back_situation(person=person(), since=TODAY, reason="Homonyme", today=TODAY, **BY)
    assert institution_of(person().pk, TODAY) == TILLEULS


@undoes("person set aside")
def test_somebody_set_aside_is_brought_back(built):
    services.set_person_aside(person=person(), reason="Congé", **BY)
    services.bring_person_back(person=person(), **BY)
    assert person().set_aside_at is None


@undoes("days declared on which a person cannot be called")
def test_days_declared_are_taken_back(built):
    days = {"starts_on": TODAY, "ends_on": TODAY, "kind": UnavailabilityKind.OTHER}
    row = services.declare_unavailability(person=person(), **days, **BY)
    services.take_back_unavailability(unavailability=row, **BY)
    assert not unavailabilities_of([person().pk])


@undoes("account said to be a person’s")
def test_an_account_tied_by_mistake_is_untied(built):
    markers.appoint(email=BOB, role=Role.SCHOOL, scope=TILLEULS, by=ODILE, at=MORNING)
    markers.tie_access(person=person(), session=built.session, **BY)
    services.untie_account(person=person(), reason="Secrétariat", **BY)
    assert person().account is None


@undoes("another address asked for by a person")
def test_an_address_asked_for_is_taken_back(built):
    services.ask_address(person=person(), email="b@tilleuls.invalid", **BY)
    services.take_back_asked_address(person=person(), seen="b@tilleuls.invalid", **BY)
    assert person().asked_email == ""


@undoes("another address refused to a person")
def test_an_address_that_was_refused_is_asked_for_again(built):
    for refused in (True, False):
        services.ask_address(person=person(), email="b@tilleuls.invalid", **BY)
        if refused:
            services.refuse_asked_address(person=person(), seen="b@tilleuls.invalid", reason="Appelé", **BY)
    assert person().asked_email == "b@tilleuls.invalid"
