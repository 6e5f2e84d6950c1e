"""People on screen: who has access, who heads which centre, invitations by mail and on paper, roles withdrawn."""

import re
from datetime import timedelta

import pytest
import zxingcpp
from django.urls import reverse
from django.utils import timezone
from lxml import html

from massicot.accounts import queries as accounts
from massicot.accounts import services as account_acts
from massicot.core.actor import Role
from massicot.exams import queries as exams
from massicot.exams.models import Institution
from massicot.jobs import queries as jobs
from massicot.jobs.rules import Work
from massicot.post import queries as post
from massicot.post.rules import LetterState
from massicot.results import queries as results
from tests import cast, world
from tests.cast import CEDRES, CLAIRE, MURIERS, ODILE, PREPARED
from tests.documents.reading import Reader
from tests.hostile.client import HostileClient
from tests.keeping import kept
from tests.web.office.reading import words_of
from tests.web.office.working import work
from tests.web.visitors import SECRET, signed_in, visitor

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


def test_a_letter_on_paper_bears_the_link_in_clear_and_as_a_code(office):
    invite(office, by_post="paper")
    assert not post.letters().exists()
    answer = act_on(office, "print_invitation")
    assert answer["Content-Type"] == "application/pdf"
    letter = Reader(answer.content)
    link = next(code.text for code in letter.codes(0, zxingcpp.BarcodeFormat.QRCode) if code.text.startswith("http"))
    assert opens(link)
    assert link in letter.text.replace("\n", "")
    assert "Lycée des Mûriers" in letter.text


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


def invite_all(office):
    """Invite all heads; give the page of the work, and its counts."""
    answer = office.post(reverse("office:invite_all", args=["BTS-2017"]))
    work()
    return answer, jobs.outcome_of(jobs.last_of(Work.INVITE, {"session": "BTS-2017"}))


def test_all_heads_are_invited_at_once_by_the_addresses_of_their_institutions(office):
    Institution.objects.filter(uai=MURIERS).update(email="ce.muriers@etab.invalid")
    told = "3 centres n’ont encore ni chef qui ait accès, ni chef invité."
    assert told in words_of(office.get(reverse("office:people")))
    answer, outcome = invite_all(office)
    assert outcome == {"invited": 3, "without": 0, "refused": 0}
    assert "3 lettres attendent et n’atteignent personne" in words_of(office.get(answer["Location"]))
    assert {letter.to for letter in post.letters()} == {"ce.muriers@etab.invalid", CLAIRE.login, cast.MARC.login}
    assert invite_all(office)[1] == {"invited": 0, "without": 0, "refused": 0}


def test_heads_are_counted_as_they_are_listed_at_every_step(office):
    session = exams.session_by_code("BTS-2017")

    def counts(at=None):
        now = at or timezone.now()
        counted = results.heads_counted(now)[session]
        wanted, outside = results.heads_wanted(session, now), results.heads_never_in(session, now)
        reached = [one for one in outside if one.can_be_reached]
        assert counted == (len(outside), len(wanted), sum(one.can_be_reached for one in wanted), len(reached))
        listed = results.exam_centres_wanting_head(session, now).values_list("uai", flat=True)
        marking = results.marking_centres_wanting_head(session, now)
        assert {*listed, *(one.uai for one in marking)} == {one.uai for one in wanted}
        return counted

    assert counts() == (3, 3, 2, 2)
    invite_all(office)
    assert counts() == (3, 1, 0, 2)
    assert counts(timezone.now() + timedelta(days=8)) == (3, 3, 2, 2)
    token = account_acts.draw_link(email=CLAIRE.login, by=ODILE, at=timezone.now())
    account_acts.choose_password(token=token, password="cerise-bateau-lune", at=timezone.now())
    assert counts() == (2, 1, 0, 1)


def test_a_centre_without_an_address_or_on_both_sides_is_counted_and_left(office):
    assert invite_all(office)[1] == {"invited": 2, "without": 1, "refused": 0}
    Institution.objects.filter(uai=MURIERS).update(email=cast.MARC.login)
    assert invite_all(office)[1] == {"invited": 0, "without": 0, "refused": 1}
    assert not accounts.emails_with_role(Role.EXAM_CENTRE, MURIERS)


def print_all(office):
    """Have the letters of the heads printed; give the page of the work, and its counts."""
    answer = office.post(reverse("office:invite_all", args=["BTS-2017"]), {"on_paper": "1"})
    work()
    return answer["Location"], jobs.outcome_of(jobs.last_of(Work.INVITE, {"session": "BTS-2017", "on_paper": 1}))


def fetch(office, page):
    answer = office.post(f"{page}fichier/")
    return Reader(b"".join(answer.streaming_content)) if answer.streaming else answer


def test_the_letters_of_all_heads_are_printed_at_once_and_each_opens(office):
    Institution.objects.filter(uai=MURIERS).update(email="ce.muriers@etab.invalid")
    page, outcome = print_all(office)
    assert outcome == {"printed": 3, "without": 0, "refused": 0}
    assert "3 lettres sont prêtes." in words_of(office.get(page))
    letters = fetch(office, page)
    links = [code.text for number in range(3) for code in letters.codes(number, zxingcpp.BarcodeFormat.QRCode)]
    assert len({link for link in links if opens(link)}) == 3
    assert "Lycée des Mûriers" in letters.text
    assert not post.letters().exists()
    assert fetch(office, page).status_code == 410
    assert "ne sont plus conservés" in words_of(office.get(page))


def test_heads_invited_by_mail_who_never_came_are_printed_too_and_the_others_are_not(office):
    invite_all(office)
    account_act = account_acts.draw_link(email=CLAIRE.login, by=ODILE, at=timezone.now())
    account_acts.choose_password(token=account_act, password="cerise-bateau-lune", at=timezone.now())
    page, outcome = print_all(office)
    assert outcome == {"printed": 1, "without": 1, "refused": 0}
    assert "Lycée Jean Perrin" in fetch(office, page).text
    assert {letter.state for letter in post.letters() if letter.to == cast.MARC.login} == {LetterState.GIVEN_UP}


def test_letters_lie_nowhere_in_clear_and_are_given_to_whoever_asked(office):
    page, _ = print_all(office)
    folder = jobs.letters_box(jobs.last_jobs([Work.INVITE], 1)[0]).folder
    assert not any(file.read_bytes().startswith(b"%PDF") for file in folder.iterdir())
    assert fetch(signed_in(cast.OMAR.login), page).status_code == 404
    fetch(office, page)
    assert not folder.exists()


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


def test_who_is_appointed_and_cannot_come_in_is_said_to_have_no_link(office):
    page = html.fromstring(office.get(reverse("office:heads_wanted", args=["BTS-2017"])).content.decode())
    (cell,) = page.xpath("//td[.//a[contains(@href, 'claire')]]")
    assert " ".join(cell.text_content().split()) == f"{CLAIRE.login} (plus aucun lien valable)"


def test_the_page_of_a_person_says_in_a_sentence_how_far_they_have_come(office):
    def said(login):
        page = html.fromstring(office.get(reverse("office:person", args=[login])).content.decode())
        return page.xpath("string(//p[@class='state'])")

    assert said(CLAIRE.login) == "Cette personne n’est pas encore venue, et n’a aucun lien valable."
    act_on(office, "invite_again", CLAIRE.login)
    assert said(CLAIRE.login).startswith("Cette personne est invitée")
    assert said(ODILE.login) == "Cette personne a accès."
