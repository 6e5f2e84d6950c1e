"""The second factor: added once, sealed in the table, taken away by the right person, its codes drawn anew."""

import pytest
from allauth.mfa.models import Authenticator

from massicot.accounts import queries, rules, services
from massicot.accounts.rules import accounts
from massicot.audit import queries as audit
from massicot.core.actor import Actor, Role
from massicot.post import queries as post
from tests.cast import CEDRES, CLAIRE, ODILE, PREPARED

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
pytestmark = pytest.mark.django_db


@pytest.fixture
def claire():
    """Claire, with a second factor."""
    account = services.give_role(email=CLAIRE.login, role=Role.EXAM_CENTRE, scope=CEDRES, by=ODILE, at=PREPARED)
    services.enrol_totp(email=CLAIRE.login, secret=SECRET, by=CLAIRE, at=PREPARED)
    return account


def reset(**changes):
    usual = {"email": CLAIRE.login, "reason": " Lost in a train. ", "by": ODILE, "at": PREPARED}
    services.reset_second_factor(**{**usual, **changes})


def acts():
    return [line.act for line in audit.acts_of(f"account:{CLAIRE.login}")]


def test_a_second_factor_comes_with_ten_recovery_codes(claire):
    assert queries.has_second_factor(CLAIRE.login)
    codes = queries.unused_recovery_codes(CLAIRE.login)
    assert len(set(codes)) == 10
    assert {len(code) for code in codes} == {8}


def test_neither_the_secret_nor_a_code_lies_in_the_table(claire):
    kept = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert not any(text in kept for text in (SECRET, *queries.unused_recovery_codes(CLAIRE.login)))


def test_a_second_one_is_not_added_over_the_first(claire):
    with pytest.raises(accounts.SecondFactorThere):
        services.enrol_totp(email=CLAIRE.login, secret=rules.draw_secret(), by=CLAIRE, at=PREPARED)
    assert acts().count("SecondFactorAdded") == 1


def test_new_recovery_codes_replace_those_before(claire):
    before = queries.unused_recovery_codes(CLAIRE.login)
    services.draw_recovery_codes(email=CLAIRE.login, by=CLAIRE, at=PREPARED)
    assert not set(before) & set(queries.unused_recovery_codes(CLAIRE.login))
    assert acts()[-1] == "RecoveryCodesDrawn"


def test_recovery_codes_are_drawn_for_who_has_a_second_factor_only(claire):
    services.remove_second_factor(email=CLAIRE.login, by=CLAIRE, at=PREPARED)
    with pytest.raises(accounts.SecondFactorAbsent):
        services.draw_recovery_codes(email=CLAIRE.login, by=CLAIRE, at=PREPARED)
    assert queries.unused_recovery_codes(CLAIRE.login) == []


def test_whoever_is_offered_one_may_do_without_again(claire):
    services.remove_second_factor(email=CLAIRE.login, by=CLAIRE, at=PREPARED)
    assert not queries.has_second_factor(CLAIRE.login)
    assert acts()[-1] == "SecondFactorRemoved"
    with pytest.raises(accounts.SecondFactorAbsent):
        services.remove_second_factor(email=CLAIRE.login, by=CLAIRE, at=PREPARED)


def test_the_office_does_not_do_without(claire):
    services.give_role(email=CLAIRE.login, role=Role.OFFICE, scope="", by=ODILE, at=PREPARED)
    with pytest.raises(rules.SecondFactorRequired):
        services.remove_second_factor(email=CLAIRE.login, by=CLAIRE, at=PREPARED)
    assert queries.has_second_factor(CLAIRE.login)


def test_one_that_was_lost_is_taken_away_with_a_reason_and_its_owner_is_told(claire):
    reset()
    assert not queries.has_second_factor(CLAIRE.login)
    assert queries.unused_recovery_codes(CLAIRE.login) == []
    assert audit.facts_on(f"account:{CLAIRE.login}", "SecondFactorReset") == [
        {"email": CLAIRE.login, "reason": "Lost in a train."}
    ]
    letter = post.letters().get()
    assert (letter.to, "Lost in a train." in post.body_of(post.letter_by_id(letter.pk))) == (CLAIRE.login, True)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"reason": "  "}, accounts.AccountReasonMissing),
        ({"by": CLAIRE}, accounts.OwnSecondFactor),
        ({"by": Actor(CLAIRE.login), "email": CLAIRE.login.upper()}, accounts.OwnSecondFactor),
        ({"email": "nobody@cedres.invalid"}, rules.AccountUnknown),
    ],
)
def test_nothing_is_taken_away_without_a_reason_or_by_its_owner(claire, changes, refusal):
    with pytest.raises(refusal):
        reset(**changes)
    assert queries.has_second_factor(CLAIRE.login)
    assert not post.letters()


def test_nothing_lost_is_nothing_to_take_away(claire):
    reset()
    with pytest.raises(accounts.SecondFactorAbsent):
        reset()
    assert post.letters().count() == 1
