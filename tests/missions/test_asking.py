"""An account asked for from the page of a letter: one mail with its link, to the person's address, once an hour."""

from datetime import timedelta

import pytest

from massicot.accounts import queries as accounts
from massicot.accounts import services as account_acts
from massicot.audit import queries as audit
from massicot.core.actor import Role
from massicot.markers.models import Marker
from massicot.missions import services
from massicot.missions.models import Convocation
from massicot.missions.rules import ConvocationState, letters
from massicot.missions.rules.letters import AccessAnswer, AccountByOffice
from massicot.missions.services.acknowledgements import letter_subject
from massicot.persons.models import Person
from massicot.post import queries as post
from massicot.post.models import Letter
from tests import world
from tests.cast import ODILE
from tests.keeping import kept
from tests.missions import calling
from tests.missions.calling import ASKED

pytestmark = pytest.mark.django_db
BOB = "bob@tilleuls.invalid"


def convened():
    built = world.opened()
    row = calling.mission(built.session, built.paper)
    calling.put(row, "BOB", "CHARLIE")
    calling.convened(built.session, row)
    return built


built = kept(convened)


def letter(identifier="BOB"):
    return calling.letters(assignment__person__identifier=identifier)[-1]


def ask(identifier="BOB", at=ASKED):
    return services.ask_for_account(code=letter(identifier).code, link_address=lambda code: f"https://m/{code}/", at=at)


def invitations():
    return list(Letter.objects.filter(occasion__startswith="invitation").order_by("pk"))


def link_in(mail):
    return post.body_of(mail).partition("https://m/")[2].partition("/")[0]


def test_a_mail_of_its_own_brings_the_link_to_the_address_of_the_person(built):
    assert ask() is AccessAnswer.WRITTEN
    (mail,) = invitations()
    assert (mail.to, Person.objects.get(identifier="BOB").account.email) == (BOB, BOB)
    assert accounts.appointments_of(BOB) == [(Role.MARKER, "BTS-2017")]
    account_acts.choose_password(code=link_in(mail), password="un mot de passe long", at=ASKED)
    assert audit.acts_of(letter_subject(letter()))[-1].act == "AccountAsked"


def test_whoever_presses_ten_times_gets_one_mail_and_its_link_stays_good(built):
    answers = [ask(at=ASKED + timedelta(minutes=minute)) for minute in range(10)]
    assert answers == [AccessAnswer.WRITTEN] + [AccessAnswer.ON_ITS_WAY] * 9
    (mail,) = invitations()
    account_acts.choose_password(code=link_in(mail), password="un mot de passe long", at=ASKED)


def test_an_hour_later_another_mail_takes_the_place_of_the_one_that_did_not_come(built):
    ask()
    assert ask(at=ASKED + timedelta(hours=1)) is AccessAnswer.WRITTEN
    assert len({link_in(mail) for mail in invitations() if mail.sealed}) == 1


def test_whoever_has_an_account_is_told_to_sign_in_and_gets_no_mail(built):
    ask()
    (mail,) = invitations()
    account_acts.choose_password(code=link_in(mail), password="un mot de passe long", at=ASKED)
    assert ask(at=ASKED + timedelta(days=2)) is AccessAnswer.SIGNS_IN
    assert len(invitations()) == 1


def test_an_account_of_another_session_opens_this_one_too(built):
    ask()
    (mail,) = invitations()
    account_acts.choose_password(code=link_in(mail), password="un mot de passe long", at=ASKED)
    account_acts.withdraw_role(email=BOB, role=Role.MARKER, scope="BTS-2017", reason="Fini", by=ODILE, at=ASKED)
    assert ask(at=ASKED + timedelta(days=2)) is AccessAnswer.SIGNS_IN
    assert (accounts.appointments_of(BOB), len(invitations())) == ([(Role.MARKER, "BTS-2017")], 1)


@pytest.mark.parametrize(
    ("state", "refusal"),
    [
        (ConvocationState.REPLACED, letters.ConvocationReplaced),
        (ConvocationState.CANCELLED, letters.ConvocationCancelled),
    ],
)
def test_a_letter_that_no_longer_holds_opens_no_account(built, state, refusal):
    Convocation.objects.filter(pk=letter().pk).update(state=state)
    with pytest.raises(refusal):
        ask()


def test_a_letter_whose_mission_is_over_opens_no_account(built):
    with pytest.raises(letters.MissionOver):
        ask(at=letter().ends_at)


def shared():
    Person.objects.filter(identifier="CHARLIE").update(email=BOB)


def of_somebody_else():
    account_acts.give_role(email=BOB, role=Role.SCHOOL, scope="9900003Y", by=ODILE, at=ASKED)


def outside_the_pool():
    Marker.objects.filter(person__identifier="BOB").delete()


def set_aside():
    Person.objects.filter(identifier="BOB").update(set_aside_at=ASKED, set_aside_reason="Mutée")


def without_address():
    Person.objects.filter(identifier="BOB").update(email="")


def closed():
    ask()
    account = accounts.known_account(BOB)
    account.is_active = False
    account.save()


@pytest.mark.parametrize(
    "beforehand",
    [
        shared,
        of_somebody_else,
        closed,
        outside_the_pool,
        set_aside,
        without_address,
    ],
)
def test_what_the_office_has_to_look_at_first_is_told_without_saying_why(built, beforehand):
    beforehand()
    before = len(invitations())
    with pytest.raises(AccountByOffice) as refused:
        ask(at=ASKED + timedelta(hours=2))
    assert refused.value.values == {}
    assert len(invitations()) == before
    assert Person.objects.filter(account=None, identifier="BOB").exists() or before
