"""What a card of the home page names: the session that it is of, and what letters that reach nobody keep waiting."""

from datetime import timedelta

import pytest
from django.urls import reverse
from lxml import html

from massicot.exams import services as exam_acts
from massicot.expenses import services as expense_acts
from massicot.jobs import services as jobs
from massicot.jobs.rules import Work
from massicot.post import services as post
from tests import world
from tests.cast import CLAIRE, MARC, ODILE, TYPING
from tests.keeping import kept
from tests.web.office.home.test_home import move_paper
from tests.web.office.reading import words_of
from tests.web.office.working import work
from tests.web.visitors import signed_in

pytestmark = pytest.mark.django_db

built = kept(world.prepared)
WAITING = "n’atteignent personne"


def cards():
    """Read the cards of the home page: the heading and the words of each, and where its button leads."""
    page = html.fromstring(signed_in(ODILE.login).get(reverse("office:home")).content.decode())
    told = {}
    for card in page.xpath("//ol[@class='tasks']/li"):
        heading, *_ = [*card.xpath(".//p[@class='task-heading']/text()"), ""]
        words = " ".join(" ".join(text.split()) for text in card.xpath(".//p[not(@class='task-heading')]//text()"))
        told[heading, words] = (card.xpath("string(a)").strip(), card.xpath("string(a/@href)"))
    return told


def test_of_two_sessions_of_one_title_each_card_names_its_own(built):
    move_paper(built, timedelta(days=10))
    of_session = {"copied_from": built.paper.session, "title": built.paper.session.title, "year": 2018}
    expense_acts.copy_session(**of_session, code="BTS-2018", by=ODILE, at=TYPING)
    subject = {"session": "BTS-2018", "table": "markers", "upload": "0"}
    jobs.ask(kind=Work.PREVIEW_TABLE, subject=subject, by=ODILE, at=TYPING)
    headings = [heading for heading, _ in cards()]
    assert headings
    assert all("BTS-2017" in heading or "BTS-2018" in heading for heading in headings)
    assert {heading[:8] for heading in headings} == {"BTS-2017", "BTS-2018"}


def test_invitations_that_wait_for_a_mail_server_invite_nobody_and_the_card_says_what_to_do(built, settings):
    settings.MASSICOT_EMAIL_URL = ""
    for person in (CLAIRE, MARC):
        exam_acts.invite_again(email=person.login, papers=[], link_address=lambda token: token, by=ODILE, at=TYPING)
    post.write_letter(to=CLAIRE.login, subject="Rappel", body="Rappel", by=ODILE, at=TYPING)
    (card,) = [(words, led) for (_, words), led in cards().items() if WAITING in words]
    assert "3 lettres attendent" in card[0]
    assert "2 d’entre elles sont des invitations et n’invitent encore personne : imprimez-les" in card[0]
    assert card[1] == ("Imprimer les invitations", reverse("office:people"))


def test_letters_that_wait_and_are_no_invitations_lead_to_the_outbox(built, settings):
    settings.MASSICOT_EMAIL_URL = ""
    post.write_letter(to=CLAIRE.login, subject="Rappel", body="Rappel", by=ODILE, at=TYPING)
    ((words, led),) = [(words, led) for (_, words), led in cards().items() if "n’atteint personne" in words]
    assert "invitation" not in words
    assert led == ("Voir le courrier", reverse("office:letters"))


def test_who_invites_all_heads_without_a_mail_server_is_not_told_that_they_are_invited(built, settings):
    settings.MASSICOT_EMAIL_URL = ""
    office = signed_in(ODILE.login)
    page = office.post(reverse("office:invite_all", args=["BTS-2017"]))["Location"]
    work()
    ended = words_of(office.get(page))
    assert "2 lettres attendent et n’atteignent personne" in ended
    assert "sont invités" not in ended
    settings.MASSICOT_EMAIL_URL = "smtp://mail.invalid"
    assert "2 chefs sont invités" in words_of(office.get(page))
