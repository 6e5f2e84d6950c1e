"""Roles given, one-time links drawn and spent."""

from datetime import timedelta

import pytest
from django.contrib.auth import authenticate

from massicot.accounts import queries, rules, services
from massicot.accounts.models import Account, OneTimeLink
from massicot.accounts.queries import accounts
from massicot.accounts.queries.links import link_of_code, open_link, waiting_links
from massicot.accounts.rules import AccountStanding
from massicot.accounts.rules import accounts as account_rules
from massicot.accounts.rules.accounts import (
    LASTS,
    CodeOfConvocation,
    LinkCodeMalformed,
    LinkCodeUnknown,
    LinkSpent,
    check_code,
)
from massicot.audit import queries as audit
from massicot.core.actor import SYSTEM, Actor, Role
from tests.cast import CEDRES, MURIERS, ODILE, PREPARED, TILLEULS

CLAIRE = "claire@cedres.invalid"
PASSWORD, OTHER_PASSWORD = "un mot de passe long", "un autre mot de passe"
pytestmark = pytest.mark.django_db


def give(role=Role.EXAM_CENTRE, scope=CEDRES, email=CLAIRE):
    return services.give_role(email=email, role=role, scope=scope, by=ODILE, at=PREPARED)


def draw():
    return services.draw_link(email=CLAIRE, by=ODILE, at=PREPARED)


def choose(token, password=PASSWORD, at=PREPARED):
    return services.choose_password(code=token, password=password, at=at)


def test_a_role_opens_an_account_that_nobody_can_sign_in_to_yet():
    account = give(email=" Claire@Cedres.invalid ")
    assert (account.email, account.joined_at) == (CLAIRE, PREPARED)
    assert queries.holds_role(CLAIRE, Role.EXAM_CENTRE, CEDRES)
    assert not queries.holds_role(CLAIRE, Role.EXAM_CENTRE)
    assert authenticate(username=CLAIRE, password="") is None


def test_a_new_account_has_no_password_at_all():
    assert not give().has_usable_password()


def test_a_role_withdrawn_is_gone_at_once_and_can_be_given_again():
    give()
    services.withdraw_role(
        email=CLAIRE, role=Role.EXAM_CENTRE, scope=CEDRES, reason=" Retired. ", by=ODILE, at=PREPARED
    )
    assert queries.appointments_of(CLAIRE) == []
    assert audit.facts_on(f"account:{CLAIRE}", "RoleWithdrawn") == [
        {"email": CLAIRE, "reason": "Retired.", "role": "exam-centre", "scope": CEDRES}
    ]
    give()


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [({"reason": " "}, account_rules.AccountReasonMissing), ({"scope": "9900002X"}, account_rules.RoleNotHeld)],
)
def test_a_role_is_withdrawn_from_who_holds_it_and_for_a_reason(changes, refusal):
    give()
    with pytest.raises(refusal):
        services.withdraw_role(
            **{"email": CLAIRE, "role": Role.EXAM_CENTRE, "scope": CEDRES, "reason": "Retired.", **changes},
            by=ODILE,
            at=PREPARED,
        )
    assert queries.holds_role(CLAIRE, Role.EXAM_CENTRE, CEDRES)


def test_the_exam_office_keeps_one_person():
    give(Role.OFFICE, "")
    give(Role.OFFICE, "", "omar@bureau.invalid")
    leave = {"role": Role.OFFICE, "scope": "", "reason": "Retired.", "by": ODILE, "at": PREPARED}
    services.withdraw_role(email="omar@bureau.invalid", **leave)
    with pytest.raises(rules.LastOfTheOffice, match=CLAIRE):
        services.withdraw_role(email=CLAIRE, **leave)


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
    assert open_link(token, PREPARED) is None
    with pytest.raises(LinkSpent):
        choose(token, OTHER_PASSWORD)
    assert authenticate(username=CLAIRE, password=OTHER_PASSWORD) is None


@pytest.mark.parametrize(("is_on_paper", "days"), [(False, 7), (True, 30)])
@pytest.mark.parametrize(("beyond", "is_good"), [(timedelta(seconds=-1), True), (timedelta(0), False)])
def test_a_link_is_good_for_seven_days_by_mail_and_for_thirty_on_paper(is_on_paper, days, beyond, is_good):
    give()
    age = timedelta(days=days) + beyond
    token = services.draw_link(email=CLAIRE, is_on_paper=is_on_paper, by=ODILE, at=PREPARED)
    waiting = waiting_links([CLAIRE], PREPARED)[CLAIRE]
    assert waiting == (PREPARED, PREPARED + timedelta(days=days), is_on_paper)
    assert (CLAIRE in waiting_links([CLAIRE], PREPARED + age)) == is_good
    assert (open_link(token, PREPARED + age) is not None) == is_good
    if not is_good:
        with pytest.raises(LinkSpent):
            choose(token, at=PREPARED + age)


def test_a_new_link_replaces_the_one_before():
    give()
    lost, found = draw(), draw()
    with pytest.raises(LinkSpent):
        choose(lost)
    assert choose(found).email == CLAIRE


