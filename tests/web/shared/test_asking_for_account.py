"""The button of the personal page that asks for an account: another mail brings the link, the page never shows it."""

import io
import re
from datetime import timedelta

import pypdf
import pytest
from django.utils import timezone

from massicot.commands.worker.letters import MAKERS
from massicot.post import queries as post
from massicot.post.models import Letter
from massicot.post.rules.letters import read
from massicot.web.shared.letter_addresses import addresses, page_address, personal_address
from tests import world
from tests.cast import TILLEULS
from tests.hostile.client import HostileClient
from tests.keeping import kept
from tests.missions import calling
from tests.post import mail_server, posting

pytestmark = pytest.mark.django_db
BOB, SONIA = "bob@tilleuls.invalid", "sonia@tilleuls.invalid"


def convened():
    built = world.opened()
    mission = calling.mission(built.session, built.paper, first=timezone.localdate() + timedelta(days=20))
    calling.put(mission, "BOB", "CHARLIE")
    calling.head_of(TILLEULS, SONIA)
    now = timezone.now()
    calling.convene(calling.official(built.session, mission, at=now), at=now, addresses=addresses())
    return built


built = kept(convened)


@pytest.fixture
def bob(built):
    (row,) = calling.letters(assignment__person__identifier="BOB")
    return row


@pytest.fixture
def reader():
    return HostileClient()


def here(address):
    return "/" + address.split("/", 3)[3]


def words(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def own(row):
    return here(personal_address(row.code))


def test_the_button_stands_on_the_page_once_the_letter_is_opened(bob, reader):
    assert "compte/" not in reader.get(own(bob)).content.decode()
    reader.post(own(bob))
    assert f'action="{own(bob)}compte/"' in reader.get(own(bob)).content.decode()


def test_pressed_ten_times_one_mail_leaves_whose_link_opens_an_account(bob, reader):
    reader.post(own(bob))
    answers = [reader.post(f"{own(bob)}compte/", follow=True) for _ in range(10)]
    assert "Un courriel avec votre lien part vers votre adresse" in words(answers[0])
    assert all("est déjà parti" in words(answer) for answer in answers[1:])
    keeper = mail_server.Postmaster()
    with mail_server.listening(keeper) as server:
        while posting.send(server, makers=MAKERS, at=timezone.now()):
            pass
    (mail,) = [mail for mail in keeper.accepted if "bienvenue" in mail.get_body().get_content()]
    link = re.search(r"https?://\S+/bienvenue/\S+", mail.get_body().get_content())[0]
    assert (mail["To"], HostileClient().get(here(link)).status_code) == (BOB, 200)
    assert not any(here(link) in answer.content.decode() for answer in answers)


def test_reading_the_address_of_the_button_asks_for_nothing(bob, reader):
    assert reader.get(f"{own(bob)}compte/").status_code == 405
    assert not Letter.objects.filter(occasion__startswith="invitation").exists()


def test_the_signature_of_another_letter_asks_for_nothing(built, bob, reader):
    (charlie,) = calling.letters(assignment__person__identifier="CHARLIE")
    assert reader.post(own(bob).replace(bob.code, charlie.code) + "compte/").status_code == 404
    assert reader.post(here(page_address(bob.code)) + "compte/").status_code == 404
    assert not Letter.objects.filter(occasion__startswith="invitation").exists()


def test_a_letter_cancelled_meanwhile_says_so(bob, reader):
    reader.post(own(bob))
    type(bob).objects.filter(pk=bob.pk).update(state="cancelled")
    answer = reader.post(f"{own(bob)}compte/")
    assert (answer.status_code, "est annulée" in words(answer)) == (422, True)


def text_of(content):
    if content.startswith(b"%PDF"):
        return "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)
    return content.decode()


def test_neither_the_letter_nor_its_calendar_nor_the_mail_to_the_head_carries_a_link_of_the_reader(bob, reader):
    reader.post(own(bob))
    reader.post(f"{own(bob)}compte/")
    head = Letter.objects.get(to=SONIA)
    mails = [head, *Letter.objects.filter(occasion__startswith="convocation:")]
    texts = [post.body_of(head)]
    texts += [text_of(MAKERS[one.kind](one.subject).content) for mail in mails for one in read(mail.enclosed)]
    assert len(texts) == 6
    assert not any(word in text for text in texts for word in ("ma-convocation", "bienvenue"))
