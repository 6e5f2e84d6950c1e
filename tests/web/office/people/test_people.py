"""People on screen: who has access, who heads which centre, invitations by mail and on paper, roles withdrawn."""

import re

import pytest
import zxingcpp
from django.urls import reverse
from lxml import html

from massicot.accounts import queries as accounts
from massicot.accounts import services as account_acts
from massicot.core.actor import Role
from massicot.post import queries as post
from massicot.post.rules import LetterState
from tests import cast, world
from tests.cast import CEDRES, CLAIRE, MURIERS, ODILE, PREPARED
from tests.documents.reading import Reader
from tests.hostile.client import HostileClient
from tests.keeping import kept
from tests.web.office.reading import words_of
from tests.web.visitors import SECRET, visitor

pytestmark = pytest.mark.django_db

NEW = "nora@muriers.invalid"
LINK = re.compile(r"http://127\.0\.0\.1:8000(/bienvenue/[^/]+/)")

built = kept(world.prepared)


@pytest.fixture
def office(built):
    return visitor(built, "office")


def invite(office, **typed):
    form = {"role": "exam-centre", "scope": MURIERS, "email": NEW, "by_post": "mail"} | typed
    return office.post(reverse("office:invite"), form)


def act_on(office, name, email=NEW, **typed):
    return office.post(reverse(f"office:{name}", args=[email]), typed)


def last_letter():
    return post.letters()[0]


def opens(text):
    """Say whether the link of a letter still chooses a password."""
    return HostileClient().get(LINK.search(text)[1]).status_code == 200


def test_a_head_invited_by_mail_receives_a_link_that_opens_once(office):
    assert invite(office, email=NEW.upper()).status_code == 303
    body = post.body_of(last_letter())
    assert (last_letter().to, accounts.holds_role(NEW, Role.EXAM_CENTRE, MURIERS)) == (NEW, True)
    assert "chef de centre d'épreuves, Lycée des Mûriers" in body
    assert opens(body)


def test_a_letter_on_paper_bears_a_code_to_type_and_its_link_as_a_square(office):
    invite(office, by_post="paper")
    assert not post.letters().exists()
    answer = act_on(office, "print_invitation")
    assert answer["Content-Type"] == "application/pdf"
    letter = Reader(answer.content)
    link = next(code.text for code in letter.codes(0, zxingcpp.BarcodeFormat.QRCode) if code.text.startswith("http"))
    assert opens(link)
    code = re.search(r"[A-Z2-9]{4}(-[A-Z2-9]{4}){3}", letter.text)[0]
    assert link.endswith(f"/bienvenue/{code}/")
    typed = HostileClient().post(reverse("shared:type_code"), {"code": code.lower()})
    assert (typed.status_code, HostileClient().get(typed["Location"]).status_code) == (303, 200)
    assert "Lycée des Mûriers" in letter.text


def test_the_page_of_a_person_says_that_a_letter_on_its_way_dies(office):
    invite(office, by_post="paper")
    page = reverse("office:person", args=[NEW])
    assert "en route" not in words_of(office.get(page))
    act_on(office, "print_invitation")
    assert "Une lettre est en route, imprimée le" in words_of(office.get(page))
    act_on(office, "invite_again")
    assert "Une lettre est en route, envoyée par courriel le" in words_of(office.get(page))


def test_an_invitation_sent_again_makes_the_one_before_void(office):
    invite(office)
    first = post.body_of(last_letter())
    act_on(office, "invite_again")
    assert (opens(first), opens(post.body_of(last_letter()))) == (False, True)
    assert [letter.state for letter in post.letters()] == [LetterState.WAITING, LetterState.GIVEN_UP]


def test_nobody_is_invited_to_both_sides_of_the_wall(office):
    answer = invite(office, role="marking-centre", scope=cast.PERRIN, email=CLAIRE.login)
    assert answer.status_code == 422
    assert CLAIRE.login in words_of(answer)
    assert not post.letters().exists()


def test_a_refusal_calls_roles_by_their_names(office):
    answer = invite(office, role="marking-centre", scope=cast.PERRIN, email=CLAIRE.login)
    assert "a déjà le rôle « Centre d’épreuves »" in words_of(answer)
    assert "Le rôle « Bureau des examens » vaut partout" in words_of(invite(office, role="office"))


@pytest.mark.parametrize("how", ["mail", "paper"])
def test_nobody_is_invited_to_a_place_that_nobody_knows(office, how):
    answer = invite(office, scope="9999999Z", by_post=how)
    assert (answer.status_code, accounts.emails_with_role(Role.EXAM_CENTRE, "9999999Z")) == (422, [])
    assert "9999999Z" in words_of(answer)
    assert not post.letters().exists()


