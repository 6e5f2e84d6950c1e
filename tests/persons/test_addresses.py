"""Addresses and the accounts that go with them: one account at most for one person, moved by the office."""

import pytest
from django.contrib.auth.hashers import check_password

from massicot.accounts import queries as accounts
from massicot.accounts import rules as account_rules
from massicot.accounts.models import OneTimeLink, UserSession
from massicot.core.actor import Role
from massicot.markers import services as markers
from massicot.persons import services
from massicot.persons.models import Person
from massicot.persons.rules.addresses import (
    AccountOfAnother,
    AccountThere,
    AccountTiedAlready,
    AddressMissing,
    AddressShared,
    AddressStandsAlready,
    NoAccountTied,
)
from massicot.persons.rules.persons import PersonAside, PersonMeanwhile
from massicot.post import services as post
from massicot.post.models import Letter
from massicot.post.rules.letters import LetterDraft
from tests import world
from tests.cast import MORNING, ODILE, PERRIN, PREPARED
from tests.keeping import kept
from tests.persons.calling import BOB, come_in, enter, give_access, homonym, move, person

pytestmark = pytest.mark.django_db
built = kept(world.prepared)
BY = {"by": ODILE, "at": MORNING}
NEW = "bob.badiane@tilleuls.invalid"


def letters_to(email):
    return Letter.objects.filter(to=email)


def test_access_is_given_by_mail_and_tied_to_the_person(built):
    account = give_access(built)
    assert (account.email, person().account) == (BOB, account)
    assert accounts.appointments_of(BOB) == [(Role.MARKER, "BTS-2017")]
    assert letters_to(BOB).count() == 1


def test_an_address_moves_with_its_account(built):
    account = give_access(built)
    come_in(account)
    UserSession.objects.create(user=account, session_key="k", ip="127.0.0.1", user_agent="b")
    before = accounts.known_account(BOB).password
    move(NEW)
    moved = accounts.known_account(NEW)
    assert (moved.pk, moved.password, person().email) == (account.pk, before, NEW)
    assert check_password("Un mot de passe assez long", moved.password)
    assert accounts.account_by_email(BOB) is None
    assert not UserSession.objects.filter(user=account).exists()
    assert [letters_to(email).latest("pk").subject for email in (BOB, NEW)] == [
        "Votre adresse a changé",
        "Votre nouvelle adresse",
    ]


def test_a_link_that_waits_opens_nothing_once_the_address_has_moved(built):
    give_access(built)
    move(NEW)
    assert not OneTimeLink.objects.filter(account__email=NEW, used_at__isnull=True).exists()
    waiting = letters_to(BOB).exclude(subject="Votre adresse a changé")
    assert {letter.state for letter in waiting} == {"given-up"}


def test_an_address_without_an_account_is_written_to_all_the_same(built):
    move(NEW)
    assert [letters_to(email).count() for email in (BOB, NEW)] == [1, 1]
    assert accounts.account_by_email(NEW) is None


def call(*codes, to=BOB):
    drafts = [
        LetterDraft(to=to, subject="Convocation", body="Bonjour", occasion=f"convocation:1:{code}") for code in codes
    ]
    post.write_letters(drafts=drafts, **BY)


def test_what_has_not_left_of_the_convocations_goes_to_the_new_address(built):
    call("M-1", "M-2", "M-3")
    Letter.objects.filter(occasion="convocation:1:M-3").update(state="sent", sent_at=MORNING, sealed=b"")
    Letter.objects.filter(occasion="convocation:1:M-2").update(state="refused")
    move(NEW)
    called = Letter.objects.filter(occasion__startswith="convocation:").order_by("occasion")
    assert [letter.to for letter in called] == [NEW, NEW, BOB]


def test_convocations_stay_where_another_person_has_the_address_too(built):
    call("M-1")
    Person.objects.filter(identifier="CHARLIE").update(email=BOB)
    move(NEW)
    assert Letter.objects.get(occasion="convocation:1:M-1").to == BOB


def test_an_address_moves_from_the_one_that_stands_to_another(built):
    for refusal, told in (
        (AddressStandsAlready, {"to": BOB.upper()}),
        (PersonMeanwhile, {"to": NEW, "seen": "b@tilleuls.invalid"}),
        (account_rules.EmailMalformed, {"to": "bob at tilleuls"}),
    ):
        with pytest.raises(refusal):
            move(**told)
    assert person().email == BOB


def test_nobody_gets_an_account_under_an_address_that_two_have(built):
    enter(built, homonym(email=BOB))
    with pytest.raises(AddressShared) as refused:
        give_access(built)
    assert refused.value.values["persons"] == "Ada ROITELET (ADA)"
    assert person().account is None
    move("ada@tilleuls.invalid", "ADA")
    assert give_access(built).email == BOB


def test_an_account_never_moves_to_an_address_that_is_taken(built):
    give_access(built)
    enter(built)
    with pytest.raises(AddressShared):
        move("ada@tilleuls.invalid")
    markers.appoint(email="sonia@tilleuls.invalid", role=Role.SCHOOL, scope=PERRIN, by=ODILE, at=PREPARED)
    with pytest.raises(account_rules.LoginTaken):
        move("sonia@tilleuls.invalid")
    assert person().email == BOB


def test_an_account_whose_login_counts_as_a_person_elsewhere_stays(built):
    give_access(built)
    markers.appoint(email=BOB, role=Role.MARKING_CENTRE, scope=PERRIN, by=ODILE, at=PREPARED)
    with pytest.raises(account_rules.OtherRolesThere):
        move(NEW)
    assert (person().email, person().account.email) == (BOB, BOB)


def test_an_account_that_exists_is_tied_only_when_somebody_says_whose_it_is(built):
    markers.appoint(email=BOB, role=Role.SCHOOL, scope=PERRIN, by=ODILE, at=PREPARED)
    with pytest.raises(AccountThere):
        give_access(built)
    markers.tie_access(person=person(), session=built.session, **BY)
    assert person().account.email == BOB
    assert (Role.MARKER, "BTS-2017") in accounts.appointments_of(BOB)
    services.untie_account(person=person(), reason="Adresse du secrétariat", **BY)
    with pytest.raises(NoAccountTied):
        services.untie_account(person=person(), reason="Encore", **BY)


def test_one_account_is_one_person(built):
    give_access(built)
    one = enter(built)
    with pytest.raises(AccountOfAnother):
        services.tie_account(person=one, email=BOB, **BY)
    markers.appoint(email=NEW, role=Role.SCHOOL, scope=PERRIN, by=ODILE, at=PREPARED)
    with pytest.raises(AccountTiedAlready):
        services.tie_account(person=person(), email=NEW, **BY)
    assert person().account.email == BOB


def test_access_is_for_whoever_has_an_address_and_may_be_called(built):
    enter(built, homonym(email=""))
    with pytest.raises(AddressMissing):
        give_access(built, "ADA")
    services.set_person_aside(person=person(), reason="Congé", **BY)
    with pytest.raises(PersonAside):
        give_access(built)
