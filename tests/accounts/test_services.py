"""Roles given, one-time links drawn and spent."""

from datetime import timedelta

import pytest
from django.contrib.auth import authenticate

from massicot.accounts import queries, rules, services
from massicot.accounts.models import Account, OneTimeLink
from massicot.audit import queries as audit
from massicot.core.actor import SYSTEM, Actor, Role
from tests.world import CEDRES, ODILE, PREPARED

CLAIRE = "claire@cedres.invalid"
PASSWORD, OTHER_PASSWORD = "un mot de passe long", "un autre mot de passe"
pytestmark = pytest.mark.django_db


def give(role=Role.EXAM_CENTRE, scope=CEDRES, email=CLAIRE):
    return services.give_role(email=email, role=role, scope=scope, by=ODILE, at=PREPARED)


def draw():
    return services.draw_link(email=CLAIRE, by=ODILE, at=PREPARED)


def choose(token, password=PASSWORD, at=PREPARED):
    return services.choose_password(token=token, password=password, at=at)


def test_a_role_opens_an_account_that_nobody_can_sign_in_to_yet():
    account = give(email=" Claire@Cedres.invalid ")
    assert (account.email, account.joined_at) == (CLAIRE, PREPARED)
    assert queries.holds_role(CLAIRE, Role.EXAM_CENTRE, CEDRES)
    assert not queries.holds_role(CLAIRE, Role.EXAM_CENTRE)
    assert authenticate(username=CLAIRE, password="") is None


def test_a_second_role_joins_the_same_account():
    assert give().pk == give(Role.SCHOOL).pk
    assert queries.appointments_of(CLAIRE) == [(Role.EXAM_CENTRE, CEDRES), (Role.SCHOOL, CEDRES)]


def test_the_same_role_is_not_given_twice():
    give()
    with pytest.raises(rules.AlreadyAppointed):
        give()
    assert len(queries.appointments_of(CLAIRE)) == 1


def test_every_act_on_an_account_has_its_actor_in_the_journal():
    give()
    choose(draw())
    assert [(line.act, line.by) for line in audit.acts_of(f"account:{CLAIRE}")] == [
        ("RoleGiven", ODILE.login),
        ("LinkDrawn", ODILE.login),
        ("PasswordChosen", CLAIRE),
    ]


def test_a_link_lets_its_holder_choose_a_password_once():
    give()
    token = draw()
    assert choose(token).email == CLAIRE
    assert authenticate(username=CLAIRE, password=PASSWORD) is not None
    assert queries.open_link(token, PREPARED) is None
    with pytest.raises(rules.LinkSpent):
        choose(token, OTHER_PASSWORD)
    assert authenticate(username=CLAIRE, password=OTHER_PASSWORD) is None


@pytest.mark.parametrize(("age", "is_good"), [(timedelta(days=7, seconds=-1), True), (timedelta(days=7), False)])
def test_a_link_is_good_for_seven_days(age, is_good):
    give()
    token = draw()
    assert (queries.open_link(token, PREPARED + age) is not None) == is_good
    if not is_good:
        with pytest.raises(rules.LinkSpent):
            choose(token, at=PREPARED + age)


def test_a_new_link_replaces_the_one_before():
    give()
    lost, found = draw(), draw()
    with pytest.raises(rules.LinkSpent):
        choose(lost)
    assert choose(found).email == CLAIRE


@pytest.mark.parametrize("token", ["", "x", "é" * 50])
def test_a_link_that_nobody_gave_is_refused(token):
    give()
    draw()
    with pytest.raises(rules.LinkSpent):
        choose(token)


def test_the_link_itself_is_kept_nowhere():
    give()
    token = draw()
    kept = [str(row) for row in OneTimeLink.objects.values()] + [
        line.facts for line in audit.acts_of(f"account:{CLAIRE}")
    ]
    assert not any(token in text for text in kept)


def test_no_link_is_drawn_for_somebody_without_an_account():
    with pytest.raises(rules.AccountUnknown):
        draw()


def test_an_account_that_was_closed_neither_acts_nor_opens_its_link():
    give()
    token = draw()
    Account.objects.update(is_active=False)
    assert queries.actor_of(CLAIRE) is None
    assert not queries.holds_role(CLAIRE, Role.EXAM_CENTRE, CEDRES)
    with pytest.raises(rules.LinkSpent):
        choose(token)


def test_an_actor_is_found_in_any_case():
    give()
    assert queries.actor_of("CLAIRE@cedres.invalid ") == Actor(CLAIRE)
    assert queries.actor_of("nobody@cedres.invalid") is None


def test_the_program_itself_is_no_account():
    assert queries.account_by_email(SYSTEM.login) is None
