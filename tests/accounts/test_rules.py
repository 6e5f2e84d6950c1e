"""Logins, roles, scopes and one-time links: without a database."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from massicot.accounts import rules
from massicot.accounts.rules import accounts
from massicot.core.actor import Role
from massicot.core.keys import SealBroken

NEEDS_UAI = [Role.EXAM_CENTRE, Role.MARKING_CENTRE, Role.SCHOOL]
NEEDS_SESSION = [Role.MARKER]
NEEDS_PAPERS = [Role.INSPECTOR]
NEEDS_NOTHING = [Role.OFFICE, Role.FINANCE]


def test_every_role_has_its_kind_of_scope():
    assert sorted(NEEDS_UAI + NEEDS_SESSION + NEEDS_PAPERS + NEEDS_NOTHING) == sorted(Role)


@pytest.mark.parametrize("typed", ["Odile@Bureau.Invalid", "  odile@bureau.invalid\n"])
def test_a_login_is_the_same_in_any_case_and_spacing(typed):
    assert rules.tidy_email(typed) == "odile@bureau.invalid"


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "odile",
        "odile@bureau",
        "@bureau.invalid",
        "odile@ bureau.invalid",
        "a@b@c.d",
        "a b@c.d",
        "x,y@z.fr",
        "x@y.fr,z@y.fr",
        "x;y@z.fr",
        "x<y@z.fr>",
        "x:y@z.fr",
        "o" * 250 + "@b.fr",
    ],
)
def test_what_is_no_address_is_no_login(typed):
    with pytest.raises(rules.EmailMalformed):
        rules.tidy_email(typed)


@pytest.mark.parametrize("role", Role)
def test_a_role_is_read_by_its_name(role):
    assert rules.parse_role(role.value) is role


@pytest.mark.parametrize("text", ["", "Office", "admin", "exam_centre"])
def test_an_unknown_role_is_refused_with_those_there_are(text):
    with pytest.raises(accounts.RoleUnknown, match="office, exam-centre, marking-centre, marker, inspector, school"):
        rules.parse_role(text)


@pytest.mark.parametrize(
    ("roles", "scope", "refusal"),
    [
        (NEEDS_UAI, "0130053M", None),
        (NEEDS_UAI, "", accounts.ScopeMissing),
        (NEEDS_UAI, "0130053", rules.ScopeMalformed),
        (NEEDS_UAI, "0130053m", rules.ScopeMalformed),
        (NEEDS_UAI, "BTS-2017", rules.ScopeMalformed),
        (NEEDS_SESSION, "BTS-2017", None),
        (NEEDS_SESSION, "", accounts.ScopeMissing),
        (NEEDS_SESSION, "BTS-2017-" + "X" * 12, accounts.SessionCodeMalformed),
        (NEEDS_SESSION, "bts 2017", accounts.SessionCodeMalformed),
        (NEEDS_SESSION, "BTS-2017/CGE", accounts.SessionCodeMalformed),
        (NEEDS_PAPERS, "BTS-2017", None),
        (NEEDS_PAPERS, "BTS-2017/CGE", None),
        (NEEDS_PAPERS, "", accounts.ScopeMissing),
        (NEEDS_PAPERS, "BTS-2017/", accounts.PaperScopeMalformed),
        (NEEDS_PAPERS, "/CGE", accounts.PaperScopeMalformed),
        (NEEDS_PAPERS, "bts 2017", accounts.PaperScopeMalformed),
        (NEEDS_NOTHING, "", None),
        (NEEDS_NOTHING, "0130053M", accounts.ScopeNeedless),
    ],
)
def test_a_scope_fits_its_role(roles, scope, refusal):
    for role in roles:
        if refusal is None:
            accounts.check_scope(role, scope)
        else:
            with pytest.raises(refusal):
                accounts.check_scope(role, scope)


@pytest.mark.parametrize("reason", ["", "   ", "\n"])
def test_what_is_taken_from_somebody_has_a_reason(reason):
    with pytest.raises(accounts.AccountReasonMissing):
        accounts.check_reason(reason)
    accounts.check_reason("Lost.")


def test_secrets_of_second_factors_are_160_bits_and_never_twice_the_same():
    drawn = {rules.draw_secret() for _ in range(100)}
    assert len(drawn) == 100
    assert {len(base64.b32decode(secret)) for secret in drawn} == {20}


@given(st.text(min_size=8))
def test_a_sealed_secret_opens_with_the_secret_of_the_installation_and_with_no_other(text):
    sealed = rules.seal_secret("installation", text)
    assert rules.unseal_secret("installation", sealed) == text
    assert text not in sealed
    assert rules.seal_secret("installation", text) != sealed
    with pytest.raises(SealBroken):
        rules.unseal_secret("another installation", sealed)


def test_who_lost_a_second_factor_reads_why_it_was_taken_away():
    subject, body = accounts.reset_letter("Téléphone perdu dans le train.")
    assert subject == "Votre second facteur a été retiré"
    assert "Motif : Téléphone perdu dans le train." in body
