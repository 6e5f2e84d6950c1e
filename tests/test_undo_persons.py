"""docs/undo.md, the rows of persons and of their pools."""

import pytest

from massicot.batches import services as batch_acts
from massicot.core.actor import Role
from massicot.markers import queries as pools
from massicot.markers import services as markers
from massicot.missions import services as missions
from massicot.persons import services
from massicot.persons.queries import institution_of, skills_of, unavailabilities_of
from massicot.persons.rules import EmployerKind, UnavailabilityKind
from massicot.persons.rules.persons import PersonName, SituationDraft
from massicot.persons.rules.situations import Employer
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


@undoes("person set aside as the double of another")
def test_a_double_is_brought_back_as_a_person_of_their_own(built):
    missions.say_double(person=person(), kept="CHARLIE", reason="Muté", **BY)
    services.bring_person_back(person=person(), **BY)
    assert (person().double_of, person().set_aside_at) == (None, None)


@undoes("person put into a pool")
def test_somebody_put_into_a_pool_by_mistake_is_taken_out(built):
    missions.take_out_of_pool(person=enter(built), session=built.session, **BY)
    assert not pools.is_in_pool(built.session.pk, person("ADA").pk)


@undoes("person taken out of a pool")
def test_somebody_taken_out_of_a_pool_is_put_there_again(built):
    missions.take_out_of_pool(person=person(), session=built.session, **BY)
    markers.put_into_pool(person=person(), place=markers.PoolPlace(built.session, "Lettres"), **BY)
    assert pools.is_in_pool(built.session.pk, person().pk)


@undoes("skills of a person added")
def test_a_skill_added_by_mistake_is_ended(built):
    services.add_skills(person=person(), skills="latin", **BY)
    services.end_skill(person=person(), skill="latin", **BY)
    assert skills_of([person().pk]) == {}


@undoes("skill of a person ended")
def test_a_skill_that_was_ended_is_added_again(built):
    services.add_skills(person=person(), skills="latin grec", **BY)
    services.end_skill(person=person(), skill="latin", **BY)
    services.add_skills(person=person(), skills="latin", **BY)
    assert skills_of([person().pk]) == {person().pk: ("grec", "latin")}


@undoes("employer of several persons told at once")
def test_an_employer_told_wrongly_is_put_right_for_each(built):
    days = {person().pk: TODAY}
    services.tell_employers(days=days, employer=Employer(EmployerKind.ACADEMY), **BY)
    since = person().situations.get().since
    change_situation("BOB", since, SituationDraft(institution_uai=TILLEULS, employer_kind=EmployerKind.RETIRED))
    assert person().situations.get().employer_kind == EmployerKind.RETIRED