def test_a_code_is_typed_in_any_case_with_or_without_its_dashes_and_typing_it_spends_nothing():
    give()
    code = draw()
    for typed in (code, code.lower(), code.replace("-", ""), code.replace("-", " "), f" {code}\n"):
        assert link_of_code(typed, PREPARED).account.email == CLAIRE
    assert choose(code.lower().replace("-", "")).email == CLAIRE


@pytest.mark.parametrize("typed", ["", "ABCD-EFGH", "K7QM-2XRT-9HDW-P3F0", "K7QM-2XRT-9HDW-P3FJ-2", "é" * 16])
def test_what_is_no_code_is_told_apart_from_a_code_that_opens_nothing(typed):
    give()
    draw()
    with pytest.raises(LinkCodeMalformed):
        link_of_code(typed, PREPARED)
    with pytest.raises(LinkCodeUnknown):
        link_of_code("K7QM-2XRT-9HDW-P3FJ", PREPARED)


@pytest.mark.parametrize("typed", ["M-ABCDE-FGHJK", " m-abcde-fghjk-2 ", "MABCDEFGHJK"])
def test_the_code_of_a_convocation_is_told_to_open_no_access(typed):
    with pytest.raises(CodeOfConvocation, match="which opens no access"):
        check_code(typed)


@pytest.mark.parametrize("token", ["", "x", "é" * 50])
def test_a_link_that_nobody_gave_is_refused(token):
    give()
    draw()
    with pytest.raises(LinkSpent):
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
    with pytest.raises(LinkSpent):
        choose(token)


def test_an_actor_is_found_in_any_case():
    give()
    assert queries.actor_of("CLAIRE@cedres.invalid ") == Actor(CLAIRE)
    assert queries.actor_of("nobody@cedres.invalid") is None


def test_the_program_itself_is_no_account():
    assert queries.account_by_email(SYSTEM.login) is None


def test_a_password_changed_is_in_the_journal():
    account = give()
    services.change_password(account=account, password=OTHER_PASSWORD, kept_session="", by=Actor(CLAIRE), at=PREPARED)
    assert authenticate(username=CLAIRE, password=OTHER_PASSWORD) == account
    assert [line.act for line in audit.acts_of(f"account:{CLAIRE}")] == ["RoleGiven", "PasswordChanged"]


def test_people_are_found_by_the_places_of_their_roles():
    give()
    give(Role.OFFICE, "", "omar@bureau.invalid")
    found = queries.with_role_or_scope([], queries.scopes_appointed(Role.EXAM_CENTRE), "no such place")
    assert [account.email for account in Account.objects.filter(found)] == [CLAIRE]


def test_heads_of_centres_are_told_from_the_office():
    give()
    give(Role.OFFICE, "", "omar@bureau.invalid")
    draw()
    services.draw_link(email="omar@bureau.invalid", by=ODILE, at=PREPARED)
    assert accounts.centres_with_heads(PREPARED) == ({(Role.EXAM_CENTRE, CEDRES)}, ["omar@bureau.invalid"])


def test_heads_who_have_not_come_in_are_told_with_the_link_that_they_have():
    for scope, link in ((CEDRES, None), (TILLEULS, False), (MURIERS, True)):
        give(scope=scope, email=f"chef@{scope}.invalid")
        if link is not None:
            services.draw_link(email=f"chef@{scope}.invalid", is_on_paper=link, by=ODILE, at=PREPARED)
    head = Role.EXAM_CENTRE
    outside = [(head, CEDRES, 0, 0), (head, TILLEULS, 1, 0), (head, MURIERS, 1, 1)]
    assert sorted(accounts.HEADS_OUTSIDE.ask(at=PREPARED)) == sorted(outside)


def test_the_list_of_people_says_how_far_each_has_come():
    give()
    give(Role.OFFICE, "", "omar@bureau.invalid")
    draw()
    services.enrol_totp(email="omar@bureau.invalid", secret=rules.draw_secret(), by=ODILE, at=PREPARED)
    claire, omar = people(PREPARED)
    assert (claire.email, claire.roles) == (CLAIRE, ((Role.EXAM_CENTRE, CEDRES),))
    assert (claire.link_until, claire.standing) == (PREPARED + LASTS, AccountStanding.INVITED)
    assert (omar.link_until, omar.has_second_factor, claire.has_second_factor) == (None, True, False)
    assert (people(PREPARED + LASTS)[0].link_until, omar.standing) == (None, AccountStanding.LAPSED)
    account = queries.known_account(CLAIRE)
    account.set_password(PASSWORD)
    account.save()
    assert people(PREPARED)[0].standing is AccountStanding.IN
    Account.objects.filter(pk=account.pk).update(is_active=False)
    assert people(PREPARED)[0].standing is AccountStanding.CLOSED
    Account.objects.filter(email=omar.email).update(last_login=PREPARED)
    assert [one.standing for one in people(PREPARED)] == [AccountStanding.CLOSED, AccountStanding.IN]


def people(at):
    return queries.persons(queries.account_ids(), at)
