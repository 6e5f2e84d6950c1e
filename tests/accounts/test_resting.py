"""On whom an access of the office rests, who may confirm it, and who is told of a letter."""

import pytest

from massicot.accounts import rules, services
from massicot.accounts.queries import holders as accesses
from massicot.accounts.rules import holders
from massicot.audit import queries as audit
from massicot.core.actor import SYSTEM, Actor, Role
from massicot.post import queries as post
from tests.cast import CEDRES, CLAIRE, ODILE, OMAR, PREPARED
from tests.web.visitors import SECRET

pytestmark = pytest.mark.django_db
OLGA, PAUL = Actor("olga@bureau.invalid"), Actor("paul@bureau.invalid")
SHELL = Actor("command-line")


@pytest.fixture(autouse=True)
def _office():
    for person in (ODILE, OMAR):
        give(person, by=SYSTEM)


def give(person, by, role=Role.OFFICE, scope=""):
    services.give_role(email=person.login, role=role, scope=scope, by=by, at=PREPARED)


def draw(person, by):
    return services.draw_link(email=person.login, by=by, at=PREPARED)


def come_in(person, by):
    token = draw(person, by)
    services.choose_password(code=token, password="cerise-bateau-lune", at=PREPARED)
    services.enrol_totp(email=person.login, secret=SECRET, by=person, at=PREPARED)


def confirm(person, by):
    services.confirm_access(email=person.login, by=by, at=PREPARED)


def behind(person):
    return accesses.stood_behind(person.login, PREPARED)


def told_to(person):
    return [letter.subject for letter in post.letters() if letter.to == person.login]


def test_an_access_that_the_machine_opened_rests_on_nobody_else():
    come_in(ODILE, by=SHELL)
    assert behind(ODILE) == {ODILE.login}


def test_an_access_rests_on_whoever_opened_it_and_on_those_behind_them():
    give(OLGA, by=ODILE)
    give(PAUL, by=OLGA)
    assert behind(PAUL) == {PAUL.login, OLGA.login, ODILE.login}


def test_another_role_of_somebody_known_gives_nobody_a_way_in():
    give(OMAR, by=ODILE, role=Role.EXAM_CENTRE, scope=CEDRES)
    assert behind(OMAR) == {OMAR.login}


def test_a_head_of_centre_whose_letter_was_printed_brings_that_to_the_office():
    give(CLAIRE, by=SYSTEM, role=Role.EXAM_CENTRE, scope=CEDRES)
    draw(CLAIRE, by=ODILE)
    give(CLAIRE, by=OMAR)
    assert behind(CLAIRE) == {CLAIRE.login, ODILE.login}


@pytest.mark.parametrize("by", [OMAR, SHELL])
def test_a_third_person_or_the_machine_confirms_an_access(by):
    give(OLGA, by=ODILE)
    come_in(OLGA, by=ODILE)
    confirm(OLGA, by=by)
    assert behind(OLGA) == {OLGA.login}
    assert [(line.act, line.by) for line in audit.acts_of(f"account:{OLGA.login}")][-1] == ("AccessConfirmed", by.login)


def test_a_letter_printed_again_asks_for_another_confirmation():
    give(OLGA, by=ODILE)
    come_in(OLGA, by=ODILE)
    confirm(OLGA, by=OMAR)
    draw(OLGA, by=OMAR)
    assert behind(OLGA) == {OLGA.login, OMAR.login}


@pytest.mark.parametrize("by", [ODILE, OLGA, PAUL])
def test_nobody_behind_an_access_confirms_it(by):
    give(OLGA, by=ODILE)
    give(PAUL, by=ODILE)
    come_in(OLGA, by=ODILE)
    with pytest.raises(holders.ConfirmerNotApart):
        confirm(OLGA, by=by)
    assert ODILE.login in behind(OLGA)


def test_an_access_is_confirmed_once_its_holder_has_come_in_and_no_link_is_open():
    give(OLGA, by=ODILE)
    with pytest.raises(holders.NotInYet):
        confirm(OLGA, by=OMAR)
    come_in(OLGA, by=ODILE)
    draw(OLGA, by=ODILE)
    with pytest.raises(holders.NotInYet):
        confirm(OLGA, by=OMAR)
    assert "AccessConfirmed" not in {line.act for line in audit.acts_of(f"account:{OLGA.login}")}


def test_nothing_is_confirmed_where_nothing_rests_on_another_nor_by_somebody_else():
    with pytest.raises(holders.NothingToConfirm):
        confirm(ODILE, by=OMAR)
    give(OLGA, by=ODILE)
    with pytest.raises(rules.NotFromOffice):
        confirm(OLGA, by=CLAIRE)


def test_everybody_of_the_office_is_told_of_a_letter_of_theirs_and_of_its_use():
    token = draw(OMAR, by=ODILE)
    give(OLGA, by=SYSTEM)
    subject = f"Lien d'accès établi pour {OMAR.login}"
    assert (told_to(OMAR), told_to(ODILE)) == ([subject], [])
    services.choose_password(code=token, password="cerise-bateau-lune", at=PREPARED)
    used = f"Lien d'accès de {OMAR.login} utilisé"
    assert [told_to(person)[0] for person in (ODILE, OMAR, OLGA)] == [used] * 3


def test_everybody_of_the_office_is_told_of_a_second_factor_taken_away():
    give(OLGA, by=SYSTEM)
    services.enrol_totp(email=OMAR.login, secret=SECRET, by=OMAR, at=PREPARED)
    services.reset_second_factor(email=OMAR.login, reason="Téléphone perdu.", by=ODILE, at=PREPARED)
    assert told_to(OLGA) == [f"Second facteur de {OMAR.login} retiré"]
    assert len(told_to(OMAR)) == 1


def test_a_letter_of_a_head_of_centre_is_told_to_nobody():
    give(CLAIRE, by=ODILE, role=Role.EXAM_CENTRE, scope=CEDRES)
    services.choose_password(code=draw(CLAIRE, by=ODILE), password="cerise-bateau-lune", at=PREPARED)
    assert not post.letters().exists()


def test_accesses_that_rest_on_others_are_listed_for_the_office():
    give(OLGA, by=ODILE)
    draw(OMAR, by=OLGA)
    assert accesses.resting_on_others([person.login for person in (ODILE, OMAR, OLGA)], PREPARED) == {
        OLGA.login: [ODILE.login],
        OMAR.login: [OLGA.login],
    }
