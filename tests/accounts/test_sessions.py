"""Browsers signed in: listed while they are, closed one by one, all but one, or by what changes the account."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from massicot.accounts import queries, rules, services
from massicot.accounts.models import UserSession
from massicot.accounts.rules import accounts
from massicot.audit import queries as audit
from massicot.core.actor import Role
from tests.cast import CEDRES, CLAIRE, MARC, ODILE, PERRIN, PREPARED

pytestmark = pytest.mark.django_db


@pytest.fixture
def claire():
    """Claire, signed in in three browsers: a, b, c; Marc in one: d."""
    account = services.give_role(email=CLAIRE.login, role=Role.EXAM_CENTRE, scope=CEDRES, by=ODILE, at=PREPARED)
    other = services.give_role(email=MARC.login, role=Role.MARKING_CENTRE, scope=PERRIN, by=ODILE, at=PREPARED)
    for key in "abcd":
        Session.objects.create(session_key=key, session_data="", expire_date=PREPARED + timedelta(hours=1))
        UserSession.objects.create(user=other if key == "d" else account, session_key=key, ip="127.0.0.1")
    services.enrol_totp(email=CLAIRE.login, secret=rules.draw_secret(), by=CLAIRE, at=PREPARED)
    return account


def alive(at=PREPARED):
    return "".join(sorted(session.session_key for session in queries.open_sessions(CLAIRE.login, at)))


def close(session_id):
    services.close_session(email=CLAIRE.login, session_id=session_id, by=CLAIRE, at=PREPARED)


def test_a_session_is_listed_while_it_is_open(claire):
    Session.objects.filter(session_key="a").delete()
    assert alive() == "bc"
    assert alive(PREPARED + timedelta(hours=1)) == ""


def test_a_browser_whose_hours_are_over_is_forgotten_and_no_other(claire):
    Session.objects.filter(session_key__in="ad").update(expire_date=PREPARED)
    assert services.forget_ended_sessions(at=PREPARED) == 2
    assert sorted(Session.objects.values_list("session_key", flat=True)) == ["b", "c"]
    assert sorted(UserSession.objects.values_list("session_key", flat=True)) == ["b", "c"]
    assert services.forget_ended_sessions(at=PREPARED) == 0


def test_one_is_closed_once(claire):
    chosen = UserSession.objects.get(session_key="b")
    close(chosen.pk)
    assert alive() == "ac"
    assert not Session.objects.filter(session_key="b").exists()
    with pytest.raises(accounts.SessionClosed):
        close(chosen.pk)


def test_nobody_closes_the_session_of_somebody_else(claire):
    with pytest.raises(accounts.SessionClosed):
        close(UserSession.objects.get(session_key="d").pk)
    assert Session.objects.filter(session_key="d").exists()


def test_all_the_others_are_closed_at_once(claire):
    count = services.close_other_sessions(email=CLAIRE.login, kept_session="c", by=CLAIRE, at=PREPARED)
    assert (count, alive()) == (2, "c")
    assert audit.facts_on(f"account:{CLAIRE.login}", "SessionsClosed") == [{"count": 2, "email": CLAIRE.login}]
    assert Session.objects.filter(session_key="d").exists()


def test_a_password_changed_closes_every_session_but_the_one_it_was_changed_in(claire):
    services.change_password(account=claire, password="x", kept_session="a", by=CLAIRE, at=PREPARED)
    assert alive() == "a"


def test_a_password_chosen_with_a_link_closes_every_session(claire):
    token = services.draw_link(email=CLAIRE.login, by=ODILE, at=timezone.now())
    services.choose_password(code=token, password="x", at=timezone.now())
    assert alive() == ""


def test_a_second_factor_taken_away_for_a_loss_closes_every_session(claire):
    services.reset_second_factor(email=CLAIRE.login, reason="Lost.", by=ODILE, at=PREPARED)
    assert alive() == ""
