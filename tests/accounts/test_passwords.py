"""Passwords that are guessed first, and those that are not."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from massicot.accounts.rules import passwords

MARIE = "marie.lefevre-dupont@lycee.invalid"


@pytest.mark.parametrize(
    "password",
    [
        "123456789012",
        "aaaaaaaaaaaa",
        "motdepasse123",
        "MotDePasse2026!",
        "M0td3p@sse123",
        "azertyuiop12",
        "azertyuiopqsdfghjklm",
        "qwertyuiop123",
        "abcdabcdabcd",
        "abcdefghijkl",
        "987654321098",
        "111122223333",
        "chocolat2026",
        "Massicot2026!",
        "academie-de-paris",
        "ab12ab12ab12",
        "correction-2026",
        "éducation nationale",
        "2026-2027-2028",
    ],
)
def test_a_password_that_is_guessed_first_is_refused(password):
    with pytest.raises(passwords.PasswordGuessed):
        passwords.check_password(password, MARIE)


@pytest.mark.parametrize(
    "password", ["lefevre-cerise-lune", "MarieLit-toujours", "dupont et trombone", "Lefèvre-tuba-gong"]
)
def test_what_stands_in_the_address_is_refused(password):
    with pytest.raises(passwords.PasswordHoldsAddress):
        passwords.check_password(password, MARIE)


@pytest.mark.parametrize(
    "password",
    [
        "cerise-bateau-lune-marron",
        "quatre-autres-mots-longs",
        "Un mot de passe assez long",
        "kT9#vLq2!xZr",
        "soleil-tuba-gong-orme",
    ],
)
def test_words_that_have_nothing_to_do_with_one_another_pass(password):
    passwords.check_password(password, MARIE)
    passwords.check_password(password, "")


@given(st.text(min_size=12, max_size=64))
def test_any_text_is_judged(password):
    with suppress(passwords.PasswordGuessed, passwords.PasswordHoldsAddress):
        passwords.check_password(password, MARIE)
        assert len(set(password)) >= passwords.FEWEST_DIFFERENT