@pytest.mark.parametrize("scope", ["BTS-2017", "BTS-2017/CGE"])
def test_an_inspector_is_invited_to_a_session_or_to_one_of_its_papers(office, scope):
    assert invite(office, role="inspector", scope=scope.lower()).status_code == 303
    body = post.body_of(last_letter())
    assert accounts.holds_role(NEW, Role.INSPECTOR, scope)
    assert f"inspecteur, {scope}" in body


@pytest.mark.parametrize("scope", ["BTS-2018", "BTS-2017/XYZ", ""])
def test_nobody_inspects_a_session_or_a_paper_that_is_not_there(office, scope):
    answer = invite(office, role="inspector", scope=scope)
    assert (answer.status_code, accounts.emails_with_role(Role.INSPECTOR, scope)) == (422, [])
    assert not post.letters().exists()


def test_without_a_mail_server_the_letter_on_paper_is_proposed_first(office, settings):
    settings.MASSICOT_EMAIL_URL = ""
    form = html.fromstring(office.get(reverse("office:invite")).content.decode())
    assert form.xpath("//select[@name='by_post']/option[@selected]/@value") == ["paper"]
    settings.MASSICOT_EMAIL_URL = "smtp://mail.invalid"
    form = html.fromstring(office.get(reverse("office:invite")).content.decode())
    assert form.xpath("//select[@name='by_post']/option[@selected]/@value") == ["mail"]


def test_letters_that_would_lead_to_this_machine_alone_are_told_before_they_leave(office, settings):
    pages = [reverse("office:people"), reverse("office:invite"), reverse("office:person", args=[CLAIRE.login])]
    assert all("mènent à http://127.0.0.1:8000" in words_of(office.get(page)) for page in pages)
    settings.MASSICOT_BASE_URL = "https://examens.invalid"
    assert not any("MASSICOT_BASE_URL" in words_of(office.get(page)) for page in pages)


def test_the_file_of_a_letter_bears_the_place_it_goes_to(office):
    assert (
        f'filename="invitation-{CEDRES}.pdf"' in act_on(office, "print_invitation", CLAIRE.login)["Content-Disposition"]
    )
    assert 'filename="invitation-odile' in act_on(office, "print_invitation", ODILE.login)["Content-Disposition"]


def test_a_role_is_withdrawn_with_a_reason_and_at_once(office):
    claire = HostileClient()
    claire.force_login(accounts.account_by_email(CLAIRE.login))
    assert claire.get(reverse("examcentre:home")).status_code == 200
    typed = {"role": "exam-centre", "scope": CEDRES}
    assert act_on(office, "withdraw", CLAIRE.login, **typed, reason=" ").status_code == 422
    assert act_on(office, "withdraw", CLAIRE.login, **typed, reason="Mutation").status_code == 303
    assert claire.get(reverse("examcentre:home")).status_code == 403


def test_whoever_gives_up_the_office_is_told_on_a_page_that_they_may_still_read(office):
    typed = {"role": "office", "scope": "", "reason": "Mutation"}
    answer = act_on(office, "withdraw", ODILE.login, **typed)
    assert (answer.status_code, answer["Location"]) == (303, reverse("shared:home"))
    assert f"Le rôle est retiré à {ODILE.login}" in words_of(office.get(answer["Location"]))


def test_a_second_factor_that_was_lost_is_taken_away_with_a_reason(office):
    account_acts.enrol_totp(email=CLAIRE.login, secret=SECRET, by=ODILE, at=PREPARED)
    assert act_on(office, "reset_second_factor", CLAIRE.login, reason="Téléphone perdu").status_code == 303
    assert not accounts.has_second_factor(CLAIRE.login)
    assert last_letter().to == CLAIRE.login


def test_people_are_listed_with_how_far_they_have_come(office):
    invite(office)
    page = office.get(f"{reverse('office:people')}?etat=invited&format=csv").content.decode()
    assert NEW in page
    assert "lien valable jusqu" in page
    assert CLAIRE.login not in page
    assert "(Lycée des Mûriers)" in page


def test_a_person_who_is_not_there_is_not_found(office):
    assert office.get(reverse("office:person", args=["nobody@x.invalid"])).status_code == 404


def test_whoever_has_no_role_any_more_is_not_invited(office):
    act_on(office, "withdraw", CLAIRE.login, role="exam-centre", scope=CEDRES, reason="Mutation")
    answer = act_on(office, "invite_again", CLAIRE.login)
    assert answer.status_code == 422
    assert "nommez d’abord" in words_of(answer)


def test_the_page_of_a_person_says_in_a_sentence_how_far_they_have_come(office):
    def said(login):
        page = html.fromstring(office.get(reverse("office:person", args=[login])).content.decode())
        return page.xpath("string(//p[@class='state'])")

    assert said(CLAIRE.login) == "Cette personne n’est pas encore venue, et n’a aucun lien valable."
    act_on(office, "invite_again", CLAIRE.login)
    assert said(CLAIRE.login).startswith("Cette personne est invitée")
    assert said(ODILE.login) == "Cette personne a accès."
