"""docs/undo.md, the rows of accounts: each act that can be undone is undone here, and what cannot be is refused."""

import pytest
from django.contrib.auth import authenticate

from massicot.accounts import queries as accounts
from massicot.accounts import services as account_acts
from massicot.accounts.rules import LastOfTheOffice, SecondFactorRequired
from massicot.core.actor import SYSTEM, Role
from massicot.markers import services as marker_acts
from tests.cast import CLAIRE, ODILE, OMAR, PREPARED
from tests.test_undo import undoes
from tests.web.visitors import SECRET

pytestmark = pytest.mark.django_db


@pytest.fixture
def _office():
    for person in (ODILE, OMAR):
        marker_acts.appoint(email=person.login, role=Role.OFFICE, scope="", by=SYSTEM, at=PREPARED)


@pytest.mark.usefixtures("_office")
@undoes("role given")
def test_a_role_is_withdrawn_but_from_the_last_of_the_office():
    leave = {"role": Role.OFFICE, "scope": "", "reason": "Mutation", "at": PREPARED}
    account_acts.withdraw_role(email=OMAR.login, by=ODILE, **leave)
    assert not accounts.holds_role(OMAR.login, Role.OFFICE)
    with pytest.raises(LastOfTheOffice):
        account_acts.withdraw_role(email=ODILE.login, by=ODILE, **leave)


@pytest.mark.usefixtures("_office")
@undoes("password chosen")
def test_a_password_is_chosen_anew_with_another_link():
    for password in ("cerise-bateau-lune-marron", "quatre-autres-mots-longs"):
        token = account_acts.draw_link(email=OMAR.login, by=ODILE, at=PREPARED)
        account_acts.choose_password(code=token, password=password, at=PREPARED)
    assert authenticate(email=OMAR.login, password="quatre-autres-mots-longs")
    assert not authenticate(email=OMAR.login, password="cerise-bateau-lune-marron")


@pytest.mark.usefixtures("_office")
@undoes("second factor added")
def test_a_second_factor_is_taken_away_by_its_owner_or_by_a_colleague_of_the_office():
    marker_acts.appoint(email=CLAIRE.login, role=Role.SCHOOL, scope="9900001W", by=ODILE, at=PREPARED)
    for person in (CLAIRE, OMAR):
        account_acts.enrol_totp(email=person.login, secret=SECRET, by=person, at=PREPARED)
    account_acts.remove_second_factor(email=CLAIRE.login, by=CLAIRE, at=PREPARED)
    with pytest.raises(SecondFactorRequired):
        account_acts.remove_second_factor(email=OMAR.login, by=OMAR, at=PREPARED)
    account_acts.reset_second_factor(email=OMAR.login, reason="Téléphone perdu", by=ODILE, at=PREPARED)
    assert [accounts.has_second_factor(person.login) for person in (CLAIRE, OMAR)] == [False, False]
