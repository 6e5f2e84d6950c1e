"""One human under two identifiers: named on both pages, the one set aside as the double of the other."""

import pytest

from massicot.audit import queries as audit
from massicot.markers import services as marker_acts
from massicot.persons import services
from massicot.persons.queries import persons_alike
from massicot.persons.rules import PersonUnknown
from massicot.persons.rules.addresses import AddressShared, DoubleHasAccount, KeptIsAside, OwnDouble
from massicot.persons.rules.persons import PersonAside, PersonName, PersonReasonMissing, subject_of
from tests import world
from tests.cast import MORNING, ODILE
from tests.keeping import kept
from tests.persons.calling import BOB, enter, give_access, homonym, move, person

pytestmark = pytest.mark.django_db
built = kept(world.prepared)
BY = {"by": ODILE, "at": MORNING}
TWICE = homonym(identifier="BOB2", name=PersonName("M.", "Badiane", "BOB"), email="bob@cedres.invalid")


def say(identifier="BOB2", stays="BOB", reason="Muté en mars"):
    return services.say_double_unchecked_lists(person=person(identifier), kept=stays, reason=reason, **BY)


def alike(identifier="BOB"):
    return [
        (row.person.identifier, row.has_same_name, row.has_same_address, row.is_double)
        for row in persons_alike(person(identifier))
    ]


@pytest.mark.parametrize(
    ("told", "seen"),
    [
        ({}, [("BOB2", True, False, False)]),
        ({"name": PersonName("", "BÂDIANE", "Bob")}, [("BOB2", True, False, False)]),
        ({"name": PersonName("", "BADIANE", "Bob-Noël")}, []),
        ({"name": PersonName("", "ROITELET", "Ada"), "email": "BOB@tilleuls.invalid"}, [("BOB2", False, True, False)]),
    ],
)
def test_whoever_bears_the_name_or_the_address_of_somebody_is_told_beside_them(built, told, seen):
    enter(built, homonym(TWICE, **told))
    assert alike() == seen


def test_the_double_is_set_aside_and_both_pages_say_of_whom(built):
    enter(built, TWICE)
    say()
    gone = person("BOB2")
    assert (gone.double_of, gone.set_aside_at, gone.set_aside_reason) == (person(), MORNING, "Muté en mars")
    assert alike() == [("BOB2", True, False, True)]
    (line,) = audit.facts_on(subject_of("BOB2"), "DoubleFound")
    assert line["kept"] == "BOB"


@pytest.mark.parametrize(
    ("told", "refusal"),
    [
        ({"stays": "BOB2"}, OwnDouble),
        ({"stays": "NOBODY"}, PersonUnknown),
        ({"stays": "CHARLIE"}, KeptIsAside),
        ({"reason": " "}, PersonReasonMissing),
        ({"identifier": "CHARLIE"}, PersonAside),
    ],
)
def test_a_double_is_of_somebody_else_who_may_be_called(built, told, refusal):
    enter(built, TWICE)
    services.set_person_aside(person=person("CHARLIE"), reason="Congé", **BY)
    with pytest.raises(refusal):
        say(**told)
    assert person("BOB2").set_aside_at is None


def test_the_account_of_a_double_goes_to_the_person_who_stays_by_the_way_that_the_refusal_says(built):
    enter(built, TWICE)
    account = give_access(built, "BOB2")
    with pytest.raises(DoubleHasAccount):
        say()
    services.untie_account(person=person("BOB2"), reason="Doublon", **BY)
    say()
    move(account.email)
    marker_acts.tie_access(person=person(), session=built.session, **BY)
    assert person().account == account


def test_somebody_else_of_the_same_address_still_keeps_it_from_being_a_login(built):
    enter(built, homonym(TWICE, email=BOB))
    with pytest.raises(AddressShared):
        give_access(built)
    say()
    assert give_access(built).email == BOB
