"""The wall of two sides follows the account of a person: an address that moves opens no hole in it."""

from types import SimpleNamespace

import pytest

from massicot.accounts import services as account_acts
from massicot.accounts.models import Account, FormerLogin
from massicot.accounts.rules import RoleWithdrawn
from massicot.audit import services as audit
from massicot.batches import queries as batches
from massicot.core.actor import Role
from massicot.core.tables import TableRefused
from massicot.exams import queries as exams
from massicot.exams import rules as exam_rules
from massicot.markers import rules, services
from massicot.missions import services as missions
from massicot.persons.models import Person
from tests import world
from tests.cast import CEDRES, CLAIRE, MORNING, MURIERS, ODILE, TILLEULS
from tests.keeping import kept
from tests.persons.calling import BOB, another_session, bring_in, come_in, enter, give_access, homonym, move, person

pytestmark = pytest.mark.django_db
built = kept(world.sealed)
NEW = "bob.badiane@tilleuls.invalid"


def appoint(email, role=Role.EXAM_CENTRE, scope=CEDRES):
    return services.appoint(email=email, role=role, scope=scope, by=ODILE, at=MORNING)


def named_under(address):
    """Let the account of Claire, who knows the names, have moved to another address since."""
    account = Account.objects.get(email=CLAIRE.login)
    Account.objects.filter(pk=account.pk).update(email=address)
    FormerLogin.objects.create(account=account, email=CLAIRE.login, left_at=MORNING)
    return account


def lend_to_bob(built):
    batch = batches.batches_of(built.paper.pk)[0]
    world.lend(batch, "BOB")


def test_an_address_that_a_marker_left_is_given_no_names(built):
    come_in(give_access(built))
    move(NEW)
    for email in (BOB, NEW):
        with pytest.raises((rules.AmongMarkers, exam_rules.BothSidesOfTheWall)):
            appoint(email)


def test_an_address_typed_wrong_under_which_nobody_came_in_is_free_for_its_owner(built):
    give_access(built)
    move(NEW)
    appoint(BOB)


def test_no_address_moves_to_that_of_somebody_who_knows_the_names(built):
    for account in (False, True):
        if account:
            give_access(built)
        with pytest.raises(rules.KnowsNames):
            move(CLAIRE.login)
    assert person().email == BOB


def test_the_former_address_of_somebody_who_knows_the_names_enters_no_pool(built):
    named_under("claire.cerise@cedres.invalid")
    with pytest.raises(TableRefused):
        bring_in(built, f"ADA;ROITELET;Ada;{CLAIRE.login};{TILLEULS};Lettres")
    with pytest.raises(rules.KnowsNames):
        enter(built, homonym(email=CLAIRE.login))
    with pytest.raises(rules.KnowsNames):
        move(CLAIRE.login)


def test_no_batch_goes_to_whose_account_knows_the_names_whatever_the_address(built):
    Person.objects.filter(identifier="BOB").update(account=Account.objects.get(email=CLAIRE.login))
    with pytest.raises(rules.KnowsNames):
        lend_to_bob(built)


def test_no_table_brings_in_whose_account_knows_the_names(built):
    Person.objects.filter(identifier="BOB").update(account=named_under(BOB), email=BOB)
    Account.objects.filter(email=BOB).update(email="claire.cerise@cedres.invalid")
    with pytest.raises(TableRefused) as refused:
        bring_in(built, f"BOB;BADIANE;Bob;{BOB};{TILLEULS};Lettres")
    assert {fault.column for fault in refused.value.faults} == {"courriel"}
    assert "paper" in refused.value.faults[0].reason.values


def test_a_role_with_names_is_refused_to_the_account_of_a_marker_whose_address_differs(built):
    account = give_access(built)
    Account.objects.filter(pk=account.pk).update(email=NEW)
    account.appointments.all().delete()
    with pytest.raises(rules.AmongMarkers):
        appoint(NEW)


def test_a_table_of_another_session_gives_nobody_the_address_of_who_knows_the_names_of_this_one(built):
    elsewhere = SimpleNamespace(session=another_session(built))
    with pytest.raises(TableRefused):
        bring_in(elsewhere, f"BOB;BADIANE;Bob;{CLAIRE.login};{TILLEULS};Lettres")
    bring_in(elsewhere, f"ADA;ROITELET;Ada;{CLAIRE.login};{TILLEULS};Lettres")
    assert person().email == BOB


def test_access_to_marks_is_refused_to_an_account_that_knows_the_names(built):
    Person.objects.filter(identifier="BOB").update(email=CLAIRE.login)
    with pytest.raises(exam_rules.BothSidesOfTheWall):
        services.tie_access(person=person(), session=built.session, by=ODILE, at=MORNING)


def test_a_head_may_look_after_staff_and_the_exam_centre_of_one_lycee_and_not_mark(built):
    appoint(CLAIRE.login, Role.SCHOOL, CEDRES)
    appoint("muriel@muriers.invalid", Role.SCHOOL, MURIERS)
    appoint("muriel@muriers.invalid", Role.EXAM_CENTRE, MURIERS)
    with pytest.raises(exam_rules.BothSidesOfTheWall):
        appoint("muriel@muriers.invalid", Role.MARKER, "BTS-2017")


def test_a_role_withdrawn_before_the_address_moved_is_remembered(built):
    account = named_under("claire.cerise@cedres.invalid")
    account.appointments.all().delete()
    fact = RoleWithdrawn(CLAIRE.login, "exam-centre", CEDRES, "Mutée.")
    audit.record(subject=f"account:{CLAIRE.login}", fact=fact, by=ODILE, at=MORNING)
    with pytest.raises(exam_rules.CameFromTheOtherSide):
        appoint("claire.cerise@cedres.invalid", Role.MARKER, "BTS-2017")


def test_whoever_had_the_names_is_known_by_the_address_they_took_since(built):
    held = {"email": CLAIRE.login, "role": Role.EXAM_CENTRE, "scope": CEDRES}
    account_acts.withdraw_role(**held, reason="Mutée.", by=ODILE, at=MORNING)
    named_under("claire.ailleurs@cedres.invalid")
    assert exams.logins_with_names(built.session) >= {CLAIRE.login, "claire.ailleurs@cedres.invalid"}


def same_human(built, gone, kept, email):
    """Let BOB2, of the pool of another session alone, be the same human as Bob: the one is set aside as the double."""
    elsewhere = SimpleNamespace(session=another_session(built))
    bring_in(elsewhere, f"BOB2;BADIANE;Bob;{email};{CEDRES};Lettres")
    missions.say_double(person=person(gone), kept=kept, reason="Muté", by=ODILE, at=MORNING)


@pytest.mark.parametrize(("gone", "kept"), [("BOB", "BOB2"), ("BOB2", "BOB")])
def test_no_batch_goes_to_who_knows_the_names_under_another_identifier(built, gone, kept):
    same_human(built, gone, kept, CLAIRE.login)
    with pytest.raises(rules.KnowsNames):
        lend_to_bob(built)


@pytest.mark.parametrize(("gone", "kept"), [("BOB", "BOB2"), ("BOB2", "BOB")])
def test_a_role_with_names_is_refused_to_a_marker_under_another_identifier(built, gone, kept):
    same_human(built, gone, kept, "bob@cedres.invalid")
    with pytest.raises(rules.AmongMarkers):
        appoint("bob@cedres.invalid")
