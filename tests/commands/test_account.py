"""`massicot account reset-second-factor`: the way back in when a telephone is lost."""

import pytest

from massicot.accounts import queries as accounts
from massicot.accounts import services as account_acts
from massicot.audit import queries as audit
from massicot.core.actor import SYSTEM, Actor, Role
from massicot.markers import services as marker_acts
from massicot.post import queries as post
from tests.cast import ODILE, OMAR, PREPARED
from tests.web.visitors import SECRET


@pytest.fixture
def office(db):
    """Odile and Omar of the office, Odile with a second factor."""
    for person in (ODILE, OMAR):
        marker_acts.appoint(email=person.login, role=Role.OFFICE, scope="", by=SYSTEM, at=PREPARED)
    account_acts.enrol_totp(email=ODILE.login, secret=SECRET, by=ODILE, at=PREPARED)


def test_a_lost_telephone_is_taken_away_with_a_reason_in_the_name_of_a_colleague(office, english):
    answer = english("account", "reset-second-factor", ODILE.login, "--reason", "Lost in a train.", "--by", OMAR.login)
    assert (answer.code, answer.err) == (0, "")
    assert f"{ODILE.login} adds a new second factor at the next sign-in" in answer.out
    assert not accounts.has_second_factor(ODILE.login)
    assert audit.acts_of(f"account:{ODILE.login}")[-1].by == OMAR.login
    assert post.letters().get().to == ODILE.login


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--by", OMAR.login], "Give the reason"),
        (["--reason", "Lost.", "--by", ODILE.login], "Nobody takes away their own second factor"),
    ],
)
def test_nothing_is_taken_away_without_a_reason_or_by_its_owner(office, refused, words, told):
    assert told in refused("account", "reset-second-factor", ODILE.login, *words)


def test_nothing_is_taken_from_who_has_nothing(office, refused):
    assert "has no second factor" in refused("account", "reset-second-factor", OMAR.login, "--reason", "Lost.")


def test_whoever_runs_the_machine_confirms_an_access_that_one_of_the_office_opened(office, english, refused):
    nina = "nina@bureau.invalid"
    english("account", "create", nina, "--role", "office", "--by", ODILE.login)
    assert "has not come in with the last link" in refused("account", "confirm", nina)
    token = account_acts.draw_link(email=nina, by=ODILE, at=PREPARED)
    account_acts.choose_password(code=token, password="cerise-bateau-lune", at=PREPARED)
    account_acts.enrol_totp(email=nina, secret=SECRET, by=Actor(nina), at=PREPARED)
    assert "and so does yours" in refused("account", "confirm", nina, "--by", ODILE.login)
    assert "it rests on nobody else" in english("account", "confirm", nina).out
