"""An access of the office on screen: on whom it rests, who is told, who confirms it, and what two persons are."""

import pytest
from django.urls import reverse
from django.utils import timezone
from lxml import html

from massicot.accounts import services as account_acts
from massicot.accounts.queries import holders as accesses
from massicot.core.actor import SYSTEM, Actor, Role
from massicot.markers import services as marker_acts
from massicot.results import queries
from tests import later_world
from tests.cast import CLAIRE, ODILE, OMAR, PREPARED
from tests.keeping import kept
from tests.web.office.reading import words_of
from tests.web.telephone import code_of
from tests.web.visitors import SECRET, signed_in

pytestmark = pytest.mark.django_db
OLGA = Actor("olga@bureau.invalid")
PAPER = ("BTS-2017", "CGE")


def staffed():
    """Let Omar's letter be printed by Odile and used; Olga comes by the machine."""
    built = later_world.locked()
    marker_acts.appoint(email=OLGA.login, role=Role.OFFICE, scope="", by=SYSTEM, at=PREPARED)
    signed_in(ODILE.login).post(reverse("office:print_invitation", args=[OMAR.login]))
    token = account_acts.draw_link(email=OMAR.login, by=SYSTEM, at=timezone.now())
    account_acts.choose_password(code=token, password="cerise-bateau-lune", at=timezone.now())
    signed_in(OMAR.login)
    return built


built = kept(staffed)


def person_page(reader, of=OMAR):
    return signed_in(reader.login).get(reverse("office:person", args=[of.login]))


def lifting_page(reader):
    return signed_in(reader.login).get(reverse("office:lifting", args=PAPER))


def send(person, name, args, **typed):
    return signed_in(person.login).post(reverse(name, args=args), typed | {"code": code_of(SECRET)})


def confirm(by, code=None):
    typed = {"code": code or code_of(SECRET)}
    return signed_in(by.login).post(reverse("office:confirm_access", args=[OMAR.login]), typed)


def forms_to(answer, part):
    return html.fromstring(answer.content.decode()).xpath(f"//form[contains(@action, '{part}')]")


@pytest.mark.parametrize("person", [ODILE, OMAR, OLGA])
def test_everybody_of_the_office_finds_on_their_home_page_whose_letter_was_printed_by_whom(built, person):
    told = words_of(signed_in(person.login).get(reverse("office:home")))
    assert f"L’accès du compte {OMAR.login} repose sur {ODILE.login}" in told


def test_the_page_of_the_person_tells_what_was_done_and_who_may_confirm_it(built):
    told = words_of(person_page(OLGA))
    assert f"Cet accès repose sur {ODILE.login}" in told
    assert f"lien établi : lettre imprimée ou envoyée – {ODILE.login}" in told
    assert [len(forms_to(person_page(who), "/confirmer/")) for who in (ODILE, OMAR, OLGA)] == [0, 0, 1]


def test_who_is_about_to_print_a_letter_of_a_colleague_reads_what_follows(built):
    warning = "Qui tient la lettre d’un collègue pourrait se connecter à sa place"
    assert warning in words_of(person_page(OMAR, of=ODILE))
    assert warning not in words_of(person_page(ODILE, of=ODILE))
    assert warning not in words_of(person_page(ODILE, of=CLAIRE))


def test_a_third_person_confirms_the_access_with_a_code_of_their_own(built):
    assert confirm(OLGA, "000000").status_code == 422
    assert confirm(ODILE).status_code == 422
    assert accesses.stood_behind(OMAR.login, timezone.now()) == {OMAR.login, ODILE.login}
    assert confirm(OLGA).status_code == 303
    assert "Cet accès ne repose sur personne d’autre" in words_of(person_page(ODILE))
    assert "repose sur" not in words_of(signed_in(OMAR.login).get(reverse("office:home")))


def test_the_two_do_not_lift_together_and_read_what_to_do(built):
    send(OMAR, "office:lifting", PAPER)
    page = lifting_page(ODILE)
    assert f"Vous ne confirmez pas ce que {OMAR.login} a proposé" in words_of(page)
    assert "Confirmer la levée" not in words_of(page)
    seen = queries.shown_lifting(built.paper).seen
    refused = send(ODILE, "office:lifting", PAPER, seen=seen)
    assert (refused.status_code, queries.is_lifted(built.paper)) == (422, False)
    assert "ne comptent pas pour deux personnes" in words_of(refused)


def test_one_of_the_two_proposes_in_their_own_name_and_a_third_person_confirms(built):
    send(OMAR, "office:lifting", PAPER)
    (form,) = forms_to(lifting_page(ODILE), "/levee/")
    assert send(ODILE, "office:lifting", PAPER, **dict(form.form_values())).status_code == 303
    assert queries.lifting_of(built.paper).proposed_by == ODILE.login
    assert "Confirmer la levée" in words_of(lifting_page(OLGA))
    (form,) = forms_to(lifting_page(OLGA), "/levee/")
    assert send(OLGA, "office:lifting", PAPER, **dict(form.form_values())).status_code == 303
    assert queries.is_lifted(built.paper)
